"""A stored handoff against a bare SQLite commit of the same rows, one after the other in turn.

Both write the same rows into the same schema with the same settings (WAL, synchronous FULL). Two
ratios: the delivery (store.save: JSON, look-ups, rows, commit) and the whole handoff (validation, key
and transform too). Peers (DBOS, Prefect) run when they are installed; they keep more (steps, events),
so compare with care.

    python -m benchmarks.bench_handoff [rounds]
"""

from __future__ import annotations

import shutil
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any

from core.ports import NoStore, Run
from core.result import HandoffResult
from db.run_store import RunStore
from db.settings import ROOT, Settings
from db.sqlite_transaction import connect
from db.transaction import insert_sql
from db.workspace import Workspace

Call = Callable[[], object]
Contender = Callable[[], Call]

ROUNDS = 1_000
WARM_UP = 20
WORKFLOW = "offer_to_marketing"
# What one delivered brief writes; its rows are read back to be committed bare.
TABLES = ("runs", "offers", "offer_versions", "campaigns", "handoffs", "audit_lines")
GOAL = 2.0

OFFER = {
    "product_name": "Widget Pro",
    "target_audience": "Tech professionals aged 25-45",
    "value_proposition": "Streamline workflow with AI",
    "pricing_tier": "Premium - $99/month",
    "unique_selling_points": ["AI-powered automation", "24/7 customer support", "Money-back guarantee"],
    "brand_guidelines": {"colors": ["#007AFF", "#5AC8FA"], "tone": "Professional yet approachable"},
    "marketing_budget": "$10,000",
    "launch_timeline": "Q2 2025",
}


def main(rounds: int = ROUNDS) -> dict[str, Any]:
    """Medians in ms and the two ratios; also printed."""
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=ROOT / "data" if (ROOT / "data").is_dir() else None))
    try:
        with closing(Workspace.open(Settings(database_url=f"sqlite:///{folder / 'ours.db'}"))) as workspace:
            return _measure(workspace, folder, rounds)
    finally:
        shutil.rmtree(folder)


def _measure(workspace: Workspace, folder: Path, rounds: int) -> dict[str, Any]:
    ours = _our_handoff(workspace)
    ours()()
    rows = _rows_of_latest(folder / "ours.db")
    Workspace.open(Settings(database_url=f"sqlite:///{folder / 'bare.db'}")).close()
    with closing(connect(folder / "bare.db")) as bare:
        # Each makes its next input untimed and answers what is to be timed.
        contenders: dict[str, Contender] = {
            "stored handoff": ours,
            "its delivery alone": _our_delivery(workspace),
            "bare commit of the same rows": _bare_commit(bare, rows),
            "the work alone (preview)": _preview(workspace),
        }
        contenders |= _peers(folder)
        times: dict[str, list[float]] = {name: [] for name in contenders}
        for turn in range(WARM_UP + rounds):
            for name, call in contenders.items():
                prepared = call()
                started = perf_counter()
                prepared()
                if turn >= WARM_UP:
                    times[name].append((perf_counter() - started) * 1000)
    medians = {name: statistics.median(found) for name, found in times.items()}
    for name, found in times.items():
        tail = statistics.quantiles(found, n=20)[-1]
        print(f"{name:32} median {medians[name]:8.3f} ms   p95 {tail:8.3f} ms")
    bare_ms = medians["bare commit of the same rows"]
    delivery, whole = medians["its delivery alone"] / bare_ms, medians["stored handoff"] / bare_ms
    rows_each = sum(map(len, rows.values()))
    print(f"delivery {delivery:.2f} × bare (goal: at most {GOAL}), whole handoff {whole:.2f} × bare")
    print(f"{rounds} rounds in turn, {rows_each} rows each")
    return {"medians_ms": medians, "delivery_ratio": delivery, "whole_ratio": whole}


def _numbered(name: str) -> Callable[[], dict[str, Any]]:
    numbers = count()
    return lambda: {**OFFER, "product_name": f"Widget {name} {next(numbers)}"}


def _our_handoff(workspace: Workspace) -> Contender:
    make = _numbered("Handoff")

    def prepare() -> Call:
        raw = make()

        def call() -> None:
            result = workspace.run(WORKFLOW, raw, trigger="benchmark")
            assert result.success and not result.replayed, result.error

        return call

    return prepare


def _our_delivery(workspace: Workspace) -> Contender:
    make = _numbered("Delivery")
    store = RunStore(workspace.database, workspace.actor, "benchmark")

    def prepare() -> Call:
        made: list[Run] = []

        class Keeper(NoStore):
            def save(self, run: Run) -> HandoffResult:
                made.append(run)
                return run.result

        workspace.registry.get(WORKFLOW).run(make(), store=Keeper())
        return lambda: store.save(made[0])

    return prepare


def _preview(workspace: Workspace) -> Contender:
    make = _numbered("Preview")

    def prepare() -> Call:
        raw = make()
        return lambda: workspace.preview(WORKFLOW, raw)

    return prepare


def _rows_of_latest(path: Path) -> dict[str, list[dict[str, Any]]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return {
            table: [dict(row) for row in connection.execute(f"SELECT * FROM {table}")] for table in TABLES
        }


def _bare_commit(connection: sqlite3.Connection, rows: dict[str, list[dict[str, Any]]]) -> Contender:
    """The rows as they are, with new ids, in one transaction on one open connection."""
    statements = [(insert_sql(table, tuple(row)), row) for table in rows for row in rows[table]]
    numbers = count()
    named = {"workflow_id", "idempotency_key", "offer_id", "name_key", "campaign_id"}

    def prepare() -> Call:
        number = next(numbers)
        renamed = []
        for sql, row in statements:
            new = {name: f"{row[name]} {number}" for name in named & row.keys()}
            renamed.append((sql, {**row, **new, **({"id": None} if "id" in row else {})}))

        def call() -> None:
            connection.execute("BEGIN IMMEDIATE")
            for sql, row in renamed:
                connection.execute(sql, row)
            connection.execute("COMMIT")

        return call

    return prepare


def _peers(folder: Path) -> dict[str, Contender]:
    """The same preview run as a durable workflow of other engines, where they are installed."""
    found: dict[str, Contender] = {}
    from core.workflows.offer_to_marketing import OfferToMarketingWorkflow

    make = _numbered("Peer")

    def work(raw: dict[str, Any]) -> dict[str, Any]:
        return OfferToMarketingWorkflow().execute(raw)

    if find_spec("dbos"):
        from dbos import DBOS, DBOSConfig

        DBOS(config=DBOSConfig(name="bench", system_database_url=f"sqlite:///{folder / 'dbos.db'}"))
        step = DBOS.step()(work)
        flow = DBOS.workflow()(lambda raw: step(raw))
        DBOS.launch()
        found["DBOS, one workflow of one step"] = lambda: partial(flow, make())
    if find_spec("prefect"):
        from prefect import flow as prefect_flow
        from prefect import task

        prefect_task = task(work)
        run = prefect_flow(lambda raw: prefect_task(raw))
        found["Prefect, one flow of one task"] = lambda: partial(run, make())
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)

"""The handoff of all waiting leads of a campaign, from a thousand to a hundred thousand: time for each lead.

Beside it the same leads as one JSON document through the ordinary run, as far as that goes. Each in a process
of its own, so that its memory is its own.

    python -m benchmarks.bench_bulk_handoff [rows …]
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from time import perf_counter

from benchmarks.lead_list import write_list
from db.lead_import import ImportOptions
from db.settings import ROOT
from db.workspace import Workspace

ROWS = (1_000, 10_000, 100_000)
ORDINARY_UP_TO = 10_000
CAMPAIGN = "camp_imported"


def main(sizes: Sequence[int] = ROWS) -> dict[int, dict[str, float]]:
    """Seconds and memory by number of rows; also printed."""
    found = {}
    print(f"{'leads':>8} {'seconds':>8} {'µs a lead':>10} {'MB more':>8} {'as one document':>16}")
    for rows in sizes:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.bench_bulk_handoff", "--one", str(rows)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            check=True,
        )
        figures: dict[str, float] = json.loads(done.stdout)
        ordinary = f"{figures['ordinary']:.2f} s" if figures.get("ordinary") else "–"
        print(
            f"{figures['leads']:8,.0f} {figures['seconds']:8.2f} "
            f"{figures['seconds'] / figures['leads'] * 1e6:10.0f} {figures['mb']:8.0f} {ordinary:>16}",
            flush=True,
        )
        found[rows] = figures
    return found


def one(rows: int) -> dict[str, float]:
    """Import so many rows and hand them over."""
    with tempfile.TemporaryDirectory(dir=ROOT / "data" if (ROOT / "data").is_dir() else None) as folder:
        source = write_list(Path(folder) / "list.csv", rows)
        with closing(Workspace.open(f"sqlite:///{folder}/agency.db")) as workspace:
            staged = workspace.lead_imports.stage("list.csv", source)
            workspace.lead_imports.run(staged.import_id, ImportOptions())
            figures: dict[str, float] = {"leads": workspace.marketing.waiting_leads(CAMPAIGN).total}
            if rows <= ORDINARY_UP_TO:
                figures["ordinary"] = _ordinary(workspace)
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            started = perf_counter()
            result = workspace.marketing.hand_over_all(CAMPAIGN)
            figures["seconds"] = perf_counter() - started
            figures["mb"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
            if not result.success or result.handoff_data["counts"]["leads_in"] != figures["leads"]:
                raise RuntimeError(f"not all leads were handed over: {result.error}")
    return figures


def _ordinary(workspace: Workspace) -> float:
    """Seconds of the same leads as one document, not stored."""
    with workspace.reading() as session:
        from sqlalchemy import text

        rows = session.connection().execute(text("SELECT input_json FROM leads ORDER BY id")).scalars()
        leads = [json.loads(row) for row in rows]
    given = workspace.marketing.draft(CAMPAIGN) | {"leads_generated": leads}
    started = perf_counter()
    workspace.preview("marketing_to_sales", given)
    return perf_counter() - started


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(one(int(sys.argv[2]))))
    else:
        main([int(argument) for argument in sys.argv[1:]] or ROWS)

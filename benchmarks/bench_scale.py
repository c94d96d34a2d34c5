"""Server time of every page and list with a million leads, ten thousand deals, a hundred thousand runs.

Milliseconds as median and slowest twentieth of several rounds in turn, the SQL statements of one round, and
the rows that came into memory. The goal is 300 ms each. `--plans` adds how SQLite finds the rows of what is
over the goal; a table that is read from end to end without an index is marked.

    python -m benchmarks.bench_scale [--database agency.db] [--share 1] [--rounds 7] [--plans] [--only pages]

A database that is not there is made first (minutes at full size) and kept; without `--database` it is thrown
away afterwards.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import Engine, event
from streamlit.testing.v1 import AppTest

from benchmarks.app_pages import every_place, open_page
from benchmarks.scale_data import Size, build
from benchmarks.scale_lists import every_list
from db.page import Page
from db.sqlite_transaction import connect
from db.workspace import Workspace

GOAL_MS = 300
ROUNDS = 7

Statement = tuple[str, Any]


class Found(NamedTuple):
    """What one page or list cost: milliseconds of each round, the statements of one, rows in memory."""

    name: str
    times: list[float]
    statements: list[Statement]
    rows: int | None

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=20, method="inclusive")[-1]


def measure(calls: dict[str, Callable[[], Any]], rounds: int) -> list[Found]:
    """Every call so many times, one after the other in turn; the first round only warms up."""
    statements: list[Statement] = []

    @event.listens_for(Engine, "before_cursor_execute")
    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            statements.append((statement, parameters))

    found = {name: Found(name, [], [], None) for name in calls}
    for turn in range(rounds + 1):
        for name, call in calls.items():
            statements.clear()
            started = perf_counter()
            answer = call()
            spent = (perf_counter() - started) * 1000
            if turn:
                found[name].times.append(spent)
            found[name] = found[name]._replace(statements=list(statements), rows=_rows(answer))
    event.remove(Engine, "before_cursor_execute", note)
    return list(found.values())


def _rows(answer: Any) -> int | None:
    if isinstance(answer, Page):
        return len(answer.rows)
    return len(answer) if isinstance(answer, (pd.DataFrame, list, dict)) else None


def report(title: str, found: list[Found], base: float | None = None) -> int:
    """Print a table, the slowest first; returns how many are over the goal."""
    times = "× one line" if base else "rows"
    print(f"\n{title:<58}{'median ms':>10}{'p95 ms':>9}{times:>12}{'SQL':>5}   goal: {GOAL_MS} ms")
    over = 0
    for one in sorted(found, key=lambda one: -one.median):
        beside = f"{one.median / base:.1f}" if base else "" if one.rows is None else f"{one.rows:,}"
        mark = "  over" if one.median > GOAL_MS else ""
        over += bool(mark)
        print(
            f"{one.name[:58]:<58}{one.median:>10.1f}{one.p95:>9.1f}{beside:>12}{len(one.statements):>5}{mark}"
        )
    print(f"{len(found) - over} of {len(found)} within {GOAL_MS} ms")
    return over


def plans(path: Path, found: list[Found]) -> None:
    """How SQLite finds the rows of each statement of these, with the time that it takes by itself."""
    connection = connect(path)
    for one in found:
        print(f"\n== {one.name}: {one.median:.0f} ms")
        for statement, parameters in one.statements:
            started = perf_counter()
            connection.execute(statement, parameters or ()).fetchall()
            spent = (perf_counter() - started) * 1000
            print(f"   {spent:.0f} ms: {' '.join(statement.split())[:400]}")
            for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters or ()):
                walked = step.startswith("SCAN") and "INDEX" not in step and "(subquery" not in step
                print(f"      {step}{'   <- the whole table' if walked else ''}")
    connection.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--database", type=Path)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--plans", action="store_true")
    parser.add_argument("--only", choices=("pages", "lists"))
    parser.add_argument("--named", default="", help="only what has this in its name")
    given = parser.parse_args()
    logging.getLogger("streamlit").setLevel(logging.ERROR)  # a session of a test has no browser
    with tempfile.TemporaryDirectory() as folder:
        path = given.database or Path(folder) / "scale.db"
        if not path.exists():
            print(f"making {path}", flush=True)
            build(path, Size().share(given.share))
        os.environ["DATABASE_URL"] = f"sqlite:///{path.resolve()}"
        workspace = Workspace.open()
        slow: list[Found] = []
        if given.only != "pages":
            lists = {name: call for name, call in every_list(workspace).items() if given.named in name}
            found = measure(lists, given.rounds)
            report("list", found)
            slow += [one for one in found if one.median > GOAL_MS]
        if given.only != "lists":
            pages = {
                place.name: open_page(place).run
                for place in every_place(workspace)
                if given.named in place.name
            }
            one_line = AppTest.from_string("import streamlit as st\nst.text('one line')").run()
            (base, *found) = measure({"a page of one line": one_line.run, **pages}, given.rounds)
            report("page", found, base.median)
            slow += [one for one in found if one.median > GOAL_MS]
        if given.plans:
            plans(path, slow)
        workspace.close()


if __name__ == "__main__":
    main()

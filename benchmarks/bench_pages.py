"""Server time of a rerun of every page and part, with 1,000 runs and 10,000 leads stored.

Prints milliseconds of a rerun (median of 5), the SQL statements it issued, and how that compares to the
rerun of a page that draws one line, measured in the same run. The goal is 300 ms.
"""

from __future__ import annotations

import copy
import json
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from streamlit.testing.v1 import AppTest

from benchmarks.app_pages import every_place, open_page
from db.demo import load_demo
from db.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
RUNS, LEADS, ROUNDS, GOAL_MS = 1_000, 10_000, 5, 300


def fill(workspace: Workspace) -> None:
    """The demo agency, a campaign of 10,000 leads, and runs up to 1,000."""
    for _ in load_demo(workspace):
        pass
    campaign = json.loads((ROOT / "sample_data" / "marketing_to_sales.json").read_text(encoding="utf-8"))
    lead = campaign["leads_generated"][0]
    leads = []
    for n in range(LEADS):
        one = copy.deepcopy(lead)
        one |= {"id": f"lead_{n}", "score": n % 101, "urgency": ("high", "medium", "low")[n % 3]}
        one["contact_info"]["email"] = f"person{n}@example.com"
        leads.append(one)
    workspace.run("marketing_to_sales", {**campaign, "leads_generated": leads})
    offer = json.loads((ROOT / "sample_data" / "offer_to_marketing.json").read_text(encoding="utf-8"))
    for n in range(RUNS):
        workspace.run("offer_to_marketing", {**offer, "product_name": f"Widget {n}"})


def rerun_ms(app: AppTest) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        app.run()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    folder = Path(tempfile.mkdtemp())
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'bench.db'}"
    workspace = Workspace.open()
    fill(workspace)
    statements: list[str] = []

    @event.listens_for(Engine, "before_cursor_execute")
    def _count(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    one_line = AppTest.from_string("import streamlit as st\nst.text('one line')").run()
    base = rerun_ms(one_line)
    print(f"a page of one line: {base:.1f} ms\n")
    print(f"{'page':<58}{'ms':>8}{'× one line':>12}{'SQL':>6}")
    for place in every_place(workspace):
        app = open_page(place)
        statements.clear()
        spent = rerun_ms(app)
        mark = "" if spent <= GOAL_MS else "  over the goal"
        print(f"{place.name[:58]:<58}{spent:>8.0f}{spent / base:>12.1f}{len(statements) // ROUNDS:>6}{mark}")


if __name__ == "__main__":
    main()

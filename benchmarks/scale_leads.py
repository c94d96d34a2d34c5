"""A million leads, imported and handed over by the app itself, spread over the campaigns."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.lead_list import write_list
from db.demo import StepClock
from db.lead_import import ImportOptions
from db.sqlite_transaction import connect
from db.workspace import Workspace

PROMISING = 4  # every fourth lead is one that sales will want
WAITING = 10  # every tenth campaign still has its leads
NOT_CALLED = 5  # every fifth prospect waits for its first contact
_NEXT_DAY = "strftime('%Y-%m-%d %H:%M:%f000', updated_at, '+1 day')"


def add_leads(workspace: Workspace, path: Path, leads: int) -> None:
    """Import so many leads, spread them over the campaigns, hand over nine campaigns in ten."""
    source = _list(path.with_suffix(".csv"), leads, workspace)
    try:
        staged = workspace.lead_imports.stage(source.name, source)
        workspace.lead_imports.run(staged.import_id, ImportOptions(new_campaign="All leads"))
    finally:
        source.unlink()
    workspace.close()
    connection = connect(path)
    campaigns = [str(row[0]) for row in connection.execute("SELECT campaign_id FROM campaigns ORDER BY 1")]
    connection.execute("CREATE TEMP TABLE places (place INTEGER PRIMARY KEY, campaign_id TEXT)")
    connection.executemany("INSERT INTO places VALUES (?, ?)", enumerate(campaigns))
    connection.execute("BEGIN")
    connection.execute(
        "UPDATE leads SET campaign_id = (SELECT campaign_id FROM places WHERE place = leads.id % ?) "
        "WHERE import_id IS NOT NULL",
        (len(campaigns),),
    )
    connection.execute("COMMIT")
    connection.close()
    now = workspace.clock.now()
    for place, campaign_id in enumerate(campaigns):
        if place % WAITING:
            then = StepClock(now - timedelta(days=place % 60, minutes=place))
            workspace.at(then).marketing.hand_over_all(campaign_id)
    _call(path, workspace)


def _list(path: Path, leads: int, workspace: Workspace) -> Path:
    """The list of the import's benchmark, with leads in it that score well: recent and eager."""
    write_list(path, leads)
    frame = pl.read_csv(path, infer_schema=False).with_row_index("row")
    eager = pl.col("row") % PROMISING == 0
    recent = [str((workspace.clock.now() - timedelta(days=day)).date()) for day in range(28)]
    day = pl.col("row").map_elements(lambda row: recent[row % 28], return_dtype=pl.String)
    new: dict[str, Any] = {name: pl.lit("high") for name in ("Engagement level", "Budget level", "Urgency")}
    new["Score"] = (pl.col("row") % 40 + 60).cast(pl.String)
    new["Created"] = day
    changed = [pl.when(eager).then(value).otherwise(pl.col(name)).alias(name) for name, value in new.items()]
    frame.with_columns(changed).drop("row").write_csv(path)
    return path


def _call(path: Path, workspace: Workspace) -> None:
    """Most prospects were called, a day after they were handed over."""
    workspace.close()
    connection = connect(path)
    called = (
        "FROM leads WHERE import_id IS NOT NULL AND status = 'qualified' AND workflow_id IS NOT NULL "
        f"AND id % {NOT_CALLED} > 0"
    )
    connection.execute("BEGIN")
    connection.execute(
        "INSERT INTO contact_attempts (lead_pk, at, actor, channel, outcome) "
        f"SELECT id, {_NEXT_DAY}, 'Account manager', 'phone', 'reached' {called}"
    )
    connection.execute(f"UPDATE leads SET contacted_at = {_NEXT_DAY} WHERE id IN (SELECT id {called})")
    connection.execute("COMMIT")
    connection.close()

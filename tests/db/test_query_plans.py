"""Lists and charts find their rows by an index; no read of a page walks through every document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from core.bulk import BulkDealChange
from db.tables.sales import Deal
from db.workspace import Workspace

# Tables that grow with every campaign and every click; their rows carry whole JSON documents.
LARGE = ("leads", "runs", "handoffs", "audit_lines", "ratings")


def changed(workspace: Workspace) -> str:
    """A change of two deals at once, kept in the trail."""
    now = workspace.clock.now()
    stamp: dict[str, Any] = {"created_at": now, "updated_at": now}
    with workspace.editing() as session:
        for n in range(2):
            session.add(
                Deal(deal_id=f"d{n}", name="D", company_name="C", stage="new", currency="USD", **stamp)
            )
    change = BulkDealChange(owner="Bo")
    return workspace.bulk_deals.apply(workspace.bulk_deals.preview(["d0", "d1"], change), change).bulk_id


READS: dict[str, Callable[[Workspace], Any]] = {
    "leads": lambda workspace: workspace.marketing.leads(),
    "leads of a status": lambda workspace: workspace.marketing.leads(status="qualified"),
    "leads of a campaign": lambda workspace: workspace.marketing.leads(campaign_id="camp_1"),
    "search of leads": lambda workspace: workspace.marketing.leads(search="ada"),
    "search of prospects": lambda workspace: workspace.sales.prospects(search="ada"),
    "prospects to be called": lambda workspace: workspace.sales.prospects(due="to contact"),
    "prospects of one person": lambda workspace: workspace.sales.prospects(whose="mine"),
    "a change of many records": lambda workspace: workspace.bulk_changes.state(changed(workspace)),
    "search of runs": lambda workspace: workspace.runs.page(search="ada"),
    "campaigns": lambda workspace: workspace.marketing.campaigns(),
    "prospects": lambda workspace: workspace.sales.prospects(),
    "score distribution": lambda workspace: workspace.reports.marketing.score_distribution(),
    "bands by campaign": lambda workspace: workspace.reports.marketing.bands_by_campaign(),
    "hot leads": lambda workspace: workspace.reports.home.hot_leads_without_deal(),
    "counts on Home": lambda workspace: workspace.reports.home.counts(),
    "handoffs on Home": lambda workspace: workspace.reports.home.handoffs(),
    "failed runs": lambda workspace: workspace.reports.home.failed_runs(),
    "runs": lambda workspace: workspace.runs.page(),
    "runs of an outcome": lambda workspace: workspace.runs.page(outcome="refused"),
    "outcomes": lambda workspace: workspace.reports.runs.outcomes(),
    "inbox": lambda workspace: workspace.inbox.waiting("sales"),
    "decided handoffs": lambda workspace: workspace.inbox.decided("sales"),
    "satisfaction by category": lambda workspace: workspace.reports.feedback.by_category(),
}


@pytest.mark.parametrize("read", READS.values(), ids=READS.keys())
def test_a_read_of_a_page_uses_an_index_of_each_large_table(
    workspace: Workspace, read: Callable[[Workspace], Any]
) -> None:
    statements: list[tuple[str, Any]] = []
    with workspace.reading() as session:
        engine = session.get_bind()

    def note(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        statements.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    read(workspace)
    event.remove(engine, "before_cursor_execute", note)
    selects = [line for line in statements if line[0].startswith("SELECT")]
    assert selects
    with workspace.reading() as session:
        for statement, parameters in selects:
            plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            for *_, step in plan:
                walked = any(step.split()[:2] == ["SCAN", table] for table in LARGE)
                assert not walked or "INDEX" in step, f"{step}\n{statement}"

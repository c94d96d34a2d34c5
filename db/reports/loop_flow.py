"""How much work went from each step of the loop to the next: the figures of a flow chart."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import and_, case, func, select

from db.records.base import Records
from db.records.deals import CLOSED
from db.tables.feedback import Recommendation, Response, Survey
from db.tables.fulfillment import Project, WorkOrder
from db.tables.marketing import Campaign, Lead
from db.tables.sales import Deal


class LoopFlowReports(Records):
    def leads(self, offer_id: str | None = None) -> pd.DataFrame:
        """Leads on their way to a deal: `source`, `target` (names of steps), `count`.

        Every lead is in one flow of the first step; a qualified one in one of the second.
        """
        by_status = select(Lead.status, func.count())
        with_deal = select(func.count(Deal.lead_pk.distinct())).where(Deal.lead_pk.is_not(None))
        if offer_id is not None:
            ours = select(Campaign.campaign_id).where(Campaign.offer_id == offer_id)
            by_status = by_status.where(Lead.campaign_id.in_(ours))
            with_deal = with_deal.join(Lead, Lead.id == Deal.lead_pk).where(Lead.campaign_id.in_(ours))
        with self._workspace.reading() as session:
            counts = {
                str(status): int(count) for status, count in session.execute(by_status.group_by(Lead.status))
            }
            became = int(session.execute(with_deal).scalar_one())
        qualified = counts.get("qualified", 0)
        return _flows(
            ("leads", "qualified", qualified),
            ("leads", "nurture", counts.get("nurture", 0)),
            ("leads", "disqualified", counts.get("disqualified", 0)),
            ("leads", "rejected", counts.get("rejected", 0)),
            ("qualified", "became a deal", min(became, qualified)),
            ("qualified", "no deal yet", max(0, qualified - became)),
        )

    def deals(self, offer_id: str | None = None) -> pd.DataFrame:
        """Deals on their way to an offer that changed: `source`, `target` (names of steps), `count`.

        A deal is counted once in each step that it reached, by the last thing known of it: its stage, the
        project of its work order, that project's survey, and whether an answer led to an accepted change.
        """
        answered = select(Response.feedback_id).where(Response.project_id == Project.project_id).exists()
        asked = select(Survey.request_id).where(Survey.project_id == Project.project_id).exists()
        # Asked once: the accepted changes are few, and many answers have none.
        changed = Project.project_id.in_(
            select(Response.project_id)
            .join(Recommendation, Recommendation.feedback_id == Response.feedback_id)
            .where(Recommendation.status == "accepted", Response.project_id.is_not(None))
        )
        order = select(WorkOrder.deal_id).where(WorkOrder.deal_id == Deal.deal_id).exists()
        state = case(
            (Deal.stage == "closed_lost", "lost"),
            (Deal.stage.not_in(CLOSED), "open"),
            (and_(Project.project_id.is_(None), order), "work order waits"),
            (Project.project_id.is_(None), "not handed over"),
            (Project.status != "completed", "in work"),
            (changed, "offer changed"),
            (answered, "answered"),
            (asked, "not answered"),
            else_="not asked",
        )
        # Grouped by name: two servers would count an expression with parameters as two different ones.
        each = select(state.label("state")).join(Project, Project.deal_id == Deal.deal_id, isouter=True)
        if offer_id is not None:
            each = each.where(Deal.offer_id == offer_id)
        deals = each.subquery()
        grouped = select(deals.c.state, func.count()).group_by(deals.c.state)
        with self._workspace.reading() as session:
            counts = {str(name): int(count) for name, count in session.execute(grouped)}

        def of(*states: str) -> int:
            return sum(counts.get(name, 0) for name in states)

        finished = ("offer changed", "answered", "not answered", "not asked")
        waits = ("in work", "work order waits", "not handed over")
        return _flows(
            ("deals", "won", of(*finished, *waits)),
            ("deals", "open", of("open")),
            ("deals", "lost", of("lost")),
            ("won", "finished", of(*finished)),
            *(("won", name, of(name)) for name in waits),
            *(("finished", name, of(name)) for name in finished),
        )


def _flows(*flows: tuple[str, str, int]) -> pd.DataFrame:
    """The flows in which something went."""
    columns = ("source", "target", "count")
    return pd.DataFrame.from_records([flow for flow in flows if flow[2]], columns=columns)

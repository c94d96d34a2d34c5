"""Prospects: qualified leads with their sales briefs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from db.page import Page
from db.records.base import Records, contains, loads
from db.tables.marketing import Campaign, Lead
from db.tables.sales import Deal


class SalesRecords(Records):
    def prospects(
        self, *, search: str = "", band: str | None = None, number: int = 1, size: int = 50
    ) -> Page:
        """Qualified leads, the most promising first, each with the latest deal that it became."""
        latest_deal = (
            select(Deal.deal_id)
            .where(Deal.lead_pk == Lead.id)
            .order_by(Deal.created_at.desc(), Deal.deal_id)
            .limit(1)
            .scalar_subquery()
        )
        statement = (
            select(
                Lead.id,
                Lead.name,
                Lead.company,
                Lead.email,
                Lead.phone,
                Lead.score,
                Lead.band,
                Lead.approach,
                Lead.next_action_due_at,
                Lead.contacted_at,
                Campaign.name.label("campaign"),
                latest_deal.label("deal_id"),
            )
            .join(Campaign, Campaign.campaign_id == Lead.campaign_id)
            .where(Lead.status == "qualified")
            .order_by(Lead.score.desc(), Lead.id)
        )
        if band:
            statement = statement.where(Lead.band == band)
        if search.strip():
            statement = statement.where(contains(search, (Lead.name, Lead.company, Lead.email)))
        return self._page(statement, number=number, size=size)

    def brief(self, lead_pk: int) -> dict[str, Any]:
        """The sales brief of a prospect."""
        with self._workspace.reading() as session:
            lead = self._get(session, Lead, lead_pk, "prospect")
            brief: dict[str, Any] = loads(lead.brief_json) or {}
            return brief

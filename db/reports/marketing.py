"""Lead scores: how they spread, and how campaigns compare."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Integer, cast, func, select

from db.records.base import Records
from db.tables.marketing import Campaign, Lead

BIN = 5  # points of score in one bar
UNKNOWN = "insufficient_data"  # a score from the prior alone says nothing about the lead
CAMPAIGNS = 12  # the newest campaigns; more bars than that say less


class MarketingReports(Records):
    def score_distribution(self, campaign_id: str | None = None) -> pd.DataFrame:
        """Scored leads: `score` (the lower end of 5 points), `band`, `leads`."""
        # First by the score itself, which an index has in order; a few hundred sums are then put into bars.
        scored = select(Lead.score, Lead.band, func.count().label("leads")).where(
            Lead.score.is_not(None), Lead.band != UNKNOWN
        )
        if campaign_id:
            scored = scored.where(Lead.campaign_id == campaign_id)
        sums = scored.group_by(Lead.score, Lead.band).subquery()
        score_bin = (sums.c.score - sums.c.score % BIN).label("score")
        statement = (
            select(score_bin, sums.c.band, cast(func.sum(sums.c.leads), Integer).label("leads"))
            .group_by(score_bin, sums.c.band)
            .order_by(score_bin)
        )
        return self._frame(statement)

    def bands_by_campaign(self) -> pd.DataFrame:
        """Scored leads of the 12 newest campaigns: `campaign`, `band`, `leads`."""
        newest = select(Campaign.campaign_id).order_by(Campaign.created_at.desc()).limit(CAMPAIGNS)
        return self._frame(
            select(Campaign.name.label("campaign"), Lead.band, func.count().label("leads"))
            .join(Campaign, Campaign.campaign_id == Lead.campaign_id)
            .where(Lead.score.is_not(None), Lead.band != UNKNOWN, Lead.campaign_id.in_(newest))
            .group_by(Campaign.campaign_id, Campaign.name, Lead.band)
            .order_by(Campaign.name)
        )

    def leads_by_status(self) -> dict[str, int]:
        """How many leads there are of each status."""
        rows = self._frame(select(Lead.status, func.count().label("leads")).group_by(Lead.status))
        return {str(status): int(leads) for status, leads in rows.itertuples(index=False)}

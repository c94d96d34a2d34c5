"""Lead scores: how they spread, and how campaigns compare."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import func, select

from db.records.base import Records
from db.tables.marketing import Campaign, Lead

BIN = 5  # points of score in one bar


class MarketingReports(Records):
    def score_distribution(self, campaign_id: str | None = None) -> pd.DataFrame:
        """Scored leads by `score_bin` (its lower end, 5 points wide) and `band`: `leads` counts them."""
        score_bin = Lead.score - Lead.score % BIN
        statement = (
            select(score_bin.label("score_bin"), Lead.band, func.count().label("leads"))
            .where(Lead.score.is_not(None))
            .group_by(score_bin, Lead.band)
            .order_by(score_bin)
        )
        if campaign_id:
            statement = statement.where(Lead.campaign_id == campaign_id)
        return self._frame(statement)

    def bands_by_campaign(self) -> pd.DataFrame:
        """Scored leads by `campaign` and `band`: `leads`, and their mean `score`; 12 newest campaigns."""
        newest = select(Campaign.campaign_id).order_by(Campaign.created_at.desc()).limit(12)
        return self._frame(
            select(
                Campaign.name.label("campaign"),
                Lead.band,
                func.count().label("leads"),
                func.avg(Lead.score).label("score"),
            )
            .join(Campaign, Campaign.campaign_id == Lead.campaign_id)
            .where(Lead.score.is_not(None), Lead.campaign_id.in_(newest))
            .group_by(Campaign.name, Lead.band)
            .order_by(Campaign.name)
        )

    def lead_statuses(self) -> pd.DataFrame:
        """All leads by `status`: `leads` counts them."""
        return self._frame(
            select(Lead.status, func.count().label("leads")).group_by(Lead.status).order_by(Lead.status)
        )

"""Campaigns and the leads that they brought."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Edited


class Campaign(Edited, table=True):
    """What a marketing brief starts; impressions and clicks are counts so far."""

    __tablename__ = "campaigns"
    __table_args__ = (Index(None, "created_at"), Index(None, "offer_id"))

    campaign_id: str = Field(primary_key=True)
    name: str
    offer_id: str | None = Field(default=None, foreign_key="offers.offer_id")
    offer_version: int | None = None
    status: str
    budget_cents: int | None = None
    currency: str | None = Field(default=None, max_length=3)
    starts_on: date | None = None
    ends_on: date | None = None
    impressions: int = 0
    clicks: int = 0
    brief_json: str | None = None


class Lead(Edited, table=True):
    """A raw contact of a campaign with what its scoring said (status qualified, nurture, disqualified,
    rejected; score 0–100; completeness in %)."""

    __tablename__ = "leads"
    __table_args__ = (
        UniqueConstraint("campaign_id", "lead_id"),
        Index(None, "email_key"),
        # The counts of a campaign, its chart of bands, and prospects by score, each without
        # touching a row: a row carries two JSON documents.
        Index(None, "campaign_id", "band", "score", "status"),
        Index(None, "status", "score", "band"),
        Index(None, "score"),
        Index(None, "status", "band", "contacted_at", "next_action_due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: str = Field(foreign_key="campaigns.campaign_id")
    lead_id: str
    name: str | None = None
    email: str | None = None
    email_key: str | None = None
    phone: str | None = None
    company: str | None = None
    status: str
    score: int | None = None
    band: str | None = None
    completeness: float | None = None
    approach: str | None = None
    source: str | None = None
    urgency: str | None = None
    next_action_due_at: datetime | None = None
    contacted_at: datetime | None = None
    received_at: datetime | None = None
    workflow_id: str | None = None
    input_json: str
    brief_json: str | None = None

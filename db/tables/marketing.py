"""Campaigns and the leads that they brought."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, literal_column, text
from sqlmodel import Field

from db.tables.base import WHOLE, Base, Mapped

# Written out, because a database takes an index of some rows only for a condition that it can read.
IS_PROSPECT = "status = 'qualified'"
HAS_OWNER = "owner IS NOT NULL"


class Campaign(Base, table=True):
    """What a marketing brief starts; impressions and clicks are counts so far."""

    __tablename__ = "campaigns"
    __table_args__ = (Index(None, "created_at"), Index(None, "offer_id"))

    campaign_id: Mapped[str] = Field(primary_key=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = Field(default=1)
    name: Mapped[str]
    offer_id: Mapped[str | None] = Field(default=None, foreign_key="offers.offer_id")
    offer_version: Mapped[int | None] = Field(default=None)
    status: Mapped[str]
    budget_cents: Mapped[int | None] = Field(default=None, sa_type=WHOLE)
    currency: Mapped[str | None] = Field(default=None, max_length=3)
    starts_on: Mapped[date | None] = Field(default=None)
    ends_on: Mapped[date | None] = Field(default=None)
    impressions: Mapped[int] = Field(default=0, sa_type=WHOLE)
    clicks: Mapped[int] = Field(default=0, sa_type=WHOLE)
    brief_json: Mapped[str | None] = Field(default=None)


class Lead(Base, table=True):
    """A raw contact of a campaign with what its scoring said (status qualified, nurture, disqualified,
    rejected; score 0–100; completeness in %)."""

    __tablename__ = "leads"
    __table_args__ = (
        UniqueConstraint("campaign_id", "lead_id"),
        Index(None, "email_key"),
        Index(None, "phone_key"),
        Index(None, "name_key"),
        Index(None, "import_id"),
        # The leads of a campaign by score, its counts, its chart of bands, what waits for a handoff and what
        # one handed over, and prospects by score, each without touching a row: a row carries JSON documents.
        Index(None, "campaign_id", "score", "status", "band", "workflow_id"),
        Index(None, "status", "score", "band", "campaign_id"),
        Index(None, "score", "band"),
        # Who is to be called next, and who was called: of prospects alone, which are a small part of a list.
        Index(
            "ix_leads_prospects",
            "status",
            "contacted_at",
            "next_action_due_at",
            "band",
            sqlite_where=text(IS_PROSPECT),
            postgresql_where=text(IS_PROSPECT),
        ),
        # Whose leads they are, by score; of those alone that somebody looks after.
        Index(
            "ix_leads_owners",
            "owner",
            "status",
            "score",
            "band",
            "campaign_id",
            sqlite_where=text(HAS_OWNER),
            postgresql_where=text(HAS_OWNER),
        ),
    )

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = Field(default=1)
    campaign_id: Mapped[str] = Field(foreign_key="campaigns.campaign_id")
    lead_id: Mapped[str]
    name: Mapped[str | None] = Field(default=None)
    email: Mapped[str | None] = Field(default=None)
    email_key: Mapped[str | None] = Field(default=None)
    phone: Mapped[str | None] = Field(default=None)
    company: Mapped[str | None] = Field(default=None)
    status: Mapped[str]
    score: Mapped[int | None] = Field(default=None)
    band: Mapped[str | None] = Field(default=None)
    completeness: Mapped[float | None] = Field(default=None)
    approach: Mapped[str | None] = Field(default=None)
    source: Mapped[str | None] = Field(default=None)
    urgency: Mapped[str | None] = Field(default=None)
    next_action_due_at: Mapped[datetime | None] = Field(default=None)
    contacted_at: Mapped[datetime | None] = Field(default=None)
    received_at: Mapped[datetime | None] = Field(default=None)
    workflow_id: Mapped[str | None] = Field(default=None)
    phone_key: Mapped[str | None] = Field(default=None)
    name_key: Mapped[str | None] = Field(default=None)
    import_id: Mapped[str | None] = Field(default=None)
    source_line: Mapped[int | None] = Field(default=None)
    input_json: Mapped[str]
    brief_json: Mapped[str | None] = Field(default=None)
    original_json: Mapped[str | None] = Field(default=None)
    owner: Mapped[str | None] = Field(default=None)


class CampaignResult(Base, table=True):
    """What one channel of a campaign cost and brought on a day; `spend_cents` in the campaign's currency."""

    __tablename__ = "campaign_results"
    __table_args__ = (UniqueConstraint("campaign_id", "day_on", "channel_key"), Index(None, "day_on"))

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    campaign_id: Mapped[str] = Field(foreign_key="campaigns.campaign_id")
    day_on: Mapped[date]
    channel: Mapped[str]
    channel_key: Mapped[str]
    spend_cents: Mapped[int] = Field(sa_type=WHOLE)
    impressions: Mapped[int] = Field(sa_type=WHOLE)
    clicks: Mapped[int] = Field(sa_type=WHOLE)


PROSPECT = Lead.status == literal_column("'qualified'")

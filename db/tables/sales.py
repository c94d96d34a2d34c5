"""Deals and how they moved through the stages."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from db.tables.base import WHOLE, Base, Mapped


class Deal(Base, table=True):
    """An opportunity with a value and a stage; a deal from outside may name a campaign unknown here."""

    __tablename__ = "deals"
    __table_args__ = (
        Index(None, "client_id"),
        Index(None, "lead_pk"),
        Index(None, "updated_at"),
        Index(None, "stage", "currency", "value_cents"),
        Index(None, "closed_on"),
    )

    deal_id: Mapped[str] = Field(primary_key=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = Field(default=1)
    name: Mapped[str]
    client_id: Mapped[str | None] = Field(default=None, foreign_key="clients.client_id")
    company_name: Mapped[str]
    contact_name: Mapped[str | None] = Field(default=None)
    contact_email: Mapped[str | None] = Field(default=None)
    contact_phone: Mapped[str | None] = Field(default=None)
    tier: Mapped[str | None] = Field(default=None)
    lead_pk: Mapped[int | None] = Field(default=None, foreign_key="leads.id")
    campaign_id: Mapped[str | None] = Field(default=None)
    offer_id: Mapped[str | None] = Field(default=None)
    offer_version: Mapped[int | None] = Field(default=None)
    stage: Mapped[str]
    value_cents: Mapped[int | None] = Field(default=None, sa_type=WHOLE)
    currency: Mapped[str] = Field(max_length=3)
    expected_close_on: Mapped[date | None] = Field(default=None)
    closed_on: Mapped[date | None] = Field(default=None)
    lost_reason: Mapped[str | None] = Field(default=None)
    owner: Mapped[str | None] = Field(default=None)
    input_json: Mapped[str | None] = Field(default=None)


class StageChange(Base, table=True):
    """One move of a deal; the first has no `from_stage`."""

    __tablename__ = "stage_changes"
    __table_args__ = (Index(None, "deal_id", "changed_at"), Index(None, "to_stage", "deal_id"))

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    deal_id: Mapped[str] = Field(foreign_key="deals.deal_id")
    from_stage: Mapped[str | None] = Field(default=None)
    to_stage: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class ForecastSnapshot(Base, table=True):
    """What the open deals of one currency promised for a close month, as it was in one week.

    `taken_on` is the Monday of that week, `month_on` the first day of the month.
    """

    __tablename__ = "forecast_snapshots"
    __table_args__ = (UniqueConstraint("taken_on", "month_on", "currency"),)

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    taken_on: Mapped[date]
    month_on: Mapped[date]
    currency: Mapped[str] = Field(max_length=3)
    deals: Mapped[int]
    value_cents: Mapped[int] = Field(sa_type=WHOLE)
    assumed_cents: Mapped[int] = Field(sa_type=WHOLE)
    observed_cents: Mapped[int] = Field(sa_type=WHOLE)


class ContactAttempt(Base, table=True):
    """One try to reach a prospect: by which channel, and what came of it."""

    __tablename__ = "contact_attempts"
    __table_args__ = (Index(None, "lead_pk", "at"),)

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    lead_pk: Mapped[int] = Field(foreign_key="leads.id")
    at: Mapped[datetime]
    actor: Mapped[str]
    channel: Mapped[str]
    outcome: Mapped[str]
    note: Mapped[str | None] = Field(default=None)

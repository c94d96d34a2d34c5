"""Deals and how they moved through the stages."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from db.tables.base import Base, Edited


class Deal(Edited, table=True):
    """An opportunity with a value and a stage; a deal from outside may name a campaign unknown here."""

    __tablename__ = "deals"
    __table_args__ = (
        Index(None, "client_id"),
        Index(None, "lead_pk"),
        Index(None, "updated_at"),
        Index(None, "stage", "currency", "value_cents"),
        Index(None, "closed_on"),
    )

    deal_id: str = Field(primary_key=True)
    name: str
    client_id: str | None = Field(default=None, foreign_key="clients.client_id")
    company_name: str
    contact_name: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None
    tier: str | None = None
    lead_pk: int | None = Field(default=None, foreign_key="leads.id")
    campaign_id: str | None = None
    offer_id: str | None = None
    offer_version: int | None = None
    stage: str
    value_cents: int | None = None
    currency: str = Field(max_length=3)
    expected_close_on: date | None = None
    closed_on: date | None = None
    lost_reason: str | None = None
    owner: str | None = None
    input_json: str | None = None


class StageChange(Base, table=True):
    """One move of a deal; the first has no `from_stage`."""

    __tablename__ = "stage_changes"
    __table_args__ = (Index(None, "deal_id", "changed_at"), Index(None, "to_stage", "deal_id"))

    id: int | None = Field(default=None, primary_key=True)
    deal_id: str = Field(foreign_key="deals.deal_id")
    from_stage: str | None = None
    to_stage: str
    changed_at: datetime
    changed_by: str

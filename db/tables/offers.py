"""Services that the agency sells, version by version."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from db.tables.base import Base, Edited


class Offer(Edited, table=True):
    """A service by its name; its terms are in its versions."""

    __tablename__ = "offers"
    __table_args__ = (UniqueConstraint("name_key"),)

    offer_id: str = Field(primary_key=True)
    product_name: str
    name_key: str
    status: str
    current_version: int


class OfferVersion(Base, table=True):
    """The terms of an offer at one time (status draft, published): the input of offer_to_marketing."""

    __tablename__ = "offer_versions"
    __table_args__ = (UniqueConstraint("offer_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    offer_id: str = Field(foreign_key="offers.offer_id")
    number: int
    status: str
    change_note: str | None = None
    hypothesis: str | None = None
    feedback_id: str | None = None
    created_at: datetime
    published_at: datetime | None = None
    terms_json: str

"""Services that the agency sells, version by version."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from db.tables.base import Base, Mapped


class Offer(Base, table=True):
    """A service by its name; its terms are in its versions."""

    __tablename__ = "offers"
    __table_args__ = (UniqueConstraint("name_key"),)

    offer_id: Mapped[str] = Field(primary_key=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = Field(default=1)
    product_name: Mapped[str]
    name_key: Mapped[str]
    status: Mapped[str]
    current_version: Mapped[int]


class OfferVersion(Base, table=True):
    """The terms of an offer at one time (status draft, published): the input of offer_to_marketing."""

    __tablename__ = "offer_versions"
    __table_args__ = (UniqueConstraint("offer_id", "number"),)

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    offer_id: Mapped[str] = Field(foreign_key="offers.offer_id")
    number: Mapped[int]
    status: Mapped[str]
    change_note: Mapped[str | None] = Field(default=None)
    hypothesis: Mapped[str | None] = Field(default=None)
    feedback_id: Mapped[str | None] = Field(default=None)
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None] = Field(default=None)
    terms_json: Mapped[str]


class OfferTemplate(Base, table=True):
    """How an offer is usually delivered (core.service_template): a deal of it starts from this."""

    __tablename__ = "offer_templates"

    offer_id: Mapped[str] = Field(primary_key=True, foreign_key="offers.offer_id")
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]
    version: Mapped[int] = Field(default=1)
    template_json: Mapped[str]

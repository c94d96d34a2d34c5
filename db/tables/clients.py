"""Companies that the agency works for, and the people there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Base, Mapped


class Client(Base, table=True):
    """A company; one client has many deals."""

    __tablename__ = "clients"
    __table_args__ = (UniqueConstraint("name_key"), Index(None, "name"))

    client_id: Mapped[str] = Field(primary_key=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = Field(default=1)
    name: Mapped[str]
    name_key: Mapped[str]
    tier: Mapped[str | None] = Field(default=None)


class Contact(Base, table=True):
    """A person at a client."""

    __tablename__ = "contacts"
    __table_args__ = (UniqueConstraint("client_id", "email_key"), Index(None, "email_key"))

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = Field(default=1)
    client_id: Mapped[str] = Field(foreign_key="clients.client_id")
    name: Mapped[str]
    email: Mapped[str]
    email_key: Mapped[str]
    phone: Mapped[str | None] = Field(default=None)

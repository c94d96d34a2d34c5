"""Companies that the agency works for, and the people there."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Edited


class Client(Edited, table=True):
    """A company; one client has many deals."""

    __tablename__ = "clients"
    __table_args__ = (UniqueConstraint("name_key"), Index(None, "name"))

    client_id: str = Field(primary_key=True)
    name: str
    name_key: str
    tier: str | None = None


class Contact(Edited, table=True):
    """A person at a client."""

    __tablename__ = "contacts"
    __table_args__ = (UniqueConstraint("client_id", "email_key"), Index(None, "email_key"))

    id: int | None = Field(default=None, primary_key=True)
    client_id: str = Field(foreign_key="clients.client_id")
    name: str
    email: str
    email_key: str
    phone: str | None = None

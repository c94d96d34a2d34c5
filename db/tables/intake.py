"""Requests to the lead intake that carried an idempotency key."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from db.tables.base import Base, Mapped


class IntakeRequest(Base, table=True):
    """A request by its key, with the SHA-256 of its body; `answer_json` is empty until it was answered.

    `attempt` rises when a request that nobody finished is taken over; the body itself is not kept here.
    """

    __tablename__ = "intake_requests"

    key: Mapped[str] = Field(primary_key=True)
    digest: Mapped[str]
    attempt: Mapped[int] = Field(default=1)
    claimed_at: Mapped[datetime]
    import_id: Mapped[str | None] = Field(default=None)
    status: Mapped[int | None] = Field(default=None)
    answer_json: Mapped[str | None] = Field(default=None)

"""Surveys, what clients answered, and what follows from it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from db.tables.base import Base, Mapped


class Survey(Base, table=True):
    """The feedback request of a project (status ready, answered)."""

    __tablename__ = "surveys"
    __table_args__ = (Index(None, "project_id"), Index(None, "created_at"), Index(None, "status"))

    request_id: Mapped[str] = Field(primary_key=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = Field(default=1)
    project_id: Mapped[str] = Field(foreign_key="projects.project_id")
    status: Mapped[str]
    sends_on: Mapped[date | None] = Field(default=None)
    expires_on: Mapped[date | None] = Field(default=None)
    request_json: Mapped[str]


class Response(Base, table=True):
    """A client's answers and what they say; satisfaction is the average rating in % (0–100)."""

    __tablename__ = "responses"
    __table_args__ = (
        Index(None, "request_id"),
        Index(None, "project_id"),
        Index(None, "offer_id"),
        Index(None, "received_at"),
    )

    feedback_id: Mapped[str] = Field(primary_key=True)
    request_id: Mapped[str | None] = Field(default=None, foreign_key="surveys.request_id")
    project_id: Mapped[str | None] = Field(default=None)
    offer_id: Mapped[str | None] = Field(default=None)
    satisfaction: Mapped[int | None] = Field(default=None)
    sentiment: Mapped[str | None] = Field(default=None)
    received_at: Mapped[datetime]
    workflow_id: Mapped[str]
    answers_json: Mapped[str]
    analysis_json: Mapped[str]


class Rating(Base, table=True):
    """One rating (1–5) of one category in a response."""

    __tablename__ = "ratings"
    __table_args__ = (Index(None, "feedback_id"), Index(None, "category", "value"))

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    feedback_id: Mapped[str] = Field(foreign_key="responses.feedback_id")
    category: Mapped[str]
    value: Mapped[float]
    received_at: Mapped[datetime]


class Recommendation(Base, table=True):
    """A proposed change to an offer (status proposed, accepted, declined) with its evidence."""

    __tablename__ = "recommendations"
    __table_args__ = (
        Index(None, "feedback_id"),
        Index(None, "offer_id"),
        Index(None, "status", "priority"),
    )

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    feedback_id: Mapped[str] = Field(foreign_key="responses.feedback_id")
    offer_id: Mapped[str | None] = Field(default=None)
    kind: Mapped[str]
    theme: Mapped[str | None] = Field(default=None)
    proposal: Mapped[str]
    priority: Mapped[float]
    evidence_json: Mapped[str]
    status: Mapped[str] = Field(default="proposed")
    decided_by: Mapped[str | None] = Field(default=None)
    decided_at: Mapped[datetime | None] = Field(default=None)
    reason: Mapped[str | None] = Field(default=None)
    offer_version: Mapped[int | None] = Field(default=None)

"""Surveys, what clients answered, and what follows from it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from db.tables.base import Base, Edited


class Survey(Edited, table=True):
    """The feedback request of a project (status ready, answered)."""

    __tablename__ = "surveys"
    __table_args__ = (Index(None, "project_id"), Index(None, "created_at"), Index(None, "status"))

    request_id: str = Field(primary_key=True)
    project_id: str = Field(foreign_key="projects.project_id")
    status: str
    sends_on: date | None = None
    expires_on: date | None = None
    request_json: str


class Response(Base, table=True):
    """A client's answers and what they say; satisfaction is the average rating in % (0–100)."""

    __tablename__ = "responses"
    __table_args__ = (
        Index(None, "request_id"),
        Index(None, "project_id"),
        Index(None, "offer_id"),
        Index(None, "received_at"),
    )

    feedback_id: str = Field(primary_key=True)
    request_id: str | None = Field(default=None, foreign_key="surveys.request_id")
    project_id: str | None = None
    offer_id: str | None = None
    satisfaction: int | None = None
    sentiment: str | None = None
    received_at: datetime
    workflow_id: str
    answers_json: str
    analysis_json: str


class Rating(Base, table=True):
    """One rating (1–5) of one category in a response."""

    __tablename__ = "ratings"
    __table_args__ = (Index(None, "feedback_id"), Index(None, "category", "value"))

    id: int | None = Field(default=None, primary_key=True)
    feedback_id: str = Field(foreign_key="responses.feedback_id")
    category: str
    value: float
    received_at: datetime


class Recommendation(Base, table=True):
    """A proposed change to an offer (status proposed, accepted, declined) with its evidence."""

    __tablename__ = "recommendations"
    __table_args__ = (
        Index(None, "feedback_id"),
        Index(None, "offer_id"),
        Index(None, "status", "priority"),
    )

    id: int | None = Field(default=None, primary_key=True)
    feedback_id: str = Field(foreign_key="responses.feedback_id")
    offer_id: str | None = None
    kind: str
    theme: str | None = None
    proposal: str
    priority: float
    evidence_json: str
    status: str = "proposed"
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str | None = None
    offer_version: int | None = None

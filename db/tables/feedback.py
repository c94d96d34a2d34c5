"""Surveys, what clients answered, and what follows from it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
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


class Invitation(Base, table=True):
    """One person's link to a survey, kept by the SHA-256 of its secret alone.

    `draft_json` is what was filled in so far, `answers_json` what was sent; `feedback_id` names the response
    once the handoff took the answers in, `failure` says why it has not. `answered_via` is phone or paper
    where we typed the answers in; a line without an e-mail address is of somebody who was not invited.
    `language` is the tag of the one this person reads; without it the browser decides.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        UniqueConstraint("token_digest"),
        Index(None, "request_id"),
        Index(None, "email_key"),
        Index(None, "created_at"),
    )

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    created_at: Mapped[datetime]
    request_id: Mapped[str] = Field(foreign_key="surveys.request_id")
    token_digest: Mapped[str]
    name: Mapped[str]
    email: Mapped[str]
    email_key: Mapped[str]
    invited_by: Mapped[str]
    expires_at: Mapped[datetime]
    opened_at: Mapped[datetime | None] = Field(default=None)
    drafted_at: Mapped[datetime | None] = Field(default=None)
    answered_at: Mapped[datetime | None] = Field(default=None)
    revoked_at: Mapped[datetime | None] = Field(default=None)
    feedback_id: Mapped[str | None] = Field(default=None)
    failure: Mapped[str | None] = Field(default=None)
    draft_json: Mapped[str | None] = Field(default=None)
    answers_json: Mapped[str | None] = Field(default=None)
    answered_via: Mapped[str | None] = Field(default=None)
    language: Mapped[str | None] = Field(default=None)


class SurveyMail(Base, table=True):
    """A mail to an invited person (status sending, sent, failed, unclear): the invitation is step 0,
    reminders count from 1.

    Each mail carries a link of its own beside that of the invitation, kept by the SHA-256 of its secret;
    without one the link was replaced, or never left us. `failure` is the sentence that a person reads.
    """

    __tablename__ = "survey_mails"
    __table_args__ = (UniqueConstraint("token_digest"), Index(None, "invitation_id"))

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    created_at: Mapped[datetime]
    invitation_id: Mapped[int] = Field(foreign_key="invitations.id")
    step: Mapped[int]
    status: Mapped[str]
    actor: Mapped[str]
    token_digest: Mapped[str | None] = Field(default=None)
    finished_at: Mapped[datetime | None] = Field(default=None)
    failure: Mapped[str | None] = Field(default=None)


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
    __table_args__ = (Index(None, "feedback_id", "category", "value"), Index(None, "category", "value"))

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    feedback_id: Mapped[str] = Field(foreign_key="responses.feedback_id")
    category: Mapped[str]
    value: Mapped[float]
    received_at: Mapped[datetime]


class Recommendation(Base, table=True):
    """A proposed change to an offer (status proposed, accepted, declined) with its evidence.

    `named` of `people` who answered asked for it; `impact` (0–1) is how much it hurts.
    """

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
    named: Mapped[int] = Field(default=0)
    people: Mapped[int] = Field(default=0)
    impact: Mapped[float] = Field(default=0.0)
    decision_json: Mapped[str | None] = Field(default=None)


class ResponseFigures(Base, table=True):
    """A response in numbers, so that a chart over thousands reads no document.

    Of `people` who answered, `rated` gave stars for overall satisfaction, `satisfied` of them 4 or 5;
    `scored` answered from 0 to 10. `unhappy` calls for a talk, `apart` says that stars and words disagree.
    """

    __tablename__ = "response_figures"
    __table_args__ = (Index(None, "unhappy"),)

    feedback_id: Mapped[str] = Field(primary_key=True, foreign_key="responses.feedback_id")
    people: Mapped[int]
    rated: Mapped[int]
    satisfied: Mapped[int]
    scored: Mapped[int]
    promoters: Mapped[int]
    detractors: Mapped[int]
    unhappy: Mapped[bool]
    apart: Mapped[bool]


class ThemeCount(Base, table=True):
    """How many people of a response praised a theme, and how many want it better."""

    __tablename__ = "theme_counts"
    __table_args__ = (UniqueConstraint("feedback_id", "theme"), Index(None, "theme"))

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    feedback_id: Mapped[str] = Field(foreign_key="responses.feedback_id")
    theme: Mapped[str]
    label: Mapped[str]
    praised: Mapped[int]
    to_improve: Mapped[int]


class ThemeMention(Base, table=True):
    """How one person of a response speaks of a theme (tone positive, mixed, negative, request), with the
    words: `person` is the number of the answer in the response, from 0."""

    __tablename__ = "theme_mentions"
    __table_args__ = (UniqueConstraint("feedback_id", "theme", "person"), Index(None, "theme", "tone"))

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    feedback_id: Mapped[str] = Field(foreign_key="responses.feedback_id")
    theme: Mapped[str]
    label: Mapped[str]
    person: Mapped[int]
    tone: Mapped[str]
    quotes_json: Mapped[str]


class PromiseAnswer(Base, table=True):
    """How many people of a response say that a promise was kept, with the words that are about it."""

    __tablename__ = "promise_answers"
    __table_args__ = (UniqueConstraint("feedback_id", "promise_key"), Index(None, "promise_key"))

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    feedback_id: Mapped[str] = Field(foreign_key="responses.feedback_id")
    promise_key: Mapped[str]
    promise: Mapped[str]
    kept: Mapped[int]
    partly: Mapped[int]
    not_kept: Mapped[int]
    praised: Mapped[int]
    to_improve: Mapped[int]
    quotes_json: Mapped[str]


class FollowUp(Base, table=True):
    """One try to talk to a client who was not happy, and what came of it."""

    __tablename__ = "follow_ups"
    __table_args__ = (Index(None, "feedback_id", "at"),)

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    feedback_id: Mapped[str] = Field(foreign_key="responses.feedback_id")
    at: Mapped[datetime]
    actor: Mapped[str]
    channel: Mapped[str]
    outcome: Mapped[str]
    note: Mapped[str | None] = Field(default=None)

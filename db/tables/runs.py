"""Runs, the inbox of handoffs, the audit trail, the published policies and saved views of lists."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Base, Mapped


class Run(Base, table=True):
    """One execution of a workflow (outcome delivered, rejected, refused, failed); only a delivered run
    has an idempotency key. `retry_of` names the run whose input was run again."""

    __tablename__ = "runs"
    __table_args__ = (
        UniqueConstraint("idempotency_key"),
        # With the words that a search looks at and what a chart counts, so that neither reads a document;
        # the others have the order of the list for its two filters.
        Index(None, "started_at", "workflow_id", "title", "error", "code", "outcome"),
        Index(None, "workflow", "started_at", "workflow_id", "outcome", "code"),
        Index(None, "outcome", "started_at", "workflow_id"),
    )

    workflow_id: Mapped[str] = Field(primary_key=True)
    workflow: Mapped[str]
    version: Mapped[str]
    policy_version: Mapped[int]
    source: Mapped[str]
    target: Mapped[str]
    outcome: Mapped[str]
    code: Mapped[str | None] = Field(default=None)
    title: Mapped[str] = Field(default="")
    idempotency_key: Mapped[str | None] = Field(default=None)
    input_digest: Mapped[str | None] = Field(default=None)
    warnings: Mapped[int] = Field(default=0)
    error: Mapped[str | None] = Field(default=None)
    started_at: Mapped[datetime]
    duration_ms: Mapped[float]
    actor: Mapped[str]
    trigger: Mapped[str]
    retry_of: Mapped[str | None] = Field(default=None)
    replays: Mapped[int] = Field(default=0, sa_column_kwargs={"server_default": "0"})
    raw_json: Mapped[str]
    data_json: Mapped[str | None] = Field(default=None)
    result_json: Mapped[str]


class Handoff(Base, table=True):
    """A delivered package in its target's inbox (status waiting, accepted, returned)."""

    __tablename__ = "handoffs"
    __table_args__ = (
        UniqueConstraint("workflow_id"),
        Index(None, "target", "status", "created_at"),
        Index(None, "workflow", "source", "target", "status", "created_at"),
        Index(None, "source", "status", "decided_at"),
        Index(None, "record_id", "workflow", "created_at"),
    )

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    workflow_id: Mapped[str] = Field(foreign_key="runs.workflow_id")
    workflow: Mapped[str]
    source: Mapped[str]
    target: Mapped[str]
    title: Mapped[str]
    status: Mapped[str] = Field(default="waiting")
    owner: Mapped[str | None] = Field(default=None)
    record_type: Mapped[str | None] = Field(default=None)
    record_id: Mapped[str | None] = Field(default=None)
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None] = Field(default=None)
    decided_by: Mapped[str | None] = Field(default=None)
    reason: Mapped[str | None] = Field(default=None)


class AuditLine(Base, table=True):
    """Who did what to which record, and when; lines are only ever added."""

    __tablename__ = "audit_lines"
    __table_args__ = (
        Index(None, "record_id", "at"),
        Index(None, "record_type", "at"),
        Index(None, "at"),
        Index(None, "workflow_id"),
    )

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    record_type: Mapped[str]
    record_id: Mapped[str]
    summary: Mapped[str]
    old_json: Mapped[str | None] = Field(default=None)
    new_json: Mapped[str | None] = Field(default=None)
    workflow_id: Mapped[str | None] = Field(default=None)


class BulkChange(Base, table=True):
    """One change of many records of a kind; its lines in the audit trail name it as their `workflow_id`."""

    __tablename__ = "bulk_changes"

    bulk_id: Mapped[str] = Field(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    record_type: Mapped[str]
    summary: Mapped[str]
    changed: Mapped[int]
    undone_at: Mapped[datetime | None] = Field(default=None)
    undone_by: Mapped[str | None] = Field(default=None)


class PublishedPolicy(Base, table=True):
    """The rules of a workflow, or others under a name of their own, at one time (status draft, published).

    The highest published version holds; the first is 2, because the defaults are 1. `body_json` holds the
    rules that differ from the defaults, `note` why they were published.
    """

    __tablename__ = "policies"
    __table_args__ = (UniqueConstraint("workflow", "version"),)

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    workflow: Mapped[str]
    version: Mapped[int]
    status: Mapped[str]
    body_json: Mapped[str]
    note: Mapped[str | None] = Field(default=None)
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None] = Field(default=None)
    published_by: Mapped[str | None] = Field(default=None)


class SavedView(Base, table=True):
    """A view of a list under a name: what the list is asked for."""

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("list_name", "name_key"),)

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    list_name: Mapped[str]
    name: Mapped[str]
    name_key: Mapped[str]
    parameters_json: Mapped[str]

"""Runs, the inbox of handoffs, the audit trail and the published policies."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Base


class Run(Base, table=True):
    """One execution of a workflow (outcome delivered, rejected, refused, failed); only a delivered run
    has an idempotency key. `retry_of` names the run whose input was run again."""

    __tablename__ = "runs"
    __table_args__ = (
        UniqueConstraint("idempotency_key"),
        Index(None, "started_at", "workflow_id"),
        Index(None, "workflow", "outcome", "started_at"),
        Index(None, "outcome", "started_at"),
    )

    workflow_id: str = Field(primary_key=True)
    workflow: str
    version: str
    policy_version: int
    source: str
    target: str
    outcome: str
    code: str | None = None
    title: str = ""
    idempotency_key: str | None = None
    input_digest: str | None = None
    warnings: int = 0
    error: str | None = None
    started_at: datetime
    duration_ms: float
    actor: str
    trigger: str
    retry_of: str | None = None
    replays: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    raw_json: str
    data_json: str | None = None
    result_json: str


class Handoff(Base, table=True):
    """A delivered package in its target's inbox (status waiting, accepted, returned)."""

    __tablename__ = "handoffs"
    __table_args__ = (
        UniqueConstraint("workflow_id"),
        Index(None, "target", "status", "created_at"),
        Index(None, "workflow", "source", "target", "status", "created_at"),
        Index(None, "record_type", "record_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workflow_id: str = Field(foreign_key="runs.workflow_id")
    workflow: str
    source: str
    target: str
    title: str
    status: str = "waiting"
    owner: str | None = None
    record_type: str | None = None
    record_id: str | None = None
    created_at: datetime
    decided_at: datetime | None = None
    decided_by: str | None = None
    reason: str | None = None


class AuditLine(Base, table=True):
    """Who did what to which record, and when; lines are only ever added."""

    __tablename__ = "audit_lines"
    __table_args__ = (Index(None, "record_id", "at"), Index(None, "at"))

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    actor: str
    action: str
    record_type: str
    record_id: str
    summary: str
    old_json: str | None = None
    new_json: str | None = None
    workflow_id: str | None = None


class PublishedPolicy(Base, table=True):
    """The rules of a workflow at one time (status draft, published); the highest published version holds."""

    __tablename__ = "policies"
    __table_args__ = (UniqueConstraint("workflow", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    workflow: str
    version: int
    status: str
    body_json: str
    note: str | None = None
    created_at: datetime
    published_at: datetime | None = None

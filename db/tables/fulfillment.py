"""Work orders, projects, and the lines of both: deliverables, milestones, payments."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Base, Edited


class WorkOrder(Edited, table=True):
    """What fulfillment receives for a won deal; the document is the package as handed over."""

    __tablename__ = "work_orders"
    __table_args__ = (Index(None, "deal_id"), Index(None, "client_id"), Index(None, "created_at"))

    work_order_id: str = Field(primary_key=True)
    deal_id: str = Field(foreign_key="deals.deal_id")
    client_id: str = Field(foreign_key="clients.client_id")
    status: str
    priority: str
    starts_on: date | None = None
    ends_on: date | None = None
    value_cents: int
    currency: str = Field(max_length=3)
    document_json: str


class Project(Edited, table=True):
    """The work itself (status active, completed); `promises` are the selling points that were sold."""

    __tablename__ = "projects"
    __table_args__ = (
        UniqueConstraint("work_order_id"),
        Index(None, "client_id"),
        Index(None, "offer_id"),
        Index(None, "status", "planned_end_on"),
        Index(None, "created_at"),
    )

    project_id: str = Field(primary_key=True)
    work_order_id: str | None = Field(default=None, foreign_key="work_orders.work_order_id")
    deal_id: str | None = None
    client_id: str = Field(foreign_key="clients.client_id")
    offer_id: str | None = None
    name: str
    status: str
    starts_on: date | None = None
    planned_end_on: date | None = None
    completed_on: date | None = None
    value_cents: int | None = None
    currency: str | None = Field(default=None, max_length=3)
    promises_json: str | None = None


class Deliverable(Base, table=True):
    """One thing to deliver (status planned, in_progress, completed); `hours` is the estimate."""

    __tablename__ = "deliverables"
    __table_args__ = (Index(None, "work_order_id", "position"), Index(None, "project_id", "position"))

    id: int | None = Field(default=None, primary_key=True)
    work_order_id: str | None = Field(default=None, foreign_key="work_orders.work_order_id")
    project_id: str | None = Field(default=None, foreign_key="projects.project_id")
    position: int
    name: str
    description: str | None = None
    hours: float | None = None
    planned_start_on: date | None = None
    planned_end_on: date | None = None
    status: str
    completed_at: datetime | None = None
    client_approved: bool = False


class Milestone(Base, table=True):
    """A date of a work order that releases something: kickoff, deliverable, acceptance, delivery."""

    __tablename__ = "milestones"
    __table_args__ = (Index(None, "work_order_id", "position"), Index(None, "due_on"))

    id: int | None = Field(default=None, primary_key=True)
    work_order_id: str = Field(foreign_key="work_orders.work_order_id")
    position: int
    name: str
    kind: str
    due_on: date | None = None
    done_on: date | None = None


class Payment(Base, table=True):
    """A part of the contract value with the milestone that releases it; the parts sum to the value."""

    __tablename__ = "payments"
    __table_args__ = (Index(None, "work_order_id", "position"), Index(None, "paid_on", "due_on"))

    id: int | None = Field(default=None, primary_key=True)
    work_order_id: str = Field(foreign_key="work_orders.work_order_id")
    position: int
    label: str
    amount_cents: int
    currency: str = Field(max_length=3)
    milestone: str | None = None
    due_on: date | None = None
    paid_on: date | None = None

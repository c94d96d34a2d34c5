"""Work orders, projects, and the lines of both: deliverables, milestones, payments."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from db.tables.base import WHOLE, Base, Mapped


class WorkOrder(Base, table=True):
    """What fulfillment receives for a won deal; the document is the package as handed over."""

    __tablename__ = "work_orders"
    __table_args__ = (Index(None, "deal_id"), Index(None, "client_id"), Index(None, "created_at"))

    work_order_id: Mapped[str] = Field(primary_key=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = Field(default=1)
    deal_id: Mapped[str] = Field(foreign_key="deals.deal_id")
    client_id: Mapped[str] = Field(foreign_key="clients.client_id")
    status: Mapped[str]
    priority: Mapped[str]
    starts_on: Mapped[date | None] = Field(default=None)
    ends_on: Mapped[date | None] = Field(default=None)
    value_cents: Mapped[int] = Field(sa_type=WHOLE)
    currency: Mapped[str] = Field(max_length=3)
    document_json: Mapped[str]


class Project(Base, table=True):
    """The work itself (status active, completed); `promises` are the selling points that were sold.

    `cost_cents` is what the work cost the agency, in the project's currency, where somebody noted it.
    `manager` leads it: whoever took the work order on, until somebody else is named. `service_type` is that
    of the contract.
    """

    __tablename__ = "projects"
    __table_args__ = (
        UniqueConstraint("work_order_id"),
        Index(None, "client_id"),
        Index(None, "offer_id"),
        Index(None, "status", "planned_end_on"),
        Index(None, "created_at"),
        Index(None, "deal_id"),
    )

    project_id: Mapped[str] = Field(primary_key=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = Field(default=1)
    work_order_id: Mapped[str | None] = Field(default=None, foreign_key="work_orders.work_order_id")
    deal_id: Mapped[str | None] = Field(default=None)
    client_id: Mapped[str] = Field(foreign_key="clients.client_id")
    offer_id: Mapped[str | None] = Field(default=None)
    name: Mapped[str]
    status: Mapped[str]
    starts_on: Mapped[date | None] = Field(default=None)
    planned_end_on: Mapped[date | None] = Field(default=None)
    completed_on: Mapped[date | None] = Field(default=None)
    value_cents: Mapped[int | None] = Field(default=None, sa_type=WHOLE)
    currency: Mapped[str | None] = Field(default=None, max_length=3)
    promises_json: Mapped[str | None] = Field(default=None)
    cost_cents: Mapped[int | None] = Field(default=None, sa_type=WHOLE)
    service_type: Mapped[str | None] = Field(default=None)
    manager: Mapped[str | None] = Field(default=None)


class Deliverable(Base, table=True):
    """One thing to deliver (status planned, in_progress, completed, cancelled); `hours` is the estimate.

    `change_number` names the change order that brought it.
    """

    __tablename__ = "deliverables"
    __table_args__ = (Index(None, "work_order_id", "position"), Index(None, "project_id", "position"))

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    work_order_id: Mapped[str | None] = Field(default=None, foreign_key="work_orders.work_order_id")
    project_id: Mapped[str | None] = Field(default=None, foreign_key="projects.project_id")
    position: Mapped[int]
    name: Mapped[str]
    description: Mapped[str | None] = Field(default=None)
    hours: Mapped[float | None] = Field(default=None)
    planned_start_on: Mapped[date | None] = Field(default=None)
    planned_end_on: Mapped[date | None] = Field(default=None)
    status: Mapped[str]
    started_on: Mapped[date | None] = Field(default=None)
    completed_at: Mapped[datetime | None] = Field(default=None)
    client_approved: Mapped[bool] = Field(default=False)
    change_number: Mapped[int | None] = Field(default=None)


class Milestone(Base, table=True):
    """A date of a work order that releases something: kickoff, deliverable, acceptance, delivery."""

    __tablename__ = "milestones"
    __table_args__ = (Index(None, "work_order_id", "position"), Index(None, "due_on"))

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    work_order_id: Mapped[str] = Field(foreign_key="work_orders.work_order_id")
    position: Mapped[int]
    name: Mapped[str]
    kind: Mapped[str]
    due_on: Mapped[date | None] = Field(default=None)
    done_on: Mapped[date | None] = Field(default=None)


class Payment(Base, table=True):
    """A part of the contract value with the milestone that releases it; the parts sum to the value."""

    __tablename__ = "payments"
    __table_args__ = (Index(None, "work_order_id", "position"), Index(None, "paid_on", "due_on"))

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    work_order_id: Mapped[str] = Field(foreign_key="work_orders.work_order_id")
    position: Mapped[int]
    label: Mapped[str]
    amount_cents: Mapped[int] = Field(sa_type=WHOLE)
    currency: Mapped[str] = Field(max_length=3)
    milestone: Mapped[str | None] = Field(default=None)
    due_on: Mapped[date | None] = Field(default=None)
    paid_on: Mapped[date | None] = Field(default=None)
    change_number: Mapped[int | None] = Field(default=None)
    version: Mapped[int] = Field(default=1, sa_column_kwargs={"server_default": "1"})


class ChangeOrder(Base, table=True):
    """An agreed change of a project's scope, value or end; `old_json` and `new_json` hold what changed."""

    __tablename__ = "change_orders"
    __table_args__ = (UniqueConstraint("project_id", "number"),)

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    created_at: Mapped[datetime]
    project_id: Mapped[str] = Field(foreign_key="projects.project_id")
    number: Mapped[int]
    agreed_on: Mapped[date]
    agreed_with: Mapped[str | None] = Field(default=None)
    reason: Mapped[str]
    actor: Mapped[str]
    value_change_cents: Mapped[int] = Field(sa_type=WHOLE)
    old_json: Mapped[str]
    new_json: Mapped[str]


class RoleCapacity(Base, table=True):
    """How many people of a role the agency usually has; a part-time person is a part of one."""

    __tablename__ = "role_capacities"

    role: Mapped[str] = Field(primary_key=True)
    updated_at: Mapped[datetime]
    people: Mapped[float]


class CapacityWeek(Base, table=True):
    """A week in which a role has another number of people; `week_on` is its Monday."""

    __tablename__ = "capacity_weeks"
    __table_args__ = (UniqueConstraint("role", "week_on"),)

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    role: Mapped[str] = Field(foreign_key="role_capacities.role")
    week_on: Mapped[date]
    people: Mapped[float]

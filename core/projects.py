"""A finished project as fulfillment hands it over."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, ValidationInfo, field_validator

from core.contract import Contract, Text, no_entries
from core.dates import DatedContract, Day, OptionalDay
from core.field_types import Identifier, OptionalText, read_email, read_phone
from core.money import plain_amount, read_total

DeliverableState = Literal["completed", "in_progress", "planned", "cancelled"]


# How a list of projects may be ordered.
PROJECT_ORDERS = {
    "newest": "Newest",
    "end": "Next to end",
    "value": "Highest value",
    "name": "Name",
}
PlanState = Literal["planned", "running", "overdue", "done", "done late"]


def plan_state(
    starts_on: date | None, planned_end: date | None, ended_on: date | None, today: date
) -> PlanState:
    """How work stands against its plan; without a planned end nothing is late."""
    if ended_on is not None:
        return "done late" if planned_end is not None and ended_on > planned_end else "done"
    if planned_end is not None and planned_end < today:
        return "overdue"
    return "planned" if starts_on is None or starts_on > today else "running"


def _read_state(value: Any) -> Any:
    """`"In Progress"` as `in_progress`: other tools write the same states in other ways."""
    return "_".join(value.casefold().replace("-", " ").split()) if isinstance(value, str) else value


def _contact_or_nobody(value: Any) -> Any:
    return {} if value is None else value


def _optional_total(value: Any) -> Any:
    return None if value is None or value == "" else read_total(value)


def _as_text(value: Decimal | None) -> str | None:
    return plain_amount(value) if value is not None else None


OptionalAmount = Annotated[
    Decimal | None, BeforeValidator(_optional_total), PlainSerializer(_as_text, return_type=str | None)
]


class ReachableContact(Contract):
    """Whom to ask; without an e-mail address the survey goes out by public link only."""

    name: OptionalText = Field(None, title="Contact name", description="Who to ask.", examples=["John Doe"])
    email: Annotated[str | None, BeforeValidator(read_email)] = Field(
        None, title="Contact e-mail", description="Where the survey goes.", examples=["john@example.com"]
    )
    phone: Annotated[str | None, BeforeValidator(read_phone)] = Field(
        None, title="Contact phone", description="For a call.", examples=["+1 555 010 0100"]
    )


class ProjectClient(Contract):
    """The company whose project it was."""

    company_name: Text = Field(title="Company", description="Who the client is.", examples=["Tech Corp"])
    primary_contact: Annotated[ReachableContact, BeforeValidator(_contact_or_nobody)] = Field(
        default_factory=ReachableContact, title="Contact", description="Who answers the survey."
    )
    tier: OptionalText = Field(
        None, title="Tier", description="Enterprise clients get a call.", examples=["enterprise"]
    )


class DeliverableStatus(DatedContract):
    """How one deliverable ended."""

    name: Text = Field(title="Deliverable", description="What was delivered.", examples=["Website Design"])
    status: Annotated[DeliverableState, BeforeValidator(_read_state)] = Field(
        title="Status", description="Everything must be completed or cancelled.", examples=["completed"]
    )
    completed_date: OptionalDay = Field(None, title="Completed", description="When.", examples=["2025-02-15"])
    client_approved: bool | None = Field(
        None, strict=True, title="Approved", description="Whether the client approved it.", examples=[True]
    )


class ProjectInput(DatedContract):
    """The input of fulfillment_to_feedback."""

    project_id: Identifier = Field(
        title="Project id", description="Names the project.", examples=["proj_123"]
    )
    project_name: Text = Field(
        title="Project", description="As the client calls it.", examples=["Tech Corp Website"]
    )
    client_info: ProjectClient = Field(title="Client", description="Who to ask.")
    deliverables_status: list[DeliverableStatus] = Field(
        min_length=1, max_length=200, title="Deliverables", description="How each one ended."
    )
    start_date: Day = Field(title="Started", description="When the work began.", examples=["2025-02-01"])
    completion_date: Day = Field(
        title="Completed", description="When it was finished.", examples=["2025-02-15"]
    )
    planned_end: OptionalDay = Field(
        None, title="Planned end", description="When it was promised.", examples=["2025-02-14"]
    )
    work_order_id: OptionalText = Field(
        None, title="Work order", description="Where it came from.", examples=["WO_123"]
    )
    contract_value: OptionalAmount = Field(
        None, title="Contract value", description="Large projects get a call.", examples=["$50,000"]
    )
    promises: list[Text] = Field(
        default_factory=no_entries,
        title="Promises",
        description="The selling points that were sold; each is asked about.",
    )
    offer_id: OptionalText = Field(None, title="Offer id", description="The offer that was sold.")

    @field_validator("completion_date")
    @classmethod
    def _in_order(cls, completion_date: date, info: ValidationInfo) -> date:
        start = info.data.get("start_date")
        if start is not None and completion_date < start:
            raise ValueError(f"must be on or after the start ({start.isoformat()})")
        return completion_date

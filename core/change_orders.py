"""Change orders: what a client and the agency agreed to do otherwise than the contract said.

The parts of a change fit together or it is refused: dates lie inside the project, and the payments add up
to the new value, to the cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field, PlainSerializer, ValidationInfo, field_validator

from core.contract import Text, no_entries, rejected
from core.dates import DatedContract, Day, OptionalDay, written
from core.deals import MOST_DELIVERABLES, Hours
from core.errors import HandoffRefused, Problem
from core.field_types import OptionalText
from core.money import format_money, plain_amount, read_money


def _signed_amount(value: Any) -> Any:
    """The amount of `"$2,000"` or `"-500"`; None where nothing was given."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, Decimal):
        return value
    reading = read_money(value if isinstance(value, str | int | float) else str(value), "USD")
    if reading.money is None:
        raise ValueError(str(reading.question))
    return reading.money.amount or None


class AddedDeliverable(DatedContract):
    """One more thing to deliver."""

    name: Text = Field(title="Deliverable", description="What the client gets.", examples=["Booking page"])
    estimated_hours: Hours = Field(None, title="Hours", description="Work in it.", examples=[16])
    starts_on: Day = Field(title="Starts", description="When the work begins.", examples=["2025-03-03"])
    ends_on: Day = Field(title="Ends", description="When it is delivered.", examples=["2025-03-14"])

    @field_validator("ends_on")
    @classmethod
    def _in_order(cls, ends_on: date, info: ValidationInfo) -> date:
        starts_on = info.data.get("starts_on")
        if starts_on is not None and ends_on < starts_on:
            raise ValueError(f"must be on or after the start ({starts_on.isoformat()})")
        return ends_on


class ChangeOrderInput(DatedContract):
    """What changes, why, and with whom it was agreed. Parts that stay as they are are left out."""

    reason: Text = Field(
        title="What changes and why",
        description="As you would tell a colleague who was not there.",
        examples=["The client wants a booking page in the same launch"],
    )
    agreed_on: Day = Field(title="Agreed on", description="The day.", examples=["2025-02-20"])
    agreed_with: OptionalText = Field(
        None,
        title="Agreed with",
        description="Who said yes.",
        examples=["John Doe"],
        json_schema_extra={"prominent": True},
    )
    value_change: Annotated[
        Decimal | None,
        BeforeValidator(_signed_amount),
        PlainSerializer(lambda value: plain_amount(value) if value is not None else None),
        Field(json_schema_extra={"format": "money", "prominent": True}),
    ] = Field(
        None,
        title="More or less money",
        description="What the client pays more, like $2,000, or less, like -500.",
        examples=["$2,000"],
    )
    payment_due_on: OptionalDay = Field(
        None,
        title="Due on",
        description="When the additional money is to be paid.",
        examples=["2025-03-31"],
        json_schema_extra={"prominent": True},
    )
    new_end: OptionalDay = Field(
        None,
        title="New end",
        description="Left out, the planned end stays.",
        examples=["2025-03-31"],
        json_schema_extra={"prominent": True},
    )
    added: list[AddedDeliverable] = Field(
        default_factory=no_entries,
        max_length=MOST_DELIVERABLES,
        title="To deliver in addition",
        description="Left empty, nothing is added.",
        json_schema_extra={"prominent": True},
    )
    dropped: list[Text] = Field(
        default_factory=no_entries,
        title="No longer delivered",
        description="Names of deliverables that are dropped.",
    )


class Part(NamedTuple):
    """A deliverable as it stands (status planned, in_progress, completed, cancelled)."""

    name: str
    status: str


class Instalment(NamedTuple):
    """A payment as it stands; `number` names it."""

    number: int
    amount: Decimal
    is_paid: bool


class ProjectTerms(NamedTuple):
    """A project as it was agreed so far."""

    status: str
    starts_on: date | None
    ends_on: date | None
    value: Decimal
    currency: str
    parts: Sequence[Part]
    payments: Sequence[Instalment]


class AgreedChange(NamedTuple):
    """The project afterwards. `lowered` is number → new amount of payments that became less, None for one
    that is no longer due; `extra` is a payment that is new."""

    value: Decimal
    ends_on: date | None
    lowered: dict[int, Decimal | None]
    extra: Decimal | None


def agree(project: ProjectTerms, change: ChangeOrderInput) -> AgreedChange:
    """The project after the change. InputRejected names every part that does not fit, HandoffRefused says
    that this project takes no change."""
    if project.status != "active":
        raise HandoffRefused("This project is completed and was handed over; open a new deal for more work.")
    problems = [*_scope_problems(project, change), *_date_problems(project, change)]
    difference = change.value_change or Decimal(0)
    if not (difference or change.new_end or change.added or change.dropped):
        problems.append(Problem("value_change", "is left out like all the rest; say what changes", None))
    lowered: dict[int, Decimal | None] = {}
    if difference < 0:
        lowered, left = _lower(project.payments, -difference)
        if project.value + difference <= 0 or left:
            unpaid = sum((one.amount for one in project.payments if not one.is_paid), Decimal(0))
            most = format_money(min(unpaid, project.value), project.currency)
            problems.append(
                Problem(
                    "value_change",
                    f"takes away more than is still open ({most}); what was paid is given back by a refund",
                    plain_amount(difference),
                )
            )
    elif difference > 0 and change.payment_due_on is None:
        problems.append(Problem("payment_due_on", "is required where the client pays more", None))
    if problems:
        raise rejected(problems)
    return AgreedChange(
        project.value + difference,
        change.new_end or project.ends_on,
        lowered,
        difference if difference > 0 else None,
    )


def _scope_problems(project: ProjectTerms, change: ChangeOrderInput) -> list[Problem]:
    problems = []
    standing = {part.name.casefold(): part for part in project.parts if part.status != "cancelled"}
    taken = {part.name.casefold() for part in project.parts}
    for position, item in enumerate(change.added):
        if item.name.casefold() in taken:
            problems.append(
                Problem(f"added[{position}].name", "is the name of another deliverable", item.name)
            )
        taken.add(item.name.casefold())
    for position, name in enumerate(change.dropped):
        part = standing.get(name.casefold())
        if part is None:
            problems.append(Problem(f"dropped[{position}]", "is no deliverable of this project", name))
        elif part.status == "completed":
            problems.append(Problem(f"dropped[{position}]", "is already delivered", name))
    dropped = {name.casefold() for name in change.dropped}
    if not change.added and standing and dropped >= set(standing):
        problems.append(Problem("dropped", "leaves nothing to deliver; complete the project instead", None))
    return problems


def _date_problems(project: ProjectTerms, change: ChangeOrderInput) -> list[Problem]:
    problems = []
    ends_on = change.new_end or project.ends_on
    if change.new_end and project.starts_on and change.new_end < project.starts_on:
        problems.append(
            Problem(
                "new_end",
                f"must be on or after the start of the project ({written(project.starts_on)})",
                change.new_end.isoformat(),
            )
        )
    for position, item in enumerate(change.added):
        if ends_on and item.ends_on > ends_on:
            problems.append(
                Problem(
                    f"added[{position}].ends_on",
                    f"is after the end of the project ({written(ends_on)}); give a new end too",
                    item.ends_on.isoformat(),
                )
            )
    return problems


def _lower(payments: Sequence[Instalment], less: Decimal) -> tuple[dict[int, Decimal | None], Decimal]:
    """The last unpaid payments made smaller, and what could not be taken from any."""
    lowered: dict[int, Decimal | None] = {}
    for payment in reversed([one for one in payments if not one.is_paid]):
        if not less:
            break
        taken = min(less, payment.amount)
        lowered[payment.number] = payment.amount - taken or None
        less -= taken
    return lowered, less

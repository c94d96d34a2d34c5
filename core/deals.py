"""A closed deal as sales hands it over: client, what was sold, terms and payment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    ValidationInfo,
    field_validator,
    model_validator,
)

from core.clients import ClientInput
from core.contract import Contract, Text, no_entries
from core.dates import DatedContract, Day
from core.field_types import Identifier, OptionalText
from core.money import CODES, plain_amount, read_money, read_total

MOST_DELIVERABLES = 200  # one work order; a larger one is several projects
MOST_PAYMENT_LINES = 60  # five years of monthly lines
MOST_DAYS = 1_000  # four years of work in one deliverable
MOST_HOURS = 20_000  # ten people for a year in one deliverable


def _estimate(most: int) -> BeforeValidator:
    """A positive number of days or hours, at most `most`."""

    def read(value: Any) -> Any:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError("must be a number, like 10")
        if not 0 < value <= most:
            raise ValueError(f"must be more than 0 and at most {most:,}")
        return float(value)

    return BeforeValidator(read)


def _lines(value: Any) -> Any:
    """One text with a line for each payment is a list of them."""
    if isinstance(value, str):
        return [line.strip() for line in value.replace(";", "\n").splitlines() if line.strip()]
    return value


def _currency(value: Any) -> Any:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if not isinstance(value, str) or value.strip().upper() not in CODES:
        raise ValueError("must be a currency code like USD or EUR")
    return value.strip().upper()


Currency = Annotated[str | None, BeforeValidator(_currency)]
PaymentLines = Annotated[list[Text], BeforeValidator(_lines)]
Days = Annotated[float | None, _estimate(MOST_DAYS)]
Hours = Annotated[float | None, _estimate(MOST_HOURS)]


class DeliverableInput(Contract):
    """One thing that was sold and will be delivered."""

    name: Text = Field(title="Deliverable", description="What the client gets.", examples=["Website Design"])
    description: OptionalText = Field(
        None, title="Description", description="What is in it.", examples=["Custom website design"]
    )
    estimated_days: Days = Field(None, title="Working days", description="How long it takes.", examples=[10])
    estimated_hours: Hours = Field(None, title="Hours", description="Work in it.", examples=[80])
    depends_on: list[Text] | None = Field(
        None,
        title="Waits for",
        description="Names of the deliverables it waits for; left out, it follows the one before it.",
    )


class Timeline(DatedContract):
    """From when to when the client was promised the work."""

    start_date: Day = Field(title="Start", description="When the work begins.", examples=["2025-02-01"])
    end_date: Day = Field(title="End", description="When it was promised.", examples=["2025-03-15"])

    @field_validator("end_date")
    @classmethod
    def _in_order(cls, end: date, info: ValidationInfo) -> date:
        start = info.data.get("start_date")
        if start is not None and end < start:
            raise ValueError(f"must be on or after the start ({start.isoformat()})")
        return end


class ServicePackage(Contract):
    """What was sold."""

    type: Text = Field(
        title="Service type",
        description="Chooses the roles that are needed; another word takes those of other services.",
        examples=["web_development"],
    )
    deliverables: list[DeliverableInput] = Field(
        min_length=1,
        max_length=MOST_DELIVERABLES,
        title="Deliverables",
        description="What the client gets, in the order of the work.",
    )
    timeline: Timeline = Field(title="Timeline", description="From when to when.")


class ContractTerms(Contract):
    """What the client pays, and when. The currency comes first, because the value is read in it."""

    currency: Currency = Field(
        None, title="Currency", description="Left out, the agency's own.", examples=["USD"]
    )
    total_value: Annotated[
        Decimal, BeforeValidator(read_total), PlainSerializer(plain_amount, return_type=str)
    ] = Field(title="Contract value", description="The whole amount.", examples=["$50,000"])
    payment_schedule: PaymentLines = Field(
        min_length=1,
        max_length=MOST_PAYMENT_LINES,
        title="Payment schedule",
        description='One payment a line, like "50% upfront" or "rest on completion".',
        examples=[["50% upfront", "50% on completion"]],
    )

    @model_validator(mode="before")
    @classmethod
    def _currency_of_the_text(cls, data: Any) -> Any:
        """The currency that the contract value names, where no other field does."""
        if isinstance(data, dict) and isinstance(data.get("total_value"), str) and not data.get("currency"):
            reading = read_money(data["total_value"], "")
            if reading.money is not None and reading.money.currency:
                return {**data, "currency": reading.money.currency}
        return data

    @field_validator("total_value", mode="before")
    @classmethod
    def _in_one_currency(cls, value: Any, info: ValidationInfo) -> Any:
        currency = info.data.get("currency")
        if isinstance(value, str) and currency:
            money = read_money(value, currency).money
            if money is not None and money.currency != currency:
                raise ValueError(f"is in {money.currency}, but the currency says {currency}; which is it?")
        return value


class DealInput(Contract):
    """The input of sales_to_fulfillment."""

    deal_id: Identifier = Field(title="Deal id", description="Names the deal.", examples=["deal_123"])
    status: Text = Field(
        title="Status",
        description="Where the deal stands. Only a won deal is handed over.",
        examples=["closed_won"],
    )
    client_info: ClientInput = Field(title="Client", description="Who buys.")
    service_package: ServicePackage = Field(title="What was sold", description="Deliverables and dates.")
    contract_terms: ContractTerms = Field(title="Contract", description="Value and payments.")
    payment_status: Text = Field(
        title="Payment status",
        description="Work starts once the payment, or a deposit, is settled.",
        examples=["verified"],
    )
    promises: list[Text] = Field(
        default_factory=no_entries,
        title="Promises",
        description="The selling points that the client bought; the survey asks about each.",
    )
    offer_id: OptionalText = Field(None, title="Offer id", description="The offer that was sold.")
    campaign_id: OptionalText = Field(None, title="Campaign id", description="Where the lead came from.")
    lead_id: OptionalText = Field(None, title="Lead id", description="The lead that became this deal.")
    prospect_id: OptionalText = Field(
        None, title="Prospect id", description="The sales brief it came from; used where no lead is named."
    )

"""A closed deal as sales hands it over: client, what was sold, terms and payment."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from core.clients import ClientInput
from core.contract import Contract, Text
from core.dates import Day
from core.leads import Identifier, OptionalText
from core.money import CODES, plain_amount, read_money

MOST_DELIVERABLES = 200  # one work order; a larger one is several projects


def _positive(value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("must be a number, like 10")
    if not 0 < value <= 10_000:
        raise ValueError("must be more than 0 and at most 10,000")
    return float(value)


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


def read_total(value: Any) -> Any:
    """A positive amount: a number, or money as text."""
    if isinstance(value, Decimal):
        return value
    reading = read_money(value if isinstance(value, str | int | float) else str(value), "USD")
    if reading.money is None:
        raise ValueError(str(reading.question))
    if reading.money.amount <= 0:
        raise ValueError("must be more than zero")
    return reading.money.amount


Estimate = Annotated[float | None, BeforeValidator(_positive)]


class DeliverableInput(Contract):
    """One thing that was sold and will be delivered."""

    name: Text = Field(title="Deliverable", description="What the client gets.", examples=["Website Design"])
    description: OptionalText = Field(
        None, title="Description", description="What is in it.", examples=["Custom website design"]
    )
    estimated_days: Estimate = Field(
        None, title="Working days", description="How long it takes.", examples=[10]
    )
    estimated_hours: Estimate = Field(None, title="Hours", description="Work in it.", examples=[80])
    depends_on: list[Text] | None = Field(
        None,
        title="Waits for",
        description="Names of the deliverables it waits for; left out, it follows the one before it.",
    )


class Timeline(Contract):
    """From when to when the client was promised the work."""

    start_date: Day = Field(title="Start", description="When the work begins.", examples=["2025-02-01"])
    end_date: Day = Field(title="End", description="When it was promised.", examples=["2025-03-15"])

    @model_validator(mode="after")
    def _in_order(self) -> Timeline:
        if self.end_date < self.start_date:
            raise ValueError(f"must end on or after its start ({self.start_date.isoformat()})")
        return self


class ServicePackage(Contract):
    """What was sold."""

    type: Text = Field(
        title="Service type", description="Chooses the roles that are needed.", examples=["web_development"]
    )
    deliverables: list[DeliverableInput] = Field(
        min_length=1,
        max_length=MOST_DELIVERABLES,
        title="Deliverables",
        description="What the client gets, in the order of the work.",
    )
    timeline: Timeline = Field(title="Timeline", description="From when to when.")


class ContractTerms(Contract):
    """What the client pays, and when."""

    total_value: Annotated[
        Decimal, BeforeValidator(read_total), PlainSerializer(plain_amount, return_type=str)
    ] = Field(title="Contract value", description="The whole amount.", examples=["$50,000"])
    payment_schedule: Annotated[list[Text], BeforeValidator(_lines)] = Field(
        min_length=1,
        title="Payment schedule",
        description='One payment a line, like "50% upfront" or "rest on completion".',
        examples=[["50% upfront", "50% on completion"]],
    )
    currency: Annotated[str | None, BeforeValidator(_currency)] = Field(
        None, title="Currency", description="Left out, the agency's own.", examples=["USD"]
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


class DealInput(Contract):
    """The input of sales_to_fulfillment."""

    deal_id: Identifier = Field(title="Deal id", description="Names the deal.", examples=["deal_123"])
    status: Text = Field(
        title="Status", description="Only a won deal is handed over.", examples=["closed_won"]
    )
    client_info: ClientInput = Field(title="Client", description="Who buys.")
    service_package: ServicePackage = Field(title="What was sold", description="Deliverables and dates.")
    contract_terms: ContractTerms = Field(title="Contract", description="Value and payments.")
    payment_status: Text = Field(
        title="Payment status", description="verified, paid or deposit_paid passes.", examples=["verified"]
    )
    promises: list[Text] = Field(
        default_factory=list,
        title="Promises",
        description="The selling points that the client bought; the survey asks about each.",
    )
    offer_id: OptionalText = Field(None, title="Offer id", description="The offer that was sold.")
    campaign_id: OptionalText = Field(None, title="Campaign id", description="Where the lead came from.")

"""An offer as the agency sells it: the input of Offer → Marketing, and what a new version must be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
    ValidationError,
    WithJsonSchema,
)

from core.contract import Contract, Text, no_entries
from core.field_types import OptionalText
from core.money import read_money

_HEX_COLOUR = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_ANY_CURRENCY = "USD"  # whether an amount is negative does not depend on its currency


def _colour(text: str) -> str:
    if not _HEX_COLOUR.fullmatch(text):
        raise ValueError("must be a hex colour like #007AFF")
    return text


def _budget(value: Any) -> str | int | float | None:
    """The budget as given: text or a number. Only what can never be a budget is an error."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("must be an amount such as $10,000")
    text = value.strip() if isinstance(value, str) else value
    minus = isinstance(text, str) and text[0] in "-−"
    money = read_money(text[1:] if minus and isinstance(text, str) else text, _ANY_CURRENCY).money
    if money is not None and (minus or money.amount < 0):
        raise ValueError("must not be negative")
    return text


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


Budget = Annotated[
    str | int | float | None, PlainValidator(_budget), WithJsonSchema({"type": "string", "format": "money"})
]


class BrandGuidelines(Contract):
    """How the brand looks and sounds."""

    colors: list[Annotated[Text, AfterValidator(_colour)]] = Field(
        default_factory=no_entries,
        title="Colours",
        description="Hex colours.",
        examples=[["#007AFF", "#5AC8FA"]],
    )
    tone: OptionalText = Field(
        None, title="Tone", description="How texts should sound.", examples=["Professional yet approachable"]
    )


class OfferInput(Contract):
    """A product or service as the agency offers it."""

    product_name: Text = Field(
        title="Product", description="The campaign is named after it.", examples=["Widget Pro"]
    )
    target_audience: Text = Field(
        title="Target audience",
        description="Who it is for; ages are read where you state them.",
        examples=["Tech professionals aged 25-45"],
    )
    value_proposition: Text = Field(
        title="Value proposition",
        description="What the client gains, in one sentence.",
        examples=["Streamline workflow with AI"],
    )
    pricing_tier: Text = Field(
        title="Pricing tier", description="Tier and price.", examples=["Premium - $99/month"]
    )
    unique_selling_points: list[Text] = Field(
        min_length=1,
        title="Selling points",
        description="The strongest first; they become the key messages and, later, promises to keep.",
        examples=[["AI-powered automation", "24/7 customer support", "Money-back guarantee"]],
    )
    brand_guidelines: BrandGuidelines | None = Field(
        None, title="Brand guidelines", description="Colours and tone."
    )
    marketing_budget: Budget = Field(
        None,
        title="Marketing budget",
        description="One amount; it is spread over the channels.",
        examples=["$10,000"],
    )
    launch_timeline: OptionalText = Field(
        None,
        title="Launch timeline",
        description="Q2 2025, March 2025, mid April 2025, 2025-04-01, or a range of such.",
        examples=["Q2 2025"],
    )
    lead_target: Annotated[int | None, Field(strict=True, gt=0), BeforeValidator(_whole)] = Field(
        None,
        title="Lead target",
        description="How many leads the campaign should bring; it makes the objective measurable.",
        examples=[120],
    )
    approver: OptionalText = Field(
        None, title="Approver", description="Who approves the campaign.", examples=["Mara Lind"]
    )


_NOTHING_YET: dict[str, Any] = {
    "product_name": "",
    "target_audience": "",
    "value_proposition": "",
    "pricing_tier": "",
    "unique_selling_points": [],
}


def draft_offer(raw: Any) -> OfferInput:
    """What can be read of an unfinished offer: bad and missing fields are left blank, nothing raises."""
    if not isinstance(raw, Mapping):
        raw = {}
    fields = {name: value for name, value in raw.items() if isinstance(name, str)}
    try:
        return OfferInput.model_validate(fields)
    except ValidationError as error:
        bad = {detail["loc"][0] for detail in error.errors() if detail["loc"]}
        good = {name: value for name, value in fields.items() if name not in bad}
        return OfferInput.model_construct(**{**_NOTHING_YET, **good})

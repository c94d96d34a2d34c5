"""A lead as marketing hands it over: who it is, how to reach it, and what is known of its interest."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from core.contract import Contract, Text, no_entries
from core.field_types import Identifier, OptionalText, read_email, read_phone

LEVELS = ("very_high", "high", "medium", "low", "none")
Level = Literal["very_high", "high", "medium", "low", "none"]


def read_level(value: Any) -> Any:
    """`" Very High "` as `very_high`; blank and "unknown" as None, because not known is not low."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError("must be one of the words high, medium or low")
    if value in LEVELS:
        return value
    word = re.sub(r"[\s_-]+", "_", value.strip().casefold())
    if word in ("", "unknown"):
        return None
    if word not in LEVELS:
        raise ValueError("must be high, medium or low (very high and none are known too)")
    return word


def read_moment(value: Any) -> Any:
    """ISO text as an aware moment; a date is its first moment, and no zone is read as UTC."""
    if value is None or isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise ValueError("must be a moment written as text, like 2025-02-15T10:00:00Z")
    text = value.strip()
    if not text:
        return None
    try:
        if len(text) <= len("2025-02-15"):
            return datetime.combine(date.fromisoformat(text), time(), UTC)
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("must be a moment that exists, like 2025-02-15T10:00:00Z") from None


def _without_blanks(value: Any) -> Any:
    if value is None:
        return []
    if isinstance(value, list):
        return [item for item in value if not (isinstance(item, str) and not item.strip())]
    return value


OptionalLevel = Annotated[Level | None, BeforeValidator(read_level)]
Phrases = Annotated[list[Text], BeforeValidator(_without_blanks)]


class ContactInput(Contract):
    """How to reach the lead. Without e-mail and phone nobody can, so the lead is disqualified."""

    name: OptionalText = Field(None, title="Name", description="Who to ask for.", examples=["John Doe"])
    email: Annotated[str | None, BeforeValidator(read_email)] = Field(
        None, title="E-mail", description="The address to write to.", examples=["john@example.com"]
    )
    phone: Annotated[str | None, BeforeValidator(read_phone)] = Field(
        None, title="Phone", description="The number to call.", examples=["+1 555 010 0100"]
    )
    company: OptionalText = Field(
        None, title="Company", description="Where they work.", examples=["Tech Corp"]
    )


class LeadInput(Contract):
    """One lead of a campaign. What is not known is left out; it is never taken for low."""

    id: Identifier = Field(title="Lead id", description="Unique within the campaign.", examples=["lead_001"])
    contact_info: ContactInput = Field(title="Contact", description="Who it is and how to reach them.")
    score: float | None = Field(
        None,
        strict=True,
        ge=0,
        le=100,
        title="Marketing score",
        description="Marketing's own score from 0 to 100.",
        examples=[85],
    )
    engagement_level: OptionalLevel = Field(
        None, title="Engagement", description="How much they did so far.", examples=["high"]
    )
    interests: Phrases = Field(
        default_factory=no_entries,
        title="Interests",
        description="What they looked at or asked about.",
        examples=[["automation", "AI"]],
    )
    pain_points: Phrases = Field(
        default_factory=no_entries,
        title="Pain points",
        description="What troubles them today, in their words.",
        examples=[["manual processes"]],
    )
    budget_indicator: OptionalLevel = Field(
        None, title="Budget", description="How much they can spend.", examples=["high"]
    )
    urgency: OptionalLevel = Field(
        None, title="Urgency", description="How soon they want to start.", examples=["high"]
    )
    received_at: Annotated[datetime | None, BeforeValidator(read_moment)] = Field(
        None,
        title="Received",
        description="When the lead came in; engagement fades with age.",
        examples=["2025-02-15T10:00:00Z"],
    )
    source: OptionalText = Field(
        None, title="Source", description="Where the lead came from.", examples=["Webinar"]
    )

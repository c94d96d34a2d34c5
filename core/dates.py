"""Dates as people and other tools write them in JSON: a day, or a moment with its zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer

EARLIEST, LATEST = 2000, 2100  # years; a date outside them is a slip of the keyboard
_SHAPE = "must be a date that exists, like 2025-02-28"


def read_day(value: Any) -> date | None:
    """The calendar day of `2025-02-15` or `2025-02-15T10:00:00Z` (its day in UTC)."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if not isinstance(value, str):
        raise ValueError(f"{_SHAPE}, written as text")
    text = value.strip()
    try:
        if len(text) <= len("2025-02-15"):
            day = date.fromisoformat(text)
        else:
            moment = datetime.fromisoformat(text)
            day = (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        raise ValueError(_SHAPE) from None
    if not EARLIEST <= day.year <= LATEST:
        raise ValueError(f"must lie between the years {EARLIEST} and {LATEST}")
    return day


def _required(value: Any) -> date:
    day = read_day(value)
    if day is None:
        raise ValueError("is required: a date like 2025-02-28")
    return day


_as_text = PlainSerializer(lambda day: day.isoformat() if day else None, return_type=str | None)
Day = Annotated[date, BeforeValidator(_required), _as_text]
"""A day that must be given."""
OptionalDay = Annotated[date | None, BeforeValidator(read_day), _as_text]
"""A day that may be missing."""


def written(day: date) -> str:
    """`3 Feb 2025`, as sentences carry it."""
    return f"{day.day} {day:%b %Y}"

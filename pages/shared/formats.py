"""Dates, ages and money as people write them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd

from core.money import format_money
from db.values import amount

NONE = "–"  # shown where a value is not known


def day(value: Any) -> str:
    """`2025-02-03` as "3 Feb 2025"."""
    if value is None or pd.isna(value):
        return NONE
    found = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return f"{found.day} {found:%b %Y}"


def moment(value: Any) -> str:
    """A moment as "3 Feb 2025, 14:05 UTC"."""
    if value is None or pd.isna(value):
        return NONE
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{day(found)}, {found:%H:%M} UTC"


def known(text: Any) -> str:
    """A text as it is; a dash where there is none."""
    return NONE if text is None or pd.isna(text) or not text else str(text)


def age(since: datetime, now: datetime) -> str:
    """How long ago: "just now", "5 minutes", "3 hours", "12 days"."""
    seconds = max(0.0, (now - since).total_seconds())
    for size, word in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {word}" if count == 1 else f"{count} {word}s"
    return "just now"


def money(cents: Any, currency: Any) -> str:
    """Integer cents as "$25,000.00"."""
    if cents is None or pd.isna(cents):
        return NONE
    return format_money(amount(int(cents)), str(currency or "USD"))


def count(number: int, word: str, plural: str | None = None) -> str:
    """`1 lead`, `2 leads`."""
    return f"{number:,} {word if number == 1 else plural or word + 's'}"

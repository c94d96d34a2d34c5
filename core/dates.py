"""Dates as people and other tools write them in JSON: a day, or a moment with its zone."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, ModelWrapValidatorHandler, PlainSerializer, PrivateAttr, model_validator

from core.contract import Contract
from core.result import Notice

EARLIEST, LATEST = 2000, 2100  # years; a date outside them is a slip of the keyboard
_SHAPE = "must be a date that exists, like 2025-02-28"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_day(value: Any) -> date | None:
    """The calendar day of `2025-02-15` or `2025-02-15T10:00:00Z`: always the day as it is written.

    A moment is not moved to another zone, because a project that ended in the evening of the 15th ended
    on the 15th for the people who worked on it.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if not isinstance(value, str):
        raise ValueError(f"{_SHAPE}, written as text")
    text = value.strip()
    if not _DAY.match(text):
        raise ValueError(_SHAPE)
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else datetime.fromisoformat(text).date()
    except ValueError:
        raise ValueError(_SHAPE) from None
    if not EARLIEST <= day.year <= LATEST:
        raise ValueError(f"must lie between the years {EARLIEST} and {LATEST}")
    return day


def lacks_zone(value: Any) -> bool:
    """Whether the text is a moment that does not say in which time zone."""
    text = value.strip() if isinstance(value, str) else ""
    if not _DAY.match(text) or _DAY.fullmatch(text):
        return False
    try:
        return datetime.fromisoformat(text).tzinfo is None
    except ValueError:
        return False


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


class DatedContract(Contract):
    """A contract with days in it, which remembers the ones that came as a moment without a zone."""

    _without_zone: tuple[str, ...] = PrivateAttr(())

    @model_validator(mode="wrap")
    @classmethod
    def _remember_missing_zones(cls, given: Any, read: ModelWrapValidatorHandler[Any]) -> Any:
        made = read(given)
        if isinstance(given, dict):
            made._without_zone = tuple(
                name for name in cls.model_fields if _is_day(made, name) and lacks_zone(given.get(name))
            )
        return made

    def zone_notices(self, place: str = "") -> list[Notice]:
        """A warning for each of them; `place` is the path of this group, with its dot."""
        return [
            Notice(
                f"{place}{name}",
                f"The moment names no time zone, so its day was taken as written: "
                f"{written(getattr(self, name))}. Add a zone, as in 2025-02-15T10:00:00Z.",
            )
            for name in self._without_zone
        ]


def written(day: date) -> str:
    """`3 Feb 2025`, as sentences carry it."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


# Written out, because strftime follows the locale of the machine.
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def _is_day(contract: Contract, name: str) -> bool:
    return isinstance(getattr(contract, name, None), date)

"""Which answers a figure is about: the filters of the feedback page, its groups and its periods."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Literal, NamedTuple, get_args

from core.feedback_figures import FeedbackCounts

Group = Literal["offer", "client", "service", "manager"]
Grain = Literal["month", "quarter"]
Facet = Literal["offer", "client", "service", "manager", "period", "theme", "tone", "low"]
FACETS: tuple[Facet, ...] = get_args(Facet)
OF_ANSWERS: frozenset[Facet] = frozenset(("theme", "tone", "low"))
"""Filters that speak of what was answered: no invitation fits them."""

NOT_KNOWN = "–"  # stands for "nobody noted it" where a group has no id
LEAST_GOOD = 4.0  # stars; below it a rating is low, as in CSAT


@dataclass(frozen=True, slots=True)
class Scope:
    """Ids of an offer and a client, a service type, a project manager, a period ("2026-10", "2026-Q4"), a
    theme that is named, the tone in which (that theme, or any), and a category that was rated low.

    An empty text filters nothing; NOT_KNOWN stands for what nobody noted.
    """

    offer: str = ""
    client: str = ""
    service: str = ""
    manager: str = ""
    period: str = ""
    theme: str = ""
    tone: str = ""
    low: str = ""

    def chosen(self) -> dict[Facet, str]:
        """The filters that are set."""
        return {facet: value for facet in FACETS if (value := getattr(self, facet))}

    def with_one(self, facet: Facet, value: str) -> Scope:
        return replace(self, **{facet: value})

    @property
    def is_of_answers(self) -> bool:
        """Whether a filter speaks of what was answered, so that no response rate can be told."""
        return any(getattr(self, facet) for facet in OF_ANSWERS)


class GroupCounts(NamedTuple):
    """One group: `key` filters by it (NOT_KNOWN where nobody noted it), `name` is None there."""

    key: str
    name: str | None
    counts: FeedbackCounts


def bounds(period: str) -> tuple[datetime, datetime] | None:
    """First moment of a month ("2026-10") or quarter ("2026-Q4") and of the one after; None for others."""
    year, _, part = period.partition("-")
    number = part.removeprefix("Q")
    if not (year.isdecimal() and year.isascii() and number.isdecimal() and number.isascii()):
        return None
    months = 3 if part.startswith("Q") else 1
    first = (int(number) - 1) * months
    if not (1 <= int(year) < 9_999 and 0 <= first < 12):
        return None
    return _month(int(year), first), _month(int(year), first + months)


def _month(year: int, number: int) -> datetime:
    return datetime(year + number // 12, number % 12 + 1, 1, tzinfo=UTC)


_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def period_name(key: str) -> str:
    """`2026-10` as "Oct 2026", `2026-Q4` as "Q4 2026"; other text as it is."""
    year, _, part = key.partition("-")
    if part.startswith("Q"):
        return f"{part} {year}"
    return f"{_MONTHS[int(part) - 1]} {year}" if part.isdecimal() and 1 <= int(part) <= 12 else key


def periods_between(first: date, last: date) -> list[str]:
    """Every month and then every quarter from the first day to the last, the latest first."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    named = [f"{number // 12:04}-{number % 12 + 1:02}" for number in reversed(months)]
    quarters = [f"{number // 12:04}-Q{number % 12 // 3 + 1}" for number in reversed(months)]
    return [*named, *dict.fromkeys(quarters)]

"""Can we deliver it? The hours that work needs, by role and week, against the people there are.

Agreed work is certain. Each open deal is won with the probability of its stage, independently of the
others; what that means for a week is found by playing it many times. The same input gives the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from core.working_days import WorkingCalendar

WEEKS = 12
DRAWS = 1_000  # a share of draws is then known to about three percent
_AT_ONCE = 100  # draws held in memory together
_SEED = 20_250_101  # any number; a fixed one gives the same answer to the same question
LATE_DAYS = 5  # working days over which work that should be done by now is expected
_SLACK = 0.05  # hours; people plan no finer than a few minutes


class Work(NamedTuple):
    """Hours of one role in one piece of work, spread evenly over the working days of its span.

    `probability` (0–1) is 1 for agreed work; `record_id` is a project, or the deal that would bring it.
    """

    record_id: str
    name: str
    role: str
    hours: float
    starts_on: date
    ends_on: date
    probability: float = 1.0


class Capacity(NamedTuple):
    """People of each role, usually and in the weeks (by their Monday) that differ, and hours of one."""

    usual: Mapping[str, float]
    weeks: Mapping[tuple[str, date], float]
    hours_a_day: float
    utilisation: float

    def people(self, role: str, week: date) -> float | None:
        """None for a role of which nobody said how many there are."""
        return self.weeks.get((role, week), self.usual.get(role))


class CapacityChange(NamedTuple):
    """Another number of people of a role, usually (`week` None) or in one week; None takes it back.

    `old` is what the person saw, so that nobody overwrites what another saved meanwhile.
    """

    role: str
    week: date | None
    old: float | None
    new: float | None


@dataclass(frozen=True, slots=True)
class Load:
    """One role in one week, in hours; `capacity` is None where nobody said how many people there are.

    `likely` and `high` are what half and nine tenths of the draws need at most, agreed work included.
    """

    role: str
    week: date
    agreed: float
    likely: float
    high: float
    capacity: float | None
    person: float
    """Hours of one person in this week."""

    @property
    def over(self) -> float:
        """Hours by which agreed work alone is more than there is."""
        return max(0.0, self.agreed - self.capacity) if self.capacity is not None else 0.0


class Breach(NamedTuple):
    """The deal that takes a role over its capacity in a week, the likeliest deals won first.

    `before` names the deals that are won before it; `over` is by how many hours it is then too much.
    """

    deal_id: str
    name: str
    role: str
    week: date
    hours: float
    over: float
    probability: float
    before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """`weeks_over` counts the weeks in which some role is over capacity: with agreed work alone, and as
    half and nine tenths of the draws have it at most."""

    weeks: tuple[date, ...]
    loads: tuple[Load, ...]
    breaches: tuple[Breach, ...]
    weeks_over_agreed: int
    weeks_over_likely: int
    weeks_over_high: int
    draws: int


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def outlook(
    work: Iterable[Work], capacity: Capacity, calendar: WorkingCalendar, today: date, weeks: int = WEEKS
) -> Outlook:
    """The weeks from this one on. Work behind us is done, except what is late: that is expected now."""
    mondays = tuple(monday_of(today) + timedelta(weeks=number) for number in range(weeks))
    lines = [line for line in work if line.hours > 0 and line.probability > 0]
    roles = sorted({line.role for line in lines} | set(capacity.usual))
    cells = {(role, week): n for n, (role, week) in enumerate((r, w) for r in roles for w in mondays)}
    agreed = np.zeros(len(cells))
    deals: dict[str, tuple[str, float, dict[int, float]]] = {}
    days = _DaysOfWeeks(calendar, today, mondays)
    for line in lines:
        for week, hours in days.spread(line).items():
            cell = cells[line.role, week]
            if line.probability >= 1:
                agreed[cell] += hours
            else:
                needs = deals.setdefault(line.record_id, (line.name, line.probability, {}))[2]
                needs[cell] = needs.get(cell, 0.0) + hours
    person = {week: days.count[week] * capacity.hours_a_day * capacity.utilisation for week in mondays}
    there = np.array([_hours(capacity.people(role, week), person[week]) for role, week in cells])
    likely, high, over = _play(agreed, list(deals.values()), there, len(mondays))
    loads = tuple(
        Load(
            role,
            week,
            float(agreed[n]),
            float(likely[n]),
            float(high[n]),
            None if np.isnan(there[n]) else float(there[n]),
            person[week],
        )
        for (role, week), n in cells.items()
    )
    return Outlook(
        mondays,
        loads,
        tuple(_breaches(deals, cells, agreed, there)),
        int(_weeks_over(agreed[None, :], there, len(mondays))[0]) if len(cells) else 0,
        int(np.quantile(over, 0.5, method="inverted_cdf")),
        int(np.quantile(over, 0.9, method="inverted_cdf")),
        DRAWS,
    )


def _hours(people: float | None, person: float) -> float:
    return float("nan") if people is None else people * person


class _DaysOfWeeks:
    """The working days from today on, by week; spreading hours over a span looks each day up once."""

    def __init__(self, calendar: WorkingCalendar, today: date, mondays: Sequence[date]) -> None:
        self._calendar, self._today = calendar, today
        self._end = mondays[-1] + timedelta(days=6)
        self.count = {
            week: sum(calendar.is_working(week + timedelta(days=n)) for n in range(7)) for week in mondays
        }
        self._spans: dict[tuple[date, date], dict[date, float]] = {}

    def spread(self, line: Work) -> dict[date, float]:
        """Week → hours of the line that fall into it."""
        shares = self._spans.get((line.starts_on, line.ends_on))
        if shares is None:
            shares = self._spans[line.starts_on, line.ends_on] = self._shares(line.starts_on, line.ends_on)
        return {week: line.hours * share for week, share in shares.items()}

    def _shares(self, starts_on: date, ends_on: date) -> dict[date, float]:
        if ends_on < self._today:  # late: all of it is still to do, and now
            starts_on = self._calendar.next_working(self._today)
            ends_on = self._calendar.add(starts_on, LATE_DAYS - 1)
        elif starts_on > self._end:
            return {}
        days = [
            starts_on + timedelta(days=n)
            for n in range((ends_on - starts_on).days + 1)
            if self._calendar.is_working(starts_on + timedelta(days=n))
        ] or [self._calendar.next_working(starts_on)]
        shares: dict[date, float] = {}
        for day in days:
            if self._today <= day <= self._end:
                week = monday_of(day)
                shares[week] = shares.get(week, 0.0) + 1 / len(days)
        return shares


def _play(
    agreed: np.ndarray, deals: Sequence[tuple[str, float, dict[int, float]]], there: np.ndarray, weeks: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Hours by cell that half and nine tenths of the draws need at most, and weeks over by draw."""
    if not deals or not len(agreed):
        over = _weeks_over(agreed[None, :], there, weeks) if len(agreed) else np.zeros(1)
        return agreed, agreed, over
    needs = np.zeros((len(deals), len(agreed)), dtype=np.float32)
    for row, (_, _, cells) in enumerate(deals):
        needs[row, list(cells)] = list(cells.values())
    odds = np.array([probability for _, probability, _ in deals], dtype=np.float32)
    random = np.random.default_rng(_SEED)
    hours = np.empty((DRAWS, len(agreed)), dtype=np.float32)
    for first in range(0, DRAWS, _AT_ONCE):
        won = random.random((_AT_ONCE, len(deals)), dtype=np.float32) < odds
        hours[first : first + _AT_ONCE] = won.astype(np.float32) @ needs + agreed
    likely, high = np.quantile(hours, [0.5, 0.9], axis=0, method="inverted_cdf")
    return likely, high, _weeks_over(hours, there, weeks)


def _weeks_over(hours: np.ndarray, there: np.ndarray, weeks: int) -> np.ndarray:
    """For each draw, in how many weeks some role needs more than there is; unknown capacity is never over."""
    beyond = hours > there + _SLACK  # a comparison with an unknown is false
    counts: np.ndarray = beyond.reshape(len(hours), -1, weeks).any(axis=1).sum(axis=1)
    return counts


def _breaches(
    deals: Mapping[str, tuple[str, float, dict[int, float]]],
    cells: Mapping[tuple[str, date], int],
    agreed: np.ndarray,
    there: np.ndarray,
) -> list[Breach]:
    """At most one a role and week: where agreed work fits, and the open deals together do not."""
    needed: dict[int, list[tuple[str, float]]] = {}
    for deal_id in sorted(deals, key=lambda one: (-deals[one][1], one)):
        for cell, hours in deals[deal_id][2].items():
            needed.setdefault(cell, []).append((deal_id, hours))
    found = []
    for (role, week), cell in cells.items():
        left = float(there[cell] - agreed[cell])
        if not left >= -_SLACK:  # over already, or nobody said how much there is
            continue
        before: list[str] = []
        for deal_id, hours in needed.get(cell, []):
            name, probability, _ = deals[deal_id]
            left -= hours
            if left < -_SLACK:
                found.append(Breach(deal_id, name, role, week, hours, -left, probability, tuple(before)))
                break
            before.append(name)
    return sorted(found, key=lambda one: (one.week, -one.over, one.name, one.role))

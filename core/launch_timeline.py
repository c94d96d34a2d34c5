"""When a launch runs and in which phases, read from what a person typed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple, Self, TypedDict

from pydantic import Field, model_validator

from core.date_phrases import Unclear, read_period
from core.policy import PolicyPart


class PhaseRule(PolicyPart):
    """A phase, its share of the days in %, and what it is for."""

    name: str
    share_percent: float = Field(gt=0, le=100)
    purpose: str


class TimelineRules(PolicyPart):
    """The phases in order, and how many days a launch takes where only its first day is known."""

    days_from_a_single_date: int = Field(42, ge=3, le=366)
    phases: tuple[PhaseRule, ...] = (
        PhaseRule(name="teaser", share_percent=20, purpose="Raise curiosity before anything can be bought"),
        PhaseRule(name="launch", share_percent=30, purpose="Open the offer with every channel at once"),
        PhaseRule(name="sustain", share_percent=50, purpose="Keep what works and follow up on interest"),
    )

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if not self.phases or abs(sum(phase.share_percent for phase in self.phases) - 100) > 1e-6:
            raise ValueError("the shares of the phases must add up to 100 %")
        return self


class Phase(TypedDict):
    """A phase with its first and last day (ISO dates, both inside)."""

    name: str
    purpose: str
    starts_on: str
    ends_on: str
    days: int
    formula: str


class Timeline(TypedDict):
    """First and last day of the launch (ISO dates, both inside) and its phases without a gap."""

    original: str
    starts_on: str
    ends_on: str
    days: int
    formula: str
    phases: list[Phase]


class TimelineReading(NamedTuple):
    """What was typed, the timeline that it means, or the question to ask where it is not certain."""

    original: str
    timeline: Timeline | None
    question: str | None = None


def read_timeline(text: str, rules: TimelineRules) -> TimelineReading:
    """The timeline behind "Q2 2025", "mid April 2025", "2025-04-01" or a range of such."""
    period = read_period(text)
    if isinstance(period, Unclear):
        return TimelineReading(text, None, period.question)
    first, last, formula = period.first, period.last, "first and last day of the period as typed"
    if period.is_third:
        formula += "; early, mid and late are thirds of it"
    if period.is_day:
        last = first + timedelta(days=rules.days_from_a_single_date - 1)
        formula = f"starts on the day as typed; {rules.days_from_a_single_date} days (from policy)"
    days = (last - first).days + 1
    timeline: Timeline = {
        "original": text,
        "starts_on": first.isoformat(),
        "ends_on": last.isoformat(),
        "days": days,
        "formula": formula,
        "phases": _phases(first, days, rules.phases),
    }
    return TimelineReading(text, timeline)


def _phases(first: date, days: int, rules: tuple[PhaseRule, ...]) -> list[Phase]:
    """The phases by their shares, at least a day each, without a gap."""
    while len(rules) > days:  # no room for all: do without the first, then without the last ones
        rules = rules[1:] if len(rules) > 2 else rules[:-1]
    whole = sum(rule.share_percent for rule in rules)
    phases: list[Phase] = []
    begins, shares = 0, 0.0
    for place, rule in enumerate(rules):
        shares += rule.share_percent
        still_to_come = len(rules) - place - 1
        ends = days if still_to_come == 0 else round(days * shares / whole)
        ends = max(begins + 1, min(ends, days - still_to_come))
        phases.append(
            {
                "name": rule.name,
                "purpose": rule.purpose,
                "starts_on": (first + timedelta(days=begins)).isoformat(),
                "ends_on": (first + timedelta(days=ends - 1)).isoformat(),
                "days": ends - begins,
                "formula": f"{100 * rule.share_percent / whole:.3g} % of {days} days, rounded (from policy)",
            }
        )
        begins = ends
    return phases

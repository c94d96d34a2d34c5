"""How a client is doing, explained: every fact that counts, with its points."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple, Self

from pydantic import Field, model_validator

from core.policy import Policy, PolicyPart

Band = Literal["good", "watch", "at risk", "not known"]
BANDS: dict[Band, str] = {
    "good": "Good",
    "watch": "Keep an eye on it",
    "at risk": "At risk",
    "not known": "Not enough known",
}


class HealthRules(PolicyPart):
    """What takes points off a client's 100, and from which score on a client is what.

    Ratings are averages in % of the answers of the last `rating_days`; days are calendar days.
    """

    good_from: int = Field(
        75, ge=1, le=100, title="Good from", description="Points of 100 from which a client is good."
    )
    at_risk_below: int = Field(
        50,
        ge=0,
        le=100,
        title="At risk below",
        description="Points of 100 below which a client is at risk; between the two: keep an eye on it.",
    )
    rating_days: int = Field(
        180,
        ge=1,
        le=3650,
        title="Days that an answer counts",
        description="Older answers to surveys say nothing of today.",
    )
    low_rating: int = Field(
        75, ge=0, le=100, title="Low rating: below (%)", description="The average of the answers in %."
    )
    low_rating_points: int = Field(20, ge=0, le=100, title="Low rating: points off")
    bad_rating: int = Field(
        60, ge=0, le=100, title="Bad rating: below (%)", description="The average of the answers in %."
    )
    bad_rating_points: int = Field(
        40,
        ge=0,
        le=100,
        title="Bad rating: points off",
        description="Taken in the place of those for a low rating.",
    )
    unheard_points: int = Field(
        20,
        ge=0,
        le=100,
        title="Unhappy and nobody talked: points off",
        description="An unhappy answer that nobody has talked about in time.",
    )
    overdue_points: int = Field(10, ge=0, le=100, title="Overdue payment: points off")
    long_overdue_days: int = Field(
        14,
        ge=1,
        le=3650,
        title="Long overdue: after days",
        description="Calendar days since the oldest overdue payment was due.",
    )
    long_overdue_points: int = Field(
        25,
        ge=0,
        le=100,
        title="Long overdue: points off",
        description="Taken in the place of those for an overdue payment.",
    )
    late_points: int = Field(
        15,
        ge=0,
        le=100,
        title="Late project: points off",
        description="A project that is past its planned end.",
    )
    very_late_days: int = Field(
        14, ge=1, le=3650, title="Very late: after days", description="Calendar days since the planned end."
    )
    very_late_points: int = Field(
        25,
        ge=0,
        le=100,
        title="Very late: points off",
        description="Taken in the place of those for a late project.",
    )
    quiet_days: int = Field(
        120,
        ge=1,
        le=3650,
        title="Quiet: after days",
        description="No project, no open deal and nothing heard for so many calendar days.",
    )
    quiet_points: int = Field(15, ge=0, le=100, title="Quiet: points off")

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.at_risk_below > self.good_from:
            raise ValueError("“At risk below” must not be higher than “Good from”")
        if self.bad_rating > self.low_rating:
            raise ValueError("a bad rating must not be higher than a low one")
        return self


class HealthPolicy(Policy):
    """How the agency judges its clients."""

    health: HealthRules = HealthRules()


class ClientFacts(NamedTuple):
    """What is known of a client. `rating` is the average of `answers` in %, None without an answer;
    `unheard` counts unhappy answers that nobody talked about in time; `last_on` is the last event."""

    rating: float | None = None
    answers: int = 0
    unheard: int = 0
    overdue: int = 0
    overdue_since: date | None = None
    late: int = 0
    late_since: date | None = None
    active: int = 0
    finished: int = 0
    open_deals: int = 0
    last_on: date | None = None


class HealthLine(NamedTuple):
    """One fact in words with the points that it takes off; one that takes none may be good, or just so."""

    words: str
    points: int
    is_good: bool = False


class Health(NamedTuple):
    """`score` = 100 − the points of all lines, at least 0; None where nothing is known to judge by."""

    band: Band
    score: int | None
    lines: tuple[HealthLine, ...]

    @property
    def formula(self) -> str:
        if self.score is None:
            return "No answer, no payment that is due and no work yet: nothing to judge by."
        points = [f"− {line.points}" for line in self.lines if line.points]
        lowest = ", at least 0" if sum(line.points for line in self.lines) > 100 else ""
        return f"100 {' '.join(points)} = {self.score}{lowest}" if points else "100, nothing takes points off"


def health_of(facts: ClientFacts, today: date, rules: HealthRules) -> Health:
    """The health of a client with every fact that made it."""
    if not (facts.answers or facts.active or facts.finished or facts.overdue):
        return Health("not known", None, ())
    lines = [
        *_rating(facts, rules),
        *_unheard(facts, rules),
        *_overdue(facts, today, rules),
        *_late(facts, today, rules),
        *_quiet(facts, today, rules),
    ]
    score = max(0, 100 - sum(line.points for line in lines))
    band: Band = "good" if score >= rules.good_from else "at risk" if score < rules.at_risk_below else "watch"
    return Health(band, score, tuple(lines))


def _rating(facts: ClientFacts, rules: HealthRules) -> list[HealthLine]:
    if facts.rating is None:
        return [HealthLine(f"No answer to a survey in {rules.rating_days} days", 0)]
    answers = "1 answer" if facts.answers == 1 else f"{facts.answers} answers"
    words = f"Average rating {facts.rating:.0f} % from {answers} in {rules.rating_days} days"
    if facts.rating < rules.bad_rating:
        return [HealthLine(f"{words}, below {rules.bad_rating} %", rules.bad_rating_points)]
    if facts.rating < rules.low_rating:
        return [HealthLine(f"{words}, below {rules.low_rating} %", rules.low_rating_points)]
    return [HealthLine(words, 0, is_good=True)]


def _unheard(facts: ClientFacts, rules: HealthRules) -> list[HealthLine]:
    if not facts.unheard:
        return []
    words = "1 unhappy answer" if facts.unheard == 1 else f"{facts.unheard} unhappy answers"
    return [HealthLine(f"{words} that nobody has talked about in time", rules.unheard_points)]


def _overdue(facts: ClientFacts, today: date, rules: HealthRules) -> list[HealthLine]:
    if not facts.overdue or facts.overdue_since is None:
        return []
    days = (today - facts.overdue_since).days
    payments = "1 payment is" if facts.overdue == 1 else f"{facts.overdue} payments are"
    points = rules.long_overdue_points if days > rules.long_overdue_days else rules.overdue_points
    return [HealthLine(f"{payments} overdue, the oldest for {_days(days)}", points)]


def _late(facts: ClientFacts, today: date, rules: HealthRules) -> list[HealthLine]:
    if facts.late and facts.late_since is not None:
        days = (today - facts.late_since).days
        projects = "1 project is" if facts.late == 1 else f"{facts.late} projects are"
        points = rules.very_late_points if days > rules.very_late_days else rules.late_points
        return [HealthLine(f"{projects} past the planned end, the longest for {_days(days)}", points)]
    if facts.active:
        projects = "1 project runs" if facts.active == 1 else f"{facts.active} projects run"
        return [HealthLine(f"{projects} within the plan", 0, is_good=True)]
    return []


def _quiet(facts: ClientFacts, today: date, rules: HealthRules) -> list[HealthLine]:
    if facts.active or facts.open_deals or facts.last_on is None:
        return []
    days = (today - facts.last_on).days
    if days <= rules.quiet_days:
        return []
    return [HealthLine(f"No project, no open deal and nothing heard for {_days(days)}", rules.quiet_points)]


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days:,} days"

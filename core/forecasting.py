"""What the pipeline will bring: forecast by close month, velocity, win rates, and how true forecasts were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple, TypedDict

from core.pipeline import PipelineRules
from core.statistics import wilson_interval

NO_DATE = "no date"
FEWEST_CLOSED = 5  # below this an observed share says more about chance than about the stage


class OpenValue(NamedTuple):
    """Open deals of one stage that are expected to close in one month (its first day; None: no date)."""

    month: date | None
    stage: str
    deals: int
    cents: int


class StageOutcome(NamedTuple):
    """Closed deals that were ever in a stage, and how many of them were won."""

    stage: str
    closed: int
    won: int


class StageProbability(TypedDict):
    """Assumed (policy) and observed probability of a stage, 0–1, with the observed share's 95 % Wilson
    interval and its n. `observed` is None below 5 closed deals."""

    stage: str
    label: str
    assumed: float
    observed: float | None
    low: float | None
    high: float | None
    n: int
    formula: str


class MonthForecast(TypedDict):
    """One close month (ISO first day, or "no date"): cents in full, weighted with the assumed and with the
    observed probabilities (the assumed one where a stage has too few closed deals)."""

    month: str
    deals: int
    cents: int
    assumed_cents: int
    observed_cents: int
    dated: bool
    overdue: bool


def stage_probabilities(outcomes: Iterable[StageOutcome], rules: PipelineRules) -> list[StageProbability]:
    """Every open stage, in order. observed = won ÷ closed, over closed deals that were ever in the stage."""
    known = {outcome.stage: outcome for outcome in outcomes}
    found: list[StageProbability] = []
    for stage in rules.open_stages:
        _, closed, won = known.get(stage.name, StageOutcome(stage.name, 0, 0))
        enough = closed >= FEWEST_CLOSED
        low, high = wilson_interval(won, closed)
        found.append(
            {
                "stage": stage.name,
                "label": stage.label,
                "assumed": stage.probability,
                "observed": won / closed if enough else None,
                "low": low if enough else None,
                "high": high if enough else None,
                "n": closed,
                "formula": f"won ÷ closed, of deals that were ever in {stage.label}: {won} ÷ {closed}",
            }
        )
    return found


def forecast_by_month(
    values: Iterable[OpenValue], probabilities: Iterable[StageProbability], today: date
) -> list[MonthForecast]:
    """Σ value × stage probability by expected close month, in order; deals without a date come last.

    A month before the present one is overdue: its deals should have closed.
    """
    chances = {item["stage"]: item for item in probabilities}
    months: dict[date | None, list[Decimal]] = {}
    for month, stage, deals, cents in values:
        if stage not in chances:
            continue
        chance = chances[stage]
        assumed = Decimal(str(chance["assumed"]))
        observed = Decimal(str(chance["observed"])) if chance["observed"] is not None else assumed
        line = months.setdefault(month, [Decimal(0)] * 4)
        for place, part in enumerate((Decimal(deals), Decimal(cents), cents * assumed, cents * observed)):
            line[place] += part
    this_month = today.replace(day=1)
    ordered = sorted(months.items(), key=lambda item: (item[0] is None, item[0] or today))
    return [
        {
            "month": month.isoformat() if month else NO_DATE,
            "deals": int(deals),
            "cents": int(cents),
            "assumed_cents": _whole(assumed),
            "observed_cents": _whole(observed),
            "dated": month is not None,
            "overdue": month is not None and month < this_month,
        }
        for month, (deals, cents, assumed, observed) in ordered
    ]


@dataclass(frozen=True, slots=True)
class Velocity:
    """Sales velocity in cents a day with its four levers; None where a lever is not known yet.

    velocity = open deals × average won value × win rate ÷ average days to close.
    """

    open_deals: int
    won: int
    lost: int
    average_won_cents: float | None
    average_days_to_close: float | None

    @property
    def win_rate(self) -> float | None:
        """won ÷ (won + lost), 0–1."""
        closed = self.won + self.lost
        return self.won / closed if closed else None

    @property
    def cents_a_day(self) -> float | None:
        if self.win_rate is None or self.average_won_cents is None or not self.average_days_to_close:
            return None
        return self.open_deals * self.average_won_cents * self.win_rate / self.average_days_to_close


SegmentKind = Literal["offer", "source", "owner"]


class Segment(NamedTuple):
    """Closed deals of one offer, source or owner: counts, and values in cents."""

    name: str
    won: int
    lost: int
    won_cents: int
    lost_cents: int


class SegmentRate(TypedDict):
    """Win rate by count with its 95 % Wilson interval, and by value; shares 0–1."""

    name: str
    won: int
    closed: int
    rate: float
    low: float
    high: float
    rate_by_value: float | None
    enough: bool


def win_rates(segments: Iterable[Segment]) -> list[SegmentRate]:
    """Win rates of segments, the one with most closed deals first."""
    found: list[SegmentRate] = []
    for name, won, lost, won_cents, lost_cents in segments:
        closed = won + lost
        if not closed:
            continue
        low, high = wilson_interval(won, closed)
        total = won_cents + lost_cents
        found.append(
            {
                "name": name,
                "won": won,
                "closed": closed,
                "rate": won / closed,
                "low": low,
                "high": high,
                "rate_by_value": won_cents / total if total else None,
                "enough": closed >= FEWEST_CLOSED,
            }
        )
    return sorted(found, key=lambda item: (-item["closed"], item["name"]))


class MonthAccuracy(TypedDict):
    """What a month was forecast to bring, by the last snapshot before it began, and what was won in it;
    cents. `error` = forecast ÷ won − 1; None where nothing was won."""

    month: str
    taken_on: str
    forecast_cents: int
    won_cents: int
    error: float | None


def forecast_accuracy(
    snapshots: Iterable[tuple[date, date, int]], won: Mapping[date, int], today: date
) -> list[MonthAccuracy]:
    """Past months that had a forecast.

    `snapshots` are (taken on, first day of the month, assumed cents); `won` is cents by month.
    """
    last: dict[date, tuple[date, int]] = {}
    for taken_on, month, cents in snapshots:
        if taken_on < month and (month not in last or last[month][0] < taken_on):
            last[month] = (taken_on, cents)
    return [
        {
            "month": month.isoformat(),
            "taken_on": taken_on.isoformat(),
            "forecast_cents": cents,
            "won_cents": won.get(month, 0),
            "error": cents / won[month] - 1 if won.get(month) else None,
        }
        for month, (taken_on, cents) in sorted(last.items())
        if month < today.replace(day=1)
    ]


def _whole(cents: Decimal) -> int:
    return int(cents.quantize(Decimal(1), ROUND_HALF_UP))

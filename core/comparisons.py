"""Before and after: is a figure better, worse, or is the change no more than noise?"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple, TypedDict

from core.statistics import (
    FEWEST_ANSWERS,
    Figure,
    mean_figure,
    nps_of_counts,
    share_figure,
    t_quantile,
    wilson_interval,
)

Verdict = Literal["better", "worse", "no clear change", "too few to tell"]
_Z = 1.96


class Comparison(TypedDict):
    """A figure before and after, and the change in points with its 95 % interval.

    Where fewer than five stand on one side, `change`, `low` and `high` are None.
    """

    before: Figure
    after: Figure
    change: float | None
    low: float | None
    high: float | None
    verdict: Verdict
    reason: str


class Share(NamedTuple):
    """`hits` of `n`."""

    hits: int
    n: int


class Recommenders(NamedTuple):
    """Of `n` answers from 0 to 10, `promoters` were 9–10 and `detractors` 0–6."""

    promoters: int
    detractors: int
    n: int


class Sums(NamedTuple):
    """The sum and the sum of squares of `n` values."""

    total: float
    squares: float
    n: int


def compare_shares(before: Share, after: Share, formula: str) -> Comparison:
    """Two shares in %; the interval of their difference is Newcombe's (1998, method 10, from Wilson's)."""
    figures = share_figure(*before, formula), share_figure(*after, formula)
    if not _enough(*figures):
        return _too_few(*figures)
    first, second = before.hits / before.n, after.hits / after.n
    low_1, high_1 = wilson_interval(*before)
    low_2, high_2 = wilson_interval(*after)
    change = second - first
    low = change - math.hypot(second - low_2, high_1 - first)
    high = change + math.hypot(high_2 - second, first - low_1)
    return _judged(*figures, change * 100, low * 100, high * 100)


def compare_nps(before: Recommenders, after: Recommenders) -> Comparison:
    """Two NPS; each side's variance as in its adjusted-Wald interval (n + 3), added up.

    The adjustment draws both sides to the middle, so with few answers the change itself may lie beyond the
    interval; the interval is then widened to it, which can only make a verdict more careful.
    """
    figures = nps_figure_of(before), nps_figure_of(after)
    if not _enough(*figures):
        return _too_few(*figures)
    centre = _adjusted(after)[0] - _adjusted(before)[0]
    half = _Z * math.sqrt(_adjusted(before)[1] + _adjusted(after)[1])
    change = _nps(after) - _nps(before)
    low, high = min(centre - half, change), max(centre + half, change)
    return _judged(*figures, change * 100, low * 100, high * 100)


def compare_means(before: Sums, after: Sums, formula: str) -> Comparison:
    """Two means; the interval of their difference is Welch's."""
    figures = mean_figure(*before, formula), mean_figure(*after, formula)
    if not _enough(*figures):
        return _too_few(*figures)
    change = after.total / after.n - before.total / before.n
    parts = [(_variance(side) / side.n, side.n) for side in (before, after)]
    spread = sum(part for part, _ in parts)
    if spread == 0:  # all values of a side are equal: the change is what it is
        return _judged(*figures, change, change, change)
    # By shares of the spread: the square of a very small spread is nothing.
    degrees = 1 / sum((part / spread) ** 2 / (n - 1) for part, n in parts)
    half = t_quantile(degrees) * math.sqrt(spread)
    return _judged(*figures, change, change - half, change + half)


def nps_figure_of(side: Recommenders) -> Figure:
    return nps_of_counts(*side)


def _adjusted(side: Recommenders) -> tuple[float, float]:
    """Centre and variance of an NPS (as a share) after three quarters of an answer more at each end."""
    n = side.n + 3
    promoters, detractors = (side.promoters + 0.75) / n, (side.detractors + 0.75) / n
    centre = promoters - detractors
    return centre, (promoters + detractors - centre**2) / n


def _nps(side: Recommenders) -> float:
    return (side.promoters - side.detractors) / side.n


def _variance(side: Sums) -> float:
    return max(0.0, (side.squares - side.total**2 / side.n) / (side.n - 1))


def _enough(before: Figure, after: Figure) -> bool:
    return before["enough"] and after["enough"]


def _too_few(before: Figure, after: Figure) -> Comparison:
    return {
        "before": before,
        "after": after,
        "change": None,
        "low": None,
        "high": None,
        "verdict": "too few to tell",
        "reason": f"{before['n']} before and {after['n']} after; {FEWEST_ANSWERS} are needed on each side",
    }


def _judged(before: Figure, after: Figure, change: float, low: float, high: float) -> Comparison:
    verdict: Verdict = "better" if low > 0 else "worse" if high < 0 else "no clear change"
    reason = {
        "better": "the whole interval of the change lies above zero",
        "worse": "the whole interval of the change lies below zero",
    }.get(verdict, "the interval of the change holds zero, so it may be chance")
    return {
        "before": before,
        "after": after,
        "change": round(change, 1),
        "low": round(low, 1),
        "high": round(high, 1),
        "verdict": verdict,
        "reason": reason,
    }

"""Figures with their 95 % intervals: shares, NPS, means, and whether there is enough to tell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypedDict

FEWEST_ANSWERS = 5  # below this no trend, no segment and no arrow is shown
_Z = 1.96  # two-sided 95 %


class Figure(TypedDict):
    """A figure in % (NPS: −100 to 100) with its 95 % interval, its n and its formula.

    `value` is None without an answer. `enough` says whether n is at least 5.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    enough: bool
    formula: str


def wilson_interval(hits: int, n: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of a share, 0–1 (Wilson 1927)."""
    if n == 0:
        return 0.0, 1.0
    share = hits / n
    centre = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    return max(0.0, centre - half), min(1.0, centre + half)


def share_figure(hits: int, n: int, formula: str) -> Figure:
    """A share in % with its Wilson interval."""
    if n == 0:
        return _no_figure(f"{formula}: no answers")
    low, high = wilson_interval(hits, n)
    return {
        "value": round(hits / n * 100, 1),
        "low": round(low * 100, 1),
        "high": round(high * 100, 1),
        "n": n,
        "enough": n >= FEWEST_ANSWERS,
        "formula": f"{formula}: {hits} ÷ {n}",
    }


def nps_interval(promoters: int, detractors: int, n: int) -> tuple[float, float]:
    """The 95 % adjusted-Wald interval of an NPS, in points, clamped to ±100.

    n′ = n + 3, p′ = (promoters + ¾) ÷ n′, d′ = (detractors + ¾) ÷ n′, s = p′ − d′;
    s ± 1.96 √((p′ + d′ − s²) ÷ n′) (after Bonett and Price for differences of proportions).
    """
    adjusted = n + 3
    p, d = (promoters + 0.75) / adjusted, (detractors + 0.75) / adjusted
    s = p - d
    half = _Z * math.sqrt((p + d - s * s) / adjusted)
    return max(-100.0, (s - half) * 100), min(100.0, (s + half) * 100)


def nps_figure(scores: Sequence[int]) -> Figure:
    """% of 9–10 − % of 0–6, from 0–10 answers only."""
    return nps_of_counts(
        sum(score >= 9 for score in scores), sum(score <= 6 for score in scores), len(scores)
    )


def nps_of_counts(promoters: int, detractors: int, n: int) -> Figure:
    """The NPS of `n` answers from 0 to 10, of which so many were 9–10 and 0–6."""
    if n == 0:
        return _no_figure("% of 9–10 − % of 0–6: no answers from 0 to 10")
    low, high = nps_interval(promoters, detractors, n)
    return {
        "value": round((promoters - detractors) / n * 100, 1),
        "low": round(low, 1),
        "high": round(high, 1),
        "n": n,
        "enough": n >= FEWEST_ANSWERS,
        "formula": f"% of 9–10 − % of 0–6: ({promoters} − {detractors}) ÷ {n}",
    }


def mean_figure(total: float, squares: float, n: int, formula: str) -> Figure:
    """A mean from the sum and the sum of squares of `n` values, with Student's interval.

    One value has no interval: `low` and `high` are then None.
    """
    if n == 0:
        return _no_figure(f"{formula}: nothing to count")
    mean = total / n
    half = None
    if n > 1:
        variance = max(0.0, (squares - total * mean) / (n - 1))
        half = t_quantile(n - 1) * math.sqrt(variance / n)
    return {
        "value": round(mean, 1),
        "low": None if half is None else round(mean - half, 1),
        "high": None if half is None else round(mean + half, 1),
        "n": n,
        "enough": n >= FEWEST_ANSWERS,
        "formula": f"{formula}: {total:g} ÷ {n}",
    }


# Student's t that leaves 2.5 % above it, for 1 to 10 degrees of freedom (any statistical table).
_T = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228)


def t_quantile(degrees: float) -> float:
    """Student's t for a two-sided 95 % interval; beyond the table by Fisher and Cornish's expansion."""
    if degrees <= len(_T):
        return _T[max(1, math.floor(degrees)) - 1]
    z = 1.959964
    return (
        z
        + (z**3 + z) / (4 * degrees)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * degrees**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * degrees**3)
    )


def _no_figure(formula: str) -> Figure:
    return {"value": None, "low": None, "high": None, "n": 0, "enough": False, "formula": formula}

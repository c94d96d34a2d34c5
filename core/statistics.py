"""Figures of client surveys with their intervals: shares, NPS, and whether there is enough to tell."""

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
    n = len(scores)
    promoters = sum(score >= 9 for score in scores)
    detractors = sum(score <= 6 for score in scores)
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


def _no_figure(formula: str) -> Figure:
    return {"value": None, "low": None, "high": None, "n": 0, "enough": False, "formula": formula}

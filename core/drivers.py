"""Drivers of satisfaction: how satisfied people are with a thing, and how much it moves with the whole."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal, NamedTuple

from core.statistics import Figure, share_figure

LEAST_ANSWERS = 30  # below it a correlation says next to nothing: at r = 0.3 its interval spans ±0.35
MOVES_WITH_IT = 0.3  # from here a correlation is called medium (Cohen 1988)
_Z = 1.96

Quadrant = Literal["fix_first", "keep_up", "watch", "leave"]
QUADRANTS: Mapping[Quadrant, str] = {
    "fix_first": "Fix first",
    "keep_up": "Keep up",
    "watch": "Watch",
    "leave": "Leave as it is",
}
MEANINGS: Mapping[Quadrant, str] = {
    "fix_first": "clients are less satisfied with it than with the whole, and it moves with the whole",
    "keep_up": "clients are satisfied with it, and it moves with the whole",
    "watch": "clients are less satisfied with it than with the whole, but it hardly moves with the whole",
    "leave": "clients are satisfied with it, and it hardly moves with the whole",
}
CORRELATION_FORMULA = (
    "Pearson's r = (n Σxy − Σx Σy) ÷ √((n Σx² − (Σx)²)(n Σy² − (Σy)²)) over the responses that have both; "
    "95 % interval by Fisher's z (1915): tanh(atanh r ± 1.96 ÷ √(n − 3))"
)


class PairSums(NamedTuple):
    """Sums over `n` responses that have both: x of the thing, y of overall satisfaction in stars."""

    n: int
    x: float
    y: float
    xx: float
    yy: float
    xy: float


class Correlation(NamedTuple):
    """Pearson's r with its 95 % interval; None where everybody answered the same, or fewer than four did."""

    r: float | None
    low: float | None
    high: float | None
    n: int


class Driver(NamedTuple):
    """A rating category or theme. `satisfied` is the share in % that is happy with it.

    `quadrant` is None below LEAST_ANSWERS, and where no correlation can be told; `missing` is how many
    answers are still needed.
    """

    key: str
    label: str
    kind: Literal["category", "theme"]
    satisfied: Figure
    correlation: Correlation
    quadrant: Quadrant | None
    missing: int

    @property
    def may_be_chance(self) -> bool:
        """Whether the interval of the correlation holds zero."""
        low, high = self.correlation.low, self.correlation.high
        return low is None or high is None or low <= 0 <= high


def correlation(sums: PairSums) -> Correlation:
    """Pearson's r of the sums and its interval by Fisher's z."""
    n = sums.n
    spread_x = n * sums.xx - sums.x**2
    spread_y = n * sums.yy - sums.y**2
    # Sums of equal values differ from their square by rounding alone.
    if n < 4 or spread_x <= 1e-9 * max(1.0, n * sums.xx) or spread_y <= 1e-9 * max(1.0, n * sums.yy):
        return Correlation(None, None, None, n)
    r = max(-1.0, min(1.0, (n * sums.xy - sums.x * sums.y) / math.sqrt(spread_x * spread_y)))
    if abs(r) >= 1.0:
        return Correlation(r, r, r, n)
    half = _Z / math.sqrt(n - 3)
    z = math.atanh(r)
    return Correlation(r, math.tanh(z - half), math.tanh(z + half), n)


def driver(
    key: str,
    label: str,
    kind: Literal["category", "theme"],
    satisfied: tuple[int, int],
    sums: PairSums,
    overall: float | None,
) -> Driver:
    """A driver of `satisfied` (hits, n) and the sums; `overall` is the share in % happy with the whole."""
    formula = (
        "responses that rate it 4 stars or more ÷ responses that rate it"
        if kind == "category"
        else "mentions that praise it ÷ mentions of it"
    )
    share, found = share_figure(*satisfied, formula), correlation(sums)
    missing = max(0, LEAST_ANSWERS - found.n)
    quadrant: Quadrant | None = None
    if not missing and found.r is not None and share["value"] is not None and overall is not None:
        moves, is_happy = found.r >= MOVES_WITH_IT, share["value"] >= overall
        quadrant = ("keep_up" if is_happy else "fix_first") if moves else ("leave" if is_happy else "watch")
    return Driver(key, label, kind, share, found, quadrant, missing)

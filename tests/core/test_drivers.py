"""Correlations worked by hand, their intervals, and the four quadrants."""

from __future__ import annotations

import math
from statistics import correlation as pearson

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.drivers import PairSums, Quadrant, correlation, driver

STARS = st.integers(1, 5)


def sums_of(pairs: list[tuple[float, float]]) -> PairSums:
    return PairSums(
        len(pairs),
        sum(x for x, _ in pairs),
        sum(y for _, y in pairs),
        sum(x * x for x, _ in pairs),
        sum(y * y for _, y in pairs),
        sum(x * y for x, y in pairs),
    )


def with_r(r: float, n: int) -> PairSums:
    """Sums of n pairs with that correlation: both have mean 0 and variance 1."""
    return PairSums(n, 0.0, 0.0, float(n), float(n), n * r)


def test_a_correlation_worked_by_hand() -> None:
    # x 1 2 3 4 5, y 2 4 5 4 5: n Σxy − Σx Σy = 5·66 − 15·20 = 30; (5·55 − 225)(5·86 − 400) = 50 · 30.
    found = correlation(sums_of([(1, 2), (2, 4), (3, 5), (4, 4), (5, 5)]))
    assert found.r == pytest.approx(30 / math.sqrt(1500))


def test_fishers_interval_worked_by_hand() -> None:
    # r 0.5, n 30: atanh 0.5493, half 1.96 ÷ √27 = 0.3772; tanh 0.1721 = 0.1704, tanh 0.9265 = 0.7289.
    found = correlation(with_r(0.5, 30))
    assert found.low == pytest.approx(0.1704, abs=1e-4)
    assert found.high == pytest.approx(0.7289, abs=1e-4)


@pytest.mark.parametrize(
    "pairs", [[(4, 5)] * 40, [(4, y) for y in (1, 2, 3, 4, 5)], [(1, 2), (2, 3), (4, 4)]]
)
def test_where_nothing_varies_or_three_answered_there_is_no_correlation(pairs: list[tuple[int, int]]) -> None:
    assert correlation(sums_of([(float(x), float(y)) for x, y in pairs])).r is None


@given(st.lists(st.tuples(STARS, STARS), min_size=4, max_size=60))
def test_it_is_pearsons_and_lies_in_its_interval(pairs: list[tuple[int, int]]) -> None:
    found = correlation(sums_of([(float(x), float(y)) for x, y in pairs]))
    xs, ys = zip(*pairs, strict=True)
    if len(set(xs)) == 1 or len(set(ys)) == 1:
        assert found.r is None
        return
    assert found.r == pytest.approx(pearson(xs, ys), abs=1e-9)
    assert found.r is not None
    assert found.low is not None
    assert found.high is not None
    assert -1 <= found.low <= found.r <= found.high <= 1


@pytest.mark.parametrize(
    ("r", "hits", "quadrant"),
    [(0.6, 50, "fix_first"), (0.6, 90, "keep_up"), (0.1, 50, "watch"), (-0.4, 90, "leave")],
)
def test_the_quadrants(r: float, hits: int, quadrant: Quadrant) -> None:
    assert driver("k", "K", "category", (hits, 100), with_r(r, 100), 70.0).quadrant == quadrant


def test_below_thirty_answers_it_says_how_many_are_missing() -> None:
    found = driver("k", "K", "theme", (10, 29), with_r(0.9, 29), 70.0)
    assert (found.quadrant, found.missing) == (None, 1)
    assert driver("k", "K", "theme", (10, 30), with_r(0.9, 30), 70.0).missing == 0


def test_a_correlation_whose_interval_holds_zero_may_be_chance() -> None:
    assert driver("k", "K", "category", (10, 30), with_r(0.3, 30), 70.0).may_be_chance
    assert not driver("k", "K", "category", (10, 30), with_r(0.5, 30), 70.0).may_be_chance

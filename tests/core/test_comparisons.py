"""Before and after: worked examples from the literature, and what a verdict may never say."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.comparisons import (
    Recommenders,
    Share,
    Sums,
    compare_means,
    compare_nps,
    compare_shares,
    nps_figure_of,
)
from core.statistics import mean_figure, t_quantile


def sums(values: list[float]) -> Sums:
    return Sums(sum(values), sum(value * value for value in values), len(values))


def test_two_shares_are_compared_as_in_newcombes_example() -> None:
    """Newcombe 1998, example (a): 56/70 against 48/80, difference 0.20, interval 0.0524 to 0.3339."""
    found = compare_shares(Share(48, 80), Share(56, 70), "won ÷ closed")
    assert (found["change"], found["low"], found["high"]) == (20.0, 5.2, 33.4)
    assert found["verdict"] == "better"
    turned = compare_shares(Share(56, 70), Share(48, 80), "won ÷ closed")
    assert (turned["change"], turned["low"], turned["high"], turned["verdict"]) == (
        -20.0,
        -33.4,
        -5.2,
        "worse",
    )


def test_two_nps_are_compared_with_the_variance_of_both() -> None:
    # Each side: 14 promoters, 6 detractors of 25; p′ = 0.5268, d′ = 0.2411, s = 0.2857, variance 0.02451;
    # half = 1.96 × √(2 × 0.02451) = 0.434.
    found = compare_nps(Recommenders(14, 6, 25), Recommenders(14, 6, 25))
    assert (found["change"], found["low"], found["high"]) == (0.0, -43.4, 43.4)
    assert found["verdict"] == "no clear change"
    assert nps_figure_of(Recommenders(14, 6, 25))["low"] == -2.1


def test_two_means_are_compared_as_welch_does() -> None:
    # Means 20.82 and 23.0; Welch's t interval of the difference by hand: 2.1 ± 4.4 at 12.3 degrees.
    before = [27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4]
    after = [27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.0, 24.3]
    found = compare_means(sums(before), sums(after), "mean")
    assert found["change"] == pytest.approx(2.8, abs=0.05)
    assert found["low"] == pytest.approx(0.8, abs=0.11)
    assert found["high"] == pytest.approx(4.8, abs=0.11)
    assert found["verdict"] == "better"


@pytest.mark.parametrize(
    ("degrees", "expected"), [(1, 12.706), (4, 2.776), (10, 2.228), (11, 2.201), (20, 2.086), (120, 1.980)]
)
def test_students_t_is_that_of_the_tables(degrees: int, expected: float) -> None:
    assert t_quantile(degrees) == pytest.approx(expected, abs=0.002)


def test_a_mean_has_the_interval_of_its_spread() -> None:
    # Mean 3, variance 2.5: 3 ± 2.776 × √(2.5 ÷ 5) = 3 ± 1.963
    figure = mean_figure(*sums([1, 2, 3, 4, 5]), "stars")
    assert (figure["value"], figure["low"], figure["high"], figure["n"]) == (3.0, 1.0, 5.0, 5)
    alone = mean_figure(*sums([4]), "stars")
    assert (alone["value"], alone["low"], alone["high"], alone["enough"]) == (4.0, None, None, False)
    assert mean_figure(0, 0, 0, "stars")["value"] is None


counts = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, counts)
def test_a_verdict_on_shares_never_contradicts_its_figures(
    before: tuple[int, int], after: tuple[int, int]
) -> None:
    found = compare_shares(Share(*before), Share(*after), "share")
    if min(before[1], after[1]) < 5:
        assert found["verdict"] == "too few to tell"
        assert found["change"] is found["low"] is found["high"] is None
        return
    change, low, high = found["change"], found["low"], found["high"]
    assert change is not None
    assert low is not None
    assert high is not None
    assert -100 <= low <= change <= high <= 100
    assert found["verdict"] != "better" or change > 0
    assert found["verdict"] != "worse" or change < 0


@given(st.lists(st.floats(0, 100), min_size=5, max_size=30), st.floats(0, 100))
@example([0.0, 0.0, 0.0, 0.0, 2.8e-126], 0.0)
def test_the_same_values_twice_are_no_change(values: list[float], shift: float) -> None:
    same = compare_means(sums(values), sums(values), "mean")
    assert same["change"] == 0
    assert same["verdict"] == "no clear change"
    up = compare_means(sums([1.0, 1, 1, 1, 1]), sums([1 + shift] * 5), "mean")
    assert up["verdict"] in ("better", "no clear change")


SIDE = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)).filter(lambda one: sum(one) >= 5)


@given(SIDE, SIDE)
def test_a_change_of_nps_lies_in_its_interval(before: tuple[int, ...], after: tuple[int, ...]) -> None:
    first, second = (Recommenders(side[0], side[1], sum(side)) for side in (before, after))
    found = compare_nps(first, second)
    assert found["low"] is not None
    assert found["high"] is not None
    assert found["change"] is not None
    assert found["low"] <= found["change"] <= found["high"]


def test_a_change_from_all_detractors_to_all_promoters() -> None:
    # By hand: n′ 8, s = ±0.625, variance 0.05273 each; 1.25 ± 1.96 √0.10547 is 61 to 189; the change is 200.
    found = compare_nps(Recommenders(0, 5, 5), Recommenders(5, 0, 5))
    assert (found["change"], found["low"], found["high"], found["verdict"]) == (200.0, 61.3, 200.0, "better")

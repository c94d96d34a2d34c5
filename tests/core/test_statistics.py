"""Shares and NPS with their intervals, against worked examples; nothing is called a trend below five."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.statistics import nps_figure, nps_interval, share_figure, wilson_interval

# Worked with n′ = n + 3, ¾ added to promoters and detractors.
NPS = {
    "14 promoters and 6 detractors of 25": (14, 6, 25, -2, 59),
    "nobody either way": (0, 0, 10, -18, 18),
    "all promoters of 10": (10, 0, 10, 48, 100),
    "all detractors of 10": (0, 10, 10, -100, -48),
}
# The first three are in Newcombe (1998), table I, method 3; the last is its mirror.
WILSON = {
    "81 of 263": (81, 263, 0.2553, 0.3662),
    "15 of 148": (15, 148, 0.0624, 0.1605),
    "0 of 20": (0, 20, 0.0, 0.1611),
    "20 of 20": (20, 20, 0.8389, 1.0),
}


@pytest.mark.parametrize(("promoters", "detractors", "n", "low", "high"), NPS.values(), ids=NPS)
def test_nps_interval_follows_the_adjusted_formula(
    promoters: int, detractors: int, n: int, low: int, high: int
) -> None:
    assert [round(end) for end in nps_interval(promoters, detractors, n)] == [low, high]


def test_nps_counts_nines_and_tens_against_zero_to_six() -> None:
    figure = nps_figure([10] * 7 + [9] * 7 + [8] * 3 + [7] * 2 + [6] * 5 + [0])
    assert (figure["value"], figure["n"], figure["enough"]) == (32.0, 25, True)
    assert (round(figure["low"] or 0), round(figure["high"] or 0)) == (-2, 59)
    assert "(14 − 6) ÷ 25" in figure["formula"]


@pytest.mark.parametrize(("hits", "n", "low", "high"), WILSON.values(), ids=WILSON)
def test_wilson_interval_matches_published_examples(hits: int, n: int, low: float, high: float) -> None:
    assert wilson_interval(hits, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("n", "enough"), [(1, False), (4, False), (5, True)])
def test_below_five_answers_a_figure_says_it_is_not_enough(n: int, enough: bool) -> None:
    assert share_figure(n, n, "yes")["enough"] is enough
    assert nps_figure([9] * n)["enough"] is enough


def test_without_answers_there_is_no_figure_and_no_interval() -> None:
    for figure in (share_figure(0, 0, "yes"), nps_figure([])):
        assert (figure["value"], figure["low"], figure["high"], figure["n"]) == (None, None, None, 0)
        assert figure["enough"] is False
        assert "no answers" in figure["formula"]
    assert wilson_interval(0, 0) == (0.0, 1.0)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_lies_inside_its_interval(case: tuple[int, int]) -> None:
    hits, n = case
    low, high = wilson_interval(hits, n)
    assert 0 <= low <= hits / n + 1e-9
    assert hits / n - 1e-9 <= high <= 1
    mirrored = wilson_interval(n - hits, n)
    assert (1 - mirrored[1], 1 - mirrored[0]) == pytest.approx((low, high))


@given(st.lists(st.integers(0, 10), min_size=1, max_size=60))
def test_more_answers_of_the_same_kind_narrow_the_nps(scores: list[int]) -> None:
    few, many = nps_figure(scores), nps_figure(scores * 3)
    assert many["value"] == few["value"]
    assert -100 <= (many["low"] or 0) <= (many["high"] or 0) <= 100
    if (few["low"] or 0) > -100 and (few["high"] or 0) < 100:
        assert (many["high"] or 0) - (many["low"] or 0) < (few["high"] or 0) - (few["low"] or 0)

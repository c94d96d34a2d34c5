"""Figures of surveys against published and hand-made check values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.statistics import nps_figure, nps_interval, share_figure, wilson_interval


def test_the_nps_of_25_answers_has_the_interval_of_the_check() -> None:
    """25 answers, 14 promoters, 6 detractors: 32, from −2 to 59."""
    figure = nps_figure([9] * 10 + [10] * 4 + [7, 8, 8, 7, 7] + [0, 1, 2, 3, 5, 6])
    assert figure["value"] == 32
    assert figure["low"] is not None
    assert figure["high"] is not None
    assert round(figure["low"]) == -2
    assert round(figure["high"]) == 59
    assert figure["n"] == 25
    assert figure["formula"] == "% of 9–10 − % of 0–6: (14 − 6) ÷ 25"


@pytest.mark.parametrize(
    ("scores", "value"),
    [([9, 10], 100.0), ([0, 6], -100.0), ([7, 8], 0.0), ([10, 8, 6], 0.0), ([10, 10, 6], 33.3)],
)
def test_nines_and_tens_promote_and_up_to_six_detracts(scores: list[int], value: float) -> None:
    assert nps_figure(scores)["value"] == value


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_the_wilson_interval_is_that_of_the_textbook(hits: int, n: int, low: float, high: float) -> None:
    """81 of 263 is the example of Newcombe (1998)."""
    assert wilson_interval(hits, n) == pytest.approx((low, high), abs=0.0001)


@pytest.mark.parametrize(("n", "enough"), [(1, False), (4, False), (5, True)])
def test_below_five_answers_there_is_not_enough(n: int, enough: bool) -> None:
    assert share_figure(n, n, "yes")["enough"] is enough
    assert nps_figure([9] * n)["enough"] is enough


def test_without_answers_there_is_no_figure() -> None:
    for figure in (share_figure(0, 0, "answered yes"), nps_figure([])):
        assert (figure["value"], figure["low"], figure["high"], figure["n"]) == (None, None, None, 0)
        assert not figure["enough"]
        assert "no answers" in figure["formula"]


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_lies_in_its_interval(share: tuple[int, int]) -> None:
    hits, n = share
    low, high = wilson_interval(hits, n)
    assert 0 <= low <= hits / n + 1e-12
    assert hits / n - 1e-12 <= high <= 1


@given(st.lists(st.integers(0, 10), min_size=1, max_size=200))
def test_an_nps_interval_is_within_a_hundred_and_in_order(scores: list[int]) -> None:
    promoters, detractors = sum(s >= 9 for s in scores), sum(s <= 6 for s in scores)
    low, high = nps_interval(promoters, detractors, len(scores))
    assert -100 <= low < high <= 100

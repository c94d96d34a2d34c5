"""The four figures against examples worked by hand, and trends that are more than noise."""

from __future__ import annotations

import pytest

from core.feedback_figures import FeedbackCounts, FigureName, clear_steps, last_change

WEAK = FeedbackCounts(
    responses=40, ratings=40, rating_sum=2_400, rating_squares=148_000, rated=40, satisfied=16,
    scored=40, promoters=8, detractors=20, invited=100, answered=40,
)  # fmt: skip
STRONG = FeedbackCounts(
    responses=40, ratings=40, rating_sum=3_400, rating_squares=293_000, rated=40, satisfied=36,
    scored=40, promoters=28, detractors=4, invited=50, answered=40,
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "n"),
    [("csat", 40.0, 40), ("nps", -30.0, 40), ("rating", 60.0, 40), ("response_rate", 40.0, 100)],
)
def test_each_figure_has_its_own_n(name: FigureName, value: float, n: int) -> None:
    figure = WEAK.figure(name)
    assert (figure["value"], figure["n"]) == (value, n)
    assert figure["low"] is not None and figure["low"] < value
    assert figure["high"] is not None and figure["high"] > value


def test_the_interval_of_a_share_is_wilsons() -> None:
    # By hand, 16 of 40: centre (0.4 + 1.9208/40) / (1 + 3.8416/40) = 0.40876,
    # half 1.96 / 1.09604 × √(0.006 + 0.00060025) = 0.14528.
    figure = WEAK.figure("csat")
    assert (figure["low"], figure["high"]) == (26.3, 55.4)


def test_the_interval_of_the_average_rating_is_students() -> None:
    # Five values 50, 60, 70, 80, 90: mean 70, s² = 250, t(4) = 2.776: 70 ± 2.776 × √50 = 19.6.
    counts = FeedbackCounts(ratings=5, rating_sum=350, rating_squares=25_500)
    figure = counts.figure("rating")
    assert (figure["value"], figure["low"], figure["high"], figure["n"]) == (70.0, 50.4, 89.6, 5)


def test_an_average_rating_never_leaves_the_scale() -> None:
    counts = FeedbackCounts(ratings=2, rating_sum=190, rating_squares=100**2 + 90**2)
    figure = counts.figure("rating")
    assert (figure["low"], figure["high"]) == (31.5, 100.0)


@pytest.mark.parametrize("name", ["csat", "nps", "rating", "response_rate"])
def test_a_clear_change_is_called_one_and_names_both_n(name: FigureName) -> None:
    change = last_change(name, [("Sep 2026", WEAK), ("Oct 2026", STRONG)])
    assert change is not None
    assert change.is_clear
    assert change.words.endswith("better by more than noise.")
    assert "Sep 2026 → Oct 2026" in change.words
    assert change.words.count("(n ") == 2
    back = last_change(name, [("Sep 2026", STRONG), ("Oct 2026", WEAK)])
    assert back is not None
    assert back.words.endswith("worse by more than noise.")


@pytest.mark.parametrize("name", ["csat", "nps", "rating", "response_rate"])
def test_the_same_figure_twice_is_no_change(name: FigureName) -> None:
    change = last_change(name, [("Sep 2026", WEAK), ("Oct 2026", WEAK)])
    assert change is not None
    assert not change.is_clear
    assert change.words.endswith("no change that is more than noise.")


def test_a_large_step_of_few_answers_is_noise() -> None:
    before = FeedbackCounts(rated=5, satisfied=3)
    after = FeedbackCounts(rated=5, satisfied=4)
    change = last_change("csat", [("May", before), ("June", after)])
    assert change is not None
    assert "no change" in change.words
    assert "change +20" in change.words


def test_periods_with_fewer_than_five_answers_are_passed_over() -> None:
    few = FeedbackCounts(rated=4, satisfied=0)
    change = last_change("csat", [("May", WEAK), ("June", STRONG), ("July", few)])
    assert change is not None
    assert (change.before, change.after) == ("May", "June")
    assert last_change("csat", [("May", WEAK), ("June", few)]) is None
    assert last_change("csat", []) is None


def test_a_line_joins_only_periods_that_differ_clearly() -> None:
    few = FeedbackCounts(rated=2, satisfied=2)
    assert clear_steps("csat", [WEAK, WEAK, STRONG, few]) == [False, True, False]


def test_counts_of_groups_add_up() -> None:
    both = WEAK.plus(STRONG)
    assert both.figure("csat")["value"] == 65.0
    assert both.figure("response_rate")["n"] == 150

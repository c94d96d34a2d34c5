"""Stage moves and the weighted value of the pipeline."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from core.errors import HandoffRefused
from core.pipeline import (
    DealFacts,
    PipelineRules,
    check_move,
    stale_after_days,
    weighted_value,
)

RULES = PipelineRules()


@pytest.mark.parametrize(
    ("current", "wanted", "reason", "words"),
    [
        ("closed_won", "proposal", None, "open a new deal"),
        ("proposal", "closed_won", None, "handing it over"),
        ("proposal", "closed_lost", "  ", "why the deal was lost"),
        ("proposal", "dreaming", None, "There is no stage"),
    ],
)
def test_an_impossible_move_says_what_to_do(
    current: str, wanted: str, reason: str | None, words: str
) -> None:
    with pytest.raises(HandoffRefused, match=words):
        check_move(RULES, DealFacts(current, Decimal(100), date(2026, 12, 1)), wanted, lost_reason=reason)


@pytest.mark.parametrize(
    ("current", "wanted", "reason"),
    [
        ("new", "proposal", None),
        ("negotiation", "contacted", None),
        ("proposal", "closed_lost", "Price"),
        ("closed_lost", "contacted", None),
    ],
)
def test_a_deal_may_move_both_ways_and_come_back(current: str, wanted: str, reason: str | None) -> None:
    assert (
        check_move(
            RULES, DealFacts(current, Decimal(100), date(2026, 12, 1)), wanted, lost_reason=reason
        ).name
        == wanted
    )


def test_the_weighted_value_counts_open_deals_by_their_probability() -> None:
    deals = [("new", Decimal(1000)), ("negotiation", Decimal(2000)), ("closed_won", Decimal(9000))]
    assert weighted_value(deals, RULES) == Decimal("1500")


@pytest.mark.parametrize(
    ("value", "close", "fields", "words"),
    [
        (None, None, ["value", "expected_close_on"], "the value and the expected close date"),
        (None, date(2026, 12, 1), ["value"], "needs the value"),
        (Decimal(0), date(2026, 12, 1), ["value"], "needs the value"),
        (Decimal(5), None, ["expected_close_on"], "needs the expected close date"),
    ],
    ids=["nothing known", "no value", "a value of zero", "no date"],
)
def test_a_proposal_needs_its_value_and_its_close_date(
    value: Decimal | None, close: date | None, fields: list[str], words: str
) -> None:
    with pytest.raises(HandoffRefused, match=words) as refused:
        check_move(RULES, DealFacts("contacted", value, close), "proposal", lost_reason=None)
    assert [problem.field for problem in refused.value.problems] == fields


def test_an_early_stage_needs_nothing() -> None:
    assert check_move(RULES, DealFacts("new", None, None), "contacted", lost_reason=None).name == "contacted"


@pytest.mark.parametrize(
    ("median", "n", "expected"),
    [(10.0, 5, 15.0), (10.0, 4, 21.0), (None, 0, 21.0)],
    ids=["1.5 times the median", "too few left the stage", "nobody left it yet"],
)
def test_a_deal_is_stale_beyond_one_and_a_half_times_the_usual(
    median: float | None, n: int, expected: float
) -> None:
    assert stale_after_days(RULES.stage("proposal"), median, n, RULES) == expected

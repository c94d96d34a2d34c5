"""Stage moves and the weighted value of the pipeline."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core.errors import HandoffRefused
from core.pipeline import PipelineRules, check_move, weighted_value

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
        check_move(RULES, current, wanted, lost_reason=reason)


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
    assert check_move(RULES, current, wanted, lost_reason=reason).name == wanted


def test_the_weighted_value_counts_open_deals_by_their_probability() -> None:
    deals = [("new", Decimal(1000)), ("negotiation", Decimal(2000)), ("closed_won", Decimal(9000))]
    assert weighted_value(deals, RULES) == Decimal("1500")

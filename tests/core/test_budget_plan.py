"""A budget over channels: no cent is lost and none is made."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.budget_plan import Channel, ChannelRules, plan_budget
from core.money import Money

THIRDS = ChannelRules(
    channels=(
        Channel(name="One", share_percent=Decimal("33.3")),
        Channel(name="Two", share_percent=Decimal("33.3")),
        Channel(name="Rest", share_percent=Decimal("33.4")),
    )
)


def test_the_guides_budget_is_spread_by_the_policys_shares() -> None:
    plan = plan_budget(Money(Decimal(10_000), "USD"), ChannelRules())
    assert [(line["channel"], line["amount"]) for line in plan["lines"]] == [
        ("Paid search", "3000.00"),
        ("Paid social", "3000.00"),
        ("Content", "2000.00"),
        ("E-mail", "1000.00"),
        ("Events", "1000.00"),
    ]
    assert plan["lines"][0]["formula"] == "30 % of $10,000.00 (from policy)"


def test_the_last_channel_takes_the_rounding_cent() -> None:
    plan = plan_budget(Money(Decimal("0.05"), "EUR"), THIRDS)
    assert [line["amount"] for line in plan["lines"]] == ["0.02", "0.02", "0.01"]


@given(st.decimals(0, 10**9, places=2))
def test_the_lines_add_up_to_the_cent(total: Decimal) -> None:
    plan = plan_budget(Money(total, "EUR"), THIRDS)
    assert sum(Decimal(line["amount"]) for line in plan["lines"]) == Decimal(plan["total"]) == total


def test_shares_that_do_not_add_up_are_no_policy() -> None:
    with pytest.raises(ValidationError, match="add up to 100"):
        ChannelRules(channels=(Channel(name="One", share_percent=Decimal(99)),))

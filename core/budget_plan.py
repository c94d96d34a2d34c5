"""How a marketing budget is spread over channels, exact to the cent."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Self, TypedDict

from pydantic import Field, model_validator

from core.money import Money, format_money, plain_amount, split_amount
from core.policy import PolicyPart

FROM_POLICY = "from policy"


class Channel(PolicyPart):
    """A way to reach the audience: its share of the budget in %, and what has to be made for it."""

    name: str = Field(min_length=1)
    share_percent: Decimal = Field(ge=0, le=100)
    assets: tuple[str, ...] = ()

    @cached_property
    def share(self) -> str:
        """The share as people write it: `30`."""
        return f"{self.share_percent.normalize():f}"


class ChannelRules(PolicyPart):
    """The channels of a campaign; the last one takes the rounding cent."""

    channels: tuple[Channel, ...] = (
        Channel(name="Paid search", share_percent=Decimal(30), assets=("Search ad texts", "Landing page")),
        Channel(name="Paid social", share_percent=Decimal(30), assets=("Social ad images", "Short video")),
        Channel(name="Content", share_percent=Decimal(20), assets=("Launch article", "Client story")),
        Channel(name="E-mail", share_percent=Decimal(10), assets=("Launch e-mail series",)),
        Channel(name="Events", share_percent=Decimal(10), assets=("Webinar slides",)),
    )

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if not self.channels or sum(channel.share_percent for channel in self.channels) != 100:
            raise ValueError("the shares of the channels must add up to 100 %")
        return self


class BudgetLine(TypedDict):
    """One channel's part. `amount` is a decimal string with two places."""

    channel: str
    share_percent: str
    amount: str
    currency: str
    shown: str
    formula: str


class BudgetPlan(TypedDict):
    """The whole budget over the channels; the lines add up to `total`, to the cent."""

    total: str
    currency: str
    shown: str
    source: str
    lines: list[BudgetLine]


def plan_budget(budget: Money, rules: ChannelRules) -> BudgetPlan:
    """The plan of a budget that is not negative."""
    amounts = split_amount(budget.amount, [channel.share_percent for channel in rules.channels])
    total = format_money(budget.amount, budget.currency)
    lines: list[BudgetLine] = []
    for channel, amount in zip(rules.channels, amounts, strict=True):
        share = channel.share
        lines.append(
            {
                "channel": channel.name,
                "share_percent": share,
                "amount": plain_amount(amount),
                "currency": budget.currency,
                "shown": format_money(amount, budget.currency),
                "formula": f"{share} % of {total} ({FROM_POLICY})",
            }
        )
    return {
        "total": plain_amount(budget.amount),
        "currency": budget.currency,
        "shown": total,
        "source": FROM_POLICY,
        "lines": lines,
    }

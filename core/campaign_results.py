"""What a campaign cost and brought: the figures, each with its formula and inputs."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field, PlainSerializer

from core.campaign_metrics import Count
from core.contract import Text
from core.dates import DatedContract, Day
from core.money import format_money, plain_amount, read_money

_CENT = Decimal("0.01")


def _spend(value: Any) -> Any:
    if isinstance(value, Decimal):
        return value
    if value is None or (isinstance(value, str) and not value.strip()):
        raise ValueError("is required; 0 where nothing was spent")
    reading = read_money(value if isinstance(value, str | int | float) else str(value), "USD")
    if reading.money is None:
        raise ValueError(str(reading.question))
    if reading.money.amount < 0:
        raise ValueError("must not be below zero")
    return reading.money.amount


class ResultInput(DatedContract):
    """One channel on one day, typed in."""

    day: Day = Field(title="Day", description="A day, or the last day of a week.", examples=["2025-02-03"])
    channel: Text = Field(title="Channel", description="Where it ran.", examples=["Paid search"])
    spend: Annotated[
        Decimal,
        BeforeValidator(_spend),
        PlainSerializer(plain_amount, return_type=str),
        Field(json_schema_extra={"format": "money"}),
    ] = Field(title="Spent", description="What it cost.", examples=["$240"])
    impressions: Count = Field(0, title="Impressions", description="How often it was shown.", examples=[5000])
    clicks: Count = Field(0, title="Clicks", description="How often it was clicked.", examples=[250])


class CampaignSums(NamedTuple):
    """A campaign so far; `spend` in units, `leads` all that it brought, `qualified` those worth a call."""

    spend: Decimal
    impressions: int
    clicks: int
    leads: int
    qualified: int


class CampaignFigure(NamedTuple):
    """A figure as people read it, None where there is nothing to divide by; the formula with its inputs."""

    label: str
    shown: str | None
    formula: str


def campaign_figures(sums: CampaignSums, currency: str) -> list[CampaignFigure]:
    """Click-through rate, lead conversion, cost per lead and per qualified lead."""
    return [
        _share("Click-through rate", ("clicks", sums.clicks), ("impressions", sums.impressions)),
        _share("Lead conversion", ("leads", sums.leads), ("clicks", sums.clicks)),
        _cost("Cost per lead", sums.spend, ("leads", sums.leads), currency),
        _cost("Cost per qualified lead", sums.spend, ("qualified leads", sums.qualified), currency),
    ]


def _share(label: str, part: tuple[str, int], whole: tuple[str, int]) -> CampaignFigure:
    formula = f"{part[1]:,} {part[0]} ÷ {whole[1]:,} {whole[0]}"
    return CampaignFigure(label, f"{part[1] / whole[1]:.1%}" if whole[1] else None, formula)


def _cost(label: str, spend: Decimal, count: tuple[str, int], currency: str) -> CampaignFigure:
    formula = f"{format_money(spend, currency)} spent ÷ {count[1]:,} {count[0]}"
    if not count[1] or not spend:
        return CampaignFigure(label, None, formula)
    each = (spend / count[1]).quantize(_CENT, ROUND_HALF_UP)
    return CampaignFigure(label, format_money(each, currency), formula)


def even_pace(budget: Decimal, starts_on: date, ends_on: date, day: date) -> Decimal:
    """What would be spent by the end of `day` if the budget were spent evenly over the campaign."""
    days = (ends_on - starts_on).days + 1
    passed = min(max((day - starts_on).days + 1, 0), days)
    return (budget * passed / days).quantize(_CENT, ROUND_HALF_UP)

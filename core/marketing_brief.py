"""The shape of a marketing brief: what marketing gets of an offer."""

from __future__ import annotations

from typing import Any, TypedDict

from core.audience import Audience
from core.brief_completeness import Completeness
from core.budget_plan import BudgetPlan
from core.campaign_plan import Asset, ChannelPlan, KpiPlan
from core.launch_timeline import Timeline


class BudgetReading(TypedDict):
    """The budget as given and as read; `amount` is a decimal string, None where it is not certain."""

    original: str
    amount: str | None
    currency: str | None
    shown: str | None
    question: str | None


class NoMetricsYet(TypedDict):
    """The figures of a campaign that has not begun: all zero."""

    impressions: int
    clicks: int
    conversion_rate: float


class MarketingBrief(TypedDict):
    """The brief, which is also a valid input of Marketing → Sales, waiting for its leads."""

    campaign_id: str
    campaign_name: str
    product_name: str
    value_proposition: str
    pricing_tier: str
    unique_selling_points: list[str]
    target_audience: str
    audience: Audience
    key_messages: list[str]
    campaign_objectives: list[str]
    budget_allocation: str | int | float | None
    budget: BudgetReading | None
    budget_plan: BudgetPlan | None
    timeline: Timeline | None
    channels: list[ChannelPlan]
    assets: list[Asset]
    kpis: list[KpiPlan]
    brand_guidelines: dict[str, Any] | None
    lead_target: int | None
    approver: str | None
    completeness: Completeness
    leads_generated: list[Any]
    campaign_metrics: NoMetricsYet
    extra_fields: dict[str, Any]

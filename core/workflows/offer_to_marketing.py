"""Offer → Marketing: an offer becomes a campaign brief that a team can start from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar, NamedTuple, TypedDict

from core.audience import Audience, read_audience
from core.brief_completeness import Completeness, CompletenessRules, PartName, check_completeness
from core.budget_plan import FROM_POLICY, ChannelRules, plan_budget
from core.business_ids import name_key, slug
from core.campaign_plan import (
    ObjectiveRules,
    assets_of,
    channels_of,
    kpis_of,
    measurable_objective,
    objectives_of,
)
from core.canonical import short_suffix
from core.launch_timeline import TimelineReading, TimelineRules, read_timeline
from core.marketing_brief import BudgetReading, MarketingBrief
from core.money import CENT, MoneyReading, format_money, plain_amount, read_money
from core.offers import OfferInput, draft_offer
from core.policy import Policy
from core.result import Notice
from core.workflow import Package, Workflow


class OfferToMarketingPolicy(Policy):
    """The phases, channels, objectives and KPIs of a campaign, and what a complete brief has."""

    timeline: TimelineRules = TimelineRules()
    channels: ChannelRules = ChannelRules()
    goals: ObjectiveRules = ObjectiveRules()
    completeness: CompletenessRules = CompletenessRules()


class MarketingPackage(TypedDict):
    marketing_brief: MarketingBrief


class OfferToMarketingWorkflow(Workflow[OfferInput, OfferToMarketingPolicy]):
    """Turns an offer into a marketing brief."""

    name: ClassVar[str] = "offer_to_marketing"
    label: ClassVar[str] = "Offer → Marketing"
    source: ClassVar[str] = "offer"
    target: ClassVar[str] = "marketing"
    next_step: ClassVar[str] = "marketing_campaign_creation"
    input_model = OfferInput
    policy_model = OfferToMarketingPolicy

    def validate_offer(self, input_data: Any) -> bool:
        """Whether the offer fits the contract (the guide's name for `validate_input` here)."""
        return self.validate_input(input_data)

    def transform(self, data: OfferInput, policy: OfferToMarketingPolicy, now: datetime) -> Package:
        readings = _Readings.of(data, policy)
        brief = _write_brief(data, policy, readings)
        payload: MarketingPackage = {"marketing_brief": brief}
        return Package(payload, title=brief["campaign_name"], warnings=tuple(readings.notices(now.date())))


def assess_brief(data: OfferInput | Mapping[str, Any], policy: OfferToMarketingPolicy) -> Completeness:
    """How complete the brief of this offer would be; also for a half-filled form. Never raises."""
    offer = data if isinstance(data, OfferInput) else draft_offer(data)
    return _completeness(offer, policy, _Readings.of(offer, policy))


class _Readings(NamedTuple):
    """What was read in the texts of an offer. `facts` are the words that templates may use."""

    audience: Audience
    audience_notices: list[Notice]
    budget: MoneyReading | None
    timeline: TimelineReading | None
    facts: dict[str, str]

    @classmethod
    def of(cls, offer: OfferInput, policy: OfferToMarketingPolicy) -> _Readings:
        audience, notices = read_audience(offer.target_audience)
        budget = None
        if offer.marketing_budget is not None:
            budget = read_money(offer.marketing_budget, policy.agency.currency)
        timeline = read_timeline(offer.launch_timeline, policy.timeline) if offer.launch_timeline else None
        facts = {
            "product_name": offer.product_name,
            "segment": audience["segment"] or offer.target_audience,
            "value_proposition": offer.value_proposition,
        }
        if timeline and timeline.timeline:
            facts |= {
                "starts_on": timeline.timeline["starts_on"],
                "ends_on": timeline.timeline["ends_on"],
            }
        if offer.lead_target:
            facts["lead_target"] = str(offer.lead_target)
        if budget and budget.money and budget.money.amount > 0:
            amount, currency = budget.money.amount, budget.money.currency
            facts["budget"] = format_money(amount, currency)
            if offer.lead_target:
                per_lead = (amount / offer.lead_target).quantize(CENT)
                facts["cost_per_lead"] = format_money(per_lead, currency)
        return cls(audience, notices, budget, timeline, facts)

    def notices(self, today: date) -> list[Notice]:
        found = list(self.audience_notices)
        if self.budget and self.budget.question:
            found.append(Notice("marketing_budget", self.budget.question))
        elif self.budget and self.budget.money and not self.budget.money.amount:
            found.append(Notice("marketing_budget", "is zero; does the campaign run without paid channels?"))
        if self.timeline and self.timeline.question:
            found.append(Notice("launch_timeline", self.timeline.question))
        elif self.timeline and self.timeline.timeline:
            ends_on = self.timeline.timeline["ends_on"]
            if ends_on < today.isoformat():
                found.append(
                    Notice("launch_timeline", f"ended on {ends_on}, before today; is the year right?")
                )
        return found


def _write_brief(offer: OfferInput, policy: OfferToMarketingPolicy, readings: _Readings) -> MarketingBrief:
    budget, facts = readings.budget, readings.facts
    brand = offer.brand_guidelines.model_dump(exclude_none=True) if offer.brand_guidelines else None
    return {
        "campaign_id": _campaign_id(offer, readings),
        "campaign_name": f"{offer.product_name}_launch",
        "product_name": offer.product_name,
        "value_proposition": offer.value_proposition,
        "pricing_tier": offer.pricing_tier,
        "unique_selling_points": offer.unique_selling_points,
        "target_audience": offer.target_audience,
        "audience": readings.audience,
        "key_messages": _key_messages(offer),
        "campaign_objectives": objectives_of(facts, policy.goals),
        "budget_allocation": offer.marketing_budget,
        "budget": _budget_reading(budget) if budget else None,
        "budget_plan": plan_budget(budget.money, policy.channels) if budget and budget.money else None,
        "timeline": readings.timeline.timeline if readings.timeline else None,
        "channels": channels_of(policy.channels),
        "assets": assets_of(policy.channels),
        "kpis": kpis_of(facts, policy.goals),
        "brand_guidelines": brand,
        "lead_target": offer.lead_target,
        "approver": offer.approver,
        "completeness": _completeness(offer, policy, readings),
        "leads_generated": [],
        "campaign_metrics": {"impressions": 0, "clicks": 0, "conversion_rate": 0.0},
        "extra_fields": offer.extras,
    }


def _campaign_id(offer: OfferInput, readings: _Readings) -> str:
    """The same for the same product in the same period, so that corrected terms keep their campaign."""
    period = name_key(offer.launch_timeline or "")
    if readings.timeline and readings.timeline.timeline:
        period = f"{readings.facts['starts_on']}/{readings.facts['ends_on']}"
    suffix = short_suffix("campaign", name_key(offer.product_name), period)
    return "_".join(part for part in ("campaign", slug(offer.product_name), suffix) if part)


def _key_messages(offer: OfferInput) -> list[str]:
    """The selling points in their order, then the value proposition."""
    known = {name_key(point) for point in offer.unique_selling_points}
    tail = [] if name_key(offer.value_proposition) in known else [offer.value_proposition]
    return [*offer.unique_selling_points, *tail]


def _budget_reading(reading: MoneyReading) -> BudgetReading:
    money = reading.money
    return {
        "original": reading.original,
        "amount": plain_amount(money.amount) if money else None,
        "currency": money.currency if money else None,
        "shown": reading.shown,
        "question": reading.question,
    }


def _completeness(offer: OfferInput, policy: OfferToMarketingPolicy, readings: _Readings) -> Completeness:
    facts, channels = readings.facts, policy.channels.channels
    assets = [asset for channel in channels for asset in channel.assets]
    period = f"{facts['starts_on']} to {facts['ends_on']}" if "starts_on" in facts else None
    found: dict[PartName, str | None] = {
        "name": f"{offer.product_name}_launch" if offer.product_name else None,
        "objective": measurable_objective(facts, policy.goals),
        "audience": offer.target_audience,
        "message": "; ".join(offer.unique_selling_points),
        "channels": _from_policy([channel.name for channel in channels]),
        "assets": _from_policy(assets),
        "timeline": period,
        "budget": readings.budget.shown if readings.budget else None,
        "kpis": _from_policy([kpi.name for kpi in policy.goals.kpis]),
        "approver": offer.approver,
    }
    return check_completeness(found, policy.completeness)


def _from_policy(names: list[str]) -> str | None:
    return f"{', '.join(names)} ({FROM_POLICY})" if names else None

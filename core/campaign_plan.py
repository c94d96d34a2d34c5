"""What a campaign should achieve and how that is measured: objectives, KPIs and assets from policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, TypedDict

from pydantic import Field

from core.budget_plan import FROM_POLICY, ChannelRules
from core.policy import PolicyPart
from core.policy_templates import TemplateText, filler, names_in, with_names

FACTS = (
    "product_name",
    "segment",
    "value_proposition",
    "starts_on",
    "ends_on",
    "budget",
    "lead_target",
    "cost_per_lead",
)
"""What an objective or a target may name; each is text, and absent where the input does not give it."""

FactTemplate = Annotated[TemplateText, with_names(*FACTS)]


class Kpi(PolicyPart):
    """A figure to watch; `target` is left out where the input does not give what it names."""

    name: str
    formula: str
    target: FactTemplate | None = None


class ObjectiveRules(PolicyPart):
    """Each objective is a list of wordings: the first whose facts are all known is used, or none.

    An objective is measurable where its wording names the lead target.
    """

    objectives: tuple[tuple[FactTemplate, ...], ...] = Field(
        (
            ("Build awareness",),
            ("Make $segment understand what they gain: $value_proposition",),
            (
                "Win $lead_target leads by $ends_on",
                "Win $lead_target leads",
                "Win leads for sales by $ends_on",
                "Win leads for sales",
            ),
            ("Pay no more than $cost_per_lead a lead (budget ÷ lead target)",),
            ("Stay within the budget of $budget",),
        ),
        min_length=1,
    )
    kpis: tuple[Kpi, ...] = (
        Kpi(name="Click-through rate", formula="clicks ÷ impressions"),
        Kpi(name="Lead conversion", formula="leads ÷ clicks"),
        Kpi(name="Leads", formula="leads received", target="$lead_target"),
        Kpi(name="Cost per lead", formula="spend ÷ leads", target="$cost_per_lead"),
        Kpi(name="Qualified leads", formula="leads at or above the qualifying score ÷ leads"),
    )


class KpiPlan(TypedDict):
    name: str
    formula: str
    target: str | None
    source: str


class Asset(TypedDict):
    name: str
    channel: str
    source: str


class ChannelPlan(TypedDict):
    name: str
    share_percent: str
    source: str


def objectives_of(facts: Mapping[str, str], rules: ObjectiveRules) -> list[str]:
    """The objectives that these facts allow, in the order of the policy."""
    chosen = (_first_known(wordings, facts) for wordings in rules.objectives)
    return [filler(wording)(facts) for wording in chosen if wording]


def measurable_objective(facts: Mapping[str, str], rules: ObjectiveRules) -> str | None:
    """The first objective that names the lead target, for which success is a plain count."""
    if not facts.get("lead_target"):
        return None
    for wordings in rules.objectives:
        wording = _first_known(wordings, facts)
        if wording and "lead_target" in names_in(wording):
            return filler(wording)(facts)
    return None


def kpis_of(facts: Mapping[str, str], rules: ObjectiveRules) -> list[KpiPlan]:
    return [
        {
            "name": kpi.name,
            "formula": kpi.formula,
            "target": filler(kpi.target)(facts) if kpi.target and _known(kpi.target, facts) else None,
            "source": FROM_POLICY,
        }
        for kpi in rules.kpis
    ]


def channels_of(rules: ChannelRules) -> list[ChannelPlan]:
    return [
        {
            "name": channel.name,
            "share_percent": channel.share,
            "source": FROM_POLICY,
        }
        for channel in rules.channels
    ]


def assets_of(rules: ChannelRules) -> list[Asset]:
    return [
        {"name": asset, "channel": channel.name, "source": FROM_POLICY}
        for channel in rules.channels
        for asset in channel.assets
    ]


def _first_known(wordings: tuple[str, ...], facts: Mapping[str, str]) -> str | None:
    return next((wording for wording in wordings if _known(wording, facts)), None)


def _known(wording: str, facts: Mapping[str, str]) -> bool:
    return all(map(facts.get, names_in(wording)))

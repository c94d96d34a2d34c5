"""The rules of sales as people edit them: first contact, lead scoring, stages of a deal."""

from __future__ import annotations

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.lead_scoring import LevelValues, ScoringRules
from core.next_actions import ResponseRules
from core.pipeline import PipelinePolicy, PipelineRules
from core.rule_sets.base import RuleSet
from core.workflows.marketing_to_sales import MarketingToSalesPolicy


class FirstContactForm(BaseModel):
    model_config = ConfigDict(extra="forbid")

    hot_hours: float = Field(
        1, ge=0, le=1000, title="Hot leads: office hours", description="Until the first contact."
    )
    warm_hours: float = Field(
        24, ge=0, le=1000, title="Other leads: office hours", description="Until the first contact."
    )
    follow_up_hours: float = Field(
        16,
        ge=0,
        le=1000,
        title="Follow-up: office hours",
        description="After the first try, on the other channel.",
    )


def _first_contact(answers: FirstContactForm) -> ResponseRules:
    return ResponseRules(**answers.model_dump())


FIRST_CONTACT = RuleSet(
    name="first_contact",
    label="First contact",
    about="How fast a lead is to be called, in hours of open office.",
    holds="Leads that are handed over from then on get the new targets; those that wait keep their moment.",
    policy="marketing_to_sales",
    part="response",
    model=MarketingToSalesPolicy,
    form=FirstContactForm,
    to_values=lambda rules: rules.model_dump(mode="json", include=set(FirstContactForm.model_fields)),
    to_rules=_first_contact,
)


class PipelineForm(BaseModel):
    """Probabilities in %, of the open stages."""

    model_config = ConfigDict(extra="forbid")

    new: float = Field(0, ge=0, le=100, title="New (%)")
    contacted: float = Field(0, ge=0, le=100, title="Contacted (%)")
    proposal: float = Field(0, ge=0, le=100, title="Proposal (%)")
    negotiation: float = Field(0, ge=0, le=100, title="Negotiation (%)")


def _stages(answers: PipelineForm) -> PipelineRules:
    shares = {name: round(value / 100, 6) for name, value in answers.model_dump().items()}
    usual = PipelineRules()
    stages = tuple(
        stage.model_copy(update={"probability": shares.get(stage.name, stage.probability)})
        for stage in usual.stages
    )
    return usual if stages == usual.stages else PipelineRules(stages=stages)


def _probabilities(rules: PipelineRules) -> dict[str, Any]:
    return {stage.name: round(stage.probability * 100, 4) for stage in rules.open_stages}


PIPELINE = RuleSet(
    name="pipeline",
    label="Forecast",
    about="How likely a deal of each stage is won: what the weighted forecast and the capacity reckon with.",
    holds="It holds at once; forecasts of past weeks stay as they were kept.",
    policy="pipeline",
    part="pipeline",
    model=PipelinePolicy,
    form=PipelineForm,
    to_values=_probabilities,
    to_rules=_stages,
)


def _level(title: str) -> Any:
    return Field(0, ge=0, le=100, title=f"“{title}” is worth", description="On the scale of 0 to 100.")


class ScoringForm(BaseModel):
    model_config = ConfigDict(extra="forbid")

    hot_from: float = Field(0, ge=0, le=100, title="Hot from", description="Points of 100.")
    warm_from: float = Field(0, ge=0, le=100, title="Warm from", description="Points of 100; below is cold.")
    qualified_from: float = Field(
        0, ge=0, le=100, title="Qualified from", description="Between where warm and where hot begins."
    )
    prior: float = Field(
        0, ge=0, le=100, title="Not known counts as", description="50, or the score of your usual lead."
    )
    fades_towards: float = Field(
        0,
        ge=0,
        le=100,
        title="Old interest fades towards",
        description="What a lead did counts less with age.",
    )
    score_weight: float = Field(0, ge=0, le=1000, title="Marketing score: weight")
    score_half_life: float | None = Field(
        None, gt=0, le=10_000, title="Marketing score: half is faded after days"
    )
    engagement_weight: float = Field(0, ge=0, le=1000, title="Engagement: weight")
    engagement_half_life: float | None = Field(
        None, gt=0, le=10_000, title="Engagement: half is faded after days"
    )
    budget_weight: float = Field(0, ge=0, le=1000, title="Budget: weight", description="It does not fade.")
    urgency_weight: float = Field(0, ge=0, le=1000, title="Urgency: weight")
    urgency_half_life: float | None = Field(None, gt=0, le=10_000, title="Urgency: half is faded after days")
    level_very_high: float = _level("very high")
    level_high: float = _level("high")
    level_medium: float = _level("medium")
    level_low: float = _level("low")
    level_none: float = _level("none")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.warm_from <= self.qualified_from <= self.hot_from:
            limits = f"“Warm from” ({self.warm_from:g}) and “Hot from” ({self.hot_from:g})"
            raise ValueError(f"“Qualified from” must lie between {limits}")
        return self


_BANDS = ("hot_from", "warm_from", "qualified_from", "prior", "fades_towards")
_LEVELS = tuple(LevelValues.model_fields)


def _scoring(answers: ScoringForm) -> ScoringRules:
    given = answers.model_dump()
    usual = ScoringRules()
    attributes = tuple(
        attribute.model_copy(
            update={
                "weight": given[f"{attribute.name}_weight"],
                "half_life_days": given.get(f"{attribute.name}_half_life"),
            }
        )
        for attribute in usual.attributes
    )
    levels = LevelValues(**{name: given[f"level_{name}"] for name in _LEVELS})
    return ScoringRules(attributes=attributes, levels=levels, **{name: given[name] for name in _BANDS})


def _scores(rules: ScoringRules) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(rules, name) for name in _BANDS}
    for attribute in rules.attributes:
        values[f"{attribute.name}_weight"] = attribute.weight
        values[f"{attribute.name}_half_life"] = attribute.half_life_days
    values |= {f"level_{name}": getattr(rules.levels, name) for name in _LEVELS}
    return {name: values[name] for name in ScoringForm.model_fields}


SCORING = RuleSet(
    name="lead_scoring",
    label="Lead scoring",
    about="What a lead's score is made of, and from how many points on it is hot, warm or qualified.",
    holds="Leads that are imported or handed over from then on are scored so; stored scores stay.",
    policy="marketing_to_sales",
    part="scoring",
    model=MarketingToSalesPolicy,
    form=ScoringForm,
    to_values=_scores,
    to_rules=_scoring,
)

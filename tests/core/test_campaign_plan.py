"""Objectives and KPIs come from policy templates, filled only with what the input gives."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from core.campaign_plan import (
    FACTS,
    Kpi,
    ObjectiveRules,
    kpis_of,
    measurable_objective,
    objectives_of,
)

RULES = ObjectiveRules()
LITTLE = {"product_name": "Widget Pro", "segment": "Bakers", "value_proposition": "Sell more bread"}
MUCH = {
    **LITTLE,
    "ends_on": "2025-06-30",
    "budget": "$600.00",
    "lead_target": "120",
    "cost_per_lead": "$5.00",
}


def test_objectives_begin_with_awareness_and_use_only_known_facts() -> None:
    assert objectives_of(LITTLE, RULES) == [
        "Build awareness",
        "Make Bakers understand what they gain: Sell more bread",
        "Win leads for sales",
    ]


def test_objectives_become_measurable_where_the_input_allows() -> None:
    assert objectives_of(MUCH, RULES)[2:] == [
        "Win 120 leads by 2025-06-30",
        "Pay no more than $5.00 a lead (budget ÷ lead target)",
        "Stay within the budget of $600.00",
    ]
    assert measurable_objective(MUCH, RULES) == "Win 120 leads by 2025-06-30"
    assert measurable_objective(LITTLE, RULES) is None


def test_a_kpi_has_a_target_only_where_the_input_gives_one() -> None:
    targets = {kpi["name"]: kpi["target"] for kpi in kpis_of(MUCH, RULES)}
    assert (targets["Leads"], targets["Click-through rate"]) == ("120", None)
    assert {kpi["target"] for kpi in kpis_of(LITTLE, RULES)} == {None}


def test_dollar_signs_in_the_input_are_text() -> None:
    facts = {**LITTLE, "value_proposition": "Save $budget and ${x} and $"}
    assert "Save $budget and ${x} and $" in objectives_of(facts, RULES)[1]


def test_the_default_templates_pass_their_own_check() -> None:
    assert ObjectiveRules.model_validate(RULES.model_dump()) == RULES


@pytest.mark.parametrize("template", ["Win $friends", "Costs $5", "  "])
def test_a_template_with_unknown_names_is_no_policy(template: str) -> None:
    with pytest.raises(ValidationError):
        ObjectiveRules(objectives=((template,),))
    with pytest.raises(ValidationError):
        Kpi(name="Leads", formula="leads", target=template)


def test_every_fact_may_be_named() -> None:
    text = " ".join(f"${fact}" for fact in FACTS)
    assert objectives_of(dict.fromkeys(FACTS, "x"), ObjectiveRules(objectives=((text,),))) == [
        " ".join("x" for _ in FACTS)
    ]

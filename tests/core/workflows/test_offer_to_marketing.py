"""Offer → Marketing: the guide's sample, what is derived from it, and what is asked or refused."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.policy import AgencyRules
from core.result import HandoffResult
from core.workflows.marketing_to_sales import MarketingToSalesWorkflow
from core.workflows.offer_to_marketing import OfferToMarketingPolicy, OfferToMarketingWorkflow, assess_brief

GUIDE = {
    "product_name": "Widget Pro",
    "target_audience": "Tech professionals aged 25-45",
    "value_proposition": "Streamline workflow with AI",
    "pricing_tier": "Premium - $99/month",
    "unique_selling_points": ["AI-powered automation", "24/7 customer support", "Money-back guarantee"],
    "brand_guidelines": {"colors": ["#007AFF", "#5AC8FA"], "tone": "Professional yet approachable"},
    "marketing_budget": "$10,000",
    "launch_timeline": "Q2 2025",
}
LEAST = {
    "product_name": "Test Product",
    "target_audience": "Test Audience",
    "value_proposition": "Test Value",
    "pricing_tier": "Standard",
    "unique_selling_points": ["Point 1"],
}
POLICY = OfferToMarketingPolicy()


class Frozen:
    """The day on which the guide's launch has not begun."""

    def now(self) -> datetime:
        return datetime(2025, 2, 3, 10, tzinfo=UTC)


def run(raw: Any = None, **changes: Any) -> HandoffResult:
    data = copy.deepcopy(GUIDE if raw is None else raw)
    return OfferToMarketingWorkflow().run({**data, **changes}, clock=Frozen())


def brief(raw: Any = None, **changes: Any) -> dict[str, Any]:
    result = run(raw, **changes)
    assert result.success, result
    found: dict[str, Any] = result.handoff_data["marketing_brief"]
    return found


def warned(**changes: Any) -> dict[str, str]:
    return {notice.field: notice.message for notice in run(**changes).warnings}


def test_the_guides_offer_gives_the_guides_brief_without_a_warning() -> None:
    result = run()
    found = result.handoff_data["marketing_brief"]
    assert result.to_envelope()["next_step"] == "marketing_campaign_creation"
    assert (result.title, result.warnings) == ("Widget Pro_launch", ())
    assert found["campaign_name"] == "Widget Pro_launch"
    assert found["target_audience"] == "Tech professionals aged 25-45"
    assert found["key_messages"] == [
        "AI-powered automation",
        "24/7 customer support",
        "Money-back guarantee",
        "Streamline workflow with AI",
    ]
    assert found["campaign_objectives"] == [
        "Build awareness",
        "Make Tech professionals understand what they gain: Streamline workflow with AI",
        "Win leads for sales by 2025-06-30",
        "Stay within the budget of $10,000.00",
    ]
    assert found["budget_allocation"] == "$10,000"


def test_the_guides_brief_carries_its_readings() -> None:
    found = brief()
    assert (found["audience"]["segment"], found["audience"]["age_from"], found["audience"]["age_to"]) == (
        "Tech professionals",
        25,
        45,
    )
    assert (found["timeline"]["starts_on"], found["timeline"]["ends_on"]) == ("2025-04-01", "2025-06-30")
    assert (found["budget"]["amount"], found["budget"]["currency"]) == ("10000.00", "USD")
    assert sum(Decimal(line["amount"]) for line in found["budget_plan"]["lines"]) == 10_000
    assert (found["completeness"]["score"], found["completeness"]["missing"]) == (
        8,
        ["Measurable objective", "Approver"],
    )


def test_what_comes_from_policy_says_so() -> None:
    found = brief(LEAST)
    for group in ("channels", "assets", "kpis"):
        assert {item["source"] for item in found[group]} == {"from policy"}


def test_the_brief_passes_on_what_the_receiver_needs_of_the_offer() -> None:
    found = brief(partner="Acme", notes={"deep": [1]})
    assert found["pricing_tier"] == "Premium - $99/month"
    assert found["unique_selling_points"] == GUIDE["unique_selling_points"]
    assert found["brand_guidelines"] == GUIDE["brand_guidelines"]
    assert found["extra_fields"] == {"partner": "Acme", "notes": {"deep": [1]}}


def test_the_brief_is_a_valid_input_of_the_next_handoff() -> None:
    result = MarketingToSalesWorkflow().run(brief())
    assert result.success
    assert result.handoff_data["qualified_leads_count"] == 0
    assert result.warnings == ()


def test_an_offer_of_the_required_fields_alone_is_enough() -> None:
    found = brief(LEAST)
    assert [found[name] for name in ("budget_allocation", "budget", "budget_plan", "timeline")] == [None] * 4


def test_the_campaign_id_stays_for_corrected_terms_and_changes_with_the_period() -> None:
    first = brief()["campaign_id"]
    assert first.startswith("campaign_widget_pro_")
    assert brief(pricing_tier="Basic", launch_timeline="April to June 2025")["campaign_id"] == first
    assert brief(launch_timeline="Q3 2025")["campaign_id"] != first
    assert brief(product_name="Widget Max")["campaign_id"] != first


def test_a_lead_target_makes_the_brief_measurable() -> None:
    found = brief(lead_target=120, approver="Mara Lind")
    assert "Win 120 leads by 2025-06-30" in found["campaign_objectives"]
    assert "Pay no more than $83.33 a lead (budget ÷ lead target)" in found["campaign_objectives"]
    assert found["completeness"]["score"] == 10


def test_the_agencys_currency_is_assumed_where_none_is_named() -> None:
    class Euro:
        def current(self, workflow: str, model: type[Any]) -> Any:
            return model(agency=AgencyRules(currency="EUR"))

    result = OfferToMarketingWorkflow().run({**GUIDE, "marketing_budget": 5000}, policies=Euro())
    assert result.handoff_data["marketing_brief"]["budget"]["shown"] == "€5,000.00"


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"marketing_budget": "quite a lot"}, "marketing_budget", "names no amount"),
        ({"marketing_budget": 0}, "marketing_budget", "is zero"),
        ({"launch_timeline": "soon"}, "launch_timeline", "could not be read"),
        ({"launch_timeline": "2025-06-30 to 2025-04-01"}, "launch_timeline", "ends before it starts"),
        ({"launch_timeline": "Q2 2024"}, "launch_timeline", "ended on 2024-06-30, before today"),
        ({"target_audience": "Parents aged 25-45 of kids aged 5-10"}, "target_audience", "more than one"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_doubtful_is_a_warning_with_a_question(
    change: dict[str, Any], field: str, message: str
) -> None:
    assert message in warned(**change)[field]


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"product_name": "   "}, "product_name", "must not be blank"),
        ({"product_name": None}, "product_name", "must be text"),
        ({"unique_selling_points": []}, "unique_selling_points", "needs at least 1 entry"),
        ({"unique_selling_points": ["x", " "]}, "unique_selling_points[1]", "must not be blank"),
        ({"unique_selling_points": "cheap"}, "unique_selling_points", "must be a list"),
        ({"marketing_budget": "-$5,000"}, "marketing_budget", "must not be negative"),
        ({"marketing_budget": -1}, "marketing_budget", "must not be negative"),
        ({"marketing_budget": True}, "marketing_budget", "must be an amount such as $10,000"),
        ({"brand_guidelines": {"colors": ["blue"]}}, "brand_guidelines.colors[0]", "hex colour like #007AFF"),
        ({"brand_guidelines": []}, "brand_guidelines", "must be a group of named fields"),
        ({"lead_target": "120"}, "lead_target", "must be a whole number"),
        ({"lead_target": 0}, "lead_target", "must be more than 0"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_field_that_is_wrong_says_what_would_be_right(
    change: dict[str, Any], field: str, message: str
) -> None:
    result = run(**change)
    assert result.code == "invalid_input"
    assert [problem.field for problem in result.problems] == [field]
    assert message in result.problems[0].message


def test_every_missing_field_is_named_at_once() -> None:
    result = OfferToMarketingWorkflow().run({})
    assert {problem.field for problem in result.problems} == set(LEAST)
    assert {problem.message for problem in result.problems} == {"is required"}


def test_the_guides_name_for_validation_works() -> None:
    assert OfferToMarketingWorkflow().validate_offer(LEAST) is True
    assert OfferToMarketingWorkflow().validate_offer({}) is False


@pytest.mark.parametrize(
    ("draft", "score"),
    [(GUIDE, 8), (LEAST, 6), ({}, 3), (None, 3), ({"product_name": 5, "launch_timeline": "Q2 2025"}, 4)],
    ids=["guide", "least", "empty", "nothing", "half typed"],
)
def test_completeness_is_known_before_the_handoff(draft: Any, score: int) -> None:
    assert assess_brief(draft, POLICY)["score"] == score


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**52), 2**52)
    | st.just(2**60)
    | st.floats()
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@given(JSON | st.fixed_dictionaries({}, optional=dict.fromkeys([*GUIDE, "lead_target", "extra"], JSON)))
def test_whatever_json_comes_in_it_answers(raw: Any) -> None:
    result = OfferToMarketingWorkflow().run(raw)
    assert result.success or result.code == "invalid_input"
    assess_brief(raw, POLICY)


@given(st.fixed_dictionaries({name: st.text(max_size=30) | JSON for name in ("marketing_budget", "extra")}))
def test_whatever_stands_in_the_optional_fields_the_answer_is_json(fields: dict[str, Any]) -> None:
    result = run(launch_timeline=str(fields["extra"]), **fields)
    assert result.success or result.code == "invalid_input"
    json.dumps(result.to_envelope(), allow_nan=False)

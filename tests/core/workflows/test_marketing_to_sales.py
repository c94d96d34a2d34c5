"""Marketing → Sales: the guide's lead, a bad lead that stops no other, and numbers that add up."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.canonical import digest
from core.result import HandoffResult
from core.workflows.marketing_to_sales import CampaignInput, MarketingToSalesWorkflow

GUIDE_LEAD = {
    "id": "lead_001",
    "contact_info": {"name": "John Doe", "email": "john@example.com", "company": "Tech Corp"},
    "score": 85,
    "engagement_level": "high",
    "interests": ["automation", "AI"],
    "pain_points": ["manual processes"],
    "budget_indicator": "high",
    "urgency": "high",
}
GUIDE = {
    "campaign_id": "camp_123",
    "campaign_name": "Widget Pro Launch",
    "leads_generated": [GUIDE_LEAD],
    "campaign_metrics": {"impressions": 50000, "clicks": 2500, "conversion_rate": 0.05},
}
WARM = {"score": 60, "engagement_level": "medium", "budget_indicator": "medium", "urgency": "low"}
COLD = {"score": 10, "engagement_level": "low", "budget_indicator": "low", "urgency": "none"}


class Frozen:
    """A Monday morning in office hours."""

    def now(self) -> datetime:
        return datetime(2025, 2, 3, 10, tzinfo=UTC)


def lead(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(GUIDE_LEAD), "id": f"lead_{number:03}", **changes}


def run(leads: Any, **changes: Any) -> HandoffResult:
    raw = {**copy.deepcopy(GUIDE), "leads_generated": leads, **changes}
    return MarketingToSalesWorkflow().run(raw, clock=Frozen())


def package(leads: Any, **changes: Any) -> dict[str, Any]:
    result = run(leads, **changes)
    assert result.success, result
    return result.handoff_data


def assert_adds_up(data: dict[str, Any], leads_in: int) -> None:
    counts = data["counts"]
    assert counts["leads_in"] == leads_in
    assert (counts["qualified"], counts["nurture"], counts["disqualified"], counts["rejected"]) == tuple(
        len(data[name]) for name in ("sales_briefs", "nurture_leads", "disqualified_leads", "rejected_leads")
    )
    assert sum(counts.values()) == 2 * leads_in
    assert data["qualified_leads_count"] == counts["qualified"]


def test_the_guides_lead_gives_the_guides_sales_brief() -> None:
    result = run([GUIDE_LEAD])
    data = result.handoff_data
    (brief,) = data["sales_briefs"]
    assert result.to_envelope()["next_step"] == "sales_engagement"
    assert (data["campaign_id"], data["campaign_name"]) == ("camp_123", "Widget Pro Launch")
    assert (brief["prospect_id"], brief["qualification_score"]) == ("lead_001", 85)
    assert brief["recommended_approach"] == "immediate_outreach_high_priority"
    assert brief["contact_info"] == GUIDE_LEAD["contact_info"]
    assert brief["next_actions"][0]["due_at"] == "2025-02-03T11:00:00+00:00"
    assert_adds_up(data, 1)


def test_the_guides_rate_is_shown_for_what_it_is() -> None:
    result = run([GUIDE_LEAD])
    figures = result.handoff_data["campaign_metrics"]
    assert (figures["conversion_rate"], figures["click_through_rate"]) == (0.05, 0.05)
    assert figures["lead_conversion"] == 0.0004
    assert [notice.field for notice in result.warnings] == ["campaign_metrics.conversion_rate"]


def test_talking_points_join_this_lead_with_the_campaigns_messages() -> None:
    (brief,) = package([GUIDE_LEAD], key_messages=["Automate your processes", "Support"])["sales_briefs"]
    assert brief["key_talking_points"][0] == (
        "They are interested in “automation”. Show them: “Automate your processes”"
    )
    assert "“manual processes”" in brief["key_talking_points"][1]
    assert brief["talking_points"][0]["shared_stems"] == ["autom"]


def test_leads_are_sorted_by_what_to_do_with_them() -> None:
    data = package(
        [
            lead(1, **WARM),
            lead(2, **COLD),
            lead(3),
            lead(4, contact_info={"name": "Nobody"}),
            {"id": "lead_005", "contact_info": {"email": "a@example.com"}},
            lead(6, **{**WARM, "urgency": "high", "score": 70}),
            lead(7, urgency="low", score=100),
            "not a lead",
        ]
    )
    assert [(brief["prospect_id"], brief["recommended_approach"]) for brief in data["sales_briefs"]] == [
        ("lead_003", "immediate_outreach_high_priority"),
        ("lead_007", "immediate_outreach"),
        ("lead_006", "scheduled_outreach"),
    ]
    assert [(found["prospect_id"], found["recommended_approach"]) for found in data["nurture_leads"]] == [
        ("lead_001", "nurture_sequence"),
        ("lead_002", "long_term_nurture"),
    ]
    assert [(found["prospect_id"], found["reason"][:20]) for found in data["disqualified_leads"]] == [
        ("lead_004", "No e-mail address an"),
        ("lead_005", "Nothing is known tha"),
    ]
    assert_adds_up(data, 8)


@pytest.mark.parametrize(
    ("bad", "field", "message"),
    [
        (None, "leads_generated[3]", "must be a group of named fields"),
        ([], "leads_generated[3]", "must be a group of named fields"),
        ({"contact_info": {}}, "leads_generated[3].id", "is required"),
        ({"id": "x"}, "leads_generated[3].contact_info", "is required"),
        (lead(9, contact_info={"email": "j"}), "leads_generated[3].contact_info.email", "e-mail address"),
        (lead(9, urgency="soonish"), "leads_generated[3].urgency", "must be high, medium or low"),
        (lead(9, score=True), "leads_generated[3].score", "must be a number"),
        (lead(9, score=float("nan")), "leads_generated[3].score", "is not a finite number"),
        (lead(9, score=2**60), "leads_generated[3].score", "is too large a number"),
        (lead(9, contact_info={"name": "\ud800"}), "leads_generated[3].contact_info.name", "half of a char"),
        (lead(9, interests=["x" * 10_001]), "leads_generated[3].interests[0]", "at most 10,000 fit"),
        (lead(1), "leads_generated[3].id", "repeats the id of leads_generated[0]"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_bad_lead_is_set_aside_with_its_place_and_stops_no_other(
    bad: Any, field: str, message: str
) -> None:
    result = run([lead(1), lead(2), lead(3), bad, lead(4)])
    data = result.handoff_data
    (rejected,) = data["rejected_leads"]
    assert rejected["position"] == 3
    assert [error["field"] for error in rejected["errors"]] == [field]
    assert message in rejected["errors"][0]["message"]
    assert "leads_generated" in [notice.field for notice in result.warnings]
    assert_adds_up(data, 5)
    json.dumps(data, allow_nan=False).encode("utf-8")


def test_every_error_of_a_bad_lead_is_named() -> None:
    (rejected,) = package([{"id": "", "score": "9", "urgency": "x"}])["rejected_leads"]
    assert [error["field"] for error in rejected["errors"]] == [
        "leads_generated[0].id",
        "leads_generated[0].contact_info",
        "leads_generated[0].score",
        "leads_generated[0].urgency",
    ]
    assert rejected["given"] == {"id": "", "score": "9", "urgency": "x"}


def test_a_good_lead_may_take_the_id_of_a_bad_one() -> None:
    data = package([lead(1, score="x"), lead(1)])
    assert_adds_up(data, 2)
    assert data["counts"]["qualified"] == 1


def test_bad_leads_are_part_of_what_makes_two_inputs_the_same() -> None:
    workflow = MarketingToSalesWorkflow()
    one, other = (
        digest(workflow.parse({**GUIDE, "leads_generated": [GUIDE_LEAD, bad]}).canonical())
        for bad in ({"id": 1}, {"id": 2})
    )
    assert one != other


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"campaign_id": " "}, "campaign_id"),
        ({"campaign_name": 5}, "campaign_name"),
        ({"leads_generated": {}}, "leads_generated"),
        ({"leads_generated": None}, "leads_generated"),
        ({"campaign_metrics": {"clicks": -1}}, "campaign_metrics.clicks"),
        ({"campaign_metrics": []}, "campaign_metrics"),
        ({"key_messages": "one"}, "key_messages"),
        (
            {"campaign_metrics": {"clicks": float("inf")}, "leads_generated": ["\ud800"]},
            "campaign_metrics.clicks",
        ),
    ],
    ids=str,
)
def test_a_mistake_of_the_campaign_itself_is_rejected(change: dict[str, Any], field: str) -> None:
    result = MarketingToSalesWorkflow().run({**GUIDE, **change})
    assert result.code == "invalid_input"
    assert field in [problem.field for problem in result.problems]


def test_a_campaign_without_figures_and_leads_is_valid() -> None:
    assert_adds_up(package([], campaign_metrics=None), 0)


def test_extra_fields_are_passed_on() -> None:
    data = package([lead(1, job_title="CTO")], region="North")
    assert data["extra_fields"] == {"region": "North"}
    assert data["sales_briefs"][0]["extra_fields"] == {"job_title": "CTO"}


def test_the_schema_describes_a_lead_so_that_a_form_can_be_made() -> None:
    schema = CampaignInput.model_json_schema()
    items = schema["properties"]["leads_generated"]["items"]
    described = schema["$defs"][items["$ref"].rsplit("/", 1)[-1]] if "$ref" in items else items
    assert described["properties"]["score"]["title"] == "Marketing score"
    assert {"id", "contact_info"} == set(described["required"])


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
FIELDS = {
    "id": st.text(max_size=3) | st.integers(0, 5),
    "contact_info": st.fixed_dictionaries(
        {}, optional={"email": st.just("a@example.com") | JSON, "name": JSON}
    ),
    "score": st.floats(0, 100) | JSON,
    "engagement_level": st.sampled_from(["High", "low", "none", ""]) | JSON,
    "pain_points": st.lists(st.text(max_size=20), max_size=3) | JSON,
    "received_at": st.datetimes().map(datetime.isoformat) | JSON,
}
LEADS = st.lists(
    JSON | st.fixed_dictionaries({}, optional=FIELDS) | st.fixed_dictionaries(FIELDS), max_size=6
)


@given(LEADS)
def test_leads_in_are_leads_out_for_any_list(leads: list[Any]) -> None:
    data = package(leads)
    assert_adds_up(data, len(leads))
    for group in ("sales_briefs", "nurture_leads", "disqualified_leads"):
        for found in data[group]:
            points = sum(line["points"] for line in found["contributions"])
            assert points == found["qualification_score"]
    json.dumps(data, allow_nan=False).encode("utf-8")


@given(JSON | st.fixed_dictionaries({}, optional=dict.fromkeys([*GUIDE, "key_messages", "extra"], JSON)))
def test_whatever_json_comes_in_it_answers(raw: Any) -> None:
    result = MarketingToSalesWorkflow().run(raw)
    assert result.success or result.code == "invalid_input"

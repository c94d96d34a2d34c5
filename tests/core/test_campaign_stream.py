"""Leads that come one at a time give what one JSON document with all of them gives."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.campaign_stream import CampaignStream
from core.canonical import digest
from core.workflows.marketing_to_sales import (
    CampaignInput,
    MarketingToSalesPolicy,
    MarketingToSalesWorkflow,
)

NOW = datetime(2026, 11, 2, 10, 30, tzinfo=UTC)
WORKFLOW = MarketingToSalesWorkflow()
POLICY = MarketingToSalesPolicy()
CAMPAIGN: dict[str, Any] = {
    "campaign_id": "camp_1",
    "campaign_name": "Launch",
    "campaign_metrics": {"impressions": 50_000, "clicks": 2_500, "conversion_rate": 0.05},
    "key_messages": ["AI-powered automation", "24/7 customer support"],
    "zone": {"leads_generated": [], "Größe": 1.5},
}
LISTS = ("sales_briefs", "nurture_leads", "disqualified_leads", "rejected_leads")


def stream(keep: int | None) -> CampaignStream:
    return CampaignStream(
        CampaignInput.model_validate({**CAMPAIGN, "leads_generated": []}), POLICY, NOW, keep=keep
    )


def ordinary(leads: list[Any]) -> tuple[dict[str, Any], Any, str]:
    data = WORKFLOW.parse({**CAMPAIGN, "leads_generated": leads})
    package = WORKFLOW.transform(data, POLICY, NOW)
    return dict(package.payload), package.warnings, digest(data.canonical())


def check(leads: list[Any], keep: int | None) -> dict[str, Any]:
    """The stream against the ordinary run: every outcome, the digest, and the package as far as it goes."""
    payload, warnings, whole = ordinary(leads)
    campaign = stream(keep)
    outcomes = list(campaign.outcomes(iter(leads)))
    assert campaign.digest() == whole
    by_status: dict[str, list[Any]] = {}
    for outcome in outcomes:
        by_status.setdefault(outcome.status, []).append(outcome.document)
    expected = dict(
        zip(
            ("qualified", "nurture", "disqualified", "rejected"),
            (payload[name] for name in LISTS),
            strict=True,
        )
    )
    found = {status: by_status.get(status, []) for status in expected}
    found["qualified"].sort(key=lambda brief: -brief["qualification_score"])
    assert found == expected
    assert len(outcomes) == len(leads) == payload["counts"]["leads_in"]
    package = campaign.package("run_1")
    assert package.warnings == warnings
    shown = dict(package.payload)
    kept = shown.pop("kept_with_leads", None)
    assert (kept is not None) == (keep is not None and len(leads) > keep)
    for name in LISTS:
        assert shown[name] == payload[name][:keep], name
        if kept:
            assert kept["shown"][name] == len(shown[name])
    assert {**shown, **{name: payload[name] for name in LISTS}} == payload
    return shown


def lead(random: Random, number: int) -> Any:
    levels = ["low", "medium", "High", "very high", "none", None, "sky-high"]
    contact = {
        "name": random.choice(["Ada", "Grace Hopper", None]),
        "email": random.choice([f"p{number}@example.com", f"p{number}@example.com", "no address", None]),
        "phone": random.choice(["+49 30 901820", None]),
        "company": random.choice(["Tech Corp", None]),
    }
    found = {
        "id": random.choice([number, f"lead_{number}", "lead_1"]) if random.random() < 0.3 else f"n{number}",
        "contact_info": {name: value for name, value in contact.items() if value},
        "score": random.choice([None, 0, 12, 55.5, 60, 85, 100, 101, "85"]),
        "engagement_level": random.choice(levels),
        "budget_indicator": random.choice(levels[:-1]),
        "urgency": random.choice(levels[:-1]),
        "interests": random.choice([[], ["automation", "support"], ["  ", "AI"], None]),
        "pain_points": random.choice([[], ["manual processes"], ["no support at night"]]),
        "received_at": random.choice([None, "2026-10-01", "2026-11-01T08:00:00Z", "soon"]),
        "Größe": random.choice([1.0, 2.5, None]),
    }
    broken = random.random()
    if broken < 0.02:
        return "not a lead"
    if broken < 0.04:
        return {**found, "note": "x" * 10_001}
    return found


@pytest.mark.parametrize("keep", [None, 20, 1_000], ids=["all", "the first 20", "more than there are"])
def test_every_lead_of_hundreds_gets_what_the_ordinary_run_gives_it(keep: int | None) -> None:
    random = Random(7)
    shown = check([lead(random, number) for number in range(600)], keep)
    assert all(shown["counts"][name] > 20 for name in ("qualified", "nurture", "disqualified", "rejected"))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 40), st.sampled_from([None, 1, 3, 10]))
def test_any_campaign_gets_what_the_ordinary_run_gives_it(seed: int, size: int, keep: int | None) -> None:
    random = Random(seed)
    check([lead(random, number) for number in range(size)], keep)


def test_a_number_that_json_does_not_know_sets_its_lead_aside_and_no_other() -> None:
    leads = [{"id": "a", "contact_info": {"email": "a@b.example"}, "score": math.nan}, lead(Random(1), 1)]
    campaign = stream(None)
    first, _ = campaign.outcomes(leads)
    assert first.status == "rejected"
    assert campaign.package("run_1").payload["counts"]["leads_in"] == 2


def test_the_best_briefs_stay_whatever_their_place() -> None:
    leads = [
        {"id": f"n{number}", "contact_info": {"email": "a@b.example"}, "score": 60 + number % 41}
        for number in range(2_000)
    ]
    policy_leads = [{**one, "engagement_level": "high", "budget_indicator": "high"} for one in leads]
    shown = check(policy_leads, 50)
    assert len(shown["sales_briefs"]) == 50
    assert {brief["prospect_id"] for brief in shown["sales_briefs"][:2]} == {"n40", "n81"}

"""The guide's own samples, snippets and best practices, run as they are written."""

from __future__ import annotations

import importlib
import json
import re
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from core.metrics import MetricsCollector
from core.registry import CHAIN, Registry
from core.workflows import (
    feedback_to_offer,
    fulfillment_to_feedback,
    marketing_to_sales,
    offer_to_marketing,
    sales_to_fulfillment,
)

SAMPLES = Path(__file__).resolve().parents[1] / "sample_data"


def sample(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def run(name: str, raw: Any = None) -> dict[str, Any]:
    envelope = Registry().get(name).execute(sample(name) if raw is None else raw)
    assert envelope["success"], envelope
    return envelope


@pytest.mark.parametrize(
    ("name", "source", "target", "payload", "next_step"),
    [
        ("offer_to_marketing", "offer", "marketing", ["marketing_brief"], "marketing_campaign_creation"),
        (
            "marketing_to_sales",
            "marketing",
            "sales",
            ["sales_briefs", "qualified_leads_count"],
            "sales_engagement",
        ),
        ("sales_to_fulfillment", "sales", "fulfillment", ["work_order"], "project_initiation"),
        ("fulfillment_to_feedback", "fulfillment", "feedback", ["feedback_request"], "feedback_collection"),
        (
            "feedback_to_offer",
            "feedback",
            "offer",
            ["feedback_analysis", "recommendations"],
            "offer_refinement",
        ),
    ],
)
def test_every_sample_gives_the_guides_envelope(
    name: str, source: str, target: str, payload: list[str], next_step: str
) -> None:
    envelope = run(name)
    data = envelope["handoff_data"]
    assert re.fullmatch(rf"{name}_\d+", envelope["workflow_id"])
    assert data["workflow_id"] == envelope["workflow_id"]
    assert (data["source_domain"], data["target_domain"]) == (source, target)
    assert envelope["next_step"] == next_step
    assert set(payload) <= set(data)


def test_the_offer_becomes_the_guides_marketing_brief() -> None:
    brief = run("offer_to_marketing")["handoff_data"]["marketing_brief"]
    assert brief["campaign_name"] == "Widget Pro_launch"
    assert brief["target_audience"] == "Tech professionals aged 25-45"
    assert brief["key_messages"][:3] == [
        "AI-powered automation",
        "24/7 customer support",
        "Money-back guarantee",
    ]
    assert brief["campaign_objectives"][0] == "Build awareness"
    assert brief["budget_allocation"] == "$10,000"


def test_the_lead_becomes_the_guides_sales_brief() -> None:
    data = run("marketing_to_sales")["handoff_data"]
    brief = data["sales_briefs"][0]
    assert data["qualified_leads_count"] == 1
    assert brief["prospect_id"] == "lead_001"
    assert brief["qualification_score"] == 85
    assert brief["recommended_approach"] == "immediate_outreach_high_priority"
    assert brief["key_talking_points"]
    assert brief["next_actions"]


def test_the_deal_becomes_the_guides_work_order() -> None:
    order = run("sales_to_fulfillment")["handoff_data"]["work_order"]
    assert order["work_order_id"].startswith("WO_deal_123_")
    assert order["priority"] == "high"
    assert order["status"] == "pending_assignment"
    assert set(order["requirements"]) >= {"deliverables", "milestones", "resource_requirements"}


def test_the_project_becomes_the_guides_feedback_request() -> None:
    request = run("fulfillment_to_feedback")["handoff_data"]["feedback_request"]
    assert request["request_id"].startswith("FR_proj_123_")
    assert request["feedback_questions"]
    assert request["rating_categories"]
    assert request["collection_methods"]


def test_the_feedback_becomes_the_guides_analysis() -> None:
    data = run("feedback_to_offer")["handoff_data"]
    analysis, found = data["feedback_analysis"], data["recommendations"]
    assert analysis["overall_sentiment"] == "very_positive"
    assert analysis["client_satisfaction_score"] == 92
    assert "Strong communication" in analysis["key_strengths"]
    assert "Optimize delivery timelines" in analysis["improvement_areas"]
    assert "Ongoing support packages" in found["new_service_opportunities"]
    assert found["service_adjustments"]
    assert isinstance(found["pricing_adjustments"], dict)


def test_the_guides_unit_test_snippet(monkeypatch: pytest.MonkeyPatch) -> None:
    _alias_the_guides_packages(monkeypatch)
    module = importlib.import_module("workflows.offer_to_marketing")
    workflow = module.OfferToMarketingWorkflow()
    valid_data = {
        "product_name": "Test Product",
        "target_audience": "Test Audience",
        "value_proposition": "Test Value",
        "pricing_tier": "Standard",
        "unique_selling_points": ["Point 1"],
    }
    assert workflow.validate_offer(valid_data) == True  # noqa: E712 - as the guide writes it
    result = workflow.execute(valid_data)
    assert result["success"] == True  # noqa: E712 - as the guide writes it
    assert "handoff_data" in result


def test_the_guides_chain_runs_on_its_own_output() -> None:
    brief = run("offer_to_marketing")["handoff_data"]["marketing_brief"]
    sales = run("marketing_to_sales", brief)
    assert sales["handoff_data"]["qualified_leads_count"] == 0


def test_the_guides_metrics_snippet() -> None:
    metrics = MetricsCollector()
    start_time = time.time()
    workflow = Registry().get("offer_to_marketing")
    result = workflow.execute(sample("offer_to_marketing"))
    metrics.record_workflow_execution(
        workflow_id=result["workflow_id"], duration=time.time() - start_time, success=result["success"]
    )
    assert metrics.snapshot()["offer_to_marketing"].succeeded == 1


@pytest.mark.parametrize("name", CHAIN)
def test_a_missing_field_is_named(name: str) -> None:
    required = Registry().get(name).input_model.model_json_schema()["required"]
    raw = sample(name)
    del raw[required[0]]
    envelope = Registry().get(name).execute(raw)
    assert envelope["success"] is False
    assert required[0] in {problem["field"] for problem in envelope["errors"]}


def _alias_the_guides_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guide calls the package `workflows`; here the same modules lie in `core.workflows`."""
    package = ModuleType("workflows")
    monkeypatch.setitem(sys.modules, "workflows", package)
    for module in (
        offer_to_marketing,
        marketing_to_sales,
        sales_to_fulfillment,
        fulfillment_to_feedback,
        feedback_to_offer,
    ):
        monkeypatch.setitem(sys.modules, f"workflows.{module.__name__.rpartition('.')[2]}", module)

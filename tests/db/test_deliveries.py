"""What a delivered handoff leaves in the records, for each of the five."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from core.result import HandoffResult
from db.demo import load_demo
from db.tables.clients import Client, Contact
from db.tables.feedback import Rating, Recommendation, Response, Survey
from db.tables.fulfillment import Deliverable, Milestone, Payment, Project, WorkOrder
from db.tables.marketing import Campaign, Lead
from db.tables.offers import Offer, OfferVersion
from db.tables.runs import AuditLine, Handoff
from db.tables.sales import Deal, StageChange
from db.workspace import Workspace

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"


@pytest.fixture
def workspace(any_url: str) -> Any:
    opened = Workspace.open(any_url)
    yield opened
    opened.close()


def sample(name: str, **changes: Any) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return {**loaded, **changes}


def deliver(workspace: Workspace, name: str, raw: dict[str, Any] | None = None) -> HandoffResult:
    result = workspace.run(name, raw or sample(name))
    assert result.success, (result.error, result.problems)
    return result


def rows(workspace: Workspace, table: Any) -> list[Any]:
    with workspace.reading() as session:
        return list(session.exec(select(table).order_by(*table.__table__.primary_key)).all())


def test_a_brief_keeps_its_offer_version_and_campaign(workspace: Workspace) -> None:
    result = deliver(workspace, "offer_to_marketing")
    (offer,), (version,), (campaign,) = (rows(workspace, table) for table in (Offer, OfferVersion, Campaign))
    assert (offer.product_name, offer.current_version) == ("Widget Pro", 1)
    assert json.loads(version.terms_json)["marketing_budget"] == "$10,000"
    assert campaign.campaign_id == result.handoff_data["marketing_brief"]["campaign_id"]
    assert (campaign.offer_id, campaign.offer_version) == (offer.offer_id, 1)


def test_changed_terms_make_a_second_version_and_the_same_terms_none(workspace: Workspace) -> None:
    deliver(workspace, "offer_to_marketing")
    deliver(workspace, "offer_to_marketing", sample("offer_to_marketing", pricing_tier="$120 a month"))
    deliver(workspace, "offer_to_marketing")
    assert [version.number for version in rows(workspace, OfferVersion)] == [1, 2]
    assert rows(workspace, Offer)[0].current_version == 2


def test_every_lead_is_kept_and_a_second_handoff_updates_it(workspace: Workspace) -> None:
    campaign = sample("marketing_to_sales")
    lead = campaign["leads_generated"][0]
    leads = [lead, {**lead, "id": "cold", "score": 5, "engagement_level": "low"}, {"id": 7}, "no lead"]
    deliver(workspace, "marketing_to_sales", {**campaign, "leads_generated": leads})
    kept = rows(workspace, Lead)
    assert len(kept) == 4
    assert sorted(one.status for one in kept) == ["nurture", "qualified", "rejected", "rejected"]
    # The same file with one correction: nothing is added, also no second row of what was rejected.
    raised = {**lead, "score": 95}
    deliver(workspace, "marketing_to_sales", {**campaign, "leads_generated": [raised, *leads[1:]]})
    assert len(rows(workspace, Lead)) == 4
    again = [one for one in rows(workspace, Lead) if one.lead_id == "lead_001"]
    assert [one.score for one in again] == [89]


def test_a_won_deal_writes_client_deal_work_order_and_its_lines(workspace: Workspace) -> None:
    deliver(workspace, "sales_to_fulfillment")
    (client,), (contact,), (deal,) = (rows(workspace, table) for table in (Client, Contact, Deal))
    (order,) = rows(workspace, WorkOrder)
    assert (client.name, contact.email) == ("Tech Corp", "john@example.com")
    assert (deal.stage, deal.value_cents, deal.client_id) == ("closed_won", 5_000_000, client.client_id)
    assert [change.to_stage for change in rows(workspace, StageChange)] == ["closed_won"]
    assert order.deal_id == "deal_123"
    assert [payment.amount_cents for payment in rows(workspace, Payment)] == [2_500_000, 2_500_000]
    assert [point.kind for point in rows(workspace, Milestone)] == [
        "kickoff", "deliverable", "acceptance", "final_delivery",
    ]  # fmt: skip
    assert [line.name for line in rows(workspace, Deliverable)] == ["Website Design"]


def test_corrected_terms_replace_the_lines_of_the_same_work_order(workspace: Workspace) -> None:
    deliver(workspace, "sales_to_fulfillment")
    deal = sample("sales_to_fulfillment")
    deal["contract_terms"] = {"total_value": 60000, "payment_schedule": ["1/3 x"]}
    deal["contract_terms"]["payment_schedule"] = [
        "40% upfront",
        "30% on Website Design",
        "rest on completion",
    ]
    deliver(workspace, "sales_to_fulfillment", deal)
    assert len(rows(workspace, WorkOrder)) == 1
    assert sum(payment.amount_cents for payment in rows(workspace, Payment)) == 6_000_000
    assert len(rows(workspace, Payment)) == 3
    assert len(rows(workspace, Client)) == 1


def test_corrected_terms_take_nothing_back_that_was_done_or_paid(workspace: Workspace) -> None:
    deal = sample("sales_to_fulfillment")
    deliver(workspace, "sales_to_fulfillment", deal)
    workspace.inbox.accept(rows(workspace, Handoff)[0].id, "Tobias")
    workspace.deliverables.mark(rows(workspace, Deliverable)[0].id, completed=True, approved=True)
    for payment in rows(workspace, Payment):
        workspace.fulfillment.set_paid(payment.id, date(2025, 2, 10))
    done = [point.done_on for point in rows(workspace, Milestone)]
    added = {"name": "Training", "estimated_days": 2}
    deal["service_package"]["deliverables"].append(added)
    deliver(workspace, "sales_to_fulfillment", deal)
    kept, new = sorted(rows(workspace, Deliverable), key=lambda line: line.position)
    assert (kept.status, kept.client_approved, kept.project_id) == ("completed", True, "PRJ_deal_123")
    assert (new.name, new.status, new.project_id) == ("Training", "planned", None)
    assert [payment.paid_on for payment in rows(workspace, Payment)] == [date(2025, 2, 10)] * 2
    assert [point.done_on for point in rows(workspace, Milestone)][:2] == done[:2]
    assert None not in done[:2]
    deal["contract_terms"]["total_value"] = 60000
    deliver(workspace, "sales_to_fulfillment", deal)
    # 30,000 were never paid; the earlier 25,000 are to be looked at again.
    assert [payment.paid_on for payment in rows(workspace, Payment)] == [None, None]


def test_a_contract_of_hundreds_of_millions_is_kept_to_the_cent(workspace: Workspace) -> None:
    deal = sample("sales_to_fulfillment")
    deal["contract_terms"]["total_value"] = "$500,000,000.01"
    deliver(workspace, "sales_to_fulfillment", deal)
    assert rows(workspace, Deal)[0].value_cents == 50_000_000_001
    assert sum(payment.amount_cents for payment in rows(workspace, Payment)) == 50_000_000_001
    assert workspace.clients.page().rows["won_cents"].tolist() == [50_000_000_001]
    assert sum(workspace.reports.fulfillment.cash("USD")["amount"]) == 500_000_000.01


def test_accepting_a_work_order_starts_its_project(workspace: Workspace) -> None:
    deliver(workspace, "sales_to_fulfillment")
    workspace.inbox.accept(rows(workspace, Handoff)[0].id, "Tobias")
    (project,) = rows(workspace, Project)
    assert (project.project_id, project.status) == ("PRJ_deal_123", "active")
    assert [line.project_id for line in rows(workspace, Deliverable)] == ["PRJ_deal_123"]
    assert [bool(point.done_on) for point in rows(workspace, Milestone)] == [True, False, False, False]


def test_a_finished_project_keeps_its_survey(workspace: Workspace) -> None:
    deliver(workspace, "fulfillment_to_feedback")
    (survey,), (project,) = rows(workspace, Survey), rows(workspace, Project)
    assert survey.project_id == project.project_id == "proj_123"
    assert (project.status, survey.status) == ("completed", "ready")


def test_an_answer_keeps_ratings_and_each_recommendation(workspace: Workspace) -> None:
    deliver(workspace, "feedback_to_offer")
    (response,) = rows(workspace, Response)
    assert (response.satisfaction, response.sentiment) == (92, "very_positive")
    assert len(rows(workspace, Rating)) == 5
    assert "Ongoing support packages" in {line.proposal for line in rows(workspace, Recommendation)}


def test_a_decided_recommendation_outlives_new_answers(workspace: Workspace) -> None:
    deliver(workspace, "feedback_to_offer")
    before = rows(workspace, Recommendation)
    workspace.feedback.decide(before[0].id, accept=False, reason="Not now")
    changed = sample("feedback_to_offer")
    changed["ratings"]["timeliness"] = [2]
    deliver(workspace, "feedback_to_offer", changed)
    after = rows(workspace, Recommendation)
    assert [line.status for line in after if line.proposal == before[0].proposal] == ["declined"]
    assert len({line.proposal for line in after}) == len(after)


def test_each_delivery_has_its_inbox_line_and_its_audit_line(workspace: Workspace) -> None:
    names = ("offer_to_marketing", "sales_to_fulfillment", "feedback_to_offer")
    for name in names:
        deliver(workspace, name)
    assert [line.workflow for line in rows(workspace, Handoff)] == list(names)
    assert {line.workflow_id for line in rows(workspace, AuditLine)} == {
        line.workflow_id for line in rows(workspace, Handoff)
    }


def test_the_loop_closes_drafts_are_valid_inputs_all_the_way_round(workspace: Workspace) -> None:
    brief = deliver(workspace, "offer_to_marketing").handoff_data["marketing_brief"]
    leads = sample("marketing_to_sales")["leads_generated"]
    campaign = workspace.marketing.draft(brief["campaign_id"])
    deliver(workspace, "marketing_to_sales", {**campaign, "leads_generated": leads})
    prospect = workspace.sales.prospects().rows.iloc[0]
    deal_id = workspace.deals.open_deal(
        lead_pk=int(prospect["id"]), name="Website", value="$12,000", owner="Ada", expected_close_on=None
    )
    deal = workspace.deals.draft(deal_id)
    assert deal["promises"] == brief["unique_selling_points"]
    sold = sample("sales_to_fulfillment")
    deal["service_package"] = sold["service_package"]
    deal["contract_terms"]["payment_schedule"] = ["50% upfront", "50% on completion"]
    deal["payment_status"] = "paid"
    deliver(workspace, "sales_to_fulfillment", deal)
    workspace.inbox.accept(int(workspace.inbox.waiting("fulfillment")["id"].iloc[0]), "Lena")
    (project,) = rows(workspace, Project)
    for line in rows(workspace, Deliverable):
        workspace.deliverables.mark(line.id, completed=True, approved=True)
    request = deliver(
        workspace, "fulfillment_to_feedback", workspace.fulfillment.draft(project.project_id)
    ).handoff_data["feedback_request"]
    answers = workspace.feedback.draft(request["request_id"])
    answers |= {name: sample("feedback_to_offer")[name] for name in ("responses", "ratings")}
    deliver(workspace, "feedback_to_offer", answers)
    line = next(one for one in rows(workspace, Recommendation) if one.kind == "service_adjustment")
    assert workspace.feedback.decide(line.id, accept=True, reason="They asked") == 2
    offer_id = rows(workspace, Offer)[0].offer_id
    draft = workspace.offers.draft(offer_id)
    draft["unique_selling_points"] = ["Dates you can check", *draft["unique_selling_points"]]
    deliver(workspace, "offer_to_marketing", draft)
    assert [(one.number, one.status) for one in rows(workspace, OfferVersion)] == [
        (1, "published"),
        (2, "published"),
    ]


def test_the_demo_agency_goes_round_twice_and_only_the_meant_run_is_refused(tmp_path: Path) -> None:
    workspace = Workspace.open(f"sqlite:///{tmp_path / 'demo.db'}")
    shares = list(load_demo(workspace))
    assert shares[-1] == 1.0
    runs = workspace.runs.page(size=200).rows
    assert runs[runs["outcome"] != "delivered"]["outcome"].tolist() == ["refused"]
    assert (runs["started_at"].max() - runs["started_at"].min()).days > 150
    returned = [line for line in rows(workspace, Handoff) if line.status == "returned"]
    assert len(returned) == 1
    workspace.close()

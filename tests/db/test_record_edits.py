"""Edits of records on every database: what each refuses, what it keeps, and who is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from core.deliverables import DeliverableProgress
from core.errors import HandoffRefused, InputRejected
from db.tables.fulfillment import Deliverable, Milestone, Payment
from db.tables.offers import OfferVersion
from db.tables.runs import AuditLine
from db.tables.sales import StageChange
from db.workspace import Workspace

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"


@pytest.fixture
def workspace(any_url: str) -> Iterator[Workspace]:
    opened = Workspace.open(any_url)
    yield opened
    opened.close()


def run_sample(workspace: Workspace, name: str, **changes: Any) -> None:
    raw = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    result = workspace.run(name, {**raw, **changes})
    assert result.success, (result.error, result.problems)


def all_rows(workspace: Workspace, table: Any) -> list[Any]:
    with workspace.reading() as session:
        return list(session.exec(select(table).order_by(table.id)).all())


def audit(workspace: Workspace) -> list[tuple[str, str]]:
    lines = all_rows(workspace, AuditLine)
    return [(line.action, line.summary) for line in lines if not line.action.startswith("hand over")]


def open_deal(workspace: Workspace, **changes: Any) -> str:
    lead = int(workspace.sales.prospects().rows["id"].iloc[0])
    given: dict[str, Any] = {"name": "Website", "value": "900", "owner": "Eve", "expected_close_on": None}
    return workspace.deals.open_deal(lead_pk=lead, **(given | changes))


def started_project(workspace: Workspace) -> list[Any]:
    run_sample(workspace, "sales_to_fulfillment")
    workspace.inbox.accept(int(workspace.inbox.waiting("fulfillment")["id"].iloc[0]), owner="Tobias")
    return all_rows(workspace, Deliverable)


def test_an_opened_deal_keeps_its_history_and_marks_its_lead_contacted(workspace: Workspace) -> None:
    run_sample(workspace, "marketing_to_sales")
    assert len(workspace.reports.home.hot_leads_without_deal()) == 1
    first = open_deal(workspace, name="  ", owner=" ", expected_close_on=date(2025, 3, 1))
    kept = workspace.deals.deal(first)
    assert (kept.name, kept.owner, kept.expected_close_on) == ("Tech Corp", workspace.actor, date(2025, 3, 1))
    assert [(line.from_stage, line.to_stage) for line in all_rows(workspace, StageChange)] == [(None, "new")]
    assert audit(workspace) == [("open deal", "Opened Tech Corp")]
    assert workspace.reports.home.hot_leads_without_deal().empty
    # More work for the same person is a second deal; the list still names the person once.
    second = open_deal(workspace)
    found = workspace.sales.prospects()
    assert (found.total, found.rows["deal_id"].tolist()) == (1, [second])


@pytest.mark.parametrize("value", ["-5", "about 5k", "$99 or $120", "1e30", "NaN"])
def test_a_value_that_is_no_amount_opens_no_deal(workspace: Workspace, value: str) -> None:
    run_sample(workspace, "marketing_to_sales")
    with pytest.raises(InputRejected) as caught:
        open_deal(workspace, value=value)
    assert [problem.field for problem in caught.value.problems] == ["value"]
    assert workspace.deals.page().rows.empty


def test_a_deal_may_be_opened_before_its_value_is_known(workspace: Workspace) -> None:
    run_sample(workspace, "marketing_to_sales")
    deal_id = open_deal(workspace, value=" ")
    assert workspace.deals.deal(deal_id).value_cents is None
    assert workspace.deals.draft(deal_id)["contract_terms"]["total_value"] == ""


@pytest.mark.parametrize(
    ("stage", "more", "told"),
    [
        ("closed_won", {}, "handing it over to fulfillment"),
        ("closed_lost", {"lost_reason": "  "}, "why the deal was lost"),
        ("somewhere", {}, "The stages are: New, Contacted"),
        ("proposal", {"version": 7}, "changed this record"),
    ],
    ids=["won", "lost without a reason", "no such stage", "changed meanwhile"],
)
def test_a_move_that_is_refused_changes_nothing(
    workspace: Workspace, stage: str, more: dict[str, Any], told: str
) -> None:
    run_sample(workspace, "marketing_to_sales")
    deal_id = open_deal(workspace)
    with pytest.raises(HandoffRefused, match=told):
        workspace.deals.move(deal_id, stage, **more)
    kept = workspace.deals.deal(deal_id)
    assert (kept.stage, kept.version, kept.closed_on) == ("new", 1, None)
    assert len(all_rows(workspace, StageChange)) == 1


def test_a_won_deal_moves_no_more_and_a_lost_one_can_be_reopened(workspace: Workspace) -> None:
    run_sample(workspace, "sales_to_fulfillment")
    with pytest.raises(HandoffRefused, match="This deal is won"):
        workspace.deals.move("deal_123", "proposal")
    run_sample(workspace, "marketing_to_sales")
    deal_id = open_deal(workspace)
    workspace.deals.move(deal_id, "closed_lost", lost_reason="Price")
    workspace.deals.move(deal_id, "contacted")
    kept = workspace.deals.deal(deal_id)
    assert (kept.stage, kept.lost_reason, kept.closed_on, kept.version) == ("contacted", None, None, 3)


def test_a_move_to_where_it_stands_is_no_change(workspace: Workspace) -> None:
    run_sample(workspace, "marketing_to_sales")
    deal_id = open_deal(workspace)
    workspace.deals.move(deal_id, "new", version=1)
    assert workspace.deals.deal(deal_id).version == 1


def at_once(act: Callable[[int], Any]) -> list[str]:
    """What four people are told who do the same at the same moment."""

    def one(number: int) -> str:
        try:
            act(number)
        except HandoffRefused:
            return "told"
        return "done"

    with ThreadPoolExecutor(4) as pool:
        return sorted(pool.map(one, range(4)))


def test_of_four_editors_at_once_one_moves_the_deal_and_three_are_told(workspace: Workspace) -> None:
    run_sample(workspace, "marketing_to_sales")
    deal_id = open_deal(workspace)
    stages = ["contacted", "proposal", "negotiation", "contacted"]
    answers = at_once(lambda number: workspace.deals.move(deal_id, stages[number], version=1))
    assert answers == ["done", "told", "told", "told"]
    assert len(all_rows(workspace, StageChange)) == 2


def test_of_four_decisions_at_once_one_counts(workspace: Workspace) -> None:
    run_sample(workspace, "feedback_to_offer")
    line = int(workspace.feedback.recommendations()["id"].iloc[0])
    answers = at_once(lambda number: workspace.feedback.decide(line, accept=False, reason=str(number)))
    assert answers == ["done", "told", "told", "told"]


def test_recommendations_accepted_at_once_gather_in_one_draft(workspace: Workspace) -> None:
    offer_id = offer_with_feedback(workspace)
    lines = workspace.feedback.recommendations()["id"].tolist()
    assert len(lines) >= 2
    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(lambda line: workspace.feedback.decide(line, accept=True, reason=""), lines))
    assert set(numbers) == {2}
    newest = workspace.offers.versions(offer_id).iloc[0]
    assert len(newest["change_note"].splitlines()) == len(lines)


def offer_with_feedback(workspace: Workspace) -> str:
    run_sample(workspace, "offer_to_marketing")
    offer_id = str(workspace.offers.overview()["offer_id"].iloc[0])
    run_sample(workspace, "feedback_to_offer", offer_id=offer_id)
    return offer_id


def test_an_accepted_recommendation_becomes_a_draft_that_is_then_published(workspace: Workspace) -> None:
    offer_id = offer_with_feedback(workspace)
    line = workspace.feedback.recommendations().iloc[0]
    number = workspace.feedback.decide(int(line["id"]), accept=True, reason=" They asked ")
    assert number == 2
    draft = workspace.offers.versions(offer_id).iloc[0]
    assert (draft["status"], draft["hypothesis"], draft["change_note"]) == (
        "draft", "They asked", line["proposal"],
    )  # fmt: skip
    decided = workspace.feedback.recommendations(offer_id=offer_id, status="accepted").iloc[0]
    assert (decided["offer_version"], decided["decided_by"]) == (2, workspace.actor)
    # Until it is handed over, the published version is the one that is sold.
    assert workspace.offers.overview()[["current_version", "drafts"]].values.tolist() == [[1, 1]]
    terms = {**workspace.offers.draft(offer_id), "value_proposition": "Dates you can check"}
    assert workspace.run("offer_to_marketing", terms).success
    versions = all_rows(workspace, OfferVersion)
    assert [(one.number, one.status) for one in versions] == [(1, "published"), (2, "published")]
    assert versions[1].change_note == line["proposal"]
    assert json.loads(versions[1].terms_json)["value_proposition"] == "Dates you can check"
    assert workspace.offers.overview()[["current_version", "drafts"]].values.tolist() == [[2, 0]]


def test_a_recommendation_is_decided_once_and_declined_only_with_a_reason(workspace: Workspace) -> None:
    run_sample(workspace, "feedback_to_offer")
    line = int(workspace.feedback.recommendations()["id"].iloc[0])
    with pytest.raises(HandoffRefused, match="Say why"):
        workspace.feedback.decide(line, accept=False, reason=" ")
    # Feedback on something that is no offer here can be accepted; there is no offer to draft.
    assert workspace.feedback.decide(line, accept=True, reason="") is None
    with pytest.raises(HandoffRefused, match=f"already accepted by {workspace.actor}"):
        workspace.feedback.decide(line, accept=False, reason="No")


def test_an_offer_that_is_not_known_here_drafts_nothing(workspace: Workspace) -> None:
    run_sample(workspace, "feedback_to_offer", offer_id="offer_elsewhere")
    line = int(workspace.feedback.recommendations()["id"].iloc[0])
    with pytest.raises(HandoffRefused, match="define it in Offers first"):
        workspace.feedback.decide(line, accept=True, reason="")
    assert workspace.feedback.recommendations()["status"].iloc[0] == "proposed"


def test_a_completed_deliverable_reaches_its_milestone_and_can_be_taken_back(workspace: Workspace) -> None:
    (line,) = started_project(workspace)
    workspace.deliverables.mark(line.id, completed=True, approved=False, on=date(2025, 2, 14))
    (kept,) = all_rows(workspace, Deliverable)
    assert (kept.status, kept.client_approved, kept.completed_at.date()) == (
        "completed", False, date(2025, 2, 14),
    )  # fmt: skip
    reached = {point.kind: point.done_on for point in all_rows(workspace, Milestone)}
    assert reached["deliverable"] == date(2025, 2, 14)
    assert reached["final_delivery"] is None
    workspace.deliverables.mark(line.id, completed=False, approved=False)
    (kept,) = all_rows(workspace, Deliverable)
    assert (kept.status, kept.completed_at) == ("in_progress", None)
    assert {point.kind: point.done_on for point in all_rows(workspace, Milestone)}["deliverable"] is None


def test_of_two_people_who_change_a_deliverable_the_second_is_told(workspace: Workspace) -> None:
    (line,) = started_project(workspace)
    seen = DeliverableProgress("planned")
    first = DeliverableProgress("in_progress", date(2025, 2, 3))
    workspace.deliverables.change(line.id, first, seen=seen)
    with pytest.raises(HandoffRefused, match="Somebody changed this record"):
        workspace.deliverables.change(
            line.id, DeliverableProgress("completed", None, date(2025, 2, 14)), seen=seen
        )
    (kept,) = all_rows(workspace, Deliverable)
    assert (kept.status, kept.started_on, kept.completed_at) == ("in_progress", date(2025, 2, 3), None)
    # Whoever looked again may go on; the day it began stays when it is only marked as done.
    workspace.deliverables.mark(line.id, completed=True, on=date(2025, 2, 14))
    (kept,) = all_rows(workspace, Deliverable)
    assert (kept.status, kept.started_on, kept.completed_at.date()) == (
        "completed", date(2025, 2, 3), date(2025, 2, 14),
    )  # fmt: skip


def test_nothing_is_approved_before_it_is_completed(workspace: Workspace) -> None:
    (line,) = started_project(workspace)
    with pytest.raises(HandoffRefused, match="once it is completed"):
        workspace.deliverables.mark(line.id, completed=False, approved=True)
    assert all_rows(workspace, Deliverable)[0].status == "planned"


def test_the_deliverables_of_a_project_that_was_handed_over_are_closed(workspace: Workspace) -> None:
    (line,) = started_project(workspace)
    workspace.deliverables.mark(line.id, completed=True, approved=True)
    draft = workspace.fulfillment.draft("PRJ_deal_123")
    assert workspace.run("fulfillment_to_feedback", draft).success
    with pytest.raises(HandoffRefused, match="closed"):
        workspace.deliverables.mark(line.id, completed=False, approved=False)
    (project,) = workspace.fulfillment.projects().to_dict("records")
    assert (project["status"], project["completed"], project["deliverables"]) == ("completed", 1, 1)
    assert None not in [point.done_on for point in all_rows(workspace, Milestone)]


def test_a_payment_is_noted_in_the_story_of_its_client(workspace: Workspace) -> None:
    started_project(workspace)
    first = all_rows(workspace, Payment)[0]
    workspace.fulfillment.set_paid(first.id, date(2025, 2, 10))
    assert all_rows(workspace, Payment)[0].paid_on == date(2025, 2, 10)
    (client,) = workspace.clients.page().rows["client_id"]
    [paid] = [one for one in workspace.client_timeline.events(client) if one.kind == "payment"]
    assert (paid.detail, paid.at.date(), paid.is_day) == (first.label, date(2025, 2, 10), True)


def test_the_story_of_a_client_goes_on_to_its_survey_and_answers(workspace: Workspace) -> None:
    (line,) = started_project(workspace)
    workspace.deliverables.mark(line.id, completed=True, approved=True)
    draft = workspace.fulfillment.draft("PRJ_deal_123")
    survey = workspace.run("fulfillment_to_feedback", draft).handoff_data["feedback_request"]
    answer = workspace.feedback.draft(survey["request_id"]) | {"ratings": {"overall_satisfaction": [5]}}
    assert workspace.run("feedback_to_offer", answer).success
    client: Any = next(workspace.clients.page().rows.itertuples())
    told = [one.kind for one in workspace.client_timeline.events(client.client_id)]
    assert told[:2] == ["answer", "survey"]
    assert (client.deals, client.projects, client.won_cents, float(client.satisfaction)) == (
        1, 1, 5_000_000, 100,
    )  # fmt: skip
    assert workspace.clients.responses(client.client_id)["sentiment"].iloc[0]


@pytest.mark.parametrize(
    "act",
    [
        lambda workspace: workspace.deals.deal("gone"),
        lambda workspace: workspace.sales.brief(99),
        lambda workspace: workspace.deals.draft("gone"),
        lambda workspace: workspace.marketing.brief("gone"),
        lambda workspace: workspace.marketing.draft("gone"),
        lambda workspace: workspace.offers.draft("gone"),
        lambda workspace: workspace.clients.client("gone"),
        lambda workspace: workspace.fulfillment.document("gone"),
        lambda workspace: workspace.fulfillment.draft("gone"),
        lambda workspace: workspace.deliverables.mark(99, completed=True, approved=False),
        lambda workspace: workspace.fulfillment.set_paid(99, None),
        lambda workspace: workspace.feedback.request("gone"),
        lambda workspace: workspace.feedback.analysis("gone"),
        lambda workspace: workspace.feedback.draft("gone"),
        lambda workspace: workspace.feedback.decide(99, accept=True, reason=""),
        lambda workspace: workspace.runs.detail("gone"),
    ],
    ids=lambda act: " ".join(act.__code__.co_names),
)
def test_a_record_that_is_gone_is_told_in_a_sentence(workspace: Workspace, act: Any) -> None:
    with pytest.raises(HandoffRefused, match=r"There is no .* any more|has no version"):
        act(workspace)


@pytest.mark.parametrize("sign", ["%", "_", "\\", "'", "%_", "100%"])
def test_a_search_finds_signs_as_they_are_written(workspace: Workspace, sign: str) -> None:
    leads = [
        {"id": str(n), "contact_info": {"name": name, "email": f"{n}@example.com"}, "score": 90}
        for n, name in enumerate(["plain", f"with {sign} in it", "x00x"])
    ]
    run_sample(workspace, "marketing_to_sales", leads_generated=leads)
    for found in (workspace.marketing.leads(search=sign), workspace.sales.prospects(search=f" {sign} ")):
        assert found.rows["name"].tolist() == [f"with {sign} in it"]

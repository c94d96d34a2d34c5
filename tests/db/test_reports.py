"""Every figure of a report, counted by hand over rows that are written here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.errors import InputRejected
from db.tables.clients import Client
from db.tables.feedback import (
    PromiseAnswer,
    Rating,
    Recommendation,
    Response,
    ResponseFigures,
    Survey,
)
from db.tables.fulfillment import Milestone, Payment, Project, WorkOrder
from db.tables.marketing import Campaign, Lead
from db.tables.runs import Handoff, Run
from db.tables.sales import Deal, StageChange
from db.workspace import Workspace

NOW = datetime(2025, 6, 15, 12, tzinfo=UTC)
TODAY = NOW.date()
STAMPS: dict[str, Any] = {"created_at": NOW, "updated_at": NOW}


@dataclass(frozen=True)
class Noon:
    """Always the same moment."""

    def now(self) -> datetime:
        return NOW


@pytest.fixture
def workspace(any_url: str) -> Iterator[Workspace]:
    opened = Workspace.open(any_url)
    yield opened.at(Noon())
    opened.close()


def store(workspace: Workspace, *rows: Any) -> None:
    with workspace.editing() as session:
        for row in rows:
            session.add(row)
            session.flush()


def campaign(name: str, days_ago: int = 0) -> Campaign:
    created = NOW - timedelta(days=days_ago)
    return Campaign(campaign_id=name, name=name, status="active", created_at=created, updated_at=created)


def lead(number: int, status: str, score: int | None, band: str | None, **more: Any) -> Lead:
    given: dict[str, Any] = {"campaign_id": "C", "lead_id": str(number), "input_json": "{}", **STAMPS, **more}
    return Lead(status=status, score=score, band=band, **given)


def deal(name: str, stage: str, cents: int | None, currency: str = "USD", **more: Any) -> Deal:
    given: dict[str, Any] = {"deal_id": name, "name": name, "company_name": name, **STAMPS, **more}
    return Deal(stage=stage, value_cents=cents, currency=currency, **given)


def change(name: str, stage: str) -> StageChange:
    return StageChange(deal_id=name, to_stage=stage, changed_at=NOW, changed_by="Ada")


def order(name: str = "WO", *, ends_on: date = TODAY) -> tuple[Any, ...]:
    """A client with a deal and its work order, all of that name."""
    return (
        Client(client_id=name, name=f"Client {name}", name_key=name, **STAMPS),
        deal(name, "closed_won", 100_000, client_id=name),
        WorkOrder(
            work_order_id=name,
            deal_id=name,
            client_id=name,
            status="accepted",
            priority="high",
            ends_on=ends_on,
            value_cents=100_000,
            currency="USD",
            document_json="{}",
            **STAMPS,
        ),
    )


def payment(cents: int, due_on: date | None, paid_on: date | None = None, currency: str = "USD") -> Payment:
    given: dict[str, Any] = {"work_order_id": "WO", "position": 0, "label": str(cents)}
    return Payment(amount_cents=cents, currency=currency, due_on=due_on, paid_on=paid_on, **given)


def response(name: str, satisfaction: int | None, days_ago: int, recommend: Any = None) -> Response:
    return Response(
        feedback_id=name,
        satisfaction=satisfaction,
        received_at=NOW - timedelta(days=days_ago),
        workflow_id="w",
        answers_json=json.dumps({"likelihood_to_recommend": recommend}),
        analysis_json="{}",
    )


def run(number: int, duration_ms: float, outcome: str = "delivered", **more: Any) -> Run:
    given: dict[str, Any] = {
        "workflow_id": f"run_{number}",
        "workflow": "greet",
        "version": "1",
        "policy_version": 1,
        "source": "sales",
        "target": "fulfillment",
        "title": "",
        "started_at": NOW,
        "actor": "Ada",
        "trigger": "page",
        "warnings": 0,
        "raw_json": "{}",
        "result_json": "{}",
    }
    return Run(outcome=outcome, duration_ms=duration_ms, **(given | more))


def test_the_funnel_counts_who_got_that_far_also_when_lost_since(workspace: Workspace) -> None:
    leads = [lead(n, "qualified", 90, "hot") for n in range(3)]
    store(workspace, campaign("C"), *leads, lead(4, "nurture", 40, "cold"), lead(5, "rejected", None, None))
    store(workspace, deal("a", "contacted", 1), deal("b", "closed_lost", 1), deal("c", "closed_won", 1))
    store(workspace, change("a", "contacted"))
    store(workspace, change("b", "proposal"), change("b", "negotiation"), change("b", "closed_lost"))
    store(workspace, change("c", "closed_won"))
    assert workspace.reports.sales.funnel().to_dict("list") == {
        "stage": ["Leads", "Qualified", "Deal opened", "Proposal", "Won"],
        "deals": [5, 3, 3, 2, 1],
    }
    assert workspace.reports.sales.closed() == (1, 1)


def test_the_pipeline_is_weighted_stage_by_stage_in_one_currency(workspace: Workspace) -> None:
    store(workspace, deal("a", "proposal", 10_000_00), deal("b", "proposal", 500_50))
    store(workspace, deal("c", "negotiation", 2_000_00), deal("no value yet", "new", None))
    store(workspace, deal("euros", "proposal", 7_000_00, "EUR"), deal("won", "closed_won", 900_000_00))
    found = workspace.reports.sales.pipeline("USD").set_index("stage")
    assert found["deals"].to_dict() == {"New": 1, "Contacted": 0, "Proposal": 2, "Negotiation": 1}
    assert found["value"].tolist() == [0, 0, 10_500.50, 2_000]
    # 10,500.50 × 45 % and 2,000 × 70 %
    assert found["weighted"].tolist() == pytest.approx([0, 0, 4_725.225, 1_400])


def test_payments_stand_in_the_month_they_came_in_or_are_due(workspace: Workspace) -> None:
    yesterday, tomorrow = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    store(workspace, *order())
    store(workspace, payment(10_000, date(2025, 4, 1), paid_on=date(2025, 5, 2)))
    store(workspace, payment(5_000, date(2025, 5, 30), paid_on=date(2025, 5, 30)))
    store(workspace, payment(700, yesterday), payment(30, TODAY), payment(1, tomorrow))
    store(workspace, payment(99, None), payment(8_000, yesterday, currency="EUR"))
    cash = workspace.reports.fulfillment.cash("USD")
    assert [(line.month, line.state, line.amount) for line in cash.itertuples()] == [
        (date(2025, 5, 1), "paid", 150.0),
        (date(2025, 6, 1), "due", 0.31),
        (date(2025, 6, 1), "overdue", 7.0),
    ]
    assert workspace.reports.fulfillment.cash("CHF").empty


def test_a_milestone_is_late_from_the_day_after_it_was_due(workspace: Workspace) -> None:
    store(workspace, *order())
    for position, (due, done) in enumerate(
        [(TODAY - timedelta(days=1), None), (TODAY, None), (date(2025, 1, 1), date(2025, 2, 1))]
    ):
        given: dict[str, Any] = {
            "work_order_id": "WO",
            "position": position,
            "name": str(position),
            "kind": "deliverable",
        }
        store(workspace, Milestone(due_on=due, done_on=done, **given))
    found = workspace.reports.fulfillment.milestones()
    assert dict(zip(found["milestone"], found["state"], strict=True)) == {
        "2": "done",
        "0": "late",
        "1": "planned",
    }
    assert set(found["project"]) == {"Client WO"}


def test_the_average_rating_is_the_mean_of_responses_with_ratings(workspace: Workspace) -> None:
    assert workspace.reports.feedback.mean_satisfaction() == (None, 0)
    store(workspace, response("a", 90, 0), response("b", 70, 14), response("no ratings", None, 1))
    store(workspace, response("c", 40, 15))
    mean, n = workspace.reports.feedback.mean_satisfaction()
    assert n == 3
    assert mean == pytest.approx(200 / 3)


def test_csat_counts_four_and_five_stars_of_overall_satisfaction_only(workspace: Workspace) -> None:
    assert workspace.reports.feedback.csat() == (0, 0)
    store(workspace, response("a", 90, 0, [10, 3]), response("b", 90, 0), response("c", 90, 0, [0]))
    for category, value in [("overall_satisfaction", star) for star in (5, 4, 3.5, 3)] + [("timeliness", 5)]:
        store(workspace, Rating(feedback_id="a", category=category, value=value, received_at=NOW))
    assert workspace.reports.feedback.csat() == (2, 4)
    assert workspace.reports.feedback.by_category().to_dict("list") == {
        "category": ["Overall satisfaction", "Timeliness"],
        "key": ["overall_satisfaction", "timeliness"],
        "mean": [3.875, 5],
        "n": [4, 1],
    }


def test_scores_stand_in_steps_of_five_and_a_score_from_nothing_is_not_drawn(workspace: Workspace) -> None:
    store(workspace, campaign("C"), lead(1, "qualified", 80, "hot"), lead(2, "qualified", 84, "hot"))
    store(workspace, lead(3, "nurture", 79, "warm"), lead(4, "nurture", 50, "insufficient_data"))
    store(workspace, lead(5, "rejected", None, None))
    found = workspace.reports.marketing.score_distribution()
    assert found.values.tolist() == [[75, "warm", 1], [80, "hot", 2]]
    assert workspace.reports.marketing.score_distribution("another").empty
    assert workspace.reports.marketing.leads_by_status() == {"qualified": 2, "nurture": 2, "rejected": 1}
    assert workspace.reports.marketing.bands_by_campaign()["leads"].sum() == 3


def test_only_the_twelve_newest_campaigns_are_compared(workspace: Workspace) -> None:
    for age in range(14):
        name = f"c{age:02}"
        store(workspace, campaign(name, age), lead(1, "qualified", 90, "hot", campaign_id=name))
    found = workspace.reports.marketing.bands_by_campaign()["campaign"].tolist()
    assert found == [f"c{age:02}" for age in range(12)]


def test_durations_are_the_median_and_the_slowest_twentieth(workspace: Workspace) -> None:
    assert workspace.reports.runs.durations().empty
    store(workspace, *(run(n, float(n)) for n in range(101)))
    (line,) = workspace.reports.runs.durations().itertuples()
    assert (line.workflow, line.p50_ms, line.p95_ms, line.runs) == ("greet", 50.0, 95.0, 101)


def test_runs_are_counted_by_day_for_a_year(workspace: Workspace) -> None:
    day_before = NOW - timedelta(days=1)
    store(workspace, run(1, 1.0), run(2, 1.0), run(3, 1.0, "failed", code="delivery_failed"))
    store(workspace, run(4, 1.0, started_at=day_before), run(5, 1.0, started_at=NOW - timedelta(days=366)))
    found = workspace.reports.runs.outcomes()
    lines = {(f"{line.day:%Y-%m-%d}", line.outcome, line.runs) for line in found.itertuples()}
    assert lines == {
        ("2025-06-14", "delivered", 1),
        ("2025-06-15", "delivered", 2),
        ("2025-06-15", "delivery_failed", 1),
    }
    assert workspace.reports.runs.outcomes("another").empty


def test_home_counts_what_is_open(workspace: Workspace) -> None:
    assert set(workspace.reports.home.counts().values()) == {0}
    store(workspace, campaign("C"), lead(1, "rejected", None, None), deal("a", "new", 1), run(1, 1.0))
    store(workspace, *order(), deal("b", "closed_lost", 1), response("a", 50, 0))
    for name, status in (("p", "active"), ("q", "completed")):
        store(workspace, Project(project_id=name, client_id="WO", name=name, status=status, **STAMPS))
    assert workspace.reports.home.counts() == {
        "offers": 0,
        "campaigns": 1,
        "leads": 1,
        "open_deals": 1,
        "won_deals": 1,
        "active_projects": 1,
        "responses": 1,
        "runs": 1,
    }


def test_home_names_the_money_that_is_late_largest_first(workspace: Workspace) -> None:
    late = TODAY - timedelta(days=1)
    store(workspace, *order())
    store(workspace, payment(100, late), payment(900, late), payment(500, late, paid_on=TODAY))
    store(workspace, payment(700, TODAY), *(payment(n, late) for n in range(1, 7)))
    assert workspace.reports.home.overdue_payments()["amount_cents"].tolist() == [900, 100, 6, 5, 4]


def test_home_names_active_projects_past_their_end(workspace: Workspace) -> None:
    store(workspace, *order())
    for name, status, ends in (
        ("late", "active", TODAY - timedelta(days=1)),
        ("today", "active", TODAY),
        ("done", "completed", TODAY - timedelta(days=9)),
        ("open end", "active", None),
    ):
        given: dict[str, Any] = {"client_id": "WO", "name": name, "status": status, "planned_end_on": ends}
        store(workspace, Project(project_id=name, **given, **STAMPS))
    assert workspace.reports.home.late_projects()["project_id"].tolist() == ["late"]


def test_home_names_clients_of_the_last_quarter_below_sixty(workspace: Workspace) -> None:
    store(workspace, response("sixty", 60, 0), response("low", 20, 89), response("old", 10, 91))
    store(workspace, response("lower", 59, 1), response("none", None, 1))
    unhappy = workspace.reports.home.unhappy_clients
    assert unhappy()["feedback_id"].tolist() == ["low", "lower"]
    workspace.follow_ups.log("low", channel="phone", outcome="no_answer")
    assert unhappy()["feedback_id"].tolist() == ["low", "lower"]
    workspace.follow_ups.log("low", channel="phone", outcome="agreed")
    assert unhappy()["feedback_id"].tolist() == ["lower"]


def test_home_names_hot_leads_that_nobody_contacted_the_first_due_on_top(workspace: Workspace) -> None:
    store(workspace, campaign("C"))
    store(workspace, lead(1, "qualified", 90, "hot", next_action_due_at=NOW + timedelta(hours=2)))
    store(workspace, lead(2, "qualified", 85, "hot", next_action_due_at=NOW))
    store(workspace, lead(3, "qualified", 95, "hot", contacted_at=NOW), lead(4, "qualified", 70, "warm"))
    assert workspace.reports.home.hot_leads_without_deal()["score"].tolist() == [85, 90]


def test_home_names_runs_of_the_last_week_that_did_not_pass(workspace: Workspace) -> None:
    store(workspace, run(1, 1.0, "refused"), run(2, 1.0), run(3, 1.0, "failed"))
    store(workspace, run(4, 1.0, "failed", started_at=NOW - timedelta(days=8)))
    assert set(workspace.reports.home.failed_runs()["workflow_id"]) == {"run_1", "run_3"}


def test_home_counts_handoffs_surveys_and_decisions_that_wait(workspace: Workspace) -> None:
    store(workspace, run(1, 1.0), run(2, 1.0), run(3, 1.0), *order(), response("a", 50, 0))
    for number, status in ((1, "waiting"), (2, "waiting"), (3, "returned")):
        created = NOW - timedelta(days=number)
        given: dict[str, Any] = {"workflow_id": f"run_{number}", "workflow": "greet", "source": "sales"}
        store(workspace, Handoff(target="fulfillment", title="", status=status, created_at=created, **given))
    states = workspace.reports.home.handoffs().set_index("state")
    assert states["handoffs"].to_dict() == {"waiting": 2, "returned": 1}
    assert states["oldest"].to_dict()["waiting"] == NOW - timedelta(days=2)
    store(workspace, Project(project_id="p", client_id="WO", name="p", status="active", **STAMPS))
    for name, status in (("s", "ready"), ("t", "answered")):
        store(workspace, Survey(request_id=name, project_id="p", status=status, request_json="{}", **STAMPS))
    for proposal, status in (("x", "proposed"), ("x", "proposed"), ("y", "proposed"), ("z", "declined")):
        line: dict[str, Any] = {
            "feedback_id": "a",
            "kind": "new_service",
            "proposal": proposal,
            "evidence_json": "[]",
        }
        store(workspace, Recommendation(priority=0.5, status=status, **line))
    assert (workspace.reports.home.open_surveys(), workspace.reports.home.open_decisions()) == (1, 2)


def test_home_says_what_stands_where_and_how_much_went_on(workspace: Workspace) -> None:
    client = Client(client_id="K", name="K", name_key="k", **STAMPS)
    store(workspace, campaign("C"), client)
    store(
        workspace,
        lead(1, "qualified", 90, "hot"),
        lead(2, "nurture", 40, "cold"),
        lead(3, "rejected", None, None),
    )
    store(
        workspace,
        deal("open", "proposal", 10_000),
        deal("other money", "proposal", 99_000, "EUR"),
        deal("won", "closed_won", 50_000),
        deal("lost", "closed_lost", 7_000),
    )
    for name, status, days in (
        ("running", "active", None),
        ("on time", "completed", 0),
        ("late", "completed", 3),
    ):
        store(
            workspace,
            Project(
                project_id=name,
                client_id="K",
                name=name,
                status=status,
                value_cents=20_000,
                currency="USD",
                planned_end_on=TODAY,
                completed_on=None if days is None else TODAY + timedelta(days=days),
                **STAMPS,
            ),
        )
    home = workspace.reports.home
    assert home.values("USD") == {
        "budgets": 0, "open_deals": 10_000, "won_deals": 50_000, "active_projects": 20_000,
    }  # fmt: skip
    assert home.conversions() == {
        "marketing": (1, 2), "sales": (1, 2), "fulfillment": (1, 2), "feedback": (0, 0),
    }  # fmt: skip


def test_handoffs_that_wait_carry_the_value_of_their_work(workspace: Workspace) -> None:
    store(workspace, Client(client_id="K", name="K", name_key="k", **STAMPS), deal("D", "closed_won", 5))
    for number, (cents, currency) in enumerate(((30_000, "USD"), (12_000, "USD"), (9_000, "EUR"))):
        order = f"WO_{number}"
        store(
            workspace,
            WorkOrder(
                work_order_id=order, deal_id="D", client_id="K", status="pending_assignment",
                priority="normal", value_cents=cents, currency=currency, document_json="{}", **STAMPS,
            ),
            Run(
                workflow_id=order, workflow="sales_to_fulfillment", version="1", policy_version=1,
                source="sales", target="fulfillment", outcome="delivered", started_at=NOW, duration_ms=1.0,
                actor="a", trigger="page", raw_json="{}", result_json="{}",
            ),
            Handoff(
                workflow_id=order, workflow="sales_to_fulfillment", source="sales", target="fulfillment",
                title=order, record_type="work_order", record_id=order, created_at=NOW,
            ),
        )  # fmt: skip
    assert workspace.reports.home.waiting_value("USD") == {"fulfillment": 42_000}


def figures(name: str, *, unhappy: bool = False, **counts: int) -> ResponseFigures:
    nothing = dict.fromkeys(("people", "rated", "satisfied", "scored", "promoters", "detractors"), 0)
    return ResponseFigures(feedback_id=name, unhappy=unhappy, apart=False, **{**nothing, **counts})


def promised(name: str, promise: str, quotes: str = "[]", **counts: int) -> PromiseAnswer:
    nothing = dict.fromkeys(("kept", "partly", "not_kept", "praised", "to_improve"), 0)
    return PromiseAnswer(
        feedback_id=name,
        promise_key=promise.casefold(),
        promise=promise,
        quotes_json=quotes,
        **{**nothing, **counts},
    )


def test_promises_are_counted_over_all_answers_the_most_broken_first(workspace: Workspace) -> None:
    words = json.dumps([{"text": "the weekly report was great", "response": 0}])
    store(
        workspace,
        response("one", 80, 1),
        promised("one", "Weekly report", words, kept=1, praised=1),
        promised("one", "Live in 30 days", not_kept=1),
        response("two", 60, 0),
        promised("two", "weekly report", kept=1, partly=1),
    )
    found = workspace.reports.feedback.promises()
    assert found["promise"].str.casefold().tolist() == ["live in 30 days", "weekly report"]
    weekly = found.iloc[1]
    assert [int(weekly[name]) for name in ("kept", "partly", "not_kept", "praised", "responses")] == [
        2, 1, 0, 1, 2,
    ]  # fmt: skip
    assert weekly["quotes"] == [{"text": "the weekly report was great", "client": ""}]
    assert found.iloc[0]["quotes"] == []


def test_unhappy_clients_come_first_until_somebody_was_reached(workspace: Workspace) -> None:
    store(
        workspace,
        response("glad", 90, 1),
        figures("glad"),
        *(
            row
            for name, days in (("old", 3), ("new", 1))
            for row in (response(name, 20, days), figures(name, unhappy=True))
        ),
    )
    assert workspace.follow_ups.unhappy()["feedback_id"].tolist() == ["new", "old"]
    workspace.follow_ups.log("new", channel="phone", outcome="no_answer")
    assert workspace.follow_ups.unhappy()["talked_at"].isna().all()
    workspace.follow_ups.log("new", channel="phone", outcome="agreed", note=" Call on Monday ")
    after = workspace.follow_ups.unhappy()
    assert after["feedback_id"].tolist() == ["old", "new"]
    assert after["tries"].tolist() == [0, 2]
    assert after["talked_at"].iloc[1] == NOW
    assert workspace.follow_ups.of("new")["note"].iloc[0] == "Call on Monday"
    with pytest.raises(InputRejected):
        workspace.follow_ups.log("new", channel="phone", outcome="shouted")  # type: ignore[arg-type]

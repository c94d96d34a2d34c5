"""The outlook from records, and the table of people, on every database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from core.capacity import CapacityChange, monday_of
from core.errors import HandoffRefused
from db.tables.fulfillment import CapacityWeek
from db.tables.runs import AuditLine
from db.tables.sales import Deal
from db.workspace import Workspace
from tests.core.test_service_template import RAW as TEMPLATE

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"


@pytest.fixture
def workspace(any_url: str) -> Iterator[Workspace]:
    opened = Workspace.open(any_url)
    yield opened
    opened.close()


def today(workspace: Workspace) -> date:
    return workspace.clock.now().date()


def hand_over_a_deal(workspace: Workspace) -> None:
    raw = json.loads((SAMPLES / "sales_to_fulfillment.json").read_text())
    start = monday_of(today(workspace)) + timedelta(weeks=1)
    raw["service_package"] = {
        "type": "branding",
        "deliverables": [{"name": "Logo", "estimated_days": 5, "estimated_hours": 100}],
        "timeline": {"start_date": start.isoformat(), "end_date": (start + timedelta(days=30)).isoformat()},
    }
    raw["contract_terms"]["payment_schedule"] = ["100% upfront"]
    result = workspace.run("sales_to_fulfillment", raw)
    assert result.success, result.problems


def add_open_deal(workspace: Workspace, offer_id: str, **changes: Any) -> None:
    now = workspace.clock.now()
    values: dict[str, Any] = {
        "deal_id": "open",
        "stage": "negotiation",
        "currency": "USD",
        "company_name": "Acme",
        "name": "Acme website",
        "expected_close_on": today(workspace),
    }
    with workspace.editing() as session:
        session.add(Deal(created_at=now, updated_at=now, offer_id=offer_id, **(values | changes)))


def hours(workspace: Workspace, role: str, kind: str = "agreed") -> float:
    return sum(float(getattr(one, kind)) for one in workspace.capacity.outlook().loads if one.role == role)


def test_agreed_work_counts_by_the_roles_of_its_service(workspace: Workspace) -> None:
    hand_over_a_deal(workspace)
    # Branding: 20 % project manager, 30 % strategist, 50 % designer of 100 hours.
    assert hours(workspace, "Designer") == pytest.approx(50)
    assert hours(workspace, "Strategist") == pytest.approx(30)
    [handoff] = workspace.inbox.waiting("fulfillment").itertuples()
    workspace.inbox.accept(int(str(handoff.id)), owner="Ann")
    assert hours(workspace, "Designer") == pytest.approx(50)
    project = workspace.fulfillment.projects()["project_id"].iloc[0]
    line = int(workspace.deliverables.of_project(project)["id"].iloc[0])
    workspace.deliverables.mark(line, completed=True, approved=False)
    assert hours(workspace, "Designer") == 0


def test_open_deals_count_by_the_template_of_their_offer_and_others_are_named(workspace: Workspace) -> None:
    workspace.run("offer_to_marketing", json.loads((SAMPLES / "offer_to_marketing.json").read_text()))
    offer_id = str(workspace.offers.overview()["offer_id"].iloc[0])
    add_open_deal(workspace, offer_id)
    [left_out] = workspace.capacity.unplanned()
    assert (left_out.deal_id, left_out.lacks) == ("open", "an offer that says how it is delivered")
    workspace.offer_templates.save(offer_id, TEMPLATE)
    assert workspace.capacity.unplanned() == []
    # Local search: 50 % search specialist of 4 days × 8 hours and 80 hours.
    assert hours(workspace, "Search specialist", "high") == pytest.approx(56, abs=0.1)
    assert hours(workspace, "Search specialist") == 0
    workspace.capacity.save([CapacityChange("Search specialist", None, None, 0.2)])
    outlook = workspace.capacity.outlook()
    assert {breach.deal_id for breach in outlook.breaches} == {"open"}
    assert outlook.weeks_over_agreed == 0 < outlook.weeks_over_likely
    workspace.deals.move("open", "closed_lost", lost_reason="Price")
    assert hours(workspace, "Search specialist", "high") == 0


def test_people_are_kept_with_who_changed_them_and_nobody_is_overwritten(workspace: Workspace) -> None:
    week = monday_of(today(workspace)) + timedelta(weeks=2)
    workspace.capacity.save(
        [CapacityChange("Designer", week, None, 1.0), CapacityChange("Designer", None, None, 2.0)]
    )
    capacity = workspace.capacity.capacity()
    assert capacity.people("Designer", week) == 1.0
    assert capacity.people("Designer", week + timedelta(weeks=1)) == 2.0
    with pytest.raises(HandoffRefused, match="Somebody changed"):
        workspace.capacity.save(
            [CapacityChange("Writer", None, None, 1.0), CapacityChange("Designer", None, 3.0, 4.0)]
        )
    assert workspace.capacity.capacity().usual == {"Designer": 2.0}
    workspace.capacity.save([CapacityChange("Designer", week, 1.0, None)])
    assert workspace.capacity.capacity().people("Designer", week) == 2.0
    workspace.capacity.save([CapacityChange("Designer", week, None, 0.0)])
    workspace.capacity.save([CapacityChange("Designer", None, 2.0, None)])
    with workspace.reading() as session:
        assert session.exec(select(CapacityWeek)).all() == []
        lines = session.exec(select(AuditLine).where(AuditLine.action == "change capacity")).all()
    assert len(lines) == 5


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (CapacityChange("Designer", None, None, -1.0), "between 0 and 1,000"),
        (CapacityChange("Designer", None, None, float("nan")), "between 0 and 1,000"),
        (CapacityChange(" ", None, None, 1.0), "Name the role"),
        (CapacityChange("Tester", date(2026, 11, 23), None, 1.0), "say first how many"),
    ],
)
def test_what_is_no_number_of_people_is_refused(
    workspace: Workspace, change: CapacityChange, words: str
) -> None:
    with pytest.raises(HandoffRefused, match=words):
        workspace.capacity.save([change])

"""Change orders in the database: scope, value, dates and payments change together, the old is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from core.errors import HandoffRefused, InputRejected
from db.tables.fulfillment import ChangeOrder, Milestone
from db.tables.runs import AuditLine
from db.workspace import Workspace

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"


@pytest.fixture
def workspace(any_url: str) -> Iterator[Workspace]:
    opened = Workspace.open(any_url)
    raw = json.loads((SAMPLES / "sales_to_fulfillment.json").read_text())
    raw["service_package"]["deliverables"].append({"name": "Launch party", "estimated_days": 2})
    assert opened.run("sales_to_fulfillment", raw).success
    [handoff] = opened.inbox.waiting("fulfillment").itertuples()
    opened.inbox.accept(int(str(handoff.id)), owner="Ann")
    yield opened
    opened.close()


def project(workspace: Workspace) -> Any:
    return workspace.fulfillment.projects().iloc[0]


def paid(workspace: Workspace) -> int:
    return int(workspace.fulfillment.payments()["amount_cents"].sum())


def change(workspace: Workspace, **parts: Any) -> int:
    now = project(workspace)
    raw = {"reason": "They asked for it", "agreed_on": "2026-03-20", **parts}
    return workspace.change_orders.agree(now.project_id, raw, version=int(now.version))


def test_everything_changes_together_and_the_old_is_kept(workspace: Workspace) -> None:
    before = project(workspace)
    [first, *_] = [str(name) for name in workspace.deliverables.of_project(before.project_id)["name"]]
    end = before.planned_end_on + timedelta(days=28)
    number = change(
        workspace,
        value_change="$2,500",
        payment_due_on=end.isoformat(),
        new_end=end.isoformat(),
        added=[{"name": "Booking page", "starts_on": end.isoformat(), "ends_on": end.isoformat()}],
        dropped=[first],
    )
    after = project(workspace)
    assert (number, after.planned_end_on) == (1, end)
    assert after.value_cents == before.value_cents + 250_000 == paid(workspace)
    assert after.deliverables == before.deliverables  # one more, one less
    lines = workspace.deliverables.of_project(before.project_id).set_index("name")
    assert lines.loc[first, "status"] == "cancelled"
    assert lines.loc["Booking page", "change_number"] == 1
    with workspace.reading() as session:
        [order] = session.exec(select(ChangeOrder)).all()
        names = {point.name for point in session.exec(select(Milestone)).all()}
        line = session.exec(select(AuditLine).where(AuditLine.action == "agree change order")).one()
    assert json.loads(order.old_json)["value_cents"] == before.value_cents
    assert json.loads(order.new_json)["planned_end_on"] == end.isoformat()
    assert "Booking page delivered" in names and f"{first} delivered" not in names
    assert line.summary.endswith("change order 1, They asked for it")
    timeline = workspace.reports.fulfillment.timeline().rows.iloc[0]
    assert timeline.first_end == before.planned_end_on


def test_the_final_delivery_and_its_payment_move_with_the_end(workspace: Workspace) -> None:
    def final() -> tuple[date, date]:
        with workspace.reading() as session:
            point = session.exec(select(Milestone).where(Milestone.kind == "final_delivery")).one()
        payments = workspace.fulfillment.payments()
        due = payments.loc[payments["milestone"] == point.name, "due_on"].iloc[0]
        assert point.due_on is not None
        return point.due_on, due

    before = final()
    change(workspace, new_end=(project(workspace).planned_end_on + timedelta(days=28)).isoformat())
    after = final()
    assert [(new - old).days for old, new in zip(before, after, strict=True)] == [
        pytest.approx(28, abs=4),  # moved on to a working day
        pytest.approx(28, abs=4),
    ]


def test_less_money_comes_off_the_open_payments_and_never_off_a_paid_one(workspace: Workspace) -> None:
    payments = workspace.fulfillment.payments()
    workspace.fulfillment.set_paid(int(payments["id"].iloc[0]), date(2026, 3, 1))
    value = int(project(workspace).value_cents)
    change(workspace, value_change="-100.50")
    assert paid(workspace) == value - 10_050 == project(workspace).value_cents
    with pytest.raises(InputRejected):
        change(workspace, value_change=str(-value / 100))
    assert paid(workspace) == value - 10_050


def test_an_added_deliverable_is_worked_like_the_others(workspace: Workspace) -> None:
    now = project(workspace)
    end = now.planned_end_on.isoformat()
    change(workspace, added=[{"name": "Extra", "starts_on": end, "ends_on": end}])
    lines = workspace.deliverables.of_project(now.project_id)
    for number in lines["id"]:
        workspace.deliverables.mark(int(number), completed=True, approved=True)
    with workspace.reading() as session:
        reached = session.exec(select(Milestone).where(Milestone.name == "Extra delivered")).one()
    assert reached.done_on is not None
    draft = workspace.fulfillment.draft(now.project_id)
    assert workspace.run("fulfillment_to_feedback", draft).success


def test_what_was_dropped_is_closed_and_does_not_hold_the_project_up(workspace: Workspace) -> None:
    now = project(workspace)
    lines = workspace.deliverables.of_project(now.project_id)
    change(workspace, dropped=[str(lines["name"].iloc[-1])])
    with pytest.raises(HandoffRefused, match="change order dropped"):
        workspace.deliverables.mark(int(lines["id"].iloc[-1]), completed=True, approved=False)
    for number in lines["id"].iloc[:-1]:
        workspace.deliverables.mark(int(number), completed=True, approved=True)
    assert workspace.run("fulfillment_to_feedback", workspace.fulfillment.draft(now.project_id)).success


def test_the_second_of_two_editors_is_told(workspace: Workspace) -> None:
    now = project(workspace)
    change(workspace, new_end=(now.planned_end_on + timedelta(days=7)).isoformat())
    raw = {"reason": "Mine", "agreed_on": "2026-03-20", "new_end": now.planned_end_on.isoformat()}
    with pytest.raises(HandoffRefused, match="Somebody changed"):
        workspace.change_orders.agree(now.project_id, raw, version=int(now.version))
    assert len(workspace.change_orders.orders(now.project_id)) == 1


def test_handing_the_deal_over_again_does_not_undo_a_change_order(workspace: Workspace) -> None:
    now = project(workspace)
    change(workspace, value_change="$500", payment_due_on=now.planned_end_on.isoformat())
    raw = json.loads((SAMPLES / "sales_to_fulfillment.json").read_text())
    raw["contract_terms"]["total_value"] = "$60,000"
    result = workspace.run("sales_to_fulfillment", raw)
    assert not result.success and "change order" in str(result.error)
    assert project(workspace).value_cents == now.value_cents + 50_000 == paid(workspace)

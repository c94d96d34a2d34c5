"""One change for many records, on every database: previewed, in one transaction, and taken back in one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, event

from core.bulk import MOST_CHANGED, BulkDealChange, BulkLeadChange, BulkProjectChange
from core.errors import HandoffRefused
from db.tables.clients import Client
from db.tables.fulfillment import Project
from db.tables.marketing import Campaign, Lead
from db.tables.sales import Deal
from db.workspace import Workspace


@pytest.fixture
def workspace(any_url: str) -> Iterator[Workspace]:
    opened = Workspace.open(any_url)
    now = opened.clock.now()
    with opened.editing() as session:
        for number, stage in enumerate(("new", "contacted", "proposal", "closed_won", "closed_lost")):
            session.add(
                Deal(
                    deal_id=f"d{number}",
                    name=f"Deal {number}",
                    company_name="Acme",
                    stage=stage,
                    currency="USD",
                    value_cents=None if stage == "new" else 500_000,
                    owner="Ann",
                    created_at=now,
                    updated_at=now,
                )
            )
    yield opened
    opened.close()


IDS = [f"d{number}" for number in range(5)]


def column(workspace: Workspace, name: str) -> dict[str, Any]:
    rows = workspace.deals.page(sort="name").rows
    return dict(zip(rows["deal_id"], rows[name], strict=True))


def test_the_preview_says_what_changes_and_what_is_refused_and_why(workspace: Workspace) -> None:
    change = BulkDealChange(stage="proposal", expected_close_on=date(2026, 12, 1))
    lines = {line.record_id: line for line in workspace.bulk_deals.preview(IDS, change)}
    assert "the value" in str(lines["d0"].refused)  # a proposal needs its value
    assert lines["d1"].refused is None
    assert [(one.field, one.before, one.after) for one in lines["d1"].changes] == [
        ("expected_close_on", None, date(2026, 12, 1)),
        ("stage", "contacted", "proposal"),
    ]
    assert [one.field for one in lines["d2"].changes] == ["expected_close_on"]
    assert "work order" in str(lines["d3"].refused)
    before = column(workspace, "stage")
    result = workspace.bulk_deals.apply(list(lines.values()), change)
    assert (result.changed, {name for name, _ in result.left}) == (3, {"Deal 0", "Deal 3"})
    assert column(workspace, "stage") == {**before, "d1": "proposal", "d4": "proposal"}
    undone = workspace.bulk_changes.undo(result.bulk_id)
    assert (undone.changed, undone.left) == (3, ())
    assert column(workspace, "stage") == before
    assert set(column(workspace, "expected_close_on").values()) == {None}


def test_what_somebody_changed_meanwhile_is_left_and_named(workspace: Workspace) -> None:
    change = BulkDealChange(owner="Bo")
    lines = workspace.bulk_deals.preview(IDS, change)
    workspace.deals.move("d1", "closed_lost", lost_reason="Price")
    result = workspace.bulk_deals.apply(lines, change)
    assert result.changed == 3
    assert {name for name, _ in result.left} == {"Deal 1", "Deal 3"}
    deal = workspace.deals.deal("d2")
    workspace.deals.change(
        "d2", name=deal.name, value="$1", owner="Cy", expected_close_on=None, version=deal.version
    )
    undone = workspace.bulk_changes.undo(result.bulk_id)
    assert undone.changed == 2
    [(summary, why)] = undone.left
    assert "Deal 2" in summary and "changed it again since: Deal 2: owner, value changed" in why
    assert column(workspace, "owner")["d2"] == "Cy"


def test_nothing_is_half_changed_when_the_database_fails(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = BulkDealChange(owner="Bo")
    lines = workspace.bulk_deals.preview(IDS, change)
    original, calls = workspace.bulk_deals._note_change, []

    def fail_at_the_second(*arguments: Any, **options: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("the disk is gone")
        original(*arguments, **options)

    monkeypatch.setattr(workspace.bulk_deals, "_note_change", fail_at_the_second)
    with pytest.raises(RuntimeError):
        workspace.bulk_deals.apply(lines, change)
    assert set(column(workspace, "owner").values()) == {"Ann"}


def undo_that_fails_at_the_second(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    original, calls = workspace.bulk_deals.take_back, []

    def fail(*arguments: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("the disk is gone")
        original(*arguments)

    monkeypatch.setattr(workspace.bulk_deals, "take_back", fail)


def test_an_undo_is_one_transaction(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    change = BulkDealChange(owner="Bo")
    done = workspace.bulk_deals.apply(workspace.bulk_deals.preview(IDS, change), change)
    trail = workspace.history.page().total
    with monkeypatch.context() as patched, pytest.raises(RuntimeError):
        undo_that_fails_at_the_second(workspace, patched)
        workspace.bulk_changes.undo(done.bulk_id)
    assert set(column(workspace, "owner").values()) == {"Bo", "Ann"}  # the won deal stayed Ann's
    assert workspace.history.page().total == trail
    assert workspace.bulk_changes.state(done.bulk_id).undone_at is None
    assert workspace.bulk_changes.undo(done.bulk_id).changed == 4
    assert set(column(workspace, "owner").values()) == {"Ann"}


def test_a_change_is_taken_back_from_what_the_history_holds(workspace: Workspace) -> None:
    change = BulkDealChange(owner="Bo", stage="closed_lost", lost_reason="Price")
    done = workspace.bulk_deals.apply(workspace.bulk_deals.preview(["d0", "d1"], change), change)
    other = Workspace.open(workspace.settings)  # another session, later
    [head] = other.history.page(search="2 deals: owner → Bo").rows.itertuples()
    assert (head.record_type, head.record_id) == ("bulk change", done.bulk_id)
    state = other.bulk_changes.state(str(head.record_id))
    assert [line.state for line in state.lines] == ["stands"] * 4
    undone = other.bulk_changes.undo(done.bulk_id)
    assert (undone.changed, undone.left) == (2, ())
    assert column(other, "stage")["d1"] == "contacted" and column(other, "owner")["d0"] == "Ann"
    state = other.bulk_changes.state(done.bulk_id)
    assert state.undone_by == other.actor and len(state.of("put back")) == 4
    # The undo is such a change itself; taking it back makes the first change once more.
    assert other.bulk_changes.undo(undone.bulk_id).changed == 2
    lost = other.deals.deal("d1")
    assert (lost.stage, lost.lost_reason, lost.owner) == ("closed_lost", "Price", "Bo")
    other.close()


def test_the_state_names_what_was_changed_since_and_by_whom(workspace: Workspace) -> None:
    change = BulkDealChange(owner="Bo")
    done = workspace.bulk_deals.apply(workspace.bulk_deals.preview(["d0", "d1", "d2"], change), change)
    for key, owner, value in (("d0", "Bo", "$900"), ("d1", "Cy", "$900")):
        deal = workspace.deals.deal(key)
        workspace.deals.change(
            key, name=deal.name, value=value, owner=owner, expected_close_on=None, version=deal.version
        )
    state = workspace.bulk_changes.state(done.bulk_id)
    assert [line.record_id for line in state.of("stands")] == ["d0", "d2"]  # another field is no hindrance
    [since] = state.of("changed since")
    assert (since.record_id, since.by, since.changes[0].now) == ("d1", workspace.actor, "Cy")
    assert since.since == "Deal 1: owner, value changed"
    assert workspace.bulk_changes.undo(done.bulk_id).changed == 2
    assert column(workspace, "owner") == {"d0": "Ann", "d1": "Cy", "d2": "Ann", "d3": "Ann", "d4": "Ann"}


def add_leads(workspace: Workspace, number: int) -> list[str]:
    now = workspace.clock.now()
    stamp: dict[str, Any] = {"created_at": now, "updated_at": now}
    with workspace.editing() as session:
        session.add(Campaign(campaign_id="c", name="C", status="active", **stamp))
        session.flush()
        session.add_all(
            Lead(
                campaign_id="c", lead_id=f"l{n}", name=f"Lead {n}", status="qualified", input_json="{}",
                owner="Ann" if n == 1 else None, **stamp,
            )
            for n in range(number)
        )  # fmt: skip
    return [str(one) for one in workspace.marketing.leads(size=number).rows["id"]]


def test_leads_get_an_owner_and_lose_it_again(workspace: Workspace) -> None:
    ids = add_leads(workspace, 3)
    change = BulkLeadChange(owner="Ann")
    lines = workspace.bulk_leads.preview(ids, change)
    assert sorted((line.name, line.is_ready) for line in lines) == [
        ("Lead 0", True),
        ("Lead 1", False),
        ("Lead 2", True),
    ]
    done = workspace.bulk_leads.apply(lines, change)
    assert done.changed == 2
    assert set(workspace.marketing.leads().rows["owner"]) == {"Ann"}
    assert workspace.bulk_changes.undo(done.bulk_id).changed == 2
    owners = workspace.marketing.leads().rows
    assert owners["owner"].notna().sum() == 1


def test_projects_get_a_manager_unless_somebody_named_one_meanwhile(workspace: Workspace) -> None:
    now = workspace.clock.now()
    stamp: dict[str, Any] = {"created_at": now, "updated_at": now}
    with workspace.editing() as session:
        session.add(Client(client_id="k", name="K", name_key="k", **stamp))
        session.flush()
        for n, status in enumerate(("active", "active", "completed")):
            session.add(Project(project_id=f"p{n}", client_id="k", name=f"P {n}", status=status, **stamp))
    change = BulkProjectChange(manager="Dana")
    lines = workspace.bulk_projects.preview(["p0", "p1", "p2"], change)
    workspace.fulfillment.set_manager("p2", "Eve")
    done = workspace.bulk_projects.apply(lines, change)
    assert done.changed == 2 and [name for name, _ in done.left] == ["P 2"]
    managers = workspace.fulfillment.projects().set_index("project_id")["manager"]
    assert (managers["p0"], managers["p1"], managers["p2"]) == ("Dana", "Dana", "Eve")
    workspace.bulk_changes.undo(done.bulk_id)
    assert workspace.fulfillment.projects()["manager"].dropna().tolist() == ["Eve"]


def test_the_number_of_statements_does_not_grow_with_the_records(workspace: Workspace) -> None:
    ids, counts = add_leads(workspace, 60), []
    change = BulkLeadChange(owner="Bo")
    for chosen in (ids[:10], ids[10:]):
        with statements() as asked:
            lines = workspace.bulk_leads.preview(chosen, change)
            done = workspace.bulk_leads.apply(lines, change)
            workspace.bulk_changes.state(done.bulk_id)
            workspace.bulk_changes.undo(done.bulk_id)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@contextmanager
def statements() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(*arguments: Any) -> None:
        asked.append(arguments[2])

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)


def test_more_than_one_transaction_can_bear_is_refused(workspace: Workspace) -> None:
    with pytest.raises(HandoffRefused, match="10,000 deals"):
        workspace.bulk_deals.preview(["d0"] * (MOST_CHANGED + 1), BulkDealChange(owner="Bo"))


def test_views_are_kept_by_list_and_name(workspace: Workspace) -> None:
    workspace.saved_views.save("deals", " Mine ", {"search": "acme"})
    workspace.saved_views.save("deals", "MINE", {"search": "other"})
    workspace.saved_views.save("leads", "Mine", {"status": "nurture"})
    [view] = workspace.saved_views.of("deals")
    assert (view.name, view.parameters) == ("MINE", {"search": "other"})
    with pytest.raises(HandoffRefused, match="Give the view a name"):
        workspace.saved_views.save("deals", "  ", {})
    workspace.saved_views.delete(view.id)
    workspace.saved_views.delete(view.id)
    assert workspace.saved_views.of("deals") == []
    assert len(workspace.saved_views.of("leads")) == 1


@pytest.mark.parametrize("sort", ["changed", "value", "close", "name", "company", "nonsense"])
def test_deals_are_ordered_in_the_database(workspace: Workspace, sort: str) -> None:
    rows = workspace.deals.page(sort=sort).rows
    assert len(rows) == 5
    if sort == "name":
        assert list(rows["deal_id"]) == IDS
    if sort == "value":
        assert rows["deal_id"].iloc[-1] == "d0"

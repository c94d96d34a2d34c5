"""One change for many deals, on every database: previewed, in one transaction, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from core.bulk_deals import BulkDealChange
from core.errors import HandoffRefused
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
    lines = {line.deal_id: line for line in workspace.bulk_deals.preview(IDS, change)}
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
    undone = workspace.bulk_deals.undo(result.bulk_id)
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
    undone = workspace.bulk_deals.undo(result.bulk_id)
    assert undone.changed == 2
    [(summary, why)] = undone.left
    assert "Deal 2" in summary and "changed again since" in why
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


def test_more_deals_than_a_person_looks_at_are_refused(workspace: Workspace) -> None:
    with pytest.raises(HandoffRefused, match="1,000"):
        workspace.bulk_deals.preview(["d0"] * 1_001, BulkDealChange(owner="Bo"))


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

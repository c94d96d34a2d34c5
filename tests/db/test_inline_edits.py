"""Cells typed into a list are saved together or not at all, and the second of two editors is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.errors import HandoffRefused
from core.inline_edit import CellEdit
from db.tables.sales import Deal
from db.workspace import Workspace

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"


@pytest.fixture
def workspace(any_url: str) -> Iterator[Workspace]:
    opened = Workspace.open(any_url)
    raw = json.loads((SAMPLES / "sales_to_fulfillment.json").read_text())
    assert opened.run("sales_to_fulfillment", raw).success
    now = opened.clock.now()
    with opened.editing() as session:
        session.add_all(
            Deal(
                deal_id=f"d{n}", name=f"Deal {n}", company_name="Acme", stage="proposal", currency="USD",
                value_cents=500_000, owner="Ann", created_at=now, updated_at=now,
            )
            for n in range(3)
        )  # fmt: skip
    yield opened
    opened.close()


def payments(workspace: Workspace) -> list[Any]:
    return list(workspace.fulfillment.payment_page(sort="due").rows.itertuples())


def paid(workspace: Workspace) -> list[date | None]:
    return [one.paid_on for one in payments(workspace)]


def noted(payment: Any, day: date | None) -> CellEdit:
    return CellEdit(str(payment.id), int(payment.version), {"paid_on": day})


DAY, OTHER = date(2025, 2, 10), date(2025, 3, 1)


def test_payments_are_noted_together(workspace: Workspace) -> None:
    first, second = payments(workspace)
    result = workspace.fulfillment.save_payments([noted(first, DAY), noted(second, OTHER)])
    assert (result.saved, result.left) == (2, ())
    assert paid(workspace) == [DAY, OTHER]


def test_of_payments_all_or_none_are_noted_when_the_database_fails(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = payments(workspace)
    original, calls = workspace.fulfillment._note_paid, []

    def fail_at_the_second(*arguments: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("the disk is gone")
        original(*arguments)

    monkeypatch.setattr(workspace.fulfillment, "_note_paid", fail_at_the_second)
    with pytest.raises(RuntimeError):
        workspace.fulfillment.save_payments([noted(first, DAY), noted(second, DAY)])
    assert paid(workspace) == [None, None]


def test_the_second_who_notes_a_payment_is_told_who_was_first_and_nothing_is_saved(
    workspace: Workspace,
) -> None:
    first, second = payments(workspace)
    workspace.fulfillment.set_paid(first.id, OTHER, version=first.version)
    result = workspace.fulfillment.save_payments([noted(first, DAY), noted(second, DAY)])
    assert result.saved == 0
    [left] = result.left
    assert left.record_id == str(first.id) and left.version == first.version + 1
    assert left.why.startswith(f"{workspace.actor} changed it on ") and left.why.endswith(": paid")
    assert paid(workspace) == [OTHER, None]
    again = noted(first, DAY)._replace(version=left.version or 0)
    assert workspace.fulfillment.save_payments([again, noted(second, DAY)]).saved == 2


def test_a_payment_that_was_opened_before_somebody_noted_it_is_not_overwritten(workspace: Workspace) -> None:
    first, _ = payments(workspace)
    workspace.fulfillment.set_paid(first.id, OTHER, version=first.version)
    with pytest.raises(HandoffRefused, match="Somebody changed this record"):
        workspace.fulfillment.set_paid(first.id, DAY, version=first.version)
    assert paid(workspace) == [OTHER, None]
    workspace.fulfillment.set_paid(first.id, None)  # the history puts back what stands there now


def typed(workspace: Workspace, key: str, **values: Any) -> CellEdit:
    return CellEdit(key, workspace.deals.deal(key).version, values)


def test_cells_of_deals_are_saved_with_old_and_new_in_the_history(workspace: Workspace) -> None:
    result = workspace.deal_cells.save(
        [
            typed(workspace, "d0", name=" Shop ", value_cents=700_050, expected_close_on=DAY),
            typed(workspace, "d1", owner=None, value_cents=None),
        ]
    )
    assert (result.saved, result.left) == (2, ())
    deal = workspace.deals.deal("d0")
    assert (deal.name, deal.value_cents, deal.expected_close_on, deal.owner) == ("Shop", 700_050, DAY, "Ann")
    other = workspace.deals.deal("d1")
    assert (other.owner, other.value_cents) == (None, None)
    line = workspace.history.page(search="Shop").rows.iloc[0]
    workspace.history.restore(int(line["id"]))
    assert workspace.deals.deal("d0").name == "Deal 0"


def test_one_cell_that_cannot_be_saved_keeps_all_from_being_saved(workspace: Workspace) -> None:
    edits = [typed(workspace, f"d{n}", owner="Bo") for n in range(3)]
    deal = workspace.deals.deal("d1")
    workspace.deals.change(
        "d1", name=deal.name, value="$1", owner="Cy", expected_close_on=None, version=deal.version
    )
    workspace.deals.move("d2", "closed_lost", lost_reason="Price")
    result = workspace.deal_cells.save([*edits, CellEdit("gone", 1, {"owner": "Bo"})])
    assert result.saved == 0
    told = {one.record_id: one for one in result.left}
    assert told.keys() == {"d1", "d2", "gone"}
    assert "Deal 1: owner, value changed" in told["d1"].why
    assert "no deal" in told["gone"].why and told["gone"].version is None
    assert workspace.deals.deal("d0").owner == "Ann"


@pytest.mark.parametrize(
    ("key", "values", "why"),
    [
        ("d0", {"name": "  "}, "needs a name"),
        ("d0", {"value_cents": -1}, "must not be negative"),
        ("deal_123", {"owner": "Bo"}, "It is won"),
    ],
)
def test_the_rules_of_a_deal_hold_for_its_cells(
    workspace: Workspace, key: str, values: dict[str, Any], why: str
) -> None:
    result = workspace.deal_cells.save([typed(workspace, key, **values)])
    [left] = result.left
    assert why in left.why and left.version is None

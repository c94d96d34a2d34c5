"""One change for many deals: owner, expected close and stage, each by the rules of the pipeline."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session

from core.bulk import BulkDealChange
from core.errors import HandoffRefused
from core.pipeline import DealFacts, check_move
from db.records.base import loads
from db.records.bulk import BulkEdits
from db.records.deals import DealRecords, deal_facts, stage_facts
from db.tables.sales import Deal
from db.values import amount


class BulkDealRecords(BulkEdits, DealRecords):
    record_type = "deal"
    plural = "deals"
    table = Deal
    shown = (
        Deal.deal_id,
        Deal.name,
        Deal.version,
        Deal.owner,
        Deal.expected_close_on,
        Deal.stage,
        Deal.value_cents,
        Deal.currency,
        Deal.closed_on,
        Deal.lost_reason,
    )

    def facts(self, row: Deal) -> dict[str, Any]:
        closing = {"closed_on": None, "lost_reason": None}
        return {**deal_facts(row), **closing, **stage_facts(row)}

    def take_back(self, session: Session, row: Deal, line: Any, part_of: str) -> None:
        old = loads(line.old_json)
        if line.action == "move deal":
            closed_on = old.get("closed_on")
            self._move(
                session,
                row,
                str(old["stage"]),
                # Lines of an older version kept no reason.
                lost_reason=old.get("lost_reason") or row.lost_reason or "Put back from the history",
                closed_on=date.fromisoformat(closed_on) if closed_on else None,
                part_of=part_of,
            )
            return
        before = deal_facts(row)
        for field, value in old.items():
            is_day = field == "expected_close_on" and value is not None
            setattr(row, field, date.fromisoformat(value) if is_day else value)
        self._note_change(session, row, before, part_of=part_of)

    def _name(self, row: Any) -> str:
        return str(row.name)

    def _wanted(self, change: BulkDealChange) -> dict[str, Any]:
        return {
            "owner": change.owner,
            "expected_close_on": change.expected_close_on,
            "stage": change.stage,
        }

    def _refusal(self, row: Any, change: BulkDealChange) -> str | None:
        if row.stage == "closed_won":
            return "It is won; its work order is with fulfillment."
        if not change.stage or change.stage == row.stage:
            return None
        close = change.expected_close_on or row.expected_close_on
        value = amount(row.value_cents) if row.value_cents is not None else None
        try:
            check_move(
                self.rules,
                DealFacts(row.stage, value, close),
                change.stage,
                lost_reason=change.lost_reason,
            )
        except HandoffRefused as refusal:
            return refusal.message
        return None

    def _make(self, session: Session, row: Deal, change: BulkDealChange, bulk_id: str) -> None:
        old = deal_facts(row)
        row.owner = change.owner or row.owner
        row.expected_close_on = change.expected_close_on or row.expected_close_on
        self._note_change(session, row, old, part_of=bulk_id)
        if change.stage:
            self._move(session, row, change.stage, lost_reason=change.lost_reason, part_of=bulk_id)

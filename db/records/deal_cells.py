"""Deals edited in their list: name, value, expected close and owner of many, saved together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from core.errors import HandoffRefused
from core.inline_edit import CellEdit, SaveResult
from db.records.deals import DealRecords, deal_facts
from db.records.inline_edits import InlineEdits
from db.tables.sales import Deal

FIELDS = frozenset(("name", "value_cents", "expected_close_on", "owner"))


class DealCellRecords(InlineEdits, DealRecords):
    def save(self, edits: Sequence[CellEdit]) -> SaveResult:
        """Save the typed cells of several deals in one transaction; nothing where one cannot be saved, which
        is then named with why, and with who was faster."""
        return self._save_all(edits, self._found, lambda deal: (deal.deal_id, {}), self._change_cells)

    def _found(self, session: Session, deal_id: str) -> tuple[Deal, str]:
        deal = self._get(session, Deal, deal_id, "deal", lock=True)
        return deal, deal.name

    def _change_cells(self, session: Session, deal: Deal, edit: CellEdit) -> None:
        if deal.stage == "closed_won":
            raise HandoffRefused("It is won; its work order is with fulfillment.")
        old = deal_facts(deal)
        values: dict[str, Any] = {name: value for name, value in edit.values.items() if name in FIELDS}
        if not str(values.get("name", deal.name) or "").strip():
            raise HandoffRefused("A deal needs a name.")
        if (values.get("value_cents") or 0) < 0:
            raise HandoffRefused("The value must not be negative.")
        for name, value in values.items():
            setattr(deal, name, value.strip() or None if isinstance(value, str) else value)
        self._note_change(session, deal, old)

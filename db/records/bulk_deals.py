"""One change for many deals: previewed, made in one transaction, and taken back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session

from core.bulk_deals import MOST_DEALS, BulkDealChange, BulkLine, BulkResult
from core.errors import HandoffRefused
from core.pipeline import DealFacts, check_move
from core.restoring import FieldChange
from core.run_ids import new_workflow_id
from db.records.base import CHANGED_MEANWHILE
from db.records.deals import DealRecords, deal_facts
from db.tables.runs import AuditLine
from db.tables.sales import Deal
from db.values import amount


class BulkDealRecords(DealRecords):
    def preview(self, deal_ids: Sequence[str], change: BulkDealChange) -> list[BulkLine]:
        """What the change would do to each deal, in the order given; at most 1,000 deals at a time."""
        if len(deal_ids) > MOST_DEALS:
            raise HandoffRefused(f"At most {MOST_DEALS:,} deals can be changed at a time. Narrow the view.")
        with self._workspace.reading() as session:
            found = {
                deal.deal_id: deal
                for deal in session.execute(select(Deal).where(Deal.deal_id.in_(deal_ids))).scalars()
            }
        return [self._line(found[key], change) for key in deal_ids if key in found]

    def _line(self, deal: Deal, change: BulkDealChange) -> BulkLine:
        wanted = {
            "owner": change.owner,
            "expected_close_on": change.expected_close_on,
            "stage": change.stage,
        }
        changes = [
            FieldChange(field, getattr(deal, field), value, getattr(deal, field))
            for field, value in wanted.items()
            if value is not None and value != getattr(deal, field)
        ]
        refused = None
        if deal.stage == "closed_won":
            refused = "It is won; its work order is with fulfillment."
        elif change.stage and change.stage != deal.stage:
            close = change.expected_close_on or deal.expected_close_on
            value = amount(deal.value_cents) if deal.value_cents is not None else None
            try:
                check_move(
                    self.rules,
                    DealFacts(deal.stage, value, close),
                    change.stage,
                    lost_reason=change.lost_reason,
                )
            except HandoffRefused as refusal:
                refused = refusal.message
        return BulkLine(deal.deal_id, deal.name, deal.version, tuple(changes), refused)

    def apply(self, lines: Sequence[BulkLine], change: BulkDealChange) -> BulkResult:
        """Make the change of a preview in one transaction. A deal that somebody changed since the preview,
        or that a rule holds back, stays as it is and is named."""
        bulk_id = new_workflow_id("bulk_deals", self._now)
        left = [(line.name, line.refused) for line in lines if line.refused]
        changed = 0
        with self._workspace.editing() as session:
            for line in lines:
                if line.refused or not line.changes:
                    continue
                why = self._change_one(session, line, change, bulk_id)
                if why:
                    left.append((line.name, why))
                else:
                    changed += 1
        return BulkResult(bulk_id, changed, tuple((name, str(why)) for name, why in left))

    def _change_one(self, session: Session, line: BulkLine, change: BulkDealChange, bulk_id: str) -> str:
        """Why the deal stays as it is; empty where it was changed."""
        deal = session.get(Deal, line.deal_id, with_for_update=True)
        if deal is None or deal.version != line.version:
            return CHANGED_MEANWHILE
        old = deal_facts(deal)
        deal.owner = change.owner or deal.owner
        deal.expected_close_on = change.expected_close_on or deal.expected_close_on
        self._note_change(session, deal, old, part_of=bulk_id)
        if change.stage:
            self._move(session, deal, change.stage, lost_reason=change.lost_reason, part_of=bulk_id)
        return ""

    def undo(self, bulk_id: str) -> BulkResult:
        """Put back what a bulk change changed; what somebody changed since is left, and named."""
        with self._workspace.reading() as session:
            lines = session.execute(
                select(AuditLine.id, AuditLine.record_id, AuditLine.summary)
                .where(AuditLine.workflow_id == bulk_id)
                .order_by(AuditLine.id.desc())
            ).all()
        left: list[tuple[str, str]] = []
        restored: set[str] = set()
        for line_id, deal_id, summary in lines:
            try:
                self._workspace.history.restore(int(line_id or 0))
            except HandoffRefused as refusal:
                left.append((summary, refusal.message))
            else:
                restored.add(deal_id)
        return BulkResult(bulk_id, len(restored), tuple(left))

"""Changes of many records that were made: where each record stands now, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from core.bulk import BulkResult, BulkState, DoneLine, state_of
from core.errors import HandoffRefused
from core.restoring import field_changes
from core.run_ids import new_workflow_id
from db.records.base import PART, Records, loads
from db.records.bulk import BulkEdits
from db.tables.runs import AuditLine, BulkChange


class BulkChangeRecords(Records):
    def state(self, bulk_id: str) -> BulkState:
        """The change with every line of it; what was changed since says by whom. HandoffRefused where there
        is no such change."""
        with self._workspace.reading() as session:
            batch = self._get(session, BulkChange, bulk_id, "change of many records")
            lines = self._lines(session, bulk_id)
            edits = self._edits(batch)
            done: list[DoneLine] = []
            for start in range(0, len(lines), PART):
                part = lines[start : start + PART]
                rows = edits.glance(session, sorted({line.record_id for line in part}))
                done += self._done(session, part, rows, edits)
            return BulkState(
                bulk_id,
                batch.summary,
                batch.actor,
                batch.at,
                batch.undone_by,
                batch.undone_at,
                tuple(done),
            )

    def undo(self, bulk_id: str) -> BulkResult:
        """Put back, in one transaction, what a change changed. What somebody changed since is left and named
        with who it was; so is what a rule holds back. The undo is such a change itself and has its own id."""
        undo_id = new_workflow_id("bulk_undo", self._now)
        left: list[tuple[str, str]] = []
        restored: set[str] = set()
        with self._workspace.editing() as session:
            batch = self._get(session, BulkChange, bulk_id, "change of many records", lock=True)
            lines = self._lines(session, bulk_id)
            edits = self._edits(batch)
            # The last change of a record is taken back first.
            for start in range(0, len(lines), PART):
                part = lines[::-1][start : start + PART]
                rows = edits.locked(session, sorted({line.record_id for line in part}))
                standing = {one.line_id: one for one in self._done(session, part, rows, edits)}
                for line in part:
                    done = standing[int(line.id)]
                    if done.state == "put back":
                        continue
                    why = _why_it_stays(done)
                    if not why:
                        try:
                            edits.take_back(session, rows[line.record_id], line, undo_id)
                        except HandoffRefused as refusal:
                            why = refusal.message
                    if why:
                        left.append((line.summary, why))
                    else:
                        restored.add(line.record_id)
                edits.store_part(session)
            if restored:
                batch.undone_at, batch.undone_by = self._now, self._workspace.actor
                session.add(batch)
                edits.note_batch(session, undo_id, f"Put back: {batch.summary}", len(restored))
        return BulkResult(undo_id, len(restored), tuple(left))

    def _edits(self, batch: BulkChange) -> BulkEdits:
        kinds: dict[str, BulkEdits] = {
            "deal": self._workspace.bulk_deals,
            "lead": self._workspace.bulk_leads,
            "project": self._workspace.bulk_projects,
        }
        return kinds[batch.record_type]

    def _lines(self, session: Session, bulk_id: str) -> Sequence[Any]:
        """The lines of the change in the order in which they were written."""
        statement = select(
            AuditLine.id,
            AuditLine.action,
            AuditLine.record_id,
            AuditLine.summary,
            AuditLine.old_json,
            AuditLine.new_json,
            AuditLine.workflow_id,
        )
        found = session.execute(statement.where(AuditLine.workflow_id == bulk_id).order_by(AuditLine.id))
        return found.all()

    def _done(
        self, session: Session, lines: Sequence[Any], rows: dict[str, Any], edits: BulkEdits
    ) -> list[DoneLine]:
        """Each line against what stands in its record now; who changed it since is asked once for a part."""
        done = []
        for line in lines:
            row = rows.get(line.record_id)
            now = edits.facts(row) if row is not None else {}
            changes = tuple(field_changes(loads(line.old_json), loads(line.new_json), now))
            state = state_of(changes, is_there=row is not None)
            done.append(DoneLine(int(line.id), line.record_id, line.summary, changes, state))
        changed = [one for one in done if one.state == "changed since"]
        later = self._later(session, changed, lines[0].workflow_id) if changed else {}
        return [
            one._replace(by=found.actor, at=found.at, since=found.summary)
            if (found := later.get(one.line_id))
            else one
            for one in done
        ]

    def _later(
        self, session: Session, changed: Sequence[DoneLine], bulk_id: str | None
    ) -> dict[int, AuditLine]:
        """Line → the latest change after it of one of its fields; a handoff leaves no such line."""
        first = min(one.line_id for one in changed)
        statement = select(AuditLine).where(
            AuditLine.record_id.in_(sorted({one.record_id for one in changed})),
            AuditLine.id > first,
            AuditLine.workflow_id.is_(None) | (AuditLine.workflow_id != bulk_id),
        )
        after: dict[str, list[AuditLine]] = {}
        for line in session.execute(statement.order_by(AuditLine.id.desc())).scalars():
            after.setdefault(line.record_id, []).append(line)
        found = {}
        for one in changed:
            fields = {change.field for change in one.changes if change.changed_since}
            for line in after.get(one.record_id, ()):
                if (line.id or 0) > one.line_id and fields & (loads(line.new_json) or {}).keys():
                    found[one.line_id] = line
                    break
        return found


def _why_it_stays(done: DoneLine) -> str | None:
    if done.state == "gone":
        return "It is gone."
    if done.state != "changed since":
        return None
    if done.by is None:
        return "It was changed again since, by a handoff."
    return f"{done.by} changed it again since: {done.since}"

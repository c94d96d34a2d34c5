"""Cells typed into a list: saved together in one transaction, or not at all where one cannot be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from core.errors import HandoffRefused, InputRejected
from core.inline_edit import CellEdit, NotSaved, SaveResult, changed_by
from db.records.base import CHANGED_MEANWHILE, Records, loads
from db.tables.runs import AuditLine

LATEST = 50  # lines of a record's trail that are looked through for who changed it


class InlineEdits(Records):
    """The base of records whose lists are edited in place."""

    def _save_all(
        self,
        edits: Sequence[CellEdit],
        find: Callable[[Session, str], tuple[Any, str]],
        trail: Callable[[Any], tuple[str, dict[str, Any]]],
        change: Callable[[Session, Any, CellEdit], None],
    ) -> SaveResult:
        """Make every edit, or none. `find` answers a record, locked, and its name; `trail` under which id and
        with which values its changes stand in the audit trail; `change` makes one edit by the record's rules.
        """
        left: list[NotSaved] = []
        with self._workspace.editing() as session:
            for edit in sorted(edits, key=lambda one: one.record_id):  # two savers never wait in a ring
                name = ""
                try:
                    row, name = find(session, edit.record_id)
                    if row.version != edit.version:
                        why = self._who(session, *trail(row), set(edit.values))
                        left.append(NotSaved(edit.record_id, name, why, row.version))
                        continue
                    change(session, row, edit)
                except InputRejected as error:
                    why = "; ".join(f"{one.field} {one.message}" for one in error.problems)
                    left.append(NotSaved(edit.record_id, name, why))
                except HandoffRefused as error:
                    left.append(NotSaved(edit.record_id, name or "A record", error.message))
            if left:
                session.rollback()
                return SaveResult(0, tuple(left))
        return SaveResult(len(edits))

    def _who(self, session: Session, record_id: str, known: dict[str, Any], fields: set[str]) -> str:
        """Who changed one of these fields last, else who changed the record; a handoff leaves no line."""
        statement = select(AuditLine).where(AuditLine.record_id == record_id, AuditLine.old_json.is_not(None))
        latest = session.execute(
            statement.order_by(AuditLine.at.desc(), AuditLine.id.desc()).limit(LATEST)
        ).scalars()
        lines = [line for line in latest if known.items() <= (loads(line.new_json) or {}).items()]
        touched = [line for line in lines if fields & (loads(line.new_json) or {}).keys()]
        for line in touched or lines:
            return changed_by(line.actor, line.at, line.summary)
        return CHANGED_MEANWHILE

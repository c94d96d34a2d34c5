"""The audit trail: who changed what, when, from what to what; and putting back what was before."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from sqlalchemy import select

from core.errors import HandoffRefused
from core.restoring import NEEDED, RESTORABLE, WAYS_BACK, FieldChange, field_changes
from db.page import Page
from db.records.base import Records, contains, loads
from db.records.restoring import present_values, put_back
from db.tables.runs import AuditLine


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of the audit trail. `way_back` says what to do where it cannot be put back from here."""

    line: AuditLine
    changes: tuple[FieldChange, ...]
    can_restore: bool
    way_back: str


class HistoryRecords(Records):
    def page(
        self,
        *,
        search: str = "",
        actor: str | None = None,
        record_type: str | None = None,
        record_id: str | None = None,
        number: int = 1,
        size: int = 50,
    ) -> Page:
        """Lines, the latest first: id, at, actor, action, record_type, record_id, summary, changed (whether
        old and new are kept)."""
        statement = select(
            AuditLine.id,
            AuditLine.at,
            AuditLine.actor,
            AuditLine.action,
            AuditLine.record_type,
            AuditLine.record_id,
            AuditLine.summary,
            (AuditLine.old_json.is_not(None)).label("changed"),
        ).order_by(AuditLine.at.desc(), AuditLine.id.desc())
        if search.strip():
            statement = statement.where(contains(search, (AuditLine.summary, AuditLine.action)))
        for column, wanted in (
            (AuditLine.actor, actor),
            (AuditLine.record_type, record_type),
            (AuditLine.record_id, record_id),
        ):
            if wanted:
                statement = statement.where(column == wanted)
        return self._page(statement, number=number, size=size)

    def people_and_kinds(self) -> tuple[list[str], list[str]]:
        """Who changed something, and what kinds of records were changed, each by name."""
        with self._workspace.reading() as session:
            actors = session.execute(select(AuditLine.actor).distinct()).scalars().all()
            kinds = session.execute(select(AuditLine.record_type).distinct()).scalars().all()
        return sorted(map(str, actors)), sorted(map(str, kinds))

    def entry(self, line_id: int) -> HistoryEntry:
        """One line with its fields before, after and at present. HandoffRefused where there is none."""
        with self._workspace.reading() as session:
            line = self._get(session, AuditLine, line_id, "line of the audit trail")
            old, new = loads(line.old_json), loads(line.new_json)
            needed = NEEDED.get(line.action)
            can = line.action in RESTORABLE and isinstance(old, dict)
            can = can and (needed is None or needed in {**old, **(new or {})})
            now = present_values(session, line, new or {}) if can else None
        gone = can and now is None
        changes = field_changes(old, new, now) if isinstance(old, dict) or isinstance(new, dict) else []
        way_back = "The record is gone." if gone else WAYS_BACK.get(line.action, "")
        return HistoryEntry(line, tuple(changes), can and not gone, way_back)

    def restore(self, line_id: int, *, although_changed: bool = False) -> None:
        """Put back what was before this change, by the record's own rules; it is a change like any other.

        HandoffRefused where a rule forbids it, where the record is gone, and, unless `although_changed`,
        where a field was changed again since.
        """
        entry = self.entry(line_id)
        if not entry.can_restore:
            raise HandoffRefused(f"This cannot be put back from here. {entry.way_back}".strip())
        if all(change.now == change.before for change in entry.changes):
            raise HandoffRefused("It is already as it was before this change.")
        if not although_changed and any(change.changed_since for change in entry.changes):
            raise HandoffRefused(
                "It was changed again since. Look at what stands there now, then say whether to put it back."
            )
        put_back(self._workspace, entry.line, loads(entry.line.old_json), loads(entry.line.new_json) or {})

    def of(self, record_id: str, *, size: int = 20) -> pd.DataFrame:
        """The latest lines of one record: id, at, actor, summary."""
        return self._frame(
            select(AuditLine.id, AuditLine.at, AuditLine.actor, AuditLine.summary)
            .where(AuditLine.record_id == record_id)
            .order_by(AuditLine.at.desc(), AuditLine.id.desc())
            .limit(size)
        )

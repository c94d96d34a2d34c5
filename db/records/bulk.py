"""One change for many records of a kind: previewed, and made in one transaction that can be taken back."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from sqlalchemy import insert, select
from sqlmodel import Session

from core.bulk import MOST_CHANGED, BulkLine, BulkResult
from core.errors import HandoffRefused
from core.restoring import FieldChange
from core.run_ids import new_workflow_id
from db.records.base import CHANGED_MEANWHILE, PART, Records
from db.tables.runs import AuditLine, BulkChange

_LINES = "lines of a bulk change"  # of the audit trail, until they are written together


class BulkEdits(Records):
    """The base of a kind's bulk edits. `shown` are the columns that previews and `facts` read, the key
    first."""

    record_type: ClassVar[str]
    plural: ClassVar[str]
    table: ClassVar[Any]
    shown: ClassVar[tuple[Any, ...]]
    id_type: ClassVar[type[str] | type[int]] = str

    def preview(self, ids: Sequence[str], change: Any) -> list[BulkLine]:
        """What the change would do to each record, in the order given; at most 10,000 at a time."""
        if len(ids) > MOST_CHANGED:
            raise HandoffRefused(
                f"At most {MOST_CHANGED:,} {self.plural} can be changed at a time. Narrow the view."
            )
        found: dict[str, Any] = {}
        with self._workspace.reading() as session:
            for part in _parts(ids):
                found |= self.glance(session, part)
        return [self._line(key, found[key], change) for key in ids if key in found]

    def apply(self, lines: Sequence[BulkLine], change: Any) -> BulkResult:
        """Make the change of a preview in one transaction. A record that somebody changed since the preview,
        or that a rule holds back, stays as it is and is named."""
        bulk_id = new_workflow_id(f"bulk_{self.plural}", self._now)
        left = [(line.name, line.refused) for line in lines if line.refused]
        ready = [line for line in lines if line.is_ready]
        changed = 0
        with self._workspace.editing() as session:
            for part in _parts(ready):
                rows = self.locked(session, [line.record_id for line in part])
                for line in part:
                    row = rows.get(line.record_id)
                    if row is None or _is_another(row, line):
                        left.append((line.name, CHANGED_MEANWHILE))
                        continue
                    self._make(session, row, change, bulk_id)
                    changed += 1
                self.store_part(session)
            if changed:
                self.note_batch(session, bulk_id, f"{self._words(changed)}: {self._said(change)}", changed)
        return BulkResult(bulk_id, changed, tuple((name, str(why)) for name, why in left))

    def glance(self, session: Session, ids: Sequence[str]) -> dict[str, Any]:
        """The columns of these records that a preview and `facts` read, without their documents."""
        rows = session.execute(select(*self.shown).where(self._among(ids)))
        return {str(row[0]): row for row in rows}

    def locked(self, session: Session, ids: Sequence[str]) -> dict[str, Any]:
        """The records by id, held to the end of the edit; they are asked for in one order, so that no two
        edits wait in a ring."""
        statement = select(self.table).where(self._among(ids)).order_by(self.shown[0]).with_for_update()
        found = session.execute(statement).scalars()
        return {str(getattr(row, self.shown[0].key)): row for row in found}

    def store_part(self, session: Session) -> None:
        """Write what was changed so far, the lines of the audit trail in one statement."""
        session.flush()
        lines = session.info.pop(_LINES, None)
        if lines:
            session.execute(insert(AuditLine), lines)

    def _audit(
        self,
        session: Session,
        *,
        action: str,
        record: tuple[str, str],
        summary: str,
        old: dict[str, Any] | None = None,
        new: dict[str, Any] | None = None,
        part_of: str | None = None,
    ) -> None:
        if part_of is None:
            super()._audit(session, action=action, record=record, summary=summary, old=old, new=new)
            return
        session.info.setdefault(_LINES, []).append(
            {
                "at": self._now,
                "actor": self._workspace.actor,
                "action": action,
                "record_type": record[0],
                "record_id": record[1],
                "summary": summary,
                "old_json": json.dumps(old),
                "new_json": json.dumps(new),
                "workflow_id": part_of,
            }
        )

    def note_batch(self, session: Session, bulk_id: str, summary: str, changed: int) -> None:
        """Keep the change as a whole, with a line of the audit trail from which it can be taken back."""
        session.add(
            BulkChange(
                bulk_id=bulk_id,
                at=self._now,
                actor=self._workspace.actor,
                record_type=self.record_type,
                summary=summary,
                changed=changed,
            )
        )
        self._audit(session, action="bulk change", record=("bulk change", bulk_id), summary=summary)

    @abstractmethod
    def facts(self, row: Any) -> dict[str, Any]:
        """What bulk edits may change in a record, as the audit trail keeps it."""

    @abstractmethod
    def take_back(self, session: Session, row: Any, line: Any, part_of: str) -> None:
        """Put back what one line of the audit trail changed. HandoffRefused where a rule forbids it."""

    @abstractmethod
    def _wanted(self, change: Any) -> dict[str, Any]:
        """Field → what the change says; None where it leaves the field as it is."""

    @abstractmethod
    def _name(self, row: Any) -> str: ...

    @abstractmethod
    def _make(self, session: Session, row: Any, change: Any, bulk_id: str) -> None: ...

    def _refusal(self, row: Any, change: Any) -> str | None:
        """Why a rule keeps this record as it is."""
        del row, change
        return None

    def _said(self, change: Any) -> str:
        said = (f"{field.replace('_on', '').replace('_', ' ')} → {value}" for field, value in
                self._wanted(change).items() if value is not None)  # fmt: skip
        return ", ".join(said)

    def _words(self, count: int) -> str:
        return f"{count:,} {self.record_type if count == 1 else self.plural}"

    def _line(self, key: str, row: Any, change: Any) -> BulkLine:
        changes = [
            FieldChange(field, getattr(row, field), value, getattr(row, field))
            for field, value in self._wanted(change).items()
            if value is not None and value != getattr(row, field)
        ]
        return BulkLine(key, self._name(row), row.version, tuple(changes), self._refusal(row, change))

    def _among(self, ids: Sequence[Any]) -> Any:
        return self.shown[0].in_([self.id_type(one) for one in ids])


def _is_another(row: Any, line: BulkLine) -> bool:
    """Whether somebody changed the record since its preview."""
    return row.version != line.version or any(getattr(row, one.field) != one.before for one in line.changes)


def _parts(entries: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(entries), PART):
        yield entries[start : start + PART]

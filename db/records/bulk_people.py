"""Who looks after leads and who manages projects: noted for one, or for many at once."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlmodel import Session

from core.bulk import BulkLeadChange, BulkProjectChange
from core.errors import HandoffRefused
from db.records.base import CHANGED_MEANWHILE, loads
from db.records.bulk import BulkEdits
from db.tables.fulfillment import Project
from db.tables.marketing import Lead


class _PersonEdits(BulkEdits):
    """Bulk edits of the one field that names a person."""

    field: ClassVar[str]
    action: ClassVar[str]

    def facts(self, row: Any) -> dict[str, Any]:
        return {self.field: getattr(row, self.field)}

    def take_back(self, session: Session, row: Any, line: Any, part_of: str) -> None:
        self._note(session, row, loads(line.old_json)[self.field], part_of)

    def put(self, record_id: str, person: str | None, *, version: int | None = None) -> None:
        """Say who it is for one record; None for nobody. HandoffRefused where somebody else was faster."""
        with self._workspace.editing() as session:
            row = self.locked(session, [record_id]).get(record_id)
            if row is None:
                raise HandoffRefused(f"This {self.record_type} is gone. Go back to the list.")
            if version is not None and row.version != version:
                raise HandoffRefused(CHANGED_MEANWHILE)
            self._note(session, row, (person or "").strip() or None, None)

    def _make(self, session: Session, row: Any, change: Any, bulk_id: str) -> None:
        self._note(session, row, getattr(change, self.field), bulk_id)

    def _note(self, session: Session, row: Any, person: str | None, part_of: str | None) -> None:
        old = self.facts(row)
        if old[self.field] == person:
            return
        setattr(row, self.field, person)
        row.version += 1
        row.updated_at = self._now
        session.add(row)
        self._audit(
            session,
            action=self.action,
            record=(self.record_type, str(getattr(row, self.shown[0].key))),
            summary=f"{self._name(row)}: {self.field} {old[self.field] or 'nobody'} → {person or 'nobody'}",
            old=old,
            new=self.facts(row),
            part_of=part_of,
        )


class BulkLeadRecords(_PersonEdits):
    record_type = "lead"
    plural = "leads"
    id_type = int
    field = "owner"
    action = "change lead"
    table = Lead
    shown = (Lead.id, Lead.name, Lead.company, Lead.email, Lead.version, Lead.owner)

    def _name(self, row: Any) -> str:
        return str(row.name or row.company or row.email or f"Lead {row.id}")

    def _wanted(self, change: BulkLeadChange) -> dict[str, Any]:
        return {"owner": change.owner}


class BulkProjectRecords(_PersonEdits):
    record_type = "project"
    plural = "projects"
    field = "manager"
    action = "change project manager"
    table = Project
    shown = (Project.project_id, Project.name, Project.version, Project.manager, Project.status)

    def _name(self, row: Any) -> str:
        return str(row.name)

    def _wanted(self, change: BulkProjectChange) -> dict[str, Any]:
        return {"manager": change.manager}

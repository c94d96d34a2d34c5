"""How each kind of change is put back: what stands there now, and the record's own way to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from db.records.restoring import decided, fields, rows
from db.records.restoring.fields import result_name, result_values
from db.records.restoring.kind import PutBackKind, Values
from db.tables.runs import AuditLine

if TYPE_CHECKING:
    from db.workspace import Workspace

__all__ = ["KINDS", "present_values", "put_back", "result_name", "result_values"]

KINDS: dict[str, PutBackKind] = {**fields.KINDS, **rows.KINDS, **decided.KINDS}


def present_values(session: Session, line: AuditLine, new: Values) -> dict[str, Any] | None:
    """What stands at present in the fields that the change touched; None where the record is gone."""
    return KINDS[line.action].present(session, line, new)


def put_back(workspace: Workspace, line: AuditLine, old: Values, new: Values) -> None:
    """Change the record to what it was before, by its own rules."""
    KINDS[line.action].put_back(workspace, line, old, new)

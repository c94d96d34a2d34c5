"""Added rows taken back, and rows taken back added again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from db.records.additions import ADDITIONS, AdditionRecords, facts_of
from db.records.base import loads
from db.records.restoring.kind import PutBackKind, Values
from db.tables.runs import AuditLine

if TYPE_CHECKING:
    from db.workspace import Workspace

_TAKE_BACK = "take back "


def _added(session: Session, line: AuditLine, new: Values) -> dict[str, Any]:
    kind = line.action.removeprefix(_TAKE_BACK)
    row = AdditionRecords.found(session, kind, new or loads(line.old_json))
    return facts_of(row) if row is not None else {}


def _restore_added(workspace: Workspace, line: AuditLine, old: Values, new: Values) -> None:
    del old
    workspace.additions.take_back(line.action, line, new)


def _restore_taken_back(workspace: Workspace, line: AuditLine, old: Values, new: Values) -> None:
    del new
    workspace.additions.add_again(line.action.removeprefix(_TAKE_BACK), line, old)


KINDS: dict[str, PutBackKind] = {
    **dict.fromkeys(ADDITIONS, PutBackKind(_added, _restore_added)),
    **dict.fromkeys((_TAKE_BACK + kind for kind in ADDITIONS), PutBackKind(_added, _restore_taken_back)),
}

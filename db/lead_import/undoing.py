"""Taking an import back: created leads go, changed ones are as they were; later work is asked about."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from core.errors import HandoffRefused
from db.lead_import.types import ChangedSince, UndoPlan, UndoReport
from db.transaction import Row, Transaction

if TYPE_CHECKING:
    from db.workspace import Workspace

_CREATED = (
    "SELECT l.id, l.name, l.email, l.company, l.version, l.updated_at, l.workflow_id, l.contacted_at, "
    "(SELECT COUNT(*) FROM deals d WHERE d.lead_pk = l.id) AS deals, "
    "(SELECT COUNT(*) FROM contact_attempts c WHERE c.lead_pk = l.id) AS contacts, "
    "(SELECT COUNT(*) FROM imported_changes i WHERE i.lead_pk = l.id) AS imports "
    "FROM leads l WHERE l.import_id = :id ORDER BY l.id"
)
_CHANGED = (
    "SELECT l.id, l.name, l.email, l.company, l.version, l.updated_at, l.workflow_id, l.contacted_at, "
    "i.id AS change_id, i.old_json, "
    "(SELECT MAX(later.id) FROM imported_changes later WHERE later.lead_pk = l.id) AS latest "
    "FROM imported_changes i JOIN leads l ON l.id = i.lead_pk WHERE i.import_id = :id ORDER BY i.id"
)


def plan_undo(write: Transaction, import_id: str) -> UndoPlan:
    """What undo would do; `changed_since` are left unless a person asks for them too."""
    done = _done(write, import_id)
    created = write.fetch_all(_CREATED, {"id": import_id})
    changed = write.fetch_all(_CHANGED, {"id": import_id})
    since = [row for row in created if _worked_on(row)] + [row for row in changed if _changed(row, done)]
    return UndoPlan(import_id, len(created), len(changed), tuple(_since(write, row) for row in since[:200]))


def undo(write: Transaction, workspace: Workspace, import_id: str, *, also_changed: bool) -> UndoReport:
    """Undo in one transaction. A lead that became a deal, or was contacted, stays in any case: its deal and
    its contacts are about it."""
    done = _done(write, import_id)
    now = workspace.clock.now()
    removed = restored = left = 0
    for row in write.fetch_all(_CHANGED, {"id": import_id}):
        if _changed(row, done) and not also_changed:
            left += 1
            continue
        old: dict[str, Any] = json.loads(row["old_json"])
        columns = {**old, "updated_at": now, "version": int(row["version"]) + 1}
        write.update("leads", {"id": int(row["id"])}, columns)
        write.delete("imported_changes", {"id": int(row["change_id"])})
        restored += 1
    for row in write.fetch_all(_CREATED, {"id": import_id}):
        bound = row["deals"] or row["contacts"] or row["imports"]
        if bound or (_worked_on(row) and not also_changed):
            left += 1
            continue
        write.delete("leads", {"id": int(row["id"])})
        removed += 1
    write.update("lead_imports", {"import_id": import_id}, {"state": "undone", "undone_at": now})
    write.insert(
        "audit_lines",
        {
            "at": now,
            "actor": workspace.actor,
            "action": "undo import",
            "record_type": "campaign",
            "record_id": str(done["campaign_id"]),
            "summary": f"{done['file_name']}: {removed:,} removed, {restored:,} restored, {left:,} left",
        },
    )
    return UndoReport(removed, restored, left)


def _done(write: Transaction, import_id: str) -> Row:
    found = write.fetch_one(
        "SELECT file_name, campaign_id, state, started_at FROM lead_imports WHERE import_id = :id",
        {"id": import_id},
    )
    if found is None:
        raise HandoffRefused("There is no such import.")
    if found["state"] != "done":
        raise HandoffRefused("This import was taken back already.")
    return found


def _worked_on(row: Row) -> bool:
    """Whether somebody did something with a lead that the import created."""
    used = row["workflow_id"] or row["contacted_at"] or row["deals"] or row["contacts"] or row["imports"]
    return bool(used or int(row["version"]) > 1)


def _changed(row: Row, done: Row) -> bool:
    """Whether a lead that the import changed was changed again."""
    return bool(row["updated_at"] != done["started_at"] or row["latest"] != row["change_id"])


def _since(write: Transaction, row: Row) -> ChangedSince:
    what = "changed"
    if row.get("deals"):
        what = "became a deal"
    elif row["workflow_id"]:
        what = "handed over to Sales"
    elif row["contacted_at"]:
        what = "contacted"
    audit = write.fetch_one(
        "SELECT actor FROM audit_lines WHERE record_id = :id ORDER BY id DESC LIMIT 1", {"id": str(row["id"])}
    )
    label = str(row["name"] or row["email"] or row["company"] or f"lead {row['id']}")
    return ChangedSince(
        int(row["id"]), label, what, row["updated_at"], str(audit["actor"]) if audit else "somebody"
    )

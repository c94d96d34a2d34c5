"""Taking an import back: created leads go, changed ones are as they were; later work is asked about."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, Any

from core.errors import HandoffRefused
from db.lead_import.types import ChangedSince, UndoPlan, UndoReport
from db.transaction import Row, Transaction

if TYPE_CHECKING:
    from db.workspace import Workspace

_BOUND = (
    "(EXISTS (SELECT 1 FROM deals d WHERE d.lead_pk = l.id) "
    "OR EXISTS (SELECT 1 FROM contact_attempts c WHERE c.lead_pk = l.id) "
    "OR EXISTS (SELECT 1 FROM imported_changes i WHERE i.lead_pk = l.id))"
)
"""A lead that something else is about: it stays whatever is asked."""
_USED = (
    f"({_BOUND} OR l.workflow_id IS NOT NULL OR l.contacted_at IS NOT NULL OR l.updated_at <> l.created_at)"
)
"""A lead that somebody did something with since."""
_CHANGED_AGAIN = (
    "(l.updated_at <> f.started_at "
    "OR i.id <> (SELECT MAX(later.id) FROM imported_changes later WHERE later.lead_pk = l.id))"
)
_CREATED = "FROM leads l WHERE l.import_id = :id"
_CHANGED = (
    "FROM imported_changes i JOIN leads l ON l.id = i.lead_pk "
    "JOIN lead_imports f ON f.import_id = i.import_id WHERE i.import_id = :id"
)
_SHOWN = "SELECT l.id, l.name, l.email, l.company, l.updated_at, l.workflow_id, l.contacted_at"
_EVENTS = (
    "SELECT 'changed' AS kind, at, actor, summary AS what FROM audit_lines "
    "WHERE record_id = :record AND record_type = 'lead' AND at >= :since "
    "UNION ALL SELECT 'contacted', at, actor, '' FROM contact_attempts WHERE lead_pk = :id "
    "UNION ALL SELECT 'became a deal', a.at, a.actor, '' FROM deals d JOIN audit_lines a "
    "ON a.record_id = d.deal_id AND a.record_type = 'deal' AND a.action = 'open deal' WHERE d.lead_pk = :id "
    "UNION ALL SELECT 'handed over to Sales', started_at, actor, '' FROM runs WHERE workflow_id = :run "
    "UNION ALL SELECT 'import', f.started_at, f.actor, f.file_name FROM imported_changes i "
    "JOIN lead_imports f ON f.import_id = i.import_id "
    "WHERE i.lead_pk = :id AND f.import_id <> :import AND f.started_at >= :since"
)
_LISTED = 200  # leads that were worked on since, by name; all are counted
_PORTION = 5_000
_INDEXES_REBUILT_FROM, _INDEXES_REBUILT_SHARE = 2_000, 0.25


def plan_undo(write: Transaction, import_id: str) -> UndoPlan:
    """What undo would do; `changed_since` are left unless a person asks for them too."""
    done = _done(write, import_id)
    given = {"id": import_id, "most": _LISTED}
    used = write.fetch_all(f"{_SHOWN} {_CREATED} AND {_USED} ORDER BY l.id LIMIT :most", given)
    changed = write.fetch_all(f"{_SHOWN} {_CHANGED} AND {_CHANGED_AGAIN} ORDER BY i.id LIMIT :most", given)
    return UndoPlan(
        import_id,
        _count(write, _CREATED, import_id),
        _count(write, _CHANGED, import_id),
        tuple(_since(write, row, done) for row in [*used, *changed][:_LISTED]),
    )


def undo(write: Transaction, workspace: Workspace, import_id: str, *, also_changed: bool) -> UndoReport:
    """Undo in one transaction. A lead that became a deal, or was contacted, stays in any case: its deal and
    its contacts are about it."""
    done = _done(write, import_id)
    now = workspace.clock.now()
    restored = _restore(write, import_id, now, also_changed=also_changed)
    left = _count(write, _CHANGED, import_id)
    removed, stay = _remove(write, import_id, also_changed=also_changed)
    left += stay
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


def _restore(write: Transaction, import_id: str, now: datetime, *, also_changed: bool) -> int:
    """Give changed leads their columns back, some at a time; how many."""
    which = "" if also_changed else f" AND NOT {_CHANGED_AGAIN}"
    sql = (
        f"SELECT l.id, l.version, i.id AS change_id, i.old_json {_CHANGED}{which} AND i.id > :after "
        "ORDER BY i.id LIMIT :most"
    )
    restored = after = 0
    while rows := write.fetch_all(sql, {"id": import_id, "after": after, "most": _PORTION}):
        after = int(rows[-1]["change_id"])
        for row in rows:
            old: dict[str, Any] = json.loads(row["old_json"])
            # With the old moment of its change, an earlier import finds the lead untouched.
            columns = {"updated_at": now, **old, "version": int(row["version"]) + 1}
            write.update("leads", {"id": int(row["id"])}, columns)
            write.delete("imported_changes", {"id": int(row["change_id"])})
        restored += len(rows)
    return restored


def _remove(write: Transaction, import_id: str, *, also_changed: bool) -> tuple[int, int]:
    """Delete the leads that the import created and that nothing is about; how many, and how many stay."""
    which = f"l.import_id = :id AND NOT {_BOUND if also_changed else _USED}"
    (created,) = write.fetch_column("SELECT COUNT(*) FROM leads WHERE import_id = :id", {"id": import_id})
    (stored,) = write.fetch_column("SELECT COUNT(*) FROM leads")
    pays = created >= max(_INDEXES_REBUILT_FROM, stored * _INDEXES_REBUILT_SHARE)
    with write.rebuilding_indexes("leads") if pays else nullcontext():
        sql = f"DELETE FROM leads WHERE id IN (SELECT l.id FROM leads l WHERE {which})"  # noqa: S608 - ours
        removed = write.change_many(sql, [{"id": import_id}])
    return removed, created - removed


def _count(write: Transaction, what: str, import_id: str) -> int:
    (found,) = write.fetch_column(f"SELECT COUNT(*) {what}", {"id": import_id})
    return int(found)


def _done(write: Transaction, import_id: str) -> Row:
    found = write.fetch_one(
        "SELECT import_id, file_name, campaign_id, state, started_at FROM lead_imports WHERE import_id = :id",
        {"id": import_id},
    )
    if found is None:
        raise HandoffRefused("There is no such import.")
    if found["state"] != "done":
        raise HandoffRefused("This import was taken back already.")
    return found


def _since(write: Transaction, row: Row, done: Row) -> ChangedSince:
    """What happened to a lead after its import, and who did it, the earliest first."""
    given = {"id": int(row["id"]), "record": str(row["id"]), "import": done["import_id"]}
    given |= {"since": done["started_at"], "run": row["workflow_id"]}
    found = [(event["at"], str(event["actor"]), _what(event)) for event in write.fetch_all(_EVENTS, given)]
    events = sorted(dict.fromkeys(found))
    what = "; ".join(dict.fromkeys(text for _, _, text in events)) or "changed"
    who = ", ".join(dict.fromkeys(actor for _, actor, _ in events)) or "somebody"
    label = str(row["name"] or row["email"] or row["company"] or f"lead {row['id']}")
    return ChangedSince(int(row["id"]), label, what, row["updated_at"], who)


def _what(event: Row) -> str:
    match event["kind"]:
        case "import":
            return f"changed by the import of {event['what']}"
        case "changed":
            return f"changed: {event['what']}"
    return str(event["kind"])

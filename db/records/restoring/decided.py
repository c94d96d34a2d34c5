"""Decisions put back: about recommendations, drafts and handoffs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlmodel import Session

from db.records.base import loads
from db.records.decisions import recommendation_status
from db.records.restoring.kind import PutBackKind, Values
from db.tables.offers import OfferVersion
from db.tables.runs import AuditLine, Handoff

if TYPE_CHECKING:
    from db.workspace import Workspace


def _decided(session: Session, line: AuditLine, new: Values) -> dict[str, Any] | None:
    status = recommendation_status(session, line.record_id, line.summary)
    if status is None:
        return None
    return {**new} if status == new.get("status") else {**(loads(line.old_json) or {}), "status": status}


def _restore_decision(workspace: Workspace, line: AuditLine, old: Values, new: Values) -> None:
    del old, new
    workspace.decisions.take_back(line.record_id, line.summary)


def _restore_reopened(workspace: Workspace, line: AuditLine, old: Values, new: Values) -> None:
    del line, new
    workspace.decisions.repeat([old])


def _draft(session: Session, line: AuditLine, new: Values) -> dict[str, Any]:
    old = loads(line.old_json) or {}
    version = session.execute(
        select(OfferVersion.status).where(
            OfferVersion.offer_id == line.record_id, OfferVersion.number == old.get("number")
        )
    ).scalar_one_or_none()
    return {**new} if version is None else {**old, "status": version}


def _restore_draft(workspace: Workspace, line: AuditLine, old: Values, new: Values) -> None:
    del line, new
    workspace.decisions.repeat(old["decisions"])


def _handoff(session: Session, line: AuditLine, new: Values) -> dict[str, Any] | None:
    handoff = session.get(Handoff, new.get("handoff_id") or 0)
    if handoff is None:
        return None
    fields = dict.fromkeys([*(loads(line.old_json) or {}), *new])
    known = {"handoff_id": handoff.id}
    return {name: known.get(name) or getattr(handoff, name, None) for name in fields}


def _restore_handoff(workspace: Workspace, line: AuditLine, old: Values, new: Values) -> None:
    del line
    number = int(new["handoff_id"])
    match old.get("status"):
        case "accepted":
            workspace.inbox.accept(number, owner=str(old.get("owner") or ""))
        case "returned":
            workspace.inbox.return_(number, reason=str(old.get("reason") or ""))
        case _:
            workspace.inbox.reopen(number)


KINDS: dict[str, PutBackKind] = {
    "accept recommendation": PutBackKind(_decided, _restore_decision),
    "decline recommendation": PutBackKind(_decided, _restore_decision),
    "reopen recommendation": PutBackKind(_decided, _restore_reopened),
    "discard draft": PutBackKind(_draft, _restore_draft),
    "accept handoff": PutBackKind(_handoff, _restore_handoff),
    "return handoff": PutBackKind(_handoff, _restore_handoff),
    "reopen handoff": PutBackKind(_handoff, _restore_handoff),
}

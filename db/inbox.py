"""The inbox of a domain: handoffs that wait there, to be accepted or returned with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session

from core.errors import HandoffRefused
from db.records.base import Records
from db.tables.runs import Handoff

if TYPE_CHECKING:
    from db.workspace import Workspace

OnAccept = Callable[[Session, Handoff], None]

OLDEST = 20  # waiting handoffs on one page; deciding one brings up the next
LATEST = 50  # decided handoffs in a list; the rest is found among the runs


class Inbox(Records):
    """Who decides first decides; the second person is told so."""

    def waiting(self, domain: str) -> pd.DataFrame:
        """The 20 handoffs that wait longest in a domain, the oldest first: id, workflow_id, workflow,
        source, title, record_type, record_id, created_at."""
        return self._frame(
            select(
                Handoff.id,
                Handoff.workflow_id,
                Handoff.workflow,
                Handoff.source,
                Handoff.title,
                Handoff.record_type,
                Handoff.record_id,
                Handoff.created_at,
            )
            .where(Handoff.target == domain, Handoff.status == "waiting")
            .order_by(Handoff.created_at, Handoff.id)
            .limit(OLDEST)
        )

    def waiting_counts(self) -> dict[str, int]:
        """How many handoffs wait, by domain; a domain with none is left out."""
        with self._workspace.reading() as session:
            rows = session.execute(
                select(Handoff.target, func.count())
                .where(Handoff.status == "waiting")
                .group_by(Handoff.target)
            ).all()
        return {str(target): int(count) for target, count in rows}

    def decided(self, domain: str) -> pd.DataFrame:
        """The latest 50 decisions of a domain: id, workflow_id, workflow, title, status, owner, reason,
        decided_by, decided_at, created_at."""
        return self._frame(
            select(
                Handoff.id,
                Handoff.workflow_id,
                Handoff.workflow,
                Handoff.title,
                Handoff.status,
                Handoff.owner,
                Handoff.reason,
                Handoff.decided_by,
                Handoff.decided_at,
                Handoff.created_at,
            )
            .where(Handoff.target == domain, Handoff.status != "waiting")
            .order_by(Handoff.decided_at.desc(), Handoff.id.desc())
            .limit(LATEST)
        )

    def returned_to(self, domain: str) -> pd.DataFrame:
        """Handoffs of a domain that came back and were not handed over again, the latest first: id,
        workflow_id, workflow, title, reason, decided_by, decided_at."""
        newer = aliased(Handoff)
        replaced = exists().where(
            newer.workflow == Handoff.workflow,
            newer.record_id == Handoff.record_id,
            newer.created_at > Handoff.created_at,
        )
        return self._frame(
            select(
                Handoff.id,
                Handoff.workflow_id,
                Handoff.workflow,
                Handoff.title,
                Handoff.reason,
                Handoff.decided_by,
                Handoff.decided_at,
            )
            .where(Handoff.source == domain, Handoff.status == "returned", ~replaced)
            .order_by(Handoff.decided_at.desc())
            .limit(OLDEST)
        )

    def accept(self, handoff_id: int, owner: str) -> None:
        """Take the work on; `owner` is who does it. HandoffRefused where it was decided before."""
        self._decide(handoff_id, "accepted", owner=owner.strip() or self._workspace.actor)

    def return_(self, handoff_id: int, reason: str) -> None:
        """Send the work back to where it came from, with what is missing."""
        if not reason.strip():
            raise HandoffRefused("Say why it goes back, so that the sender knows what to change.")
        self._decide(handoff_id, "returned", reason=reason.strip())

    def _decide(self, handoff_id: int, status: str, **given: str) -> None:
        now, actor = self._now, self._workspace.actor
        with self._workspace.editing() as session:
            handoff = self._get(session, Handoff, handoff_id, "handoff")
            # The condition in the update decides between two people, on every database.
            decided: Any = session.execute(
                update(Handoff)
                .where(Handoff.id == handoff_id, Handoff.status == "waiting")
                .values(status=status, decided_at=now, decided_by=actor, **given)
            )
            if decided.rowcount != 1:
                session.refresh(handoff)
                raise HandoffRefused(
                    f"{handoff.title or 'This handoff'} was already {handoff.status} by "
                    f"{handoff.decided_by}; nothing was changed."
                )
            session.refresh(handoff)
            if status == "accepted":
                follow_up = _on_accept(self._workspace, handoff.workflow)
                if follow_up:
                    follow_up(session, handoff)
            self._audit(
                session,
                action="accept handoff" if status == "accepted" else "return handoff",
                record=(handoff.record_type or "run", handoff.record_id or handoff.workflow_id),
                summary=f"{handoff.title}: {given.get('reason') or 'owner ' + given.get('owner', '')}",
                old={"status": "waiting", "handoff_id": handoff_id},
                new={"status": status, **given, "handoff_id": handoff_id},
            )

    def reopen(self, handoff_id: int) -> None:
        """Let a handoff wait again that was accepted or returned by mistake."""
        with self._workspace.editing() as session:
            handoff = self._get(session, Handoff, handoff_id, "handoff", lock=True)
            if handoff.status == "waiting":
                raise HandoffRefused("It waits already; nothing was changed.")
            if handoff.status == "accepted" and _on_accept(self._workspace, handoff.workflow):
                raise HandoffRefused("Its project has begun, so it stays accepted; agree on a change order.")
            newer = select(Handoff.id).where(
                Handoff.workflow == handoff.workflow,
                Handoff.record_id == handoff.record_id,
                Handoff.created_at > handoff.created_at,
            )
            if handoff.record_id and session.execute(newer.limit(1)).first():
                raise HandoffRefused("It was handed over again since; decide on that one.")
            old = {"status": handoff.status, "owner": handoff.owner, "reason": handoff.reason}
            handoff.status, handoff.owner, handoff.reason = "waiting", None, None
            handoff.decided_at, handoff.decided_by = None, None
            session.add(handoff)
            self._audit(
                session,
                action="reopen handoff",
                record=(handoff.record_type or "run", handoff.record_id or handoff.workflow_id),
                summary=f"{handoff.title}: waits again",
                old={name: value for name, value in old.items() if value is not None}
                | {"handoff_id": handoff_id},
                new={"status": "waiting", "handoff_id": handoff_id},
            )


def _on_accept(workspace: Workspace, workflow: str) -> OnAccept | None:
    """What accepting a handoff does to its records, in the same transaction."""
    if workflow == "sales_to_fulfillment":
        return workspace.fulfillment.start_project
    return None

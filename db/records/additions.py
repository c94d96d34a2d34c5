"""What a person added by mistake: taken back from the history, kept there, and added again from there."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, SQLModel

from core.errors import HandoffRefused
from db.records.base import Records
from db.tables.clients import Client, Contact
from db.tables.feedback import FollowUp, Response
from db.tables.marketing import Lead
from db.tables.runs import AuditLine
from db.tables.sales import ContactAttempt, Deal, StageChange

Facts = Mapping[str, Any]


class Addition(NamedTuple):
    """A kind of row that people add. `keys` find it again; `belongs_to` (a table and the name of its key)
    must still be there to add it again; `settle` brings in order what depends on it."""

    table: type[SQLModel]
    keys: tuple[str, ...]
    belongs_to: tuple[type[SQLModel], str] | None
    settle: Callable[[Session, Any], None] | None = None


def facts_of(row: SQLModel) -> dict[str, Any]:
    """A row as the audit trail keeps it; its number is no fact, the database may give it away again."""
    facts: dict[str, Any] = json.loads(row.model_dump_json())
    return {name: value for name, value in facts.items() if name not in ("id", "version")}


class AdditionRecords(Records):
    @staticmethod
    def found(session: Session, kind: str, facts: Facts) -> Any | None:
        """The row that was added, None where it is gone."""
        addition = ADDITIONS[kind]
        row: Any = addition.table.model_validate({**facts})
        wanted = [getattr(addition.table, key) == getattr(row, key) for key in addition.keys]
        return session.execute(select(addition.table).where(*wanted).limit(1)).scalar_one_or_none()

    def take_back(self, kind: str, line: AuditLine, facts: Facts) -> None:
        """Take the row away. HandoffRefused where it is gone or something was built on it since."""
        with self._workspace.editing() as session:
            row = self.found(session, kind, facts)
            if row is None:
                raise HandoffRefused("It is gone already; nothing was changed.")
            if isinstance(row, Deal):
                self._only_opened(session, row)
            old = facts_of(row)
            session.delete(row)
            self._note(session, kind, row, f"take back {kind}", f"Taken back: {line.summary}", line, old=old)

    def add_again(self, kind: str, line: AuditLine, facts: Facts) -> None:
        """Add what was taken back, with the days and the person it had."""
        addition = ADDITIONS[kind]
        with self._workspace.editing() as session:
            if self.found(session, kind, facts) is not None:
                raise HandoffRefused("It is there already; nothing was changed.")
            row: Any = addition.table.model_validate({**facts})
            if addition.belongs_to and getattr(row, addition.belongs_to[1]) is not None:
                table, key = addition.belongs_to
                self._get(session, table, getattr(row, key), "record that it belongs to")
            session.add(row)
            if isinstance(row, Deal):
                session.flush()
                session.add(
                    StageChange(
                        deal_id=row.deal_id, to_stage=row.stage, changed_at=row.created_at,
                        changed_by=line.actor,
                    )
                )  # fmt: skip
            summary = line.summary.removeprefix("Taken back: ")
            self._note(session, kind, row, kind, summary, line, new=facts_of(row))

    def _note(
        self,
        session: Session,
        kind: str,
        row: Any,
        action: str,
        summary: str,
        line: AuditLine,
        *,
        old: dict[str, Any] | None = None,
        new: dict[str, Any] | None = None,
    ) -> None:
        session.flush()
        settle = ADDITIONS[kind].settle
        if settle:
            settle(session, row)
        record = (line.record_type, line.record_id)
        self._audit(session, action=action, record=record, summary=summary, old=old or {}, new=new or {})

    def _only_opened(self, session: Session, deal: Deal) -> None:
        """A deal that nobody worked on since it was opened may go, with its first stage."""
        moves = (
            session.execute(select(StageChange).where(StageChange.deal_id == deal.deal_id)).scalars().all()
        )
        if deal.version > 1 or len(moves) > 1 or deal.client_id:
            raise HandoffRefused("Somebody worked on this deal since. Close it as lost, with the reason.")
        for move in moves:
            session.delete(move)
        session.flush()


def _settle_first_contact(session: Session, row: ContactAttempt | Deal) -> None:
    """The clock of a prospect stopped at the first talk or deal that is left."""
    lead = session.get(Lead, row.lead_pk, with_for_update=True) if row.lead_pk else None
    if lead is None:
        return
    first = [
        session.execute(select(func.min(moment)).where(owner == lead.id)).scalar_one()
        for moment, owner in (
            (ContactAttempt.at, ContactAttempt.lead_pk),
            (Deal.created_at, Deal.lead_pk),
        )
    ]
    lead.contacted_at = min((moment for moment in first if moment is not None), default=None)
    lead.version += 1
    session.add(lead)


_TALK = ("at", "actor", "channel", "outcome", "note")
ADDITIONS: dict[str, Addition] = {
    "add contact": Addition(Contact, ("client_id", "email_key"), (Client, "client_id")),
    "log contact": Addition(ContactAttempt, ("lead_pk", *_TALK), (Lead, "lead_pk"), _settle_first_contact),
    "follow up": Addition(FollowUp, ("feedback_id", *_TALK), (Response, "feedback_id")),
    "open deal": Addition(Deal, ("deal_id",), (Lead, "lead_pk"), _settle_first_contact),
}

"""Which leads of a campaign wait for their handoff: those that sales never got, or sent back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import Session

from db.tables.marketing import Lead
from db.tables.runs import Handoff

WORKFLOW = "marketing_to_sales"

_CHUNK = 1_000  # leads of one query: far below the parameters that a database takes


@dataclass(frozen=True, slots=True)
class WaitingLeads:
    """How many leads of a campaign wait, by the status that they have now; `came_back` of them were
    handed over before and returned by sales."""

    qualified: int = 0
    nurture: int = 0
    disqualified: int = 0
    came_back: int = 0

    @property
    def total(self) -> int:
        return self.qualified + self.nurture + self.disqualified


class StoredLead(NamedTuple):
    """A lead as it is stored: its row, what tells whether the row was changed meanwhile, its input."""

    id: int
    version: int
    workflow_id: str | None
    created_at: str
    given: Any


def count_waiting(session: Session, campaign_id: str) -> WaitingLeads:
    """The waiting leads of a campaign, counted in an index."""
    came_back = Lead.workflow_id.is_not(None)
    rows = session.execute(
        select(Lead.status, came_back, func.count())
        .where(*_waiting(campaign_id))
        .group_by(Lead.status, came_back)
    ).all()
    counts = {"qualified": 0, "nurture": 0, "disqualified": 0, "came_back": 0}
    for status, returned, count in rows:
        counts[str(status)] += int(count)
        counts["came_back"] += int(count) if returned else 0
    return WaitingLeads(**counts)


def waiting_ids(session: Session, campaign_id: str) -> list[int]:
    """The rows of the waiting leads, in the order in which they were stored."""
    return sorted(session.scalars(select(Lead.id).where(*_waiting(campaign_id))))


def read_leads(session: Session, ids: Sequence[int]) -> Iterator[StoredLead]:
    """The leads of these rows, in that order, a thousand at a time."""
    statement = select(
        Lead.id, Lead.version, Lead.workflow_id, Lead.created_at, Lead.lead_id, Lead.input_json
    ).order_by(Lead.id)
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        for row in session.execute(statement.where(Lead.id.in_(chunk))):
            given = _as_given(row.lead_id, row.input_json)
            yield StoredLead(row.id, row.version, row.workflow_id, row.created_at.isoformat(), given)


def has_leads(session: Session, campaign_id: str) -> bool:
    return session.scalar(select(Lead.id).where(Lead.campaign_id == campaign_id).limit(1)) is not None


def _waiting(campaign_id: str) -> tuple[ColumnElement[bool], ...]:
    returned = select(Handoff.workflow_id).where(
        Handoff.record_id == campaign_id, Handoff.workflow == WORKFLOW, Handoff.status == "returned"
    )
    return (
        Lead.campaign_id == campaign_id,
        Lead.status != "rejected",
        or_(Lead.workflow_id.is_(None), Lead.workflow_id.in_(returned)),
    )


def _as_given(lead_id: str, text: str) -> Any:
    """The lead's input; its id is the one that the campaign knows it by."""
    given = json.loads(text)
    if isinstance(given, dict) and str(given.get("id")) != lead_id:
        return {**given, "id": lead_id}
    return given

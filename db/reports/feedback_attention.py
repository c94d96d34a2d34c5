"""What calls for a person: answers whose stars and words disagree, and unhappy clients nobody talked to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, case, func, select

from core.feedback_analysis import Quote
from core.feedback_scope import Scope
from core.follow_up import FOLLOW_UP_HOURS, TALKED
from db.records.base import Records, loads
from db.reports.feedback_scope import of_responses
from db.tables.clients import Client
from db.tables.feedback import FollowUp, Response, ResponseFigures
from db.tables.fulfillment import Project


class Apart(NamedTuple):
    """A response whose stars (`satisfaction`, average rating in %) say something else than its words."""

    feedback_id: str
    project: str
    client: str
    received_at: datetime
    satisfaction: int | None
    says: str
    quotes: tuple[Quote, ...]


class Talks(NamedTuple):
    """Unhappy responses by where the talk stands: past its 48 hours, within them, or held."""

    late: int
    due: int
    talked: int
    in_time: int

    @property
    def unhappy(self) -> int:
        return self.late + self.due + self.talked


class FeedbackAttention(Records):
    def apart(self, scope: Scope, *, number: int = 1, size: int = 5) -> tuple[list[Apart], int]:
        """One page of the answers whose stars and words disagree, newest first, and how many there are."""
        condition = (ResponseFigures.apart, *of_responses(scope))
        counted = _joined(select(func.count())).where(*condition)
        statement = _joined(
            select(
                Response.feedback_id,
                Project.name,
                Client.name,
                Response.received_at,
                Response.satisfaction,
                Response.analysis_json,
            )
        ).join(Client, Client.client_id == Project.client_id, isouter=True)
        newest = statement.where(*condition).order_by(Response.received_at.desc(), Response.feedback_id)
        with self._workspace.reading() as session:
            total = int(session.execute(counted).scalar_one())
            rows = session.execute(newest.limit(size).offset((number - 1) * size)).all()
        return [_apart(row) for row in rows], total

    def talks(self, scope: Scope) -> Talks:
        """Where the talks with unhappy clients stand at this moment."""
        reached = (
            select(FollowUp.feedback_id, func.min(FollowUp.at).label("at"))
            .where(FollowUp.outcome.in_(TALKED))
            .group_by(FollowUp.feedback_id)
            .subquery()
        )
        allowed = timedelta(hours=FOLLOW_UP_HOURS)
        waits = reached.c.at.is_(None)
        is_late = Response.received_at < self._now - allowed
        statement = (
            _joined(select(_sum(and_(waits, is_late)), _sum(and_(waits, ~is_late))))
            .join(reached, reached.c.feedback_id == Response.feedback_id, isouter=True)
            .where(ResponseFigures.unhappy, *of_responses(scope))
        )
        held = (
            _joined(select(Response.received_at, reached.c.at))
            .join(reached, reached.c.feedback_id == Response.feedback_id)
            .where(ResponseFigures.unhappy, *of_responses(scope))
        )
        with self._workspace.reading() as session:
            late, due = session.execute(statement).one()
            pairs = session.execute(held).all()
        in_time = sum(talked <= answered + allowed for answered, talked in pairs)
        return Talks(int(late or 0), int(due or 0), len(pairs), in_time)


def _joined(statement: Any) -> Any:
    return (
        statement.select_from(Response)
        .join(ResponseFigures, ResponseFigures.feedback_id == Response.feedback_id)
        .join(Project, Project.project_id == Response.project_id, isouter=True)
    )


def _sum(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))


def _apart(row: Any) -> Apart:
    feedback_id, project, client, received_at, satisfaction, text = row
    analysis = (loads(text) or {}).get("feedback_analysis") or {}
    return Apart(
        feedback_id,
        project or "",
        client or "",
        received_at,
        satisfaction,
        str(analysis.get("disagreement") or ""),
        tuple(analysis.get("disagreement_quotes") or ()),
    )

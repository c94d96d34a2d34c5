"""The facts of clients' health, for a page of clients at once: six questions, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select

from core.client_health import ClientFacts, Health, HealthRules, health_of
from core.follow_up import FOLLOW_UP_HOURS, TALKED
from db.records.base import Records
from db.records.deals import CLOSED
from db.tables.feedback import FollowUp, Response, ResponseFigures
from db.tables.fulfillment import Payment, Project, WorkOrder
from db.tables.sales import Deal


class ClientHealthRecords(Records):
    rules = HealthRules()

    def of(self, client_ids: Sequence[str]) -> dict[str, Health]:
        """Client → health."""
        today = self._now.date()
        return {key: health_of(facts, today, self.rules) for key, facts in self.facts(client_ids).items()}

    def facts(self, client_ids: Sequence[str]) -> dict[str, ClientFacts]:
        """Client → what is known; a client of whom nothing is known is there too."""
        today = self._now.date()
        found: dict[str, dict[str, Any]] = {key: {} for key in client_ids}
        late = (Project.status == "active") & (Project.planned_end_on < today)
        questions = {
            ("active", "finished", "late", "late_since"): select(
                Project.client_id,
                func.sum(case((Project.status == "active", 1), else_=0)),
                func.sum(case((Project.status == "completed", 1), else_=0)),
                func.sum(case((late, 1), else_=0)),
                func.min(case((late, Project.planned_end_on))),
            )
            .where(Project.client_id.in_(client_ids))
            .group_by(Project.client_id),
            ("open_deals", "dealt_at"): select(
                Deal.client_id,
                func.sum(case((Deal.stage.not_in(CLOSED), 1), else_=0)),
                func.max(Deal.updated_at),
            )
            .where(Deal.client_id.in_(client_ids))
            .group_by(Deal.client_id),
            ("overdue", "overdue_since"): select(WorkOrder.client_id, func.count(), func.min(Payment.due_on))
            .join(Payment, Payment.work_order_id == WorkOrder.work_order_id)
            .where(
                WorkOrder.client_id.in_(client_ids),
                WorkOrder.status != "superseded",
                Payment.paid_on.is_(None),
                Payment.due_on < today,
            )
            .group_by(WorkOrder.client_id),
            ("paid_on",): select(WorkOrder.client_id, func.max(Payment.paid_on))
            .join(Payment, Payment.work_order_id == WorkOrder.work_order_id)
            .where(WorkOrder.client_id.in_(client_ids))
            .group_by(WorkOrder.client_id),
            ("rating", "answers", "answered_at"): self._ratings(client_ids),
            ("unheard",): self._unheard(client_ids),
        }
        with self._workspace.reading() as session:
            for names, question in questions.items():
                for key, *values in session.execute(question):
                    found[key] |= dict(zip(names, values, strict=True))
        return {key: _facts(known) for key, known in found.items()}

    def _ratings(self, client_ids: Sequence[str]) -> Any:
        since = self._now - timedelta(days=self.rules.rating_days)
        recent = Response.received_at >= since
        return (
            select(
                Project.client_id,
                func.avg(case((recent, Response.satisfaction))),
                func.count(case((recent, Response.satisfaction))),
                func.max(Response.received_at),
            )
            .join(Response, Response.project_id == Project.project_id)
            .where(Project.client_id.in_(client_ids))
            .group_by(Project.client_id)
        )

    def _unheard(self, client_ids: Sequence[str]) -> Any:
        """Unhappy answers of more than 48 hours ago about which nobody was reached."""
        due = self._now - timedelta(hours=FOLLOW_UP_HOURS)
        talked = (
            select(FollowUp.id)
            .where(FollowUp.feedback_id == Response.feedback_id, FollowUp.outcome.in_(TALKED))
            .exists()
        )
        return (
            select(Project.client_id, func.count())
            .join(Response, Response.project_id == Project.project_id)
            .join(ResponseFigures, ResponseFigures.feedback_id == Response.feedback_id)
            .where(
                Project.client_id.in_(client_ids),
                ResponseFigures.unhappy,
                Response.received_at < due,
                ~talked,
            )
            .group_by(Project.client_id)
        )


def _facts(known: dict[str, Any]) -> ClientFacts:
    moments = [_day(known.get(name)) for name in ("dealt_at", "answered_at", "paid_on")]
    days = [day for day in moments if day is not None]
    rating = known.get("rating")
    return ClientFacts(
        rating=float(rating) if rating is not None else None,
        answers=int(known.get("answers") or 0),
        unheard=int(known.get("unheard") or 0),
        overdue=int(known.get("overdue") or 0),
        overdue_since=_day(known.get("overdue_since")),
        late=int(known.get("late") or 0),
        late_since=_day(known.get("late_since")),
        active=int(known.get("active") or 0),
        finished=int(known.get("finished") or 0),
        open_deals=int(known.get("open_deals") or 0),
        last_on=max(days) if days else None,
    )


def _day(value: Any) -> date | None:
    """The day of a date or moment; SQLite gives those that a function made as text."""
    if value is None:
        return None
    if isinstance(value, str):
        return date.fromisoformat(value[:10])
    return value.date() if isinstance(value, datetime) else date.fromisoformat(value.isoformat())

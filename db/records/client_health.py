"""The facts of clients' health, for a page of clients at once: six questions, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, func, select

from core.client_health import ClientFacts, Health, HealthPolicy, HealthRules, health_of
from core.follow_up import FOLLOW_UP_HOURS, TALKED
from db.records.base import Records
from db.records.deals import CLOSED
from db.tables.feedback import FollowUp, Response, ResponseFigures
from db.tables.fulfillment import Payment, Project, WorkOrder
from db.tables.sales import Deal

Questions = dict[tuple[str, ...], Select[*tuple[Any, ...]]]


class ClientHealthRecords(Records):
    @property
    def rules(self) -> HealthRules:
        """The published rules."""
        return self._workspace.policies.current("client_health", HealthPolicy).health

    def of(self, client_ids: Sequence[str]) -> dict[str, Health]:
        """Client → health."""
        today, rules = self._now.date(), self.rules
        return {key: health_of(facts, today, rules) for key, facts in self.facts(client_ids).items()}

    def facts(self, client_ids: Sequence[str]) -> dict[str, ClientFacts]:
        """Client → what is known; a client of whom nothing is known is there too."""
        found: dict[str, dict[str, Any]] = {key: {} for key in client_ids}
        with self._workspace.reading() as session:
            for names, question in fact_questions(self._now, self.rules, client_ids).items():
                for key, *values in session.execute(question):
                    found[key] |= dict(zip(names, values, strict=True))
        return {key: _facts(known) for key, known in found.items()}


def fact_questions(now: datetime, rules: HealthRules, client_ids: Sequence[str] | None = None) -> Questions:
    """Names of facts → the question that finds them: a row of client and facts, in that order.

    Without `client_ids` of all clients; who is in no answer has nothing of the kind.
    """
    today = now.date()
    late = (Project.status == "active") & (Project.planned_end_on < today)
    recent = Response.received_at >= now - timedelta(days=rules.rating_days)
    talked = (
        select(FollowUp.id)
        .where(FollowUp.feedback_id == Response.feedback_id, FollowUp.outcome.in_(TALKED))
        .exists()
    )
    projects = (
        select(
            Project.client_id,
            func.sum(case((Project.status == "active", 1), else_=0)),
            func.sum(case((Project.status == "completed", 1), else_=0)),
            func.sum(case((late, 1), else_=0)),
            func.min(case((late, Project.planned_end_on))),
        ),
        Project.client_id,
    )
    deals = (
        select(
            Deal.client_id,
            func.sum(case((Deal.stage.not_in(CLOSED), 1), else_=0)),
            func.max(Deal.updated_at),
        ).where(Deal.client_id.is_not(None)),
        Deal.client_id,
    )
    overdue = (
        select(WorkOrder.client_id, func.count(), func.min(Payment.due_on))
        .join(Payment, Payment.work_order_id == WorkOrder.work_order_id)
        .where(
            WorkOrder.status != "superseded",
            Payment.paid_on.is_(None),
            Payment.due_on < today,
        ),
        WorkOrder.client_id,
    )
    paid = (
        select(WorkOrder.client_id, func.max(Payment.paid_on)).join(
            Payment, Payment.work_order_id == WorkOrder.work_order_id
        ),
        WorkOrder.client_id,
    )
    ratings = (
        select(
            Project.client_id,
            func.avg(case((recent, Response.satisfaction))),
            func.count(case((recent, Response.satisfaction))),
            func.max(Response.received_at),
        ).join(Response, Response.project_id == Project.project_id),
        Project.client_id,
    )
    # Unhappy answers of more than 48 hours ago about which nobody was reached.
    unheard = (
        select(Project.client_id, func.count())
        .join(Response, Response.project_id == Project.project_id)
        .join(ResponseFigures, ResponseFigures.feedback_id == Response.feedback_id)
        .where(
            ResponseFigures.unhappy,
            Response.received_at < now - timedelta(hours=FOLLOW_UP_HOURS),
            ~talked,
        ),
        Project.client_id,
    )

    def of(question: tuple[Any, Any]) -> Any:
        statement, client = question
        if client_ids is not None:
            statement = statement.where(client.in_(client_ids))
        return statement.group_by(client)

    return {
        ("active", "finished", "late", "late_since"): of(projects),
        ("open_deals", "dealt_at"): of(deals),
        ("overdue", "overdue_since"): of(overdue),
        ("paid_on",): of(paid),
        ("rating", "answers", "answered_at"): of(ratings),
        ("unheard",): of(unheard),
    }


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

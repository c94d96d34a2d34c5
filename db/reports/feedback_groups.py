"""CSAT, NPS, average rating and response rate in counts: by offer, client, project type, manager and time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import case, extract, func, select

from core.feedback_figures import FeedbackCounts
from core.feedback_scope import (
    NOT_KNOWN,
    Facet,
    Grain,
    Group,
    GroupCounts,
    Scope,
    period_name,
    periods_between,
)
from db.records.base import MOST_CHOICES, Records
from db.reports.feedback_scope import narrowed, of_invitations, of_responses
from db.tables.clients import Client
from db.tables.feedback import Invitation, Response, ResponseFigures, Survey
from db.tables.fulfillment import Project
from db.tables.offers import Offer


class FeedbackGroups(Records):
    def by_group(self, group: Group, scope: Scope) -> list[GroupCounts]:
        """Every group with an answer or an invitation, the most answered first."""
        # A group is not narrowed by its own filter: its neighbours are what it is compared with.
        others = scope.with_one(group, "")
        keys: dict[Group, tuple[Any, Any, Any]] = {
            "offer": (Response.offer_id, Project.offer_id, Offer.product_name),
            "client": (Project.client_id, Project.client_id, Client.name),
            "service": (Project.service_type, Project.service_type, Project.service_type),
            "manager": (Project.manager, Project.manager, Project.manager),
        }
        answered_by, invited_by, name = keys[group]
        counts = self._answers(answered_by, others, by_project=group != "offer")
        for key, (invited, answered) in self._invitations(invited_by, others).items():
            known = counts.get(key, FeedbackCounts())
            counts[key] = known._replace(invited=invited, answered=answered)
        names = self._names(group, [key for key in counts if key is not None], name)
        found = [
            GroupCounts(NOT_KNOWN if key is None else str(key), names.get(key), one)
            for key, one in counts.items()
        ]
        return sorted(found, key=lambda one: (-one.counts.responses, -one.counts.invited, one.name or "~"))

    def by_period(self, grain: Grain, scope: Scope) -> list[GroupCounts]:
        """Months ("2026-10") or quarters ("2026-Q4") with an answer or an invitation, the oldest first."""
        others = replace(scope, period="")
        sums: dict[str, FeedbackCounts] = {}
        asked = self._invitations(_month(Invitation.created_at), others)
        parts = [
            *self._answers(_month(Response.received_at), others).items(),
            *((month, FeedbackCounts(invited=row[0], answered=row[1])) for month, row in asked.items()),
        ]
        for month, one in parts:
            key = _period(int(month), grain)
            sums[key] = sums.get(key, FeedbackCounts()).plus(one)
        return [GroupCounts(key, period_name(key), sums[key]) for key in sorted(sums)]

    def choices(self) -> dict[Facet, dict[str, str]]:
        """What can be filtered by, with names: offers, clients, types and managers of the projects, the whole
        time from the first answer to the last."""
        pairs: dict[Facet, Any] = {
            "offer": select(Offer.offer_id, Offer.product_name).order_by(Offer.product_name),
            "client": select(Client.client_id, Client.name)
            .where(Client.client_id.in_(select(Project.client_id)))
            .order_by(Client.name)
            .limit(MOST_CHOICES),
            "service": select(Project.service_type, Project.service_type).distinct(),
            "manager": select(Project.manager, Project.manager).distinct(),
        }
        found: dict[Facet, dict[str, str]] = {}
        with self._workspace.reading() as session:
            for facet, statement in pairs.items():
                rows = session.execute(statement)
                named = {
                    NOT_KNOWN if key is None else str(key): str(name or "Not known") for key, name in rows
                }
                found[facet] = dict(sorted(named.items(), key=lambda one: one[1].casefold()))
            span = select(func.min(Response.received_at), func.max(Response.received_at))
            first, last = session.execute(span).one()
        found["period"] = {key: period_name(key) for key in periods_between(first, last)} if first else {}
        return found

    def total(self, scope: Scope) -> FeedbackCounts:
        """All of the scope together."""
        (counts,) = self._answers(None, scope).values()
        for invited, answered in self._invitations(None, scope).values():
            counts = counts._replace(invited=invited, answered=answered)
        return counts

    def _answers(self, key: Any, scope: Scope, *, by_project: bool = False) -> dict[Any, FeedbackCounts]:
        rating = Response.satisfaction
        sums = [
            func.sum(getattr(ResponseFigures, name))
            for name in ("rated", "satisfied", "scored", "promoters", "detractors")
        ]
        columns: tuple[Any, ...] = (
            func.count(),
            func.count(rating),
            func.sum(rating),
            func.sum(rating * rating),
            *sums,
        )
        statement: Any = (
            select(*columns) if key is None else select(key.label("key"), *columns).group_by(key)
        ).select_from(Response)
        statement = statement.join(ResponseFigures, ResponseFigures.feedback_id == Response.feedback_id)
        if by_project:
            statement = statement.join(Project, Project.project_id == Response.project_id, isouter=True)
            statement = statement.where(*of_responses(scope))
        else:
            statement = narrowed(statement, scope)
        with self._workspace.reading() as session:
            rows = [tuple(row) for row in session.execute(statement)]
        if key is None:
            rows = [(None, *row) for row in rows]
        return {row[0]: _counted(*row[1:]) for row in rows}

    def _invitations(self, key: Any, scope: Scope) -> dict[Any, tuple[int, int]]:
        """Invited and answered; nothing where a filter speaks of what was answered."""
        if scope.is_of_answers:
            return {}
        answered = func.sum(case((Invitation.answered_at.is_not(None), 1), else_=0))
        columns: tuple[Any, ...] = (func.count(), answered)
        statement: Any = (
            select(*columns) if key is None else select(key.label("key"), *columns).group_by(key)
        ).select_from(Invitation)
        statement = (
            statement.join(Survey, Survey.request_id == Invitation.request_id)
            .join(Project, Project.project_id == Survey.project_id, isouter=True)
            .where(
                # Whoever answered without being asked has no address; a link taken back asks nobody.
                Invitation.email != "",
                Invitation.revoked_at.is_(None) | Invitation.answered_at.is_not(None),
                *of_invitations(scope),
            )
        )
        with self._workspace.reading() as session:
            rows = [tuple(row) for row in session.execute(statement)]
        if key is None:
            rows = [(None, *row) for row in rows]
        return {row[0]: (int(row[1]), int(row[2] or 0)) for row in rows}

    def _names(self, group: Group, keys: list[Any], name: Any) -> dict[Any, str]:
        if group in ("service", "manager"):
            return {key: str(key) for key in keys}
        column = Offer.offer_id if group == "offer" else Client.client_id
        with self._workspace.reading() as session:
            return {key: str(value) for key, value in session.execute(select(column, name))}


def _counted(
    responses: Any, ratings: Any, rating_sum: Any, rating_squares: Any, *people: Any
) -> FeedbackCounts:
    """A row of sums; a sum of nothing is NULL."""
    return FeedbackCounts(
        int(responses),
        int(ratings),
        float(rating_sum or 0),
        float(rating_squares or 0),
        *(int(one or 0) for one in people),
    )


def _month(column: Any) -> Any:
    return extract("year", column) * 100 + extract("month", column)  # 202611


def _period(month: int, grain: Grain) -> str:
    year, number = divmod(month, 100)
    return f"{year:04}-{number:02}" if grain == "month" else f"{year:04}-Q{(number + 2) // 3}"

"""The filters of the feedback page as conditions of a statement."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from core.feedback_scope import LEAST_GOOD, NOT_KNOWN, Scope, bounds
from db.tables.feedback import Invitation, Rating, Response, ThemeMention
from db.tables.fulfillment import Project


def of_responses(scope: Scope) -> list[Any]:
    """Conditions on Response and its Project (an outer join)."""
    found = [*_of_project(scope, Response.offer_id), *_within(scope.period, Response.received_at)]
    # Lists of ids that are made once: asked again for every response, a million rows are looked at.
    if scope.theme or scope.tone:
        found.append(Response.feedback_id.in_(select(ThemeMention.feedback_id).where(*of_mentions(scope))))
    if scope.low:
        rating: Any = aliased(Rating)  # the statement may be about ratings itself
        rated_low = select(rating.feedback_id).where(rating.category == scope.low, rating.value < LEAST_GOOD)
        found.append(Response.feedback_id.in_(rated_low))
    return found


def narrowed(statement: Any, scope: Scope) -> Any:
    """A statement about Response, joined to its Project only where a filter asks for that: the join is most
    of the cost of counting thousands of answers."""
    if scope.client or scope.service or scope.manager:
        statement = statement.join(Project, Project.project_id == Response.project_id, isouter=True)
    return statement.where(*of_responses(scope))


def of_mentions(scope: Scope) -> list[Any]:
    """Conditions on ThemeMention alone: the theme and its tone."""
    pairs = ((ThemeMention.theme, scope.theme), (ThemeMention.tone, scope.tone))
    return [column == value for column, value in pairs if value]


def of_invitations(scope: Scope) -> list[Any]:
    """Conditions on Invitation and the Project of its survey."""
    return [*_of_project(scope, Project.offer_id), *_within(scope.period, Invitation.created_at)]


def _of_project(scope: Scope, offer: Any) -> list[Any]:
    pairs = (
        (offer, scope.offer),
        (Project.client_id, scope.client),
        (Project.service_type, scope.service),
        (Project.manager, scope.manager),
    )
    return [column.is_(None) if value == NOT_KNOWN else column == value for column, value in pairs if value]


def _within(period: str, column: Any) -> list[Any]:
    found = bounds(period) if period else None
    return [column >= found[0], column < found[1]] if found else []

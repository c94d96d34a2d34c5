"""Surveys, responses and recommendations."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import Select, func, select

from core.errors import HandoffRefused
from core.feedback_scope import Scope
from core.list_orders import ResponseOrder, SurveyOrder, SurveyStatus
from db.page import Page
from db.records.base import MOST_CHOICES, Records, contains, loads
from db.reports.feedback_scope import of_responses
from db.tables.clients import Client
from db.tables.feedback import Recommendation, Response, Survey
from db.tables.fulfillment import Project
from db.tables.offers import Offer

_SURVEYS: Select[*tuple[Any, ...]] = (
    select(
        Survey.request_id,
        Project.name.label("project"),
        Client.name.label("client"),
        Survey.status,
        Survey.sends_on,
        Survey.expires_on,
        select(func.count())
        .where(Response.request_id == Survey.request_id)
        .scalar_subquery()
        .label("responses"),
        Survey.project_id,
    )
    .join(Project, Project.project_id == Survey.project_id)
    .join(Client, Client.client_id == Project.client_id)
)
_SURVEY_ORDERS: dict[SurveyOrder, tuple[Any, ...]] = {
    "newest": (Survey.created_at.desc(),),
    "closes": (Survey.status == "answered", Survey.expires_on.asc().nulls_last()),
    "client": (Client.name,),
}
_RESPONSES: Select[*tuple[Any, ...]] = (
    select(
        Response.feedback_id,
        Project.name.label("project"),
        Client.name.label("client"),
        Offer.product_name.label("offer"),
        Response.satisfaction,
        Response.sentiment,
        Response.received_at,
    )
    .join(Project, Project.project_id == Response.project_id, isouter=True)
    .join(Client, Client.client_id == Project.client_id, isouter=True)
    .join(Offer, Offer.offer_id == Response.offer_id, isouter=True)
)
_RESPONSE_ORDERS: dict[ResponseOrder, tuple[Any, ...]] = {
    "newest": (),
    "lowest": (Response.satisfaction.asc().nulls_last(),),
    "highest": (Response.satisfaction.desc().nulls_last(),),
    "client": (Client.name.asc().nulls_last(),),
}


class FeedbackRecords(Records):
    def surveys(self) -> pd.DataFrame:
        """Every survey, newest first, with its project, client and how many answered."""
        return self._frame(_SURVEYS.order_by(Survey.created_at.desc(), Survey.request_id))

    def survey_page(
        self,
        *,
        search: str = "",
        status: SurveyStatus | None = None,
        sort: SurveyOrder | None = None,
        number: int = 1,
        size: int = 50,
    ) -> Page:
        """The same, page by page, also in one of SURVEY_ORDERS; a search looks at the names of project and
        client."""
        statement = _SURVEYS.order_by(*_SURVEY_ORDERS[sort or "newest"], Survey.request_id)
        if status:
            statement = statement.where(Survey.status == status)
        if search.strip():
            statement = statement.where(contains(search, (Project.name, Client.name)))
        return self._page(statement, number=number, size=size)

    def survey_names(self) -> dict[str, str]:
        """request_id → name of the project, of the latest 500 surveys."""
        statement = (
            select(Survey.request_id, Project.name)
            .join(Project, Project.project_id == Survey.project_id)
            .order_by(Survey.created_at.desc(), Survey.request_id)
            .limit(MOST_CHOICES)
        )
        with self._workspace.reading() as session:
            return {str(request_id): str(name) for request_id, name in session.execute(statement)}

    def request(self, request_id: str) -> dict[str, Any]:
        """The feedback request as it was handed over."""
        with self._workspace.reading() as session:
            survey = self._get(session, Survey, request_id, "survey")
            request: dict[str, Any] = loads(survey.request_json)
            return request

    def responses(self) -> pd.DataFrame:
        """Every response, newest first: feedback_id, project, client, offer, satisfaction, sentiment,
        received_at."""
        return self._frame(_RESPONSES.order_by(Response.received_at.desc(), Response.feedback_id))

    def response_page(
        self,
        *,
        scope: Scope | None = None,
        search: str = "",
        sentiment: str | None = None,
        sort: ResponseOrder | None = None,
        number: int = 1,
        size: int = 50,
    ) -> Page:
        """The same, page by page, also in one of RESPONSE_ORDERS; a search looks at the names of project,
        client and offer."""
        order = (*_RESPONSE_ORDERS[sort or "newest"], Response.received_at.desc(), Response.feedback_id)
        statement = _RESPONSES.order_by(*order).where(*of_responses(scope or Scope()))
        if sentiment:
            statement = statement.where(Response.sentiment == sentiment)
        if search.strip():
            statement = statement.where(contains(search, (Project.name, Client.name, Offer.product_name)))
        return self._page(statement, number=number, size=size)

    def analysis(self, feedback_id: str) -> dict[str, Any]:
        """What a response said: `feedback_analysis` and `recommendations` as they were handed over."""
        with self._workspace.reading() as session:
            response = self._get(session, Response, feedback_id, "response")
            analysis: dict[str, Any] = loads(response.analysis_json)
            return analysis

    def recommendations(self, *, offer_id: str | None = None, status: str | None = None) -> pd.DataFrame:
        """Recommendations, those still to decide and the weightiest first."""
        statement = (
            select(
                Recommendation.id,
                Recommendation.kind,
                Recommendation.theme,
                Recommendation.proposal,
                Recommendation.priority,
                Recommendation.evidence_json,
                Recommendation.status,
                Recommendation.reason,
                Recommendation.decided_by,
                Recommendation.decided_at,
                Recommendation.offer_id,
                Recommendation.offer_version,
                Recommendation.feedback_id,
                Offer.product_name.label("offer"),
            )
            .join(Offer, Offer.offer_id == Recommendation.offer_id, isouter=True)
            .order_by(Recommendation.status.desc(), Recommendation.priority.desc(), Recommendation.id)
        )
        if offer_id:
            statement = statement.where(Recommendation.offer_id == offer_id)
        if status:
            statement = statement.where(Recommendation.status == status)
        return self._frame(statement)

    def decide(self, recommendation_id: int, *, accept: bool, reason: str) -> int | None:
        """Decide it; accepting returns the number of the draft version that it joined."""
        with self._workspace.editing() as session:
            line = self._get(session, Recommendation, recommendation_id, "recommendation", lock=True)
            if line.status != "proposed":
                raise HandoffRefused(
                    f"It was already {line.status} by {line.decided_by}; nothing was changed."
                )
            return self._workspace.loop.decide_lines(session, [line], accept=accept, reason=reason)

    def draft(self, request_id: str) -> dict[str, Any]:
        """The input of feedback_to_offer for a survey: its questions, waiting for the answers."""
        with self._workspace.reading() as session:
            survey = self._get(session, Survey, request_id, "survey")
            request = loads(survey.request_json)
            given = session.execute(
                select(func.count()).select_from(Response).where(Response.request_id == request_id)
            ).scalar_one()
            project = session.get(Project, survey.project_id)
            offer = session.get(Offer, project.offer_id) if project and project.offer_id else None
        suffix = f"_{given + 1}" if given else ""
        draft: dict[str, Any] = {
            "feedback_id": f"FB_{request_id.removeprefix('FR_')}{suffix}",
            "project_id": survey.project_id,
            "request_id": request_id,
            "offer_id": offer.offer_id if offer else None,
            "product_name": offer.product_name if offer else None,
            "promises": request.get("promises") or None,
            "responses": [],
            "ratings": {category["key"]: [] for category in request.get("rating_categories", [])},
        }
        return {key: item for key, item in draft.items() if item is not None}

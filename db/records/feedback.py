"""Surveys, responses and recommendations."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import func, select

from core.errors import HandoffRefused
from db.records.base import Records, loads
from db.tables.clients import Client
from db.tables.feedback import Recommendation, Response, Survey
from db.tables.fulfillment import Project
from db.tables.offers import Offer


class FeedbackRecords(Records):
    def surveys(self) -> pd.DataFrame:
        """Every survey, newest first, with its project, client and how many answered."""
        answers = select(func.count()).where(Response.request_id == Survey.request_id).scalar_subquery()
        return self._frame(
            select(
                Survey.request_id,
                Project.name.label("project"),
                Client.name.label("client"),
                Survey.status,
                Survey.sends_on,
                Survey.expires_on,
                answers.label("responses"),
                Survey.project_id,
            )
            .join(Project, Project.project_id == Survey.project_id)
            .join(Client, Client.client_id == Project.client_id)
            .order_by(Survey.created_at.desc())
        )

    def request(self, request_id: str) -> dict[str, Any]:
        """The feedback request as it was handed over."""
        with self._workspace.reading() as session:
            survey = self._get(session, Survey, request_id, "survey")
            request: dict[str, Any] = loads(survey.request_json)
            return request

    def responses(self) -> pd.DataFrame:
        """Every response, newest first: feedback_id, project, offer, satisfaction, sentiment, received_at."""
        return self._frame(
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
            .order_by(Response.received_at.desc())
        )

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
        now = self._now
        with self._workspace.editing() as session:
            line = self._get(session, Recommendation, recommendation_id, "recommendation", lock=True)
            if line.status != "proposed":
                raise HandoffRefused(
                    f"It was already {line.status} by {line.decided_by}; nothing was changed."
                )
            if not accept and not reason.strip():
                raise HandoffRefused("Say why it is declined, so that the next person knows.")
            number = None
            if accept and line.offer_id:
                number = self._workspace.offers.add_draft(
                    session,
                    line.offer_id,
                    note=line.proposal,
                    feedback_id=line.feedback_id,
                    hypothesis=reason.strip() or None,
                )
            line.status = "accepted" if accept else "declined"
            line.reason = reason.strip() or None
            line.decided_by = self._workspace.actor
            line.decided_at = now
            line.offer_version = number
            session.add(line)
            self._audit(
                session,
                action=f"{'accept' if accept else 'decline'} recommendation",
                record=("response", line.feedback_id),
                summary=line.proposal,
                old={"status": "proposed"},
                new={"status": line.status},
            )
            return number

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
            "responses": [],
            "ratings": {category["key"]: [] for category in request.get("rating_categories", [])},
        }
        return {key: item for key, item in draft.items() if item is not None}

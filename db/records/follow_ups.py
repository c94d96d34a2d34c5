"""Clients who were not happy, and every try to talk to them."""

from __future__ import annotations

from typing import get_args

import pandas as pd
from sqlalchemy import case, func, select

from core.errors import InputRejected, Problem
from core.feedback_scope import Scope
from core.follow_up import OUTCOMES, TALKED, FollowUpOutcome
from core.speed_to_lead import Channel
from db.records.additions import facts_of
from db.records.base import Records
from db.reports.feedback_scope import of_responses
from db.tables.clients import Client
from db.tables.feedback import FollowUp, Response, ResponseFigures
from db.tables.fulfillment import Project

SHOWN = 50


class FollowUpRecords(Records):
    def unhappy(self, scope: Scope | None = None) -> pd.DataFrame:
        """Responses with a detractor or at most two stars, those nobody was reached about first, then the
        newest: `feedback_id`, `project`, `client`, `satisfaction`, `received_at`, `talked_at`, `tries`."""
        reached = case((FollowUp.outcome.in_(TALKED), FollowUp.at))
        talks = (
            select(
                FollowUp.feedback_id,
                func.min(reached).label("talked_at"),
                func.count().label("tries"),
            )
            .group_by(FollowUp.feedback_id)
            .subquery()
        )
        return self._frame(
            select(
                Response.feedback_id,
                Project.name.label("project"),
                Client.name.label("client"),
                Response.satisfaction,
                Response.received_at,
                talks.c.talked_at,
                func.coalesce(talks.c.tries, 0).label("tries"),
            )
            .join(ResponseFigures, ResponseFigures.feedback_id == Response.feedback_id)
            .join(Project, Project.project_id == Response.project_id, isouter=True)
            .join(Client, Client.client_id == Project.client_id, isouter=True)
            .join(talks, talks.c.feedback_id == Response.feedback_id, isouter=True)
            .where(ResponseFigures.unhappy, *of_responses(scope or Scope()))
            .order_by(talks.c.talked_at.is_not(None), Response.received_at.desc())
            .limit(SHOWN)
        )

    def of(self, feedback_id: str) -> pd.DataFrame:
        """Every try, the latest first: at, actor, channel, outcome, note."""
        return self._frame(
            select(FollowUp.at, FollowUp.actor, FollowUp.channel, FollowUp.outcome, FollowUp.note)
            .where(FollowUp.feedback_id == feedback_id)
            .order_by(FollowUp.at.desc(), FollowUp.id.desc())
            .limit(SHOWN)
        )

    def log(self, feedback_id: str, *, channel: Channel, outcome: FollowUpOutcome, note: str = "") -> None:
        """Note a try to talk; the first one that reached somebody stops the clock."""
        if channel not in get_args(Channel) or outcome not in get_args(FollowUpOutcome):
            raise InputRejected(
                "Say how you tried and what came of it.", [Problem("outcome", "is required", None)]
            )
        with self._workspace.editing() as session:
            self._get(session, Response, feedback_id, "response")
            talk = FollowUp(
                feedback_id=feedback_id,
                at=self._now,
                actor=self._workspace.actor,
                channel=channel,
                outcome=outcome,
                note=note.strip()[:2_000] or None,
            )
            session.add(talk)
            self._audit(
                session,
                action="follow up",
                record=("response", feedback_id),
                summary=OUTCOMES[outcome],
                old={},
                new=facts_of(talk),
            )

"""The loop at a glance, and what waits for a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
from sqlalchemy import Integer, cast, func, or_, select

from core.follow_up import TALKED
from db.records.base import Records
from db.records.deals import CLOSED
from db.tables.clients import Client
from db.tables.feedback import FollowUp, Recommendation, Response, Survey
from db.tables.fulfillment import Payment, Project, WorkOrder
from db.tables.marketing import PROSPECT, Campaign, Lead
from db.tables.offers import Offer
from db.tables.runs import Handoff, Run
from db.tables.sales import Deal

UNHAPPY_BELOW = 60  # the score below which the overall sentiment is negative
LATEST = 5  # lines of one kind on Home; the rest is one click away


class HomeReports(Records):
    def counts(self) -> dict[str, int]:
        """How many offers, campaigns, leads, open deals, active projects and responses there are."""
        questions: dict[str, Any] = {
            "offers": select(func.count(Offer.offer_id)),
            "campaigns": select(func.count(Campaign.campaign_id)),
            # COUNT(*), because SQLite counts that without looking at a row.
            "leads": select(func.count()).select_from(Lead),
            "open_deals": select(func.count(Deal.deal_id)).where(
                Deal.stage.not_in(("closed_won", "closed_lost"))
            ),
            "won_deals": select(func.count(Deal.deal_id)).where(Deal.stage == "closed_won"),
            "active_projects": select(func.count(Project.project_id)).where(Project.status == "active"),
            "responses": select(func.count(Response.feedback_id)),
            "runs": select(func.count()).select_from(Run),
        }
        with self._workspace.reading() as session:
            return {name: int(session.execute(question).scalar_one()) for name, question in questions.items()}

    def handoffs(self) -> pd.DataFrame:
        """Handoffs by `source`, `target` and `state` (accepted, waiting, returned): `handoffs`, `oldest`."""
        # First by workflow too, as an index has them in order; then the few sums together.
        sums = (
            select(
                Handoff.source,
                Handoff.target,
                Handoff.status.label("state"),
                func.count().label("handoffs"),
                func.min(Handoff.created_at).label("oldest"),
            )
            .group_by(Handoff.workflow, Handoff.source, Handoff.target, Handoff.status)
            .subquery()
        )
        return self._frame(
            select(
                sums.c.source,
                sums.c.target,
                sums.c.state,
                cast(func.sum(sums.c.handoffs), Integer).label("handoffs"),
                func.min(sums.c.oldest).label("oldest"),
            ).group_by(sums.c.source, sums.c.target, sums.c.state)
        )

    def hot_leads_without_deal(self) -> pd.DataFrame:
        """Qualified hot leads that nobody has contacted, the one due first on top."""
        return self._frame(
            select(Lead.id, Lead.name, Lead.company, Lead.score, Lead.next_action_due_at)
            .where(PROSPECT, Lead.band == "hot", Lead.contacted_at.is_(None))
            .order_by(Lead.next_action_due_at)
            .limit(LATEST)
        )

    def late_projects(self) -> pd.DataFrame:
        """Active projects past their planned end, the latest first."""
        today = self._now.date()
        return self._frame(
            select(
                Project.project_id,
                Project.name,
                Project.planned_end_on,
                Project.value_cents,
                Project.currency,
                Client.name.label("client"),
            )
            .join(Client, Client.client_id == Project.client_id)
            .where(Project.status == "active", Project.planned_end_on < today)
            .order_by(Project.planned_end_on)
            .limit(LATEST)
        )

    def overdue_payments(self) -> pd.DataFrame:
        """Payments past their due date that did not come in, the largest first."""
        today = self._now.date()
        return self._frame(
            select(
                Payment.id,
                Client.name.label("client"),
                Payment.label,
                Payment.amount_cents,
                Payment.currency,
                Payment.due_on,
                Payment.work_order_id,
            )
            .join(WorkOrder, WorkOrder.work_order_id == Payment.work_order_id)
            .join(Client, Client.client_id == WorkOrder.client_id)
            .where(Payment.paid_on.is_(None), Payment.due_on < today, WorkOrder.status != "superseded")
            .order_by(Payment.amount_cents.desc())
            .limit(LATEST)
        )

    def unhappy_clients(self) -> pd.DataFrame:
        """Responses of the last 90 days with a score below 60 about which nobody was reached yet, the lowest
        first."""
        since = self._now - timedelta(days=90)
        talked = select(FollowUp.id).where(
            FollowUp.feedback_id == Response.feedback_id, FollowUp.outcome.in_(TALKED)
        )
        return self._frame(
            select(
                Response.feedback_id,
                Response.satisfaction,
                Response.received_at,
                Project.name.label("project"),
                Project.value_cents,
                Project.currency,
            )
            .join(Project, Project.project_id == Response.project_id, isouter=True)
            .where(Response.satisfaction < UNHAPPY_BELOW, Response.received_at >= since, ~talked.exists())
            .order_by(Response.satisfaction)
            .limit(LATEST)
        )

    def waiting_value(self, currency: str) -> dict[str, int]:
        """Target → cents of the work orders and deals behind the handoffs that wait there."""
        work = func.coalesce(WorkOrder.value_cents, Project.value_cents)
        statement = (
            select(Handoff.target, func.sum(work))
            .join(
                WorkOrder,
                (WorkOrder.work_order_id == Handoff.record_id) & (WorkOrder.currency == currency),
                isouter=True,
            )
            .join(Survey, (Survey.request_id == Handoff.record_id), isouter=True)
            .join(
                Project,
                (Project.project_id == Survey.project_id) & (Project.currency == currency),
                isouter=True,
            )
            # Work orders wait in the one domain, surveys in the other; only they have a value.
            .where(Handoff.status == "waiting", Handoff.target.in_(("fulfillment", "feedback")))
            .group_by(Handoff.target)
        )
        with self._workspace.reading() as session:
            return {target: int(cents) for target, cents in session.execute(statement) if cents}

    def values(self, currency: str) -> dict[str, int]:
        """What stands where, in cents of one currency: planned budgets of campaigns that are not over,
        open deals, active projects, and what was won."""
        today = self._now.date()
        questions: dict[str, Any] = {
            "budgets": select(func.sum(Campaign.budget_cents)).where(
                Campaign.currency == currency, or_(Campaign.ends_on.is_(None), Campaign.ends_on >= today)
            ),
            "open_deals": select(func.sum(Deal.value_cents)).where(
                Deal.currency == currency, Deal.stage.not_in(CLOSED)
            ),
            "won_deals": select(func.sum(Deal.value_cents)).where(
                Deal.currency == currency, Deal.stage == "closed_won"
            ),
            "active_projects": select(func.sum(Project.value_cents)).where(
                Project.currency == currency, Project.status == "active"
            ),
        }
        with self._workspace.reading() as session:
            return {
                name: int(session.execute(question).scalar_one() or 0) for name, question in questions.items()
            }

    def conversions(self) -> dict[str, tuple[int, int]]:
        """How much went on from each step, as (went on, of): leads that qualified, prospects that became
        deals, closed deals that were won, won deals whose project is finished, surveys that were answered."""
        won = Deal.stage == "closed_won"
        leads = select(func.count()).select_from(Lead)
        rejected = leads.where(Lead.status == "rejected")
        pairs: dict[str, tuple[Any, Any]] = {
            "marketing": (
                leads.where(PROSPECT),
                # All but the few, because an index counts either by itself.
                select(leads.scalar_subquery() - rejected.scalar_subquery()),
            ),
            "sales": (
                select(func.count(Deal.deal_id)).where(won),
                select(func.count(Deal.deal_id)).where(Deal.stage.in_(CLOSED)),
            ),
            "fulfillment": (
                select(func.count(Project.project_id)).where(
                    Project.status == "completed", Project.completed_on <= Project.planned_end_on
                ),
                select(func.count(Project.project_id)).where(
                    Project.status == "completed", Project.planned_end_on.is_not(None)
                ),
            ),
            "feedback": (
                select(func.count(Survey.request_id)).where(Survey.status == "answered"),
                select(func.count(Survey.request_id)),
            ),
        }
        with self._workspace.reading() as session:
            return {
                name: (int(session.execute(part).scalar_one()), int(session.execute(whole).scalar_one()))
                for name, (part, whole) in pairs.items()
            }

    def failed_runs(self) -> pd.DataFrame:
        """Runs of the last 7 days that did not deliver, the latest first."""
        since = self._now - timedelta(days=7)
        return self._frame(
            select(Run.workflow_id, Run.workflow, Run.outcome, Run.error, Run.started_at)
            .where(Run.outcome != "delivered", Run.started_at >= since)
            .order_by(Run.started_at.desc())
            .limit(LATEST)
        )

    def open_decisions(self) -> int:
        """How many recommendations wait for a decision; what several responses ask for counts once."""
        wishes = (
            select(Recommendation.offer_id, Recommendation.kind, Recommendation.proposal)
            .where(Recommendation.status == "proposed")
            .distinct()
            .subquery()
        )
        with self._workspace.reading() as session:
            return int(session.execute(select(func.count()).select_from(wishes)).scalar_one())

    def open_surveys(self) -> int:
        """How many surveys have no answer yet."""
        with self._workspace.reading() as session:
            return int(
                session.execute(
                    select(func.count(Survey.request_id)).where(Survey.status != "answered")
                ).scalar_one()
            )

"""Clients and all that happened with them."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import func, select

from db.page import Page
from db.records.base import Records, contains
from db.tables.clients import Client, Contact
from db.tables.feedback import Response, Survey
from db.tables.fulfillment import Payment, Project, WorkOrder
from db.tables.runs import AuditLine
from db.tables.sales import Deal


class ClientRecords(Records):
    def page(self, *, search: str = "", number: int = 1, size: int = 50) -> Page:
        """Clients by name, with deals, projects, the value won (cents, deals in the agency's
        currency) and mean satisfaction."""
        deals = select(func.count()).where(Deal.client_id == Client.client_id).scalar_subquery()
        projects = select(func.count()).where(Project.client_id == Client.client_id).scalar_subquery()
        won = (
            select(func.coalesce(func.sum(Deal.value_cents), 0))
            .where(
                Deal.client_id == Client.client_id,
                Deal.stage == "closed_won",
                # Currencies are never added up.
                Deal.currency == self._workspace.agency.currency,
            )
            .scalar_subquery()
        )
        satisfaction = (
            select(func.avg(Response.satisfaction))
            .join(Project, Project.project_id == Response.project_id)
            .where(Project.client_id == Client.client_id)
            .scalar_subquery()
        )
        statement = select(
            Client.client_id,
            Client.name,
            Client.tier,
            deals.label("deals"),
            projects.label("projects"),
            won.label("won_cents"),
            satisfaction.label("satisfaction"),
            Client.updated_at,
        ).order_by(Client.name)
        if search.strip():
            statement = statement.where(contains(search, (Client.name,)))
        return self._page(statement, number=number, size=size)

    def client(self, client_id: str) -> Client:
        with self._workspace.reading() as session:
            return self._get(session, Client, client_id, "client")

    def contacts(self, client_id: str) -> pd.DataFrame:
        return self._frame(
            select(Contact.name, Contact.email, Contact.phone)
            .where(Contact.client_id == client_id)
            .order_by(Contact.name)
        )

    def deals(self, client_id: str) -> pd.DataFrame:
        return self._frame(
            select(Deal.deal_id, Deal.name, Deal.stage, Deal.value_cents, Deal.currency, Deal.closed_on)
            .where(Deal.client_id == client_id)
            .order_by(Deal.created_at.desc())
        )

    def projects(self, client_id: str) -> pd.DataFrame:
        return self._frame(
            select(
                Project.project_id, Project.name, Project.status, Project.planned_end_on, Project.completed_on
            )
            .where(Project.client_id == client_id)
            .order_by(Project.created_at.desc())
        )

    def payments(self, client_id: str) -> pd.DataFrame:
        return self._frame(
            select(Payment.label, Payment.amount_cents, Payment.currency, Payment.due_on, Payment.paid_on)
            .join(WorkOrder, WorkOrder.work_order_id == Payment.work_order_id)
            .where(WorkOrder.client_id == client_id, WorkOrder.status != "superseded")
            .order_by(Payment.due_on)
        )

    def responses(self, client_id: str) -> pd.DataFrame:
        return self._frame(
            select(
                Response.feedback_id,
                Project.name.label("project"),
                Response.satisfaction,
                Response.sentiment,
                Response.received_at,
            )
            .join(Project, Project.project_id == Response.project_id)
            .where(Project.client_id == client_id)
            .order_by(Response.received_at)
        )

    def timeline(self, client_id: str) -> pd.DataFrame:
        """What happened with this client, the latest first: at, actor, action, summary."""
        record_ids: list[Any] = [
            select(Deal.deal_id).where(Deal.client_id == client_id),
            select(Project.project_id).where(Project.client_id == client_id),
            select(WorkOrder.work_order_id).where(WorkOrder.client_id == client_id),
            select(Survey.request_id)
            .join(Project, Project.project_id == Survey.project_id)
            .where(Project.client_id == client_id),
            select(Response.feedback_id)
            .join(Project, Project.project_id == Response.project_id)
            .where(Project.client_id == client_id),
        ]
        owned = record_ids[0].union(*record_ids[1:])
        return self._frame(
            select(AuditLine.at, AuditLine.actor, AuditLine.action, AuditLine.summary)
            .where(AuditLine.record_id.in_(owned))
            .order_by(AuditLine.at.desc(), AuditLine.id.desc())
            .limit(200)
        )

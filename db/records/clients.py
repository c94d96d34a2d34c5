"""Clients and all that happened with them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import case, func, select

from core.client_health import Band
from core.clients import ContactPerson
from core.contract import read_contract
from core.errors import HandoffRefused, InputRejected, Problem
from core.list_orders import ClientOrder
from db.page import Page
from db.records.additions import facts_of
from db.records.base import CHANGED_MEANWHILE, Records, contains
from db.records.health_in_sql import health_table
from db.tables.clients import Client, Contact
from db.tables.feedback import Response
from db.tables.fulfillment import Payment, Project, WorkOrder
from db.tables.sales import Deal


class ClientRecords(Records):
    def page(
        self,
        *,
        search: str = "",
        health: Band | None = None,
        sort: ClientOrder | None = None,
        number: int = 1,
        size: int = 50,
    ) -> Page:
        """Clients by name or in one of CLIENT_ORDERS, with deals, projects, the value won (cents, deals in
        the agency's currency) and mean satisfaction."""
        deals = select(func.count()).where(Deal.client_id == Client.client_id).scalar_subquery()
        projects = select(func.count()).where(Project.client_id == Client.client_id).scalar_subquery()
        # Currencies are never added up. Chosen in the sum, so that the few deals of a client are read and not
        # all that were won.
        is_won = (Deal.stage == "closed_won") & (Deal.currency == self._workspace.agency.currency)
        won = (
            select(func.coalesce(func.sum(case((is_won, Deal.value_cents))), 0))
            .where(Deal.client_id == Client.client_id)
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
        )
        # The health of all clients is reckoned only where it is asked for.
        order: tuple[Any, ...] = (won.desc(),) if sort == "won" else ()
        if health or sort == "health":
            known = health_table(self._now, self._workspace.client_health.rules)
            statement = statement.join(known, known.c.client_id == Client.client_id)
            if health:
                statement = statement.where(known.c.band == health)
            if sort == "health":
                order = (known.c.score.asc().nulls_last(),)
        statement = statement.order_by(*order, Client.name, Client.client_id)
        if search.strip():
            statement = statement.where(contains(search, (Client.name,)))
        return self._page(statement, number=number, size=size)

    def client(self, client_id: str) -> Client:
        with self._workspace.reading() as session:
            return self._get(session, Client, client_id, "client")

    def contacts(self, client_id: str) -> pd.DataFrame:
        return self._frame(
            select(Contact.id, Contact.name, Contact.email, Contact.phone, Contact.version)
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

    def satisfaction(self, client_id: str) -> pd.DataFrame:
        """The average rating in % by month of answer: `month` (its first day), `score`, `n` (answers)."""
        answers = self._frame(
            select(Response.received_at, Response.satisfaction)
            .join(Project, Project.project_id == Response.project_id)
            .where(Project.client_id == client_id, Response.satisfaction.is_not(None))
            .order_by(Response.received_at)
        )
        answers["month"] = [moment.date().replace(day=1) for moment in answers["received_at"]]
        months = answers.groupby("month")["satisfaction"].agg(["mean", "size"]).reset_index()
        return months.rename(columns={"mean": "score", "size": "n"})

    def change(self, client_id: str, *, tier: str | None, version: int) -> None:
        """Change the tier of a client. HandoffRefused says that somebody else was faster."""
        with self._workspace.editing() as session:
            client = self._get(session, Client, client_id, "client", lock=True)
            if client.version != version:
                raise HandoffRefused(CHANGED_MEANWHILE)
            new = (tier or "").strip() or None
            if client.tier == new:
                return
            old, client.tier = client.tier, new
            client.version += 1
            client.updated_at = self._now
            session.add(client)
            self._audit(
                session,
                action="change client",
                record=("client", client_id),
                summary=f"{client.name}: tier {old or 'none'} → {new or 'none'}",
                old={"tier": old},
                new={"tier": new},
            )

    def keep_contact(
        self,
        client_id: str,
        raw: dict[str, Any],
        *,
        contact_id: int | None = None,
        version: int | None = None,
    ) -> None:
        """Add a contact, or change the one with that id. InputRejected names every bad field; HandoffRefused
        says that somebody changed the contact since its `version`."""
        person = read_contract(ContactPerson, raw)
        key = person.email.strip().casefold()
        with self._workspace.editing() as session:
            client = self._get(session, Client, client_id, "client", lock=True)
            other = session.execute(
                select(Contact).where(Contact.client_id == client_id, Contact.email_key == key)
            ).scalar_one_or_none()
            if other is not None and other.id != contact_id:
                raise InputRejected(
                    "This address is already known.",
                    [Problem("email", f"is the address of {other.name} already", person.email)],
                )
            row = self._get(session, Contact, contact_id, "contact") if contact_id else None
            if row is not None and row.client_id != client_id:
                raise HandoffRefused("This contact belongs to another client. Go back to the list.")
            if row is not None and version is not None and row.version != version:
                raise HandoffRefused(CHANGED_MEANWHILE)
            old = {"name": row.name, "email": row.email, "phone": row.phone} if row else None
            new = {"name": person.name, "email": person.email, "phone": person.phone}
            if old == new:
                return
            if row is None:
                row = Contact(client_id=client_id, created_at=self._now, **_stamped(new, key, self._now))
            else:
                for name, value in _stamped(new, key, self._now).items():
                    setattr(row, name, value)
                row.version += 1
            session.add(row)
            self._audit(
                session,
                action="change contact" if old else "add contact",
                record=("client", client_id),
                summary=f"{client.name}: contact {person.name}",
                old=old or {},
                new=new if old else facts_of(row),
            )


def _stamped(values: dict[str, Any], key: str, now: datetime) -> dict[str, Any]:
    return {**values, "email_key": key, "updated_at": now}

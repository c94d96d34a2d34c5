"""Everybody whose name stands in the records, for what must leave the app without names."""

from __future__ import annotations

from sqlalchemy import select

from core.redaction import Redactor
from db.records.base import Records
from db.tables.clients import Client, Contact
from db.tables.feedback import Invitation, Survey
from db.tables.fulfillment import Project
from db.tables.sales import Deal


class KnownNames(Records):
    def redactor(self, *, but_client: str | None = None) -> Redactor:
        """One that knows the people and companies of clients, deals and invitations, and who leads projects.

        `but_client` is the name of a company that may be named with its people: the note is to them.
        """
        people: set[str] = set()
        companies: set[str] = set()
        with self._workspace.reading() as session:
            for name, company in session.execute(
                select(Contact.name, Client.name).join(Client, Client.client_id == Contact.client_id)
            ):
                if company != but_client:
                    people.add(str(name))
            for contact, company in session.execute(select(Deal.contact_name, Deal.company_name)):
                if company != but_client:
                    people.add(str(contact or ""))
                    companies.add(str(company))
            companies.update(
                str(name) for (name,) in session.execute(select(Client.name)) if name != but_client
            )
            for name, company in session.execute(
                select(Invitation.name, Client.name)
                .join(Survey, Survey.request_id == Invitation.request_id)
                .join(Project, Project.project_id == Survey.project_id, isouter=True)
                .join(Client, Client.client_id == Project.client_id, isouter=True)
                .distinct()
            ):
                if but_client is None or company != but_client:
                    people.add(str(name))
            if but_client is None:
                people.update(
                    str(name or "") for (name,) in session.execute(select(Project.manager).distinct())
                )
        return Redactor(filter(None, people), filter(None, companies))

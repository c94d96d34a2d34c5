"""Work orders, projects, deliverables, milestones and payments."""

from __future__ import annotations

import json
from typing import Any, Final

import pandas as pd
from sqlalchemy import select
from sqlmodel import Session

from core.errors import HandoffRefused
from core.list_orders import Priority, WorkOrderOrder, WorkOrderStatus
from db.page import Page
from db.records.base import CHANGED_MEANWHILE, MOST_CHOICES, contains, loads
from db.records.deliverables import reach_milestones
from db.records.payments import PaymentRecords
from db.tables.clients import Client, Contact
from db.tables.fulfillment import Deliverable, Milestone, Project, WorkOrder
from db.tables.runs import Handoff
from db.tables.sales import Deal
from db.values import amount

_ORDERS: dict[WorkOrderOrder, tuple[Any, ...]] = {
    "newest": (WorkOrder.created_at.desc(),),
    "ends": (WorkOrder.ends_on.asc().nulls_last(),),
    "value": (WorkOrder.value_cents.desc(),),
    "client": (Client.name,),
}
LONGEST_NAME = 100  # characters of a person's name
WHOEVER: Final = object()  # leads the project at present


class FulfillmentRecords(PaymentRecords):
    def work_orders(
        self,
        *,
        search: str = "",
        status: WorkOrderStatus | None = None,
        priority: Priority | None = None,
        sort: WorkOrderOrder | None = None,
        number: int = 1,
        size: int = 50,
    ) -> Page:
        """Work orders with their client, newest first or in one of WORK_ORDER_ORDERS; a search looks at the
        names of both."""
        statement = (
            select(
                WorkOrder.work_order_id,
                Client.name.label("client"),
                WorkOrder.status,
                WorkOrder.priority,
                WorkOrder.starts_on,
                WorkOrder.ends_on,
                WorkOrder.value_cents,
                WorkOrder.currency,
            )
            .join(Client, Client.client_id == WorkOrder.client_id)
            .order_by(*_ORDERS[sort or "newest"], WorkOrder.work_order_id)
        )
        if status:
            statement = statement.where(WorkOrder.status == status)
        if priority:
            statement = statement.where(WorkOrder.priority == priority)
        if search.strip():
            statement = statement.where(contains(search, (Client.name, WorkOrder.work_order_id)))
        return self._page(statement, number=number, size=size)

    def document(self, work_order_id: str) -> dict[str, Any]:
        """The work order as it was handed over."""
        with self._workspace.reading() as session:
            order = self._get(session, WorkOrder, work_order_id, "work order")
            document: dict[str, Any] = loads(order.document_json)
            return document

    def active_names(self) -> dict[str, str]:
        """project_id → name of the active projects that were started last, at most 500."""
        statement = (
            select(Project.project_id, Project.name)
            .where(Project.status == "active")
            .order_by(Project.created_at.desc(), Project.project_id)
            .limit(MOST_CHOICES)
        )
        with self._workspace.reading() as session:
            return {str(project_id): str(name) for project_id, name in session.execute(statement)}

    def start_project(self, session: Session, handoff: Handoff) -> None:
        """Accepting a work order starts its project: the deliverables move into it."""
        order = self._get(session, WorkOrder, handoff.record_id, "work order")
        document = json.loads(order.document_json)
        deal = session.get(Deal, order.deal_id)
        project_id = f"PRJ_{order.deal_id}"
        project = session.get(Project, project_id) or Project(
            project_id=project_id,
            client_id=order.client_id,
            name=deal.name if deal else order.work_order_id,
            status="active",
            created_at=self._now,
            updated_at=self._now,
        )
        project.work_order_id = order.work_order_id
        project.deal_id = order.deal_id
        project.offer_id = deal.offer_id if deal else None
        project.starts_on = order.starts_on
        project.planned_end_on = order.ends_on
        project.value_cents = order.value_cents
        project.currency = order.currency
        project.promises_json = json.dumps(document.get("promises") or [])
        project.service_type = document.get("service_type")
        project.manager = project.manager or handoff.owner
        project.updated_at = self._now
        order.status = "accepted"
        order.updated_at = self._now
        session.add(project)
        session.add(order)
        session.flush()
        reach_milestones(session, order.work_order_id, order.starts_on or self._now.date(), kind="kickoff")
        lines = session.execute(
            select(Deliverable).where(Deliverable.work_order_id == order.work_order_id)
        ).scalars()
        for line in lines:
            line.project_id = project_id
            session.add(line)

    def manager(self, project_id: str) -> str | None:
        """Who leads the project; None where nobody is named."""
        with self._workspace.reading() as session:
            return self._get(session, Project, project_id, "project").manager

    def managers(self) -> list[str]:
        """Everybody who leads a project, by name."""
        found = (
            select(Project.manager).where(Project.manager.is_not(None)).distinct().order_by(Project.manager)
        )
        with self._workspace.reading() as session:
            return [str(name) for name in session.execute(found).scalars()]

    def set_manager(self, project_id: str, name: str | None, *, seen: object = WHOEVER) -> None:
        """Name who leads the project; an empty name means nobody.

        HandoffRefused says that somebody else leads it than the editor saw (`seen`).
        """
        named = " ".join((name or "").split())[:LONGEST_NAME] or None
        with self._workspace.editing() as session:
            project = self._get(session, Project, project_id, "project", lock=True)
            old = project.manager
            if seen is not WHOEVER and seen != old:
                raise HandoffRefused(CHANGED_MEANWHILE)
            if old == named:
                return
            project.manager = named
            project.updated_at = self._now
            session.add(project)
            self._audit(
                session,
                action="change project manager",
                record=("project", project_id),
                summary=f"{project.name}: {named or 'nobody'}",
                old={"manager": old},
                new={"manager": named},
            )

    def draft(self, project_id: str) -> dict[str, Any]:
        """The input of fulfillment_to_feedback: the project as it stands."""
        with self._workspace.reading() as session:
            project = self._get(session, Project, project_id, "project")
            client = self._get(session, Client, project.client_id, "client")
            order = session.get(WorkOrder, project.work_order_id) if project.work_order_id else None
            contact = (
                session.execute(
                    select(Contact).where(Contact.client_id == client.client_id).order_by(Contact.id)
                )
                .scalars()
                .first()
            )
            lines = (
                session.execute(
                    select(Deliverable)
                    .where(Deliverable.project_id == project_id)
                    .order_by(Deliverable.position, Deliverable.id)
                )
                .scalars()
                .all()
            )
            document = loads(order.document_json) if order else {}
            person = (document.get("client_info") or {}).get("primary_contact") or (
                {"name": contact.name, "email": contact.email} if contact else {}
            )
            finished = [line.completed_at.date() for line in lines if line.completed_at]
            ended = project.completed_on or (max(finished) if finished else self._now.date())
            draft: dict[str, Any] = {
                "project_id": project.project_id,
                "work_order_id": project.work_order_id,
                "project_name": project.name,
                "client_info": {"company_name": client.name, "primary_contact": person, "tier": client.tier},
                "deliverables_status": [_deliverable_status(line) for line in lines],
                "start_date": project.starts_on.isoformat() if project.starts_on else None,
                "completion_date": ended.isoformat(),
                "planned_end": project.planned_end_on.isoformat() if project.planned_end_on else None,
                "contract_value": str(amount(project.value_cents))
                if project.value_cents is not None
                else None,
                "currency": project.currency,
                "promises": loads(project.promises_json) or [],
                "offer_id": project.offer_id,
            }
            return {key: item for key, item in draft.items() if item is not None}

    def milestones(self) -> pd.DataFrame:
        """Milestones of the work orders in force: client, work_order_id, name, kind, due_on, done_on."""
        return self._frame(
            select(
                Client.name.label("client"),
                Milestone.work_order_id,
                Milestone.name,
                Milestone.kind,
                Milestone.due_on,
                Milestone.done_on,
            )
            .join(WorkOrder, WorkOrder.work_order_id == Milestone.work_order_id)
            .join(Client, Client.client_id == WorkOrder.client_id)
            .where(WorkOrder.status != "superseded")
            .order_by(Milestone.due_on)
        )


def _deliverable_status(line: Deliverable) -> dict[str, Any]:
    status: dict[str, Any] = {
        "name": line.name,
        "status": line.status,
        "client_approved": line.client_approved,
    }
    if line.completed_at:
        status["completed_date"] = line.completed_at.isoformat()
    return status

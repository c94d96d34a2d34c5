"""Change orders of a project: agree on one, and what was agreed so far, with the old kept."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import func, select
from sqlmodel import Session

from core.change_orders import AgreedChange, ChangeOrderInput, Instalment, Part, ProjectTerms, agree
from core.contract import read_contract
from core.errors import HandoffRefused
from core.working_days import WorkingCalendar
from db.records.base import CHANGED_MEANWHILE, Records
from db.tables.fulfillment import ChangeOrder, Deliverable, Milestone, Payment, Project, WorkOrder
from db.values import amount, cents

_ENDS = ("acceptance", "final_delivery")  # milestones that move with the end of the project


class ChangeOrderRecords(Records):
    def orders(self, project_id: str) -> pd.DataFrame:
        """The change orders of a project, the newest first: number, agreed_on, agreed_with, reason, actor,
        value_change_cents, old_json, new_json."""
        return self._frame(
            select(
                ChangeOrder.number,
                ChangeOrder.agreed_on,
                ChangeOrder.agreed_with,
                ChangeOrder.reason,
                ChangeOrder.actor,
                ChangeOrder.value_change_cents,
                ChangeOrder.old_json,
                ChangeOrder.new_json,
            )
            .where(ChangeOrder.project_id == project_id)
            .order_by(ChangeOrder.number.desc())
        )

    def agree(self, project_id: str, raw: dict[str, Any], *, version: int) -> int:
        """Change the project's scope, value and end as agreed; returns the number of the change order.

        InputRejected names every part that does not fit; HandoffRefused says that this project takes no
        change, or that somebody else was faster.
        """
        change = read_contract(ChangeOrderInput, raw)
        with self._workspace.editing() as session:
            project = self._get(session, Project, project_id, "project", lock=True)
            if project.version != version:
                raise HandoffRefused(CHANGED_MEANWHILE)
            order = self._get(session, WorkOrder, project.work_order_id, "work order", lock=True)
            lines, payments = self._lines(session, order), self._payments(session, order)
            agreed = agree(_terms(project, lines, payments), change)
            old = _standing(project, lines, payments)
            number = 1 + int(
                session.execute(select(func.count()).where(ChangeOrder.project_id == project_id)).scalar_one()
            )
            self._change_scope(session, project, order, lines, change, number)
            self._change_payments(session, order, payments, change, agreed, number)
            self._change_end(session, project, order, payments, agreed)
            project.value_cents = cents(agreed.value)
            project.version += 1
            project.updated_at = self._now
            session.add(project)
            session.flush()
            new = _standing(project, self._lines(session, order), self._payments(session, order))
            changed = {key for key in new if new[key] != old[key]}
            session.add(
                ChangeOrder(
                    created_at=self._now,
                    project_id=project_id,
                    number=number,
                    agreed_on=change.agreed_on,
                    agreed_with=change.agreed_with,
                    reason=change.reason,
                    actor=self._workspace.actor,
                    value_change_cents=cents(change.value_change or 0),
                    old_json=json.dumps({key: old[key] for key in changed}, ensure_ascii=False),
                    new_json=json.dumps({key: new[key] for key in changed}, ensure_ascii=False),
                )
            )
            self._audit(
                session,
                action="agree change order",
                record=("project", project_id),
                summary=f"{project.name}: change order {number}, {change.reason}",
                old={key: old[key] for key in changed},
                new={key: new[key] for key in changed},
            )
        return number

    def _lines(self, session: Session, order: WorkOrder) -> list[Deliverable]:
        statement = (
            select(Deliverable)
            .where(Deliverable.work_order_id == order.work_order_id)
            .order_by(Deliverable.position, Deliverable.id)
        )
        return list(session.execute(statement).scalars())

    def _payments(self, session: Session, order: WorkOrder) -> list[Payment]:
        statement = (
            select(Payment)
            .where(Payment.work_order_id == order.work_order_id)
            .order_by(Payment.position, Payment.id)
        )
        return list(session.execute(statement).scalars())

    def _change_scope(
        self,
        session: Session,
        project: Project,
        order: WorkOrder,
        lines: list[Deliverable],
        change: ChangeOrderInput,
        number: int,
    ) -> None:
        dropped = {name.casefold() for name in change.dropped}
        for line in lines:
            if line.name.casefold() in dropped and line.status != "cancelled":
                line.status = "cancelled"
                session.add(line)
                milestone = session.execute(
                    select(Milestone).where(
                        Milestone.work_order_id == order.work_order_id,
                        Milestone.kind == "deliverable",
                        Milestone.name == f"{line.name} delivered",
                    )
                ).scalar_one_or_none()
                if milestone is not None:
                    session.delete(milestone)
        last = max((line.position for line in lines), default=-1)
        for position, item in enumerate(change.added, start=last + 1):
            session.add(
                Deliverable(
                    work_order_id=order.work_order_id,
                    project_id=project.project_id,
                    position=position,
                    name=item.name,
                    hours=item.estimated_hours,
                    planned_start_on=item.starts_on,
                    planned_end_on=item.ends_on,
                    status="planned",
                    change_number=number,
                )
            )
            session.add(
                Milestone(
                    work_order_id=order.work_order_id,
                    position=1_000 + position,
                    name=f"{item.name} delivered",
                    kind="deliverable",
                    due_on=item.ends_on,
                )
            )

    def _change_payments(
        self,
        session: Session,
        order: WorkOrder,
        payments: list[Payment],
        change: ChangeOrderInput,
        agreed: AgreedChange,
        number: int,
    ) -> None:
        for payment in payments:
            if payment.id not in agreed.lowered:
                continue
            left = agreed.lowered[payment.id]
            if left is None:
                session.delete(payment)
            else:
                payment.amount_cents = cents(left)
                session.add(payment)
        if agreed.extra is not None:
            session.add(
                Payment(
                    work_order_id=order.work_order_id,
                    position=1 + max((payment.position for payment in payments), default=-1),
                    label=f"Change order {number}",
                    amount_cents=cents(agreed.extra),
                    currency=order.currency,
                    due_on=change.payment_due_on,
                    change_number=number,
                )
            )

    def _change_end(
        self,
        session: Session,
        project: Project,
        order: WorkOrder,
        payments: list[Payment],
        agreed: AgreedChange,
    ) -> None:
        """Acceptance and final delivery move with the end, and so do the payments that they release."""
        before, after = project.planned_end_on, agreed.ends_on
        if before is None or after is None or before == after:
            return
        project.planned_end_on = after
        moved = self._calendar_move(before, after)
        points = session.execute(
            select(Milestone).where(
                Milestone.work_order_id == order.work_order_id,
                Milestone.kind.in_(_ENDS),
                Milestone.done_on.is_(None),
            )
        ).scalars()
        for point in points:
            point.due_on = moved(point.due_on)
            session.add(point)
            for payment in payments:
                if payment.milestone == point.name and payment.paid_on is None:
                    payment.due_on = moved(payment.due_on)
                    session.add(payment)

    def _calendar_move(self, before: date, after: date) -> Any:
        calendar = WorkingCalendar(self._workspace.agency)
        days: timedelta = after - before

        def moved(day: date | None) -> date | None:
            return calendar.next_working(day + days) if day else None

        return moved


def _terms(project: Project, lines: list[Deliverable], payments: list[Payment]) -> ProjectTerms:
    return ProjectTerms(
        project.status,
        project.starts_on,
        project.planned_end_on,
        amount(project.value_cents or 0),
        project.currency or "USD",
        [Part(line.name, line.status) for line in lines],
        [
            Instalment(int(payment.id or 0), amount(payment.amount_cents), payment.paid_on is not None)
            for payment in payments
        ],
    )


def _standing(project: Project, lines: list[Deliverable], payments: list[Payment]) -> dict[str, Any]:
    """What a change order can change, as it stands."""
    return {
        "value_cents": project.value_cents,
        "planned_end_on": project.planned_end_on.isoformat() if project.planned_end_on else None,
        "deliverables": [line.name for line in lines if line.status != "cancelled"],
        "payments": [
            {
                "label": payment.label,
                "amount_cents": payment.amount_cents,
                "due_on": payment.due_on.isoformat() if payment.due_on else None,
            }
            for payment in payments
        ],
    }

"""Payments of work orders: the list, and the day on which one came in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Select, select
from sqlmodel import Session

from core.errors import HandoffRefused
from core.inline_edit import CellEdit, SaveResult
from core.list_orders import PaymentOrder, PaymentState
from db.page import Page
from db.records.base import CHANGED_MEANWHILE, contains
from db.records.inline_edits import InlineEdits
from db.records.project_lists import ProjectLists
from db.tables.clients import Client
from db.tables.fulfillment import Payment, WorkOrder

_ORDERS: dict[PaymentOrder, tuple[Any, ...]] = {
    "owed": (Payment.paid_on.is_not(None), Payment.due_on),
    "due": (Payment.due_on,),
    "amount": (Payment.amount_cents.desc(),),
    "client": (Client.name, Payment.due_on),
}


class PaymentRecords(InlineEdits, ProjectLists):
    def payments(self) -> pd.DataFrame:
        """Every payment with its client, the next one due first."""
        return self._frame(self._payments().order_by(Payment.due_on, Payment.id))

    def payment_page(
        self,
        *,
        search: str = "",
        state: PaymentState | None = None,
        sort: PaymentOrder | None = None,
        number: int = 1,
        size: int = 50,
    ) -> Page:
        """Payments with their client, what is owed first and by its due date, or in one of PAYMENT_ORDERS;
        a search looks at client, payment and work order."""
        today = self._now.date()
        statement = self._payments().order_by(*_ORDERS[sort or "owed"], Payment.id)
        if state == "paid":
            statement = statement.where(Payment.paid_on.is_not(None))
        elif state == "overdue":
            statement = statement.where(Payment.paid_on.is_(None), Payment.due_on < today)
        elif state == "due":
            later = Payment.due_on.is_(None) | (Payment.due_on >= today)
            statement = statement.where(Payment.paid_on.is_(None), later)
        if search.strip():
            columns = (Client.name, Payment.label, Payment.work_order_id)
            statement = statement.where(contains(search, columns))
        return self._page(statement, number=number, size=size)

    def _payments(self) -> Select[*tuple[Any, ...]]:
        return (
            select(
                Payment.id,
                Client.name.label("client"),
                Payment.label,
                Payment.milestone,
                Payment.amount_cents,
                Payment.currency,
                Payment.due_on,
                Payment.paid_on,
                Payment.work_order_id,
                Payment.version,
            )
            .join(WorkOrder, WorkOrder.work_order_id == Payment.work_order_id)
            .join(Client, Client.client_id == WorkOrder.client_id)
            .where(WorkOrder.status != "superseded")
        )

    def set_paid(self, payment_id: int, paid_on: date | None, *, version: int | None = None) -> None:
        """Note the day on which a payment came in, or take that back with None. HandoffRefused where it has
        another version than the one that was opened."""
        with self._workspace.editing() as session:
            payment = self._get(session, Payment, payment_id, "payment", lock=True)
            if version is not None and payment.version != version:
                raise HandoffRefused(CHANGED_MEANWHILE)
            self._note_paid(session, payment, paid_on)

    def save_payments(self, edits: Sequence[CellEdit]) -> SaveResult:
        """Note the days (`paid_on`) of several payments in one transaction; nothing where one cannot be
        noted, which is then named with who was faster."""
        return self._save_all(
            edits,
            self._found_payment,
            lambda payment: (payment.work_order_id, {"payment_id": payment.id}),
            lambda session, payment, edit: self._note_paid(session, payment, edit.values["paid_on"]),
        )

    def _found_payment(self, session: Session, payment_id: str) -> tuple[Payment, str]:
        payment = self._get(session, Payment, int(payment_id), "payment", lock=True)
        return payment, payment.label

    def _note_paid(self, session: Session, payment: Payment, paid_on: date | None) -> None:
        old = {
            "paid_on": payment.paid_on.isoformat() if payment.paid_on else None,
            "payment_id": payment.id,
        }
        payment.paid_on = paid_on
        payment.version += 1
        session.add(payment)
        self._audit(
            session,
            action="note payment",
            record=("work_order", payment.work_order_id),
            summary=f"{payment.label}: {'paid' if paid_on else 'not paid'}",
            old=old,
            new={"paid_on": paid_on.isoformat() if paid_on else None, "payment_id": payment.id},
        )

"""Money by day: what is due, overdue and paid, for a calendar of one month."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
from sqlalchemy import and_, func, or_, select

from db.records.base import Records
from db.tables.clients import Client
from db.tables.fulfillment import Payment, WorkOrder

MOST_OF_A_DAY = 200  # payments that one day lists


class CashReports(Records):
    def days(self, month: date, currency: str) -> pd.DataFrame:
        """Payments of a month by `day` and `state` (paid, due, overdue): `cents`, `payments` (how many).

        A paid one stands on the day it came in, the others on the day they are due.
        """
        first = month.replace(day=1)
        following = (first + timedelta(days=31)).replace(day=1)
        day = func.coalesce(Payment.paid_on, Payment.due_on).label("day")
        is_paid = Payment.paid_on.is_not(None).label("paid")
        frame = self._frame(
            select(
                day, is_paid, func.sum(Payment.amount_cents).label("cents"), func.count().label("payments")
            )
            .join(WorkOrder, WorkOrder.work_order_id == Payment.work_order_id)
            .where(
                # Written out for the index of the two days.
                or_(
                    and_(Payment.paid_on >= first, Payment.paid_on < following),
                    and_(Payment.paid_on.is_(None), Payment.due_on >= first, Payment.due_on < following),
                ),
                Payment.currency == currency,
                WorkOrder.status != "superseded",
            )
            .group_by(day, is_paid)
            .order_by(day)
        )
        today = self._now.date()
        frame["state"] = [
            "paid" if paid else "overdue" if on < today else "due"
            for paid, on in zip(frame["paid"], frame["day"], strict=True)
        ]
        # A server adds integers up to a Decimal.
        return frame.drop(columns="paid").astype({"cents": int, "payments": int})

    def on(self, day: date) -> pd.DataFrame:
        """The payments of one day in every currency: client, label, amount_cents, currency, due_on, paid_on,
        work_order_id; at most 200."""
        return self._frame(
            select(
                Client.name.label("client"),
                Payment.label,
                Payment.amount_cents,
                Payment.currency,
                Payment.due_on,
                Payment.paid_on,
                Payment.work_order_id,
            )
            .join(WorkOrder, WorkOrder.work_order_id == Payment.work_order_id)
            .join(Client, Client.client_id == WorkOrder.client_id)
            .where(
                or_(Payment.paid_on == day, and_(Payment.paid_on.is_(None), Payment.due_on == day)),
                WorkOrder.status != "superseded",
            )
            .order_by(Payment.amount_cents.desc(), Payment.id)
            .limit(MOST_OF_A_DAY)
        )

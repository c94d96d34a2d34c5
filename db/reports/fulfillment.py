"""Milestones on their way, and money by month."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import func, select

from db.records.base import Records
from db.tables.clients import Client
from db.tables.fulfillment import Milestone, Payment, Project, WorkOrder

PROJECTS = 15  # lines in the timeline: the projects that end last


class FulfillmentReports(Records):
    def milestones(self) -> pd.DataFrame:
        """Milestones of the work orders in force: `project`, `milestone`, `due`, `state` (done,
        planned, late).

        The 15 work orders that end last; late means due before today and not done.
        """
        latest = (
            select(WorkOrder.work_order_id)
            .where(WorkOrder.status != "superseded")
            .order_by(WorkOrder.ends_on.desc())
            .limit(PROJECTS)
        )
        frame = self._frame(
            select(
                func.coalesce(Project.name, Client.name).label("project"),
                Milestone.name.label("milestone"),
                Milestone.due_on.label("due"),
                Milestone.done_on,
            )
            .join(WorkOrder, WorkOrder.work_order_id == Milestone.work_order_id)
            .join(Client, Client.client_id == WorkOrder.client_id)
            .join(Project, Project.work_order_id == WorkOrder.work_order_id, isouter=True)
            .where(Milestone.work_order_id.in_(latest), Milestone.due_on.is_not(None))
            .order_by(WorkOrder.ends_on.desc(), Milestone.due_on)
        )
        today = self._now.date()
        frame["state"] = [
            "done" if done else "late" if due < today else "planned"
            for done, due in zip(frame.pop("done_on"), frame["due"], strict=True)
        ]
        return frame

    def cash(self, currency: str) -> pd.DataFrame:
        """Payments in one currency: `month` (its first day), `state` (paid, due, overdue), `amount` (units).

        A paid one stands in the month it came in, the others in the month they are due.
        """
        day = func.coalesce(Payment.paid_on, Payment.due_on).label("day")
        frame = self._frame(
            select(
                day,
                Payment.paid_on.is_not(None).label("paid"),
                func.sum(Payment.amount_cents).label("cents"),
            )
            .join(WorkOrder, WorkOrder.work_order_id == Payment.work_order_id)
            .where(Payment.currency == currency, WorkOrder.status != "superseded")
            .group_by(day, Payment.paid_on.is_not(None))
        )
        frame = frame.dropna(subset=["day"])
        today = self._now.date()
        frame["state"] = [
            "paid" if paid else "overdue" if day < today else "due"
            for paid, day in zip(frame["paid"], frame["day"], strict=True)
        ]
        frame["month"] = [day.replace(day=1) for day in frame["day"]]
        # A server adds integers up to a Decimal.
        monthly = frame.astype({"cents": int}).groupby(["month", "state"])["cents"].sum() / 100
        return monthly.rename("amount").reset_index()

"""Milestones on their way, and money by month."""

from __future__ import annotations

from datetime import date

import pandas as pd
from sqlalchemy import case, func, select

from core.projects import plan_state
from db.page import Page
from db.records.base import Records, loads
from db.tables.clients import Client
from db.tables.fulfillment import ChangeOrder, Milestone, Payment, Project, WorkOrder

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

    def timeline(self, *, only_active: bool = False, number: int = 1) -> Page:
        """Plan and reality of projects, those that run first, then the last completed.

        Columns: project_id, name, client, status, plan_start, plan_end, real_start, real_end (None while
        it runs), first_end (the planned end before change orders moved it, else None), state (planned,
        running, overdue, done, done late).
        """
        kickoff = (
            select(func.max(Milestone.done_on))
            .where(Milestone.work_order_id == Project.work_order_id, Milestone.kind == "kickoff")
            .scalar_subquery()
        )
        statement = (
            select(
                Project.project_id,
                Project.name,
                Client.name.label("client"),
                Project.status,
                Project.starts_on.label("plan_start"),
                Project.planned_end_on.label("plan_end"),
                func.coalesce(kickoff, Project.starts_on).label("real_start"),
                Project.completed_on.label("real_end"),
            )
            .join(Client, Client.client_id == Project.client_id)
            .where(Project.starts_on.is_not(None), Project.planned_end_on.is_not(None))
            .order_by(
                case((Project.status == "active", 0), else_=1),
                Project.completed_on.desc(),
                Project.planned_end_on,
                Project.project_id,
            )
        )
        if only_active:
            statement = statement.where(Project.status == "active")
        page = self._page(statement, number=number, size=PROJECTS)
        first = self._first_ends([str(one) for one in page.rows["project_id"]])
        today = self._now.date()
        page.rows["first_end"] = [first.get(one) for one in page.rows["project_id"]]
        page.rows["state"] = [
            plan_state(start, end, done, today)
            for start, end, done in zip(
                page.rows["real_start"], page.rows["plan_end"], page.rows["real_end"], strict=True
            )
        ]
        return page

    def _first_ends(self, projects: list[str]) -> dict[str, date]:
        """The planned end that a project had before the first change order that moved it."""
        with self._workspace.reading() as session:
            orders = session.execute(
                select(ChangeOrder.project_id, ChangeOrder.old_json)
                .where(ChangeOrder.project_id.in_(projects))
                .order_by(ChangeOrder.number.desc())
            ).all()
        ends = ((project, loads(old).get("planned_end_on")) for project, old in orders)
        return {str(project): date.fromisoformat(end) for project, end in ends if end}

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

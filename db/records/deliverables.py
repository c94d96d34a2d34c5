"""The deliverables of a project: how far each is, and the milestones that they reach."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlmodel import Session

from core.deliverables import DeliverableProgress, check_progress
from core.errors import HandoffRefused
from db.records.base import CHANGED_MEANWHILE, Records
from db.tables.fulfillment import Deliverable, Milestone, Project, WorkOrder


class DeliverableRecords(Records):
    def of_project(self, project_id: str) -> pd.DataFrame:
        """The deliverables of a project in order."""
        return self._frame(
            select(
                Deliverable.id,
                Deliverable.name,
                Deliverable.hours,
                Deliverable.planned_start_on,
                Deliverable.planned_end_on,
                Deliverable.status,
                Deliverable.started_on,
                Deliverable.completed_at,
                Deliverable.client_approved,
                Deliverable.change_number,
            )
            .where(Deliverable.project_id == project_id)
            .order_by(Deliverable.position, Deliverable.id)
        )

    def mark(
        self, deliverable_id: int, *, completed: bool, approved: bool = False, on: date | None = None
    ) -> None:
        """Say that a deliverable is done (today, or on another day) or not yet; its start stays as known."""
        with self._workspace.reading() as session:
            known = progress_of(self._get(session, Deliverable, deliverable_id, "deliverable"))
        day = (on or known.completed_on or self._now.date()) if completed else None
        starts = None if known.started_on and day and known.started_on > day else known.started_on
        state = "completed" if completed else "in_progress"
        self.change(deliverable_id, DeliverableProgress(state, starts, day, approved))

    def change(
        self,
        deliverable_id: int,
        progress: DeliverableProgress,
        *,
        seen: DeliverableProgress | None = None,
    ) -> None:
        """Say how far a deliverable is. HandoffRefused where a rule forbids it, and where it does not stand
        as the editor saw it (`seen`): then somebody changed it meanwhile."""
        check_progress(progress, self._now.date())
        with self._workspace.editing() as session:
            line = self._get(session, Deliverable, deliverable_id, "deliverable", lock=True)
            project = session.get(Project, line.project_id) if line.project_id else None
            if project is not None and project.status == "completed":
                raise HandoffRefused("This project was handed over to feedback; its deliverables are closed.")
            if line.status == "cancelled":
                raise HandoffRefused(
                    "A change order dropped this deliverable; agree on another to add it again."
                )
            before = progress_of(line)
            if seen is not None and seen != before:
                raise HandoffRefused(CHANGED_MEANWHILE)
            if progress == before:
                return
            line.status, line.started_on = progress.status, progress.started_on
            line.completed_at = _moment(self._now, progress.completed_on)
            line.client_approved = progress.client_approved
            session.add(line)
            if line.work_order_id:
                name = self._milestone_of(session, line.work_order_id, line.name)
                reach_milestones(session, line.work_order_id, progress.completed_on, name=name)
            approved = ", approved" if progress.client_approved else ""
            self._audit(
                session,
                action="update deliverable",
                record=("project", line.project_id or ""),
                summary=f"{line.name}: {line.status.replace('_', ' ')}{approved}",
                old=audit_values(before, deliverable_id),
                new=audit_values(progress, deliverable_id),
            )

    def _milestone_of(self, session: Session, work_order_id: str, deliverable: str) -> str:
        """The name of the milestone that a deliverable reaches, from the work order's document."""
        order = self._get(session, WorkOrder, work_order_id, "work order")
        points = json.loads(order.document_json)["requirements"]["milestones"]
        return next(
            (str(point["name"]) for point in points if point["deliverable"] == deliverable),
            f"{deliverable} delivered",  # it came with a change order
        )


def progress_of(line: Deliverable) -> DeliverableProgress:
    """How far a stored deliverable is."""
    completed = line.completed_at.date() if line.completed_at else None
    return DeliverableProgress(line.status, line.started_on, completed, line.client_approved)


def audit_values(progress: DeliverableProgress, deliverable_id: int) -> dict[str, Any]:
    """A deliverable's progress as the audit trail keeps it."""
    days = {name: getattr(progress, name) for name in ("started_on", "completed_on")}
    return {
        "status": progress.status,
        "client_approved": progress.client_approved,
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "deliverable_id": deliverable_id,
    }


def reach_milestones(
    session: Session,
    work_order_id: str,
    on: date | None,
    *,
    kind: str = "deliverable",
    name: str | None = None,
) -> None:
    """Note the day on which milestones of that kind (and name) were reached, or take it back."""
    statement = select(Milestone).where(Milestone.work_order_id == work_order_id, Milestone.kind == kind)
    if kind == "deliverable":
        statement = statement.where(Milestone.name == name)
    for point in session.execute(statement).scalars():
        point.done_on = on
        session.add(point)


def _moment(now: datetime, day: date | None) -> datetime | None:
    """That day at the present time of day; a completion is stored as a moment."""
    return now.replace(year=day.year, month=day.month, day=day.day) if day else None

"""Projects as a list: searched, filtered, ordered and paged in the database."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import case, func, select

from core.projects import PROJECT_ORDERS
from db.page import Page
from db.records.base import Records, contains
from db.tables.clients import Client
from db.tables.fulfillment import Deliverable, Project

_ORDERS: dict[str, tuple[Any, ...]] = {
    "newest": (Project.created_at.desc(),),
    "end": (case((Project.status == "active", 0), else_=1), Project.planned_end_on.asc().nulls_last()),
    "value": (Project.value_cents.desc().nulls_last(),),
    "name": (Project.name,),
}


class ProjectLists(Records):
    def project_page(
        self,
        *,
        search: str = "",
        status: str | None = None,
        sort: str | None = None,
        number: int = 1,
        size: int = 50,
    ) -> Page:
        """Projects, the newest first or in one of PROJECT_ORDERS: project_id, name, client, status,
        starts_on, planned_end_on, completed_on, value_cents, currency, deliverables (without dropped ones),
        completed (of these), version, manager."""
        order = _ORDERS[sort if sort in PROJECT_ORDERS else "newest"]
        statement = self._projects().order_by(*order, Project.project_id)
        if status:
            statement = statement.where(Project.status == status)
        if search.strip():
            statement = statement.where(contains(search, (Project.name, Client.name)))
        return self._page(statement, number=number, size=size)

    def project(self, project_id: str) -> pd.DataFrame:
        """One project in the shape of the list; no row where there is no such project."""
        return self._frame(self._projects().where(Project.project_id == project_id))

    def projects(self) -> pd.DataFrame:
        """Every project, the newest first."""
        return self._frame(self._projects().order_by(Project.created_at.desc()))

    def _projects(self) -> Any:
        """The list; what is counted of a project's lines is counted for the rows that are shown alone."""

        def lines(condition: Any) -> Any:
            counted = select(func.count()).where(Deliverable.project_id == Project.project_id, condition)
            return counted.scalar_subquery()

        return select(
            Project.project_id,
            Project.name,
            Client.name.label("client"),
            Project.status,
            Project.starts_on,
            Project.planned_end_on,
            Project.completed_on,
            Project.value_cents,
            Project.currency,
            lines(Deliverable.status != "cancelled").label("deliverables"),
            lines(Deliverable.status == "completed").label("completed"),
            Project.version,
            Project.manager,
        ).join(Client, Client.client_id == Project.client_id)

"""The projects of the Fulfillment page as a list, and below it the one that was chosen."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.projects import PROJECT_ORDERS
from db.workspace import Workspace
from pages.shared.bulk_kinds import bulk_projects
from pages.shared.formats import day, known
from pages.shared.list_view import ListView
from pages.shared.lists import as_shown, choose_row
from pages.shared.projects import project_detail
from pages.shared.user_text import humanised

_COLUMNS = {
    "name": "Project",
    "client": "Client",
    "status": "Status",
    "manager": "Manager",
    "progress": "Delivered",
    "planned_end_on": "Planned end",
    "completed_on": "Completed",
}
_FORMATS = {
    "status": humanised,
    "manager": known,
    "planned_end_on": day,
    "completed_on": day,
}


def project_list(workspace: Workspace) -> None:
    """Every project with its progress."""
    view = ListView("projects")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = view.text(
            "Search projects", "search", widget="project_search", placeholder="Project or client"
        )
        sort = view.order(PROJECT_ORDERS, widget="project_sort")
        status = view.one_of(
            "Status", "status", ("active", "completed"), widget="project_status", format_func=humanised
        )

    page = workspace.fulfillment.project_page(search=search, status=status, sort=sort, number=view.page())
    view.tools(
        workspace,
        name="projects",
        page=page,
        show=lambda projects: as_shown(_with_progress(projects), _COLUMNS, _FORMATS),
    )
    if not page.total:
        st.info(
            "No project fits. Change the search or the status."
            if search or status
            else "No projects yet. Accepting a work order in the inbox starts one."
        )
        return
    if st.toggle("Change several", key="projects_several", help="Choose projects, see what would change."):
        bulk_projects(workspace, page, as_shown(_with_progress(page.rows), _COLUMNS, _FORMATS))
        view.switch(page)
        return
    chosen = choose_row(
        _with_progress(page.rows),
        key="project",
        id_column="project_id",
        columns=_COLUMNS,
        formats=_FORMATS,
        alt="Projects",
    )
    view.switch(page)
    if chosen is None:
        st.caption("Choose a project to update its deliverables, or to hand it over when it is done.")
    else:
        project_detail(workspace, chosen)


def _with_progress(projects: pd.DataFrame) -> pd.DataFrame:
    done = zip(projects["completed"], projects["deliverables"], strict=True)
    return projects.assign(progress=[f"{int(some)} of {int(all_)}" for some, all_ in done])

"""One project on the fulfillment page."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.errors import AgencyError
from core.projects import plan_state
from db.workspace import Workspace
from pages.shared.change_orders import change_orders
from pages.shared.chart_view import show_chart
from pages.shared.charts import alt_text
from pages.shared.charts_projects import plan_and_reality
from pages.shared.deliverables import deliverable_line
from pages.shared.domains import DOMAINS
from pages.shared.formats import day, money
from pages.shared.lists import rows
from pages.shared.record_links import history_link, thread_link
from pages.shared.user_text import escape, sentence


def project_detail(workspace: Workspace, project_id: str) -> None:
    """A project's deliverables, each with its two switches, and the way on when all are done."""
    found = workspace.fulfillment.project(project_id)
    if found.empty:
        st.warning("There is no such project any more. Choose one from the list.")
        return
    project = found.iloc[0]
    lines = workspace.deliverables.of_project(project_id)
    is_closed = project["status"] == "completed"
    with st.container(border=True, key="project_detail"):
        st.markdown(f"#### {escape(project['name'])}")
        value = escape(money(project["value_cents"], project["currency"]))
        st.caption(f"{escape(project['client'])} · {value} · planned end {day(project['planned_end_on'])}")
        with st.container(horizontal=True, vertical_alignment="center"):
            thread_link("project", project_id)
            history_link(project_id)
            _manager(workspace, project_id)
        if not lines.empty:
            _plan_chart(workspace, lines)
        for line in rows(lines):
            deliverable_line(workspace, line, is_closed=is_closed)
        left = lines[lines["status"] != "cancelled"]
        done = not left.empty and bool((left["status"] == "completed").all())
        if is_closed:
            st.success(
                f"Completed on {day(project['completed_on'])} and handed to Feedback.", icon=":material/flag:"
            )
        else:
            st.page_link(
                DOMAINS["fulfillment"].script,
                label="All delivered: hand it over to Feedback" if done else "Hand over to Feedback",
                icon=":material/send:",
                query_params={"part": "new", "record": project_id},
                disabled=not done,
                help=None if done else "Complete every deliverable first.",
            )
        open_lines = left.loc[left["status"] != "completed", "name"]
        change_orders(workspace, next(rows(found)), [str(name) for name in open_lines])


def _manager(workspace: Workspace, project_id: str) -> None:
    """Who leads the project: at first whoever took its work order on."""
    current = workspace.fulfillment.manager(project_id)
    label = f"Led by {escape(current)}" if current else "Nobody leads it yet"
    with st.popover(label, icon=":material/person:", key=f"manager_{project_id}_{current}"):
        chosen = st.selectbox(
            "Project manager",
            workspace.fulfillment.managers(),
            index=None,
            placeholder="Choose, or type a new name",
            accept_new_options=True,
            key=f"manager_name_{project_id}",
            help="Answers of clients can be looked at by project manager.",
        )
        with st.container(horizontal=True):
            save = st.button("Save", type="primary", disabled=not chosen, key=f"manager_save_{project_id}")
            nobody = st.button("Nobody", disabled=current is None, key=f"manager_none_{project_id}")
    drawn = f"manager_{project_id}:drawn"  # whom the person saw when they clicked
    seen, st.session_state[drawn] = st.session_state.get(drawn, current), current
    if save or nobody:
        try:
            workspace.fulfillment.set_manager(project_id, chosen if save else None, seen=seen)
        except AgencyError as error:
            st.error(sentence(error.message))
            return
        st.session_state.pop(drawn)
        st.rerun()


def _plan_chart(workspace: Workspace, lines: pd.DataFrame) -> None:
    """The deliverables as planned and as they came; what is dropped is left out."""
    today = workspace.clock.now().date()
    kept = lines[(lines["status"] != "cancelled") & lines["planned_start_on"].notna()]
    done = [moment.date() if pd.notna(moment) else None for moment in kept["completed_at"]]
    # Until somebody says when it began, work is taken to begin as planned.
    starts = [
        begun if pd.notna(begun) else start if start <= (end or today) else end
        for begun, start, end in zip(kept["started_on"], kept["planned_start_on"], done, strict=True)
    ]
    frame = pd.DataFrame(
        {
            "name": list(kept["name"]),
            "plan_start": list(kept["planned_start_on"]),
            "plan_end": list(kept["planned_end_on"]),
            "real_start": starts,
            "real_end": done,
            "first_end": None,
        }
    )
    frame["state"] = [
        plan_state(start, end, ended, today)
        for start, end, ended in zip(frame["real_start"], frame["plan_end"], done, strict=True)
    ]
    frame.loc[frame["state"] == "planned", "real_start"] = None
    show_chart(
        "Deliverables: plan and reality",
        lambda shown: plan_and_reality(shown, today=today),
        frame,
        key="project_plan",
        alt=alt_text("Deliverables by state", frame.assign(count=1), "state", "count"),
        note="The pale bar is the plan; the bar in it runs from the day work began to the day of delivery "
        "or to today. Until its first day is noted, work is taken to begin as planned.",
    )

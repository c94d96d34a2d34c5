"""One deliverable of a project: its two switches, and a dialog for its state and days."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.deliverables import PROGRESS_STATES, DeliverableProgress
from core.errors import AgencyError
from db.workspace import Workspace
from pages.shared.formats import day
from pages.shared.user_text import escape, humanised, sentence


def deliverable_line(workspace: Workspace, line: Any, *, is_closed: bool) -> None:
    """A deliverable with what can be changed of it; `is_closed` only shows it."""
    seen = _progress(line)
    with st.container(horizontal=True, vertical_alignment="center", key=f"deliverable_{line.id}"):
        with st.container(width="stretch", gap=None):
            st.markdown(f"**{escape(line.name)}**")
            st.caption(_days(line, seen))
        if line.status == "cancelled":
            st.badge("dropped by a change order", icon=":material/block:", color="gray")
            return
        is_done = seen.status == "completed"
        completed = st.checkbox(
            "Completed", value=is_done, disabled=is_closed, key=f"done_{line.id}_{is_done}"
        )
        approved = st.checkbox(
            "Approved by client",
            value=seen.client_approved,
            disabled=is_closed or not completed,
            key=f"approved_{line.id}_{seen.client_approved}_{completed}",
        )
        if not is_closed and st.button(
            "Days", icon=":material/edit_calendar:", key=f"days_{line.id}", help="When it began and was done"
        ):
            _change(workspace, int(line.id), str(line.name), seen)
    approved = approved and completed
    if (completed, approved) != (is_done, seen.client_approved):
        try:
            workspace.deliverables.mark(int(line.id), completed=completed, approved=approved)
        except AgencyError as error:
            st.error(sentence(error.message))
            return
        st.rerun()


def _progress(line: Any) -> DeliverableProgress:
    completed = line.completed_at.date() if pd.notna(line.completed_at) else None
    started = line.started_on if pd.notna(line.started_on) else None
    return DeliverableProgress(str(line.status), started, completed, bool(line.client_approved))


def _days(line: Any, seen: DeliverableProgress) -> str:
    words = [f"planned {day(line.planned_start_on)} – {day(line.planned_end_on)}"]
    if seen.started_on:
        words.append(f"began {day(seen.started_on)}")
    if seen.completed_on:
        words.append(f"done {day(seen.completed_on)}")
    return " · ".join(words)


@st.dialog("How far is it?")
def _change(workspace: Workspace, deliverable_id: int, name: str, seen: DeliverableProgress) -> None:
    """The state and days of one deliverable. What was typed stays on an error, also where somebody
    changed it meanwhile: the dialog knows what it was opened on."""
    key = f"progress_{deliverable_id}"
    st.markdown(f"**{escape(name)}**")
    state = st.segmented_control(
        "State",
        PROGRESS_STATES,
        default=seen.status if seen.status in PROGRESS_STATES else None,
        format_func=humanised,
        required=True,
        key=f"{key}_state",
    )
    today = workspace.clock.now().date()
    with st.container(horizontal=True):
        started = st.date_input("Began on", value=seen.started_on, max_value=today, key=f"{key}_started")
        completed = st.date_input(
            "Completed on", value=seen.completed_on, max_value=today, key=f"{key}_completed"
        )
    approved = st.checkbox("Approved by client", value=seen.client_approved, key=f"{key}_approved")
    if st.button("Save", type="primary", icon=":material/save:", key=f"{key}_save"):
        progress = DeliverableProgress(str(state), started, completed, approved)
        try:
            workspace.deliverables.change(deliverable_id, progress, seen=seen)
        except AgencyError as error:
            st.error(sentence(error.message))
        else:
            st.rerun()

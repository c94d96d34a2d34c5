"""The imports so far, newest first, each with a link to its report."""

from __future__ import annotations

import streamlit as st

from db.workspace import Workspace
from pages.shared.formats import moment
from pages.shared.lists import page_number, page_switch, rows
from pages.shared.user_text import escape

_STATES = {
    "staged": ":gray-badge[:material/draft: not imported yet]",
    "running": ":blue-badge[:material/sync: running]",
    "done": ":green-badge[:material/task_alt: imported]",
    "cancelled": ":gray-badge[:material/cancel: stopped]",
    "failed": ":red-badge[:material/error: nothing stored]",
    "undone": ":orange-badge[:material/undo: taken back]",
}
_SCRIPT = "domains/lead_import.py"


def history_part(workspace: Workspace, current: str | None) -> None:
    """What is on its way, then the list; the import that the page shows is marked."""
    st.header("Imports so far", anchor=False)
    waiting = [entry for entry in workspace.lead_imports.at_work() if entry.import_id != current]
    for entry in waiting:
        with st.container(border=True, key=f"waiting_{entry.import_id}"):
            _title(entry.import_id, entry.name, entry.state, here=False)
    page = workspace.lead_imports.history(page_number("imports"), 10)
    if not page.total and waiting:
        return
    if not page.total:
        st.caption("None yet. What you import is listed here, with its report and the way to take it back.")
        return
    for row in rows(page.rows):
        with st.container(border=True, key=f"import_{row.import_id}"):
            _title(row.import_id, row.file_name, row.state, here=row.import_id == current)
            campaign = f"{escape(row.campaign)} · " if row.campaign else ""
            figures = ""
            if row.state in ("done", "undone"):
                figures = f" · {row.read:,} read, {row.created:,} new, {row.updated:,} changed"
                figures += f", {row.rejected:,} rejected" if row.rejected else ""
            st.caption(f"{campaign}{moment(row.at)} · {escape(row.actor)}{figures}")
    page_switch(page, key="imports")


def _title(import_id: str, name: str, state: str, *, here: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        shown = _STATES.get(state, escape(state))
        st.markdown(
            f"**{escape(name, limit=80)}** {shown}{' · shown above' if here else ''}", width="stretch"
        )
        if not here:
            st.page_link(
                _SCRIPT, label="Open", icon=":material/arrow_forward:", query_params={"import": import_id}
            )

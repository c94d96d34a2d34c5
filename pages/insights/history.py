"""History: who changed what, when, from what to what, and the way to put it back."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.errors import AgencyError
from db.workspace import Workspace
from pages.shared.bulk_undo import bulk_entry
from pages.shared.change_words import field_label, is_shown, value_words
from pages.shared.formats import moment
from pages.shared.list_view import ListView
from pages.shared.lists import as_shown, choose_row
from pages.shared.record_links import HISTORY
from pages.shared.user_text import escape, humanised, sentence
from pages.shared.workspace import open_workspace

COLUMNS = {"at": "When", "actor": "Who", "summary": "What changed", "action": "How"}
FORMATS = {"at": moment, "action": humanised}


def show_entry(workspace: Workspace, line_id: int) -> None:
    """One change with old and new, and the button that puts it back."""
    try:
        entry = workspace.history.entry(line_id)
    except AgencyError as error:
        st.warning(sentence(error.message))
        return
    line, currency = entry.line, workspace.agency.currency
    if line.action == "bulk change":
        bulk_entry(workspace, line.record_id)
        return
    with st.container(border=True, key="history_entry"):
        st.markdown(f"#### {escape(line.summary or humanised(line.action), 200)}")
        st.caption(f"{escape(humanised(line.action))} · {escape(line.actor)} · {moment(line.at)}")
        if line.workflow_id and line.workflow_id.startswith("bulk_"):
            st.page_link(
                HISTORY,
                label="It was part of a change of many records",
                icon=":material/done_all:",
                query_params={"record": line.workflow_id},
            )
        changes = [change for change in entry.changes if is_shown(change.field)]
        since = entry.can_restore and any(change.changed_since for change in changes)
        if changes:
            table = {
                "What": [field_label(change.field) for change in changes],
                "Before": [value_words(change.field, change.before, currency) for change in changes],
                "After": [value_words(change.field, change.after, currency) for change in changes],
            }
            if since:
                table["Now"] = [value_words(change.field, change.now, currency) for change in changes]
            st.dataframe(pd.DataFrame(table), hide_index=True, width="stretch", alt="Before and after")
        if not entry.can_restore:
            if entry.way_back:
                st.caption(f":material/info: {escape(entry.way_back)}")
            return
        if all(change.now == change.before for change in entry.changes):
            st.caption(":material/check: It is as it was before this change.")
            return
        if since:
            st.warning("It was changed again since. Putting it back would undo that too.")
        is_new = all(change.before is None for change in changes)
        usual = "Take it back" if is_new else "Put back what was before"
        if st.button(
            "Put it back all the same" if since else usual,
            icon=":material/undo:",
            key=f"restore_{line_id}_{since}",
        ):
            try:
                workspace.history.restore(line_id, although_changed=since)
            except AgencyError as error:
                st.error(sentence(error.message))
                return
            st.toast("Put back.", icon=":material/check_circle:")
            st.rerun()


workspace = open_workspace()
st.title(":material/manage_history: History", anchor=False)
st.caption("Every change: who made it, when, and what stood there before.")
record = st.query_params.get("record")
people, kinds = workspace.history.people_and_kinds()
view = ListView("history")
with st.container(horizontal=True, vertical_alignment="bottom"):
    search = view.text("Search", "search", widget="history_search", placeholder="Words of the change")
    who = view.one_of("Who", "who", people, widget="history_who", as_pills=False, placeholder="Everyone")
    kind = view.one_of(
        "What",
        "kind",
        kinds,
        widget="history_kind",
        format_func=humanised,
        as_pills=False,
        placeholder="Everything",
    )
if record:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/filter_alt: Only changes of **{escape(record)}**")
        st.page_link(HISTORY, label="Show all", icon=":material/close:")


lines = workspace.history.page(
    search=search, actor=who, record_type=kind, record_id=record, number=view.page()
)
view.tools(workspace, name="history", page=lines, show=lambda found: as_shown(found, COLUMNS, FORMATS))
if not lines.total:
    st.info("No change fits. Everything that people and runs change is kept here.")
    st.stop()
lines.rows["id"] = lines.rows["id"].astype(str)
chosen = choose_row(
    lines.rows,
    key="change",
    id_column="id",
    columns=COLUMNS,
    formats=FORMATS,
    alt="Changes",
)
view.switch(lines)
if chosen is None or not chosen.isdigit():
    st.caption("Choose a change to see what stood there before, and to put it back.")
else:
    show_entry(workspace, int(chosen))

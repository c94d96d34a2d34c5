"""The "inbox" part of a page: what waits here, what came back to us, what was decided lately."""

from __future__ import annotations

from typing import Any

import streamlit as st

from db.workspace import Workspace
from pages.shared.documents import show_document
from pages.shared.domain_frame import go_to_part
from pages.shared.domains import Domain
from pages.shared.form_state import load_form
from pages.shared.formats import count, moment
from pages.shared.inbox import show_inbox
from pages.shared.lists import rows
from pages.shared.user_text import escape


def inbox_part(workspace: Workspace, domain: Domain, waiting: int) -> None:
    """Draw the part; `waiting` is how many handoffs wait in all."""
    shown = workspace.inbox.waiting(domain.key)
    if waiting > len(shown):
        st.caption(f"The {len(shown):,} oldest of {count(waiting, 'handoff')}.")
    show_inbox(
        domain,
        shown,
        now=workspace.clock.now(),
        me=workspace.actor,
        accept=workspace.inbox.accept,
        return_=workspace.inbox.return_,
        open_document=lambda row: _document(workspace, row),
    )
    _came_back(workspace, domain)
    _decided(workspace, domain)


def _document(workspace: Workspace, row: Any) -> None:
    result = workspace.find_run(row.workflow_id)
    if result is not None:
        show_document(result.workflow, result.handoff_data, key=f"inbox_{row.id}")


def _came_back(workspace: Workspace, domain: Domain) -> None:
    returned = workspace.inbox.returned_to(domain.key)
    if returned.empty:
        return
    st.subheader("Came back to you", anchor=False)
    for row in rows(returned):
        with st.container(border=True, key=f"{domain.key}_returned_{row.id}"):
            st.markdown(f":orange[:material/undo:] **{escape(row.title)}**")
            st.text(str(row.reason))
            st.caption(f"returned by {escape(row.decided_by)}, {moment(row.decided_at)}")
            if st.button(
                "Correct it and hand over again", icon=":material/edit:", key=f"{domain.key}_fix_{row.id}"
            ):
                load_form(domain.key, workspace.runs.detail(str(row.workflow_id))["raw"])
                go_to_part("new")


def _decided(workspace: Workspace, domain: Domain) -> None:
    decided = workspace.inbox.decided(domain.key)
    if decided.empty:
        return
    with st.expander(f"Decided lately ({len(decided)})", icon=":material/history:"):
        table = decided[["title", "status", "owner", "reason", "decided_by", "decided_at"]].copy()
        table["decided_at"] = [moment(value) for value in table["decided_at"]]
        table.columns = ["Handoff", "Decision", "Owner", "Reason", "Decided by", "When"]
        st.dataframe(table, hide_index=True, width="stretch", alt="Handoffs that were decided lately")

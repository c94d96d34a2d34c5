"""Views of a list under a name: opened, renamed, deleted, and the one that is shown kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from core.errors import AgencyError
from db.workspace import Workspace
from pages.shared.user_text import escape, sentence

_NAME = 60  # characters of a view's name


def saved_views(workspace: Workspace, key: str, given: dict[str, str]) -> dict[str, str] | None:
    """What stands in the popover of a list; what is asked for in the view that was opened, if one was.

    `key` names the list, `given` is what it is asked for now.
    """
    views = workspace.saved_views.of(key)
    if not views:
        st.caption("No view is saved yet. Search or filter, then give the view a name.")
    opened = None
    for view in views:
        if st.session_state.get(f"{key}:renamed") == view.id:
            _rename(workspace, key, view.id, view.name)
            continue
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(
                escape(view.name),
                type="tertiary",
                icon=":material/bookmark:",
                key=f"{key}_{view.id}",
                width="stretch",
            ):
                opened = view.parameters
            if st.button("Rename", type="tertiary", icon=":material/edit:", key=f"{key}_{view.id}_rename"):
                st.session_state[f"{key}:renamed"] = view.id
                st.rerun()
            if st.button("Delete", type="tertiary", icon=":material/delete:", key=f"{key}_{view.id}_delete"):
                _do(partial(workspace.saved_views.delete, view.id))
    name = st.text_input("Name", max_chars=_NAME, placeholder="Proposals over 10k", key=f"{key}_name")
    if st.button(
        "Save this view",
        icon=":material/bookmark_add:",
        disabled=not name.strip() or not given,
        key=f"{key}_save",
        help=None if given else "Search or filter first: this view shows everything.",
    ):
        _do(lambda: workspace.saved_views.save(key, name, given))
    return opened


def _rename(workspace: Workspace, key: str, view_id: int, before: str) -> None:
    name = st.text_input("New name", value=before, max_chars=_NAME, key=f"{key}_{view_id}_new_name")
    with st.container(horizontal=True):
        if st.button("Keep this name", icon=":material/check:", key=f"{key}_{view_id}_keep"):
            _do(lambda: workspace.saved_views.rename(view_id, name), done=f"{key}:renamed")
        if st.button("Cancel", type="tertiary", key=f"{key}_{view_id}_cancel"):
            st.session_state.pop(f"{key}:renamed", None)
            st.rerun()


def _do(change: Callable[[], None], *, done: str = "") -> None:
    """Make the change and draw the list anew; a refusal is shown, and what was typed stays."""
    try:
        change()
    except AgencyError as error:
        st.error(sentence(error.message))
        return
    if done:
        st.session_state.pop(done, None)
    st.rerun()

"""Which version of a record a form was opened on, so that the second of two editors is told.

A form that took the version from each drawing would silently become a form on the newest version: what
was typed would be gone, or written over a change that nobody saw.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st


def opened_version(key: str, version: int, fields: Sequence[str]) -> int:
    """The version that was current when the form `key` appeared; `version` is the one now.

    The form's widgets are called `widget_key(key, opened, field)`. A form that was away meanwhile, on
    another page, begins anew.
    """
    place = f"{key}:opened"
    opened = st.session_state.get(place)
    if opened is None or not any(widget_key(key, opened, field) in st.session_state for field in fields):
        opened = st.session_state[place] = version
    return int(opened)


def widget_key(key: str, opened: int, field: str) -> str:
    return f"{key}_{opened}_{field}"


def begin_anew(key: str) -> None:
    """Read the form from what is stored, after a save or because a person asked for it."""
    st.session_state.pop(f"{key}:opened", None)


def say_changed(key: str, opened: int, version: int) -> None:
    """Tell that somebody changed the record since the form was opened, with the way to see it."""
    # The place is always there: what stands below keeps its own, and stays open where it was opened.
    place = st.container(horizontal=True, vertical_alignment="center")
    if opened == version:
        return
    with place:
        st.warning("Somebody changed this record while you had it open. What you typed is still here.")
        if st.button("Show what stands there now", icon=":material/refresh:", key=f"{key}_show_now"):
            begin_anew(key)
            st.rerun()

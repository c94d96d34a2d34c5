"""The switch between the views of a page ("Prospects", "Deals"); the choice is in the URL as `?show=`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

_SEGMENTS = 5


def choose_view(
    page: str,
    views: Sequence[str],
    *,
    param: str = "show",
    label: str = "Show",
    format_func: Callable[[str], str] = str,
) -> str:
    """Draw the switch of `page` and return the chosen view, at first the first one.

    `param` holds it in the URL. A bound widget would remember a visitor's last choice against the link that
    was clicked.
    """
    key = f"{page}:{param}"
    asked = st.query_params.get(param)
    if key not in st.session_state:
        st.session_state[key] = asked if asked in views else views[0]
    elif asked in views and asked != st.session_state.get(f"{key}:url"):
        st.session_state[key] = asked
    # A row of segments that wraps on a phone looks broken; pills do not.
    switch = st.segmented_control if len(views) <= _SEGMENTS else st.pills
    chosen = switch(label, views, key=key, required=True, format_func=format_func) or views[0]
    st.query_params[param] = chosen
    st.session_state[f"{key}:url"] = chosen
    return chosen

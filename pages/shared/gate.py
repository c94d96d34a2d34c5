"""Who may open a page: the one place that the router asks before any page runs."""

from __future__ import annotations

import streamlit as st


def admit(page: st.Page) -> bool:  # noqa: ARG001  # the rule may depend on the page
    """Whether this visitor may see `page`.

    While no sign-in is set up, everybody who reaches the server is its owner: it listens on this
    machine only.
    """
    return True

"""What an empty app offers first: define an offer, or look round a demo agency."""

from __future__ import annotations

import streamlit as st

from core.errors import AgencyError
from db.workspace import Workspace
from pages.shared.domains import DOMAINS
from pages.shared.user_text import escape


def offer_demo(workspace: Workspace) -> None:
    """The two ways to begin; loading the demo shows its progress, then the page runs anew."""
    st.subheader("Nothing here yet. Two ways to begin")
    first, second = st.columns(2, gap="large")
    with first, st.container(border=True, height="stretch"):
        st.markdown("#### Start with your own work")
        st.markdown(
            "Describe something that you sell. Marketing gets a brief, sales gets the leads, fulfillment "
            "gets the won deal, the client gets a survey, and what they say comes back to the offer."
        )
        if st.button("Define your first offer", type="primary", icon=":material/add:", key="first_offer"):
            st.switch_page(DOMAINS["offer"].script, query_params={"part": "new"})
    with second, st.container(border=True, height="stretch"):
        st.markdown("#### Look round a demo agency")
        st.markdown(
            "A made-up agency's year: six offers, 300 leads, 80 deals, 40 projects and what clients "
            "said of them. It takes some seconds, and is stored like your own work, so load it into a "
            "workspace that you can throw away."
        )
        if st.button("Load the demo agency", icon=":material/play_circle:", key="load_demo"):
            _load(workspace)


def _load(workspace: Workspace) -> None:
    bar = st.progress(0.0, "Loading the demo agency")
    try:
        for share in workspace.load_demo(year=True):
            bar.progress(share, f"Loading the demo agency: {share:.0%}")
    except AgencyError as error:
        st.error(escape(error.message))
        return
    st.rerun()

"""Promised × kept: each selling point that was sold, what clients answered, and their own words about it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.statistics import Figure, share_figure
from db.workspace import Workspace
from pages.shared.documents.parts import quote
from pages.shared.formats import NONE, count
from pages.shared.lists import rows
from pages.shared.user_text import escape

_QUOTES = 3


def promise_tracker(workspace: Workspace) -> None:
    """One card a promise, the most broken first."""
    found = workspace.reports.feedback.promises()
    if found.empty:
        st.info(
            "No promise was answered for yet. The selling points of a sold offer become questions of its "
            "survey."
        )
        return
    st.caption(
        "Every selling point that was sold, and whether clients say that it was kept: kept ÷ answers to "
        "“did we keep it?”, with its 95 % interval. Words count the people who praised it or want it better."
    )
    for line in rows(found):
        _card(line)


def _card(line: Any) -> None:
    asked = int(line.kept + line.partly + line.not_kept)
    share = share_figure(int(line.kept), asked, "kept ÷ answers to “did we keep it?”")
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{escape(line.promise, 300)}**", width="stretch")
            if line.not_kept or line.to_improve > line.praised:
                st.badge("Doubted", icon=":material/report:", color="red")
            elif line.kept or line.praised:
                st.badge("Kept", icon=":material/verified:", color="green")
            else:
                st.badge("Nothing said", icon=":material/help:", color="gray")
        about = f"{escape(line.offer)} · " if line.offer else ""
        st.caption(f"{about}{count(int(line.responses), 'response')}")
        if not (asked or line.praised or line.to_improve):
            return
        with st.grid(4, min_column_width=130):
            st.metric(f"Kept (n {asked})", kept_words(share), border=True, help=escape(share["formula"]))
            st.metric("Partly or not kept", f"{int(line.partly + line.not_kept):,}", border=True)
            st.metric("Praised in words", f"{int(line.praised):,}", border=True)
            st.metric("To improve, in words", f"{int(line.to_improve):,}", border=True)
        for one in line.quotes[:_QUOTES]:
            quote(one["text"], one["client"])


def kept_words(share: Figure) -> str:
    """`83 % (61–95)`, or a dash where nobody answered."""
    value, low, high = share["value"], share["low"], share["high"]
    return NONE if value is None else f"{value:.0f} % ({low:.0f}–{high:.0f})"

"""Promised × kept: each selling point that was sold, what clients answered, and their own words about it."""

from __future__ import annotations

from typing import Any, Literal

import streamlit as st

from core.promises import Verdict, verdict_of
from core.statistics import share_figure
from db.workspace import Workspace
from pages.shared.documents.parts import quote
from pages.shared.feedback_filter import offer_choice
from pages.shared.figures import show_figure
from pages.shared.formats import count
from pages.shared.lists import rows
from pages.shared.user_text import escape

_QUOTES = 3
_VERDICTS: dict[Verdict, tuple[str, str, Literal["green", "orange", "red", "gray"]]] = {
    "kept": ("Kept", ":material/verified:", "green"),
    "doubted": ("Doubted", ":material/report:", "orange"),
    "broken": ("Broken", ":material/heart_broken:", "red"),
    "nothing said": ("Nothing said", ":material/help:", "gray"),
}


def promise_tracker(workspace: Workspace) -> None:
    """One card a promise, the most broken first."""
    offer = offer_choice(workspace, widget="promises_offer")
    found = workspace.reports.feedback.promises(offer)
    if found.empty:
        st.info(
            "No promise of this offer was answered for yet. Choose another offer, or all of them."
            if offer
            else "No promise was answered for yet. The selling points of a sold offer become questions of "
            "its survey."
        )
        return
    st.caption(
        "Every selling point that was sold, and whether clients say that it was kept: kept ÷ answers to "
        "“did we keep it?”, with its 95 % interval. From five answers on, an interval above half says kept, "
        "below half broken, and across it doubted. Words count the people who praised it or want it better."
    )
    for line in rows(found):
        _card(line)


def _card(line: Any) -> None:
    asked = int(line.kept + line.partly + line.not_kept)
    share = share_figure(int(line.kept), asked, "kept ÷ answers to “did we keep it?”")
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{escape(line.promise, 300)}**", width="stretch")
            word, icon, color = _VERDICTS[
                verdict_of(share, int(line.not_kept), int(line.praised), int(line.to_improve))
            ]
            st.badge(word, icon=icon, color=color)
        about = f"{escape(line.offer)} · " if line.offer else ""
        st.caption(f"{about}{count(int(line.responses), 'response')}")
        if not (asked or line.praised or line.to_improve):
            return
        with st.grid(4, min_column_width=130):
            show_figure("Kept", share, " %")
            st.metric(
                "Partly or not kept", f"{int(line.partly + line.not_kept):,}", border=True, height="stretch"
            )
            st.metric("Praised in words", f"{int(line.praised):,}", border=True, height="stretch")
            st.metric("Want it better", f"{int(line.to_improve):,}", border=True, height="stretch")
        for one in line.quotes[:_QUOTES]:
            quote(one["text"], one["client"])

"""What a deal must still say before it may move: asked in a dialog, and the move goes on from there."""

from __future__ import annotations

import streamlit as st

from core.errors import AgencyError, InputRejected
from core.pipeline import LOST_REASONS
from db.workspace import Workspace
from pages.shared.opened_version import begin_anew
from pages.shared.user_text import escape, sentence


def deal_form(deal_id: str) -> str:
    """What the form of a deal is called; it begins anew where the deal was changed elsewhere on the page."""
    return f"deal_{deal_id}"


@st.dialog("Before the deal moves on")
def ask_what_is_missing(workspace: Workspace, deal_id: str, stage: str) -> None:
    """Ask for the value and the expected close, then move; what was typed stays on an error."""
    deal = workspace.deals.deal(deal_id)
    label = workspace.deals.rules.stage(stage).label
    st.markdown(f"**{escape(deal.name)}** needs these to stand in {label}.")
    known = workspace.deals.shown_value(deal)
    value = st.text_input("Value", value=known, placeholder="$12,000", key=f"ask_value_{deal_id}")
    close = st.date_input("Expected close", value=deal.expected_close_on, key=f"ask_close_{deal_id}")
    if st.button(f"Move to {label}", type="primary", icon=":material/east:", key=f"ask_move_{deal_id}"):
        try:
            workspace.deals.change(
                deal_id,
                name=deal.name,
                value=value,
                owner=deal.owner or "",
                expected_close_on=close,
                version=deal.version,
                stage=stage,
            )
        except InputRejected as error:
            for problem in error.problems:
                st.error(sentence(f"{problem.field} {problem.message}"))
        except AgencyError as error:
            st.error(sentence(error.message))
        else:
            begin_anew(deal_form(deal_id))
            st.rerun()


@st.dialog("Why was it lost?")
def ask_why_lost(workspace: Workspace, deal_id: str) -> None:
    """Ask for the reason, then close the deal as lost."""
    deal = workspace.deals.deal(deal_id)
    st.markdown(f"**{escape(deal.name)}** · what the next deal can learn from")
    reason = st.pills("Reason", LOST_REASONS, key=f"ask_reason_{deal_id}")
    words = st.text_input("In your words", placeholder="Optional", key=f"ask_words_{deal_id}")
    if st.button("Close as lost", type="primary", icon=":material/block:", key=f"ask_lose_{deal_id}"):
        said = ": ".join(part for part in (reason or "", words.strip()) if part)
        try:
            workspace.deals.move(deal_id, "closed_lost", version=deal.version, lost_reason=said)
        except AgencyError as error:
            st.error(sentence(error.message))
        else:
            begin_anew(deal_form(deal_id))
            st.rerun()

"""Every waiting lead of a campaign goes to Sales at one click; with progress, and a way to stop."""

from __future__ import annotations

import streamlit as st

from core.result import HandoffResult
from db.bulk_handoff import HandoffProgress, WaitingLeads
from db.workspace import Workspace
from pages.shared.domain_frame import go_to_part
from pages.shared.formats import count
from pages.shared.result_view import show_failure


def hand_over_waiting(workspace: Workspace, campaign_id: str, *, key: str) -> None:
    """Say how many leads of the campaign wait for Sales, and hand them over; the result is kept for
    `show_last_result(key)`. Nothing is drawn where none waits."""
    waiting = workspace.marketing.waiting_leads(campaign_id)
    if not waiting.total:
        return
    with st.container(border=True, key=f"{key}_hand_over"):
        st.markdown(f"**:material/outbox: {waiting_words(waiting)}**")
        st.caption(
            "One handoff takes them all: Sales gets a brief for each lead that is worth a call, and sees the "
            "others beside it. All of them go over, or none."
        )
        place = st.empty()
        begun = place.button(
            f"Hand over {count(waiting.total, 'lead')} to Sales",
            icon=":material/send:",
            type="primary",
            key=f"{key}_hand_over_all",
        )
        if begun:
            with place.container():
                result = _hand_over(workspace, campaign_id, key)
            place.empty()
            if result.success:
                st.session_state[f"{key}:result"] = result
                go_to_part("result")
            show_failure(result)


def waiting_words(waiting: WaitingLeads) -> str:
    """`1,204 leads wait to go to Sales: 300 worth a call, 900 to nurture, 4 that cannot be worked.`"""
    kinds = (
        (waiting.qualified, "worth a call"),
        (waiting.nurture, "to nurture"),
        (waiting.disqualified, "that cannot be worked yet"),
    )
    parts = ", ".join(f"{number:,} {words}" for number, words in kinds if number)
    waits = "waits" if waiting.total == 1 else "wait"
    back = f" {waiting.came_back:,} of them came back from Sales." if waiting.came_back else ""
    return f"{count(waiting.total, 'lead')} {waits} to go to Sales: {parts}.{back}"


def _hand_over(workspace: Workspace, campaign_id: str, key: str) -> HandoffResult:
    bar = st.progress(0.0, text="Writing the briefs …")
    # Any click ends this drawing of the page at its next step, and what was begun is taken back.
    st.button("Stop", icon=":material/cancel:", key=f"{key}_hand_over_stop")

    def follow(progress: HandoffProgress) -> None:
        bar.progress(
            progress.share, text=f"{progress.step}: {progress.done:,} of {count(progress.total, 'lead')}"
        )

    return workspace.marketing.hand_over_all(campaign_id, progress=follow)

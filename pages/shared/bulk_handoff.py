"""Every waiting lead of a campaign goes to Sales at one click; with progress, and a way to stop."""

from __future__ import annotations

import streamlit as st

from core.errors import AgencyError
from db.bulk_handoff import HandoffJob, WaitingLeads
from db.workspace import Workspace
from pages.shared.domain_frame import go_to_part
from pages.shared.domains import DOMAINS
from pages.shared.formats import count
from pages.shared.import_run import time_left
from pages.shared.result_view import show_failure
from pages.shared.user_text import sentence

MARKETING = DOMAINS["marketing"]


IN_PAGE = 2_000  # leads that are handed over while the page waits: less than half a second
LOOKS_EVERY = "1s"


def hand_over_waiting(workspace: Workspace, campaign_id: str, *, key: str) -> None:
    """Say how many leads of the campaign wait for Sales, and hand them over; the result is kept for
    `show_last_result(key)`. Nothing is drawn where none waits and nothing runs.

    Many leads go over in a process of their own; the page tells how far it is and stays usable.
    """
    job = workspace.handoff_jobs.job(campaign_id)
    if job is not None and job.state == "running":
        _follow(workspace, campaign_id)
        return
    if job is not None:
        _say_what_came_of_it(workspace, job)
    waiting = workspace.marketing.waiting_leads(campaign_id)
    if not waiting.total:
        return
    with st.container(border=True, key=f"{key}_hand_over"):
        st.markdown(f"**:material/outbox: {waiting_words(waiting)}**")
        st.caption(
            "One handoff takes them all: Sales gets a brief for each lead that is worth a call, and sees the "
            "others beside it. All of them go over, or none."
        )
        if not st.button(
            f"Hand over {count(waiting.total, 'lead')} to Sales",
            icon=":material/send:",
            type="primary",
            key=f"{key}_hand_over_all",
        ):
            return
        if waiting.total > IN_PAGE:
            try:
                workspace.handoff_jobs.start(campaign_id)
            except AgencyError as error:
                st.warning(sentence(error.message))
                return
            st.rerun()
        result = workspace.marketing.hand_over_all(campaign_id)
        if not result.success:
            show_failure(result)
            return
        st.session_state[f"{MARKETING.key}:result"] = result
        if key == MARKETING.key:
            go_to_part("result")
        st.switch_page(MARKETING.script, query_params={"part": "result", "run": result.workflow_id})


def _follow(workspace: Workspace, campaign_id: str) -> None:
    """How far a handoff is, and the way to stop it; the page is drawn anew as soon as it ended."""

    @st.fragment(run_every=LOOKS_EVERY)
    def follow() -> None:
        job = workspace.handoff_jobs.job(campaign_id)
        if job is None or job.state != "running":
            st.rerun()
        with st.container(border=True):
            st.markdown("**:material/sync: Handing the leads over to Sales**")
            left = f", {time_left(job.seconds_left)}" if job.seconds_left is not None else ""
            words = f"{job.step}: {job.done:,} of {count(job.total, 'lead')}{left}" if job.total else job.step
            st.progress(job.share, text=words)
            st.caption("You can go on working, also on other pages. Until it ends, nothing of it is stored.")
            if st.button("Stop the handoff", icon=":material/cancel:", key=f"stop_{campaign_id}"):
                try:
                    workspace.handoff_jobs.cancel(campaign_id)
                except AgencyError as error:
                    st.warning(sentence(error.message))
                else:
                    st.session_state[f"stopping_{campaign_id}"] = True
            if st.session_state.get(f"stopping_{campaign_id}"):
                st.caption(":material/hourglass: Stopping …")

    follow()


def _say_what_came_of_it(workspace: Workspace, job: HandoffJob) -> None:
    """Once: the result's page, or why nothing was stored."""
    st.session_state.pop(f"stopping_{job.campaign_id}", None)
    if job.state == "done" and job.workflow_id:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.success("The leads are with Sales.", icon=":material/task_alt:")
            st.page_link(
                MARKETING.script,
                label="What Sales got",
                icon=":material/description:",
                query_params={"part": "result", "run": job.workflow_id},
            )
    else:
        st.warning(sentence(job.message))
    workspace.handoff_jobs.forget(job.campaign_id)


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

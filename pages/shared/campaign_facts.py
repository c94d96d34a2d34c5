"""The head of an opened campaign: what it is called, how far it is, and a dialog that changes both."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from core.campaigns import CAMPAIGN_STATES, LONGEST_NAME, CampaignFacts
from core.errors import AgencyError, InputRejected
from db.workspace import Workspace
from pages.shared.formats import day
from pages.shared.record_links import history_link, thread_link
from pages.shared.user_text import escape, humanised, sentence

_COLORS: dict[str, Literal["gray", "green", "blue"]] = {
    "planned": "gray",
    "active": "green",
    "completed": "blue",
}
_LABELS = {"name": "Name", "status": "State", "starts_on": "First day", "ends_on": "Last day"}


def campaign_head(workspace: Workspace, campaign_id: str) -> None:
    """Name, state and days of a campaign, and what can be done with the record."""
    facts = workspace.campaigns.facts(campaign_id)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(escape(facts.name), anchor=False, width="content")
        st.badge(humanised(facts.status), color=_COLORS.get(facts.status, "gray"))
        if facts.starts_on or facts.ends_on:
            st.caption(f"{day(facts.starts_on)} – {day(facts.ends_on)}", width="content")
    with st.container(horizontal=True, vertical_alignment="center"):
        thread_link("campaign", campaign_id)
        history_link(campaign_id)
        if st.button(
            "Change",
            icon=":material/edit:",
            type="tertiary",
            key="change_campaign",
            help="Its name, state and days",
        ):
            _change(workspace, campaign_id, facts)


@st.dialog("Change the campaign")
def _change(workspace: Workspace, campaign_id: str, seen: CampaignFacts) -> None:
    """What was typed stays on an error, also where somebody changed it meanwhile: the dialog knows what it
    was opened on."""
    key = f"campaign_facts_{campaign_id}"
    name = st.text_input(_LABELS["name"], seen.name, max_chars=LONGEST_NAME, key=f"{key}_name")
    state = st.segmented_control(
        _LABELS["status"],
        CAMPAIGN_STATES,
        default=seen.status if seen.status in CAMPAIGN_STATES else None,
        format_func=humanised,
        required=True,
        key=f"{key}_status",
    )
    with st.container(horizontal=True):
        starts = st.date_input(_LABELS["starts_on"], value=seen.starts_on, key=f"{key}_starts")
        ends = st.date_input(_LABELS["ends_on"], value=seen.ends_on, key=f"{key}_ends")
    if st.button("Save", type="primary", icon=":material/save:", key=f"{key}_save"):
        try:
            workspace.campaigns.change(campaign_id, CampaignFacts(name, str(state), starts, ends), seen=seen)
        except InputRejected as error:
            for problem in error.problems:
                st.error(f"**{_LABELS[problem.field]}** {escape(problem.message)}.")
        except AgencyError as error:
            st.error(sentence(error.message))
        else:
            st.rerun()

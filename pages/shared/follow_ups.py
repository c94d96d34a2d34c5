"""Unhappy clients: the 48-hour clock until somebody talks to them, and every try."""

from __future__ import annotations

from typing import Any, Literal, get_args

import streamlit as st

from core.errors import AgencyError
from core.feedback_scope import Scope
from core.follow_up import FOLLOW_UP_HOURS, OUTCOMES, FollowUpClock, FollowUpOutcome, follow_up_clock
from core.speed_to_lead import CHANNELS, Channel
from db.workspace import Workspace
from pages.shared.domains import DOMAINS
from pages.shared.feedback_filter import filter_bar, scope_of_url
from pages.shared.formats import age, moment
from pages.shared.lists import rows
from pages.shared.user_text import escape, sentence

_COLORS: dict[str, Literal["red", "orange", "green"]] = {"late": "red", "due": "orange", "talked": "green"}
_ICONS = {"late": ":material/alarm:", "due": ":material/schedule:", "talked": ":material/check:"}


def unhappy_clients(workspace: Workspace) -> None:
    """One card a response, those nobody talked about first."""
    scope = scope_of_url()
    filter_bar(workspace, scope)
    if not workspace.reports.feedback_attention.talks(scope).unhappy:
        st.success("Nobody is unhappy: no score of 0–6 and no rating of one or two stars.")
        return
    st.caption(
        f"Answers with a score of 0–6 or at most two stars. Talk within {FOLLOW_UP_HOURS} hours; the clock "
        "stops when somebody is reached."
    )
    unhappy_cards(workspace, scope)


def unhappy_cards(workspace: Workspace, scope: Scope, most: int | None = None) -> None:
    """A card for each unhappy response of the filters, at most `most`."""
    found = workspace.follow_ups.unhappy(scope)
    for line in rows(found if most is None else found.head(most)):
        _card(workspace, line)


def clock_words(clock: FollowUpClock, workspace: Workspace) -> str:
    """`late by 3 days`, `talk until 24 Nov 2026, 10:00 UTC`, `talked in time`."""
    now = workspace.clock.now()
    if clock.state == "talked":
        return "talked, but late" if clock.late_by else "talked in time"
    if clock.state == "late":
        return f"late by {age(now - clock.late_by, now)}"
    return f"talk until {moment(clock.due_at)}"


def _card(workspace: Workspace, line: Any) -> None:
    clock = follow_up_clock(line.received_at, line.talked_at, workspace.clock.now())
    key = str(line.feedback_id)
    with st.container(border=True, key=f"unhappy_{key}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{escape(line.project or 'A project')}**", width="stretch")
            st.badge(clock_words(clock, workspace), icon=_ICONS[clock.state], color=_COLORS[clock.state])
        rating = "" if line.satisfaction is None else f" · average rating {line.satisfaction:.0f} %"
        client = f"{escape(line.client)} · " if line.client else ""
        st.caption(f"{client}answered {moment(line.received_at)}{rating}")
        for one in rows(workspace.follow_ups.of(key)) if line.tries else ():
            said = f" “{escape(one.note, 500)}”" if one.note else ""
            st.markdown(
                f"- {moment(one.at)}, {CHANNELS[one.channel].lower()}: {OUTCOMES[one.outcome]}{said} "
                f"({escape(one.actor)})"
            )
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.popover("Log a talk", icon=":material/forum:"):
                _form(workspace, key)
            st.page_link(
                DOMAINS["feedback"].script,
                label="Read the answers",
                icon=":material/rate_review:",
                query_params={"part": "records", "show": "Responses", "response": key},
            )


def _form(workspace: Workspace, key: str) -> None:
    channels: tuple[Channel, ...] = get_args(Channel)
    outcomes: list[FollowUpOutcome] = list(OUTCOMES)
    with st.form(f"follow_up_{key}", enter_to_submit=False, clear_on_submit=True, border=False):
        channel = st.selectbox(
            "How", channels, format_func=lambda name: CHANNELS[name], key=f"follow_up_how_{key}"
        )
        outcome = st.selectbox(
            "What came of it",
            outcomes,
            format_func=lambda name: OUTCOMES[name],
            key=f"follow_up_outcome_{key}",
        )
        note = st.text_area("Note", placeholder="Optional", key=f"follow_up_note_{key}", max_chars=2_000)
        logged = st.form_submit_button("Log it", icon=":material/check:", type="primary")
    if not logged:
        return
    try:
        workspace.follow_ups.log(key, channel=channel, outcome=outcome, note=note)
    except AgencyError as error:
        st.error(sentence(error.message))
        return
    st.toast("Logged.", icon=":material/check_circle:")
    st.rerun()

"""Recommendations to accept or decline, each with the words it stands on."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from core.errors import AgencyError
from db.workspace import Workspace
from pages.shared.domains import DOMAINS
from pages.shared.formats import day
from pages.shared.lists import rows
from pages.shared.user_text import escape, humanised, sentence


def recommendation_list(workspace: Workspace) -> None:
    """Those to decide first, the weightiest on top; decided ones below."""
    found = workspace.feedback.recommendations()
    if found.empty:
        st.info("No recommendations yet. They come from what clients answer.")
        return
    to_decide = found[found["status"] == "proposed"]
    if to_decide.empty:
        st.success("Every recommendation is decided.", icon=":material/done_all:")
    for line in rows(to_decide):
        _open_line(workspace, line)
    decided = found[found["status"] != "proposed"]
    if len(decided):
        st.subheader("Decided", anchor=False)
    for line in rows(decided):
        with st.container(border=True, key=f"decided_{line.id}"):
            is_accepted = line.status == "accepted"
            mark = ":green[:material/check:]" if is_accepted else ":gray[:material/close:]"
            st.markdown(f"{mark} **{escape(line.proposal)}**")
            version = (
                f" · in version {int(line.offer_version)} of the offer"
                if line.offer_version == line.offer_version and line.offer_version
                else ""
            )
            st.caption(
                f"{humanised(line.status)} by {escape(line.decided_by)}, {day(line.decided_at)}{version}"
            )
            if line.reason:
                st.text(str(line.reason))


def _open_line(workspace: Workspace, line: Any) -> None:
    with st.container(border=True, key=f"recommendation_{line.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{escape(line.proposal)}**", width="stretch")
            st.badge(humanised(line.kind), color="blue")
            if line.priority:
                st.badge(f"priority {line.priority:.2f}", color="orange")
        if line.offer:
            st.caption(f"about {escape(line.offer)}")
        for quote in json.loads(line.evidence_json)[:3]:
            st.markdown(f"> {escape(quote['text'])}")
        reason = st.text_input("Why?", key=f"why_{line.id}", placeholder="needed to decline")
        with st.container(horizontal=True):
            accept = st.button("Accept", type="primary", icon=":material/check:", key=f"accept_{line.id}")
            decline = st.button("Decline", icon=":material/close:", key=f"decline_{line.id}")
        if accept or decline:
            _decide(workspace, int(line.id), accept, reason)


def _decide(workspace: Workspace, recommendation_id: int, accept: bool, reason: str) -> None:
    try:
        number = workspace.feedback.decide(recommendation_id, accept=accept, reason=reason)
    except AgencyError as error:
        st.error(sentence(error.message))
        return
    if number is not None:
        st.toast(f"Accepted. Version {number} of the offer is drafted in {DOMAINS['offer'].label}.")
    st.rerun()

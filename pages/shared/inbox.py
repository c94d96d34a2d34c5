"""The inbox of a domain: what was handed over to it, to accept or to return with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from core.errors import AgencyError
from pages.shared.domains import DOMAINS, Domain
from pages.shared.formats import age
from pages.shared.user_text import escape

REASONS = ("Something is missing", "Something is wrong", "Not for us", "Too early")
"""What most returns say first; the sender reads the words after it."""

_ACCEPTED = "Accepted"

Accept = Callable[[int, str], None]
Return = Callable[[int, str], None]


def show_inbox(
    domain: Domain,
    waiting: pd.DataFrame,
    *,
    now: datetime,
    me: str,
    accept: Accept,
    return_: Return,
    open_document: Callable[[Any], None] | None = None,
) -> None:
    """List the waiting handoffs of `domain`, each with its buttons.

    `waiting`: `id` (int), `workflow_id`, `source`, `title` (str), `created_at` (datetime, UTC), oldest
    first. `accept(id, owner)` and `return_(id, reason)` may raise AgencyError, which is shown.
    `open_document(row)` draws the package where somebody looks inside. `?run=` marks one as just arrived.
    """
    _say_what_happened(domain)
    if waiting.empty:
        _teach(domain)
        return
    arrived = st.query_params.get("run")
    for row in waiting.itertuples():
        with st.container(border=True, key=f"{domain.key}_handoff_{row.id}"):
            _line(row, now, new=row.workflow_id == arrived)
            with st.container(horizontal=True, vertical_alignment="center"):
                _accept_button(domain, row, me, accept)
                _return_button(domain, row, return_)
                looks_inside = open_document is not None and st.toggle(
                    "Look inside", value=row.workflow_id == arrived, key=f"{domain.key}_look_{row.id}"
                )
            if looks_inside and open_document is not None:
                open_document(row)


def _line(row: Any, now: datetime, *, new: bool) -> None:
    source = DOMAINS.get(row.source)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{escape(row.title or row.workflow_id)}**", width="content")
        if source:
            st.badge(source.label, icon=source.icon, color=source.color)
        if new:
            st.badge("just arrived", icon=":material/fiber_new:", color="primary")
    waited = age(row.created_at, now)
    arrived = f"arrived {waited}" if waited == "just now" else f"waits {waited}"
    st.caption(f":material/schedule: {arrived}")


def _accept_button(domain: Domain, row: Any, me: str, accept: Accept) -> None:
    with st.popover("Accept", icon=":material/check:", type="primary"):
        owner = st.text_input("Who takes it on?", value=me, key=f"{domain.key}_owner_{row.id}")
        if st.button("Accept it", type="primary", key=f"{domain.key}_accept_{row.id}"):
            if owner.strip():
                _decide(domain, lambda: accept(int(row.id), owner.strip()), f"{_ACCEPTED}: {row.title}")
            else:
                st.error("Name the person who takes it on.")


def _return_button(domain: Domain, row: Any, return_: Return) -> None:
    with st.popover("Return", icon=":material/undo:"):
        kind = st.pills("Why?", REASONS, key=f"{domain.key}_kind_{row.id}")
        words = st.text_area(
            "What should they do?",
            key=f"{domain.key}_words_{row.id}",
            placeholder="e.g. The deliverables have no dates. Please agree on them with the client.",
        )
        if st.button("Return it", key=f"{domain.key}_return_{row.id}"):
            if words.strip():
                reason = f"{kind}: {words.strip()}" if kind else words.strip()
                _decide(domain, lambda: return_(int(row.id), reason), f"Returned: {row.title}")
            else:
                st.error("Say what is missing, so that they can put it right.")


def _decide(domain: Domain, act: Callable[[], None], done: str) -> None:
    try:
        act()
    except AgencyError as error:
        st.error(escape(error.message, limit=500), icon=":material/error:")
        return
    st.session_state[f"{domain.key}:decided"] = done
    st.rerun()


def _say_what_happened(domain: Domain) -> None:
    done = st.session_state.pop(f"{domain.key}:decided", None)
    if done:
        st.toast(escape(done), icon=":material/check_circle:")
        with st.container(horizontal=True, vertical_alignment="center", key=f"{domain.key}_decided"):
            st.markdown(f":green[:material/check_circle:] {escape(done)}", width="content")
            if done.startswith(_ACCEPTED):
                _lead_on(domain)


def _lead_on(domain: Domain) -> None:
    """The way to what an accepted handoff became; what clients said is decided on beside their words."""
    is_feedback = domain.key == "offer"
    st.page_link(
        DOMAINS["feedback"].script if is_feedback else domain.script,
        label="Decide on the recommendations" if is_feedback else "Go on with it",
        icon=":material/arrow_forward:",
        query_params={"part": "records", "show": "Recommendations"} if is_feedback else {"part": "records"},
    )


def _teach(domain: Domain) -> None:
    before = [one for one in DOMAINS.values() if one.outgoing.endswith(f"_to_{domain.key}")]
    with st.container(border=True, horizontal_alignment="center", key=f"{domain.key}_inbox_empty"):
        st.markdown("#### :material/inbox: Nothing waits here", width="content")
        if before:
            st.caption(
                f"What {before[0].label} hands over arrives here, to be accepted or returned.",
                width="content",
            )
            st.page_link(
                before[0].script,
                label=f"Hand over from {before[0].label}",
                icon=":material/arrow_forward:",
                query_params={"part": "new"},
            )

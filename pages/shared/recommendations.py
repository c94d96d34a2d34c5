"""Recommendations, the weightiest first: accept, change or decline each, with the words it stands on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from core.canonical import short_suffix
from core.effect_measures import MEASURES, measure_of
from core.errors import AgencyError
from core.offer_changes import (
    Place,
    Proposal,
    TermChange,
    changed_terms,
    suggested_change,
    suggested_hypothesis,
    term_differences,
)
from db.workspace import Workspace
from pages.shared.documents.parts import quote
from pages.shared.domains import DOMAINS
from pages.shared.feedback_filter import offer_choice
from pages.shared.formats import day
from pages.shared.lists import rows
from pages.shared.term_diff import show_term_diff
from pages.shared.user_text import escape, humanised, sentence

_QUOTES = 3  # shown at once; the others on request
_ON_A_PAGE = 8
_PLACES: dict[Place, str] = {
    "delivery": "How we work (marketing is told)",
    "new promise": "A new promise (selling point)",
    "promise": "A promise, in new words",
    "price": "The price",
    "value": "The value proposition",
    "audience": "The target audience",
}


def recommendation_list(workspace: Workspace) -> None:
    """Those to decide first, the weightiest on top; decided ones below."""
    offer = offer_choice(workspace, widget="recommendations_offer")
    found = workspace.loop.ranked(offer)
    decided = workspace.loop.decided(offer)
    if found.empty and decided.empty:
        st.info(
            "No recommendations for this offer. Choose another offer, or all of them."
            if offer
            else "No recommendations yet. They come from what clients answer."
        )
        return
    if found.empty:
        st.success("Every recommendation is decided.", icon=":material/done_all:")
    else:
        st.caption(
            f"{len(found)} to decide, by priority = people who asked ÷ people who answered about the offer "
            "× impact. Impact is what its rating lacks of five stars: (5 − stars) ÷ 4."
        )
    pages = -(-len(found) // _ON_A_PAGE)
    number = min(int(st.session_state.get("recommendations_page", 1) or 1), max(1, pages))
    shown = list(rows(found.iloc[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE]))
    evidence = workspace.loop.evidence([_asked(line) for line in shown])
    for line in shown:
        _open_line(workspace, line, evidence.get(_asked(line), []))
    if pages > 1:
        st.pagination(pages, key="recommendations_page")
    if len(decided):
        st.subheader("Decided", anchor=False)
    for line in rows(decided):
        _decided_line(line)


def _asked(line: Any) -> Proposal:
    return Proposal(line.offer_id if isinstance(line.offer_id, str) else None, line.kind, line.proposal)


def _open_line(workspace: Workspace, line: Any, quotes: Sequence[Mapping[str, Any]]) -> None:
    asked = _asked(line)
    key = short_suffix(*(part or "" for part in asked))
    with st.container(border=True, key=f"recommendation_{key}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{escape(line.proposal, 500)}**", width="stretch")
            st.badge(humanised(line.kind), color="blue")
            st.badge(f"priority {line.priority:.2f}", color="orange")
        about = [f"about {line.offer}"] if isinstance(line.offer, str) else []
        about.append(
            f"{int(line.named)} of {int(line.people)} people × impact {line.impact:.2f} = {line.priority:.2f}"
        )
        if line.responses > 1:
            about.append(f"from {int(line.responses)} responses")
        if line.decided:
            about.append("decided before, and asked again")
        st.caption(escape(" · ".join(about), 500))
        if not quotes:
            st.caption("No words about it: it stands on low ratings.")
        for one in quotes[:_QUOTES]:
            quote(one["text"], str(one["client"] or ""))
        if len(quotes) > _QUOTES:
            with st.expander(f"All {len(quotes)} quotes"):
                for one in quotes[_QUOTES:]:
                    quote(one["text"], str(one["client"] or ""))
        deciding = st.expander("Decide", icon=":material/rule:", key=f"decide_{key}", on_change="rerun")
        if deciding.open:
            with deciding:
                _decision(workspace, asked, line, key)


def _decision(workspace: Workspace, asked: Proposal, line: Any, key: str) -> None:
    """The change in words, what it does to the offer's terms, and the two answers."""
    change, hypothesis = None, ""
    if asked.offer_id:
        try:
            terms = workspace.offers.draft(asked.offer_id)
        except AgencyError as error:
            st.warning(sentence(error.message))
            return
        change = _change(asked, terms, key)
        theme = line.theme if isinstance(line.theme, str) else None
        measure = MEASURES[measure_of(theme, asked.kind)]
        hypothesis = st.text_area(
            "Hypothesis",
            suggested_hypothesis(change.text or asked.proposal, measure),
            key=f"hypothesis_{key}",
            max_chars=500,
            help="What you expect. Once the version is sold, figures before and after stand beside it.",
        )
        _preview(terms, change)
    reason = st.text_input("Why?", key=f"why_{key}", placeholder="needed to decline", max_chars=500)
    with st.container(horizontal=True):
        accept = st.button("Accept", type="primary", icon=":material/check:", key=f"accept_{key}")
        decline = st.button("Decline", icon=":material/close:", key=f"decline_{key}")
    if not accept and not decline:
        return
    try:
        number = workspace.loop.decide(
            asked, accept=accept, reason=reason, change=change, hypothesis=hypothesis
        )
    except AgencyError as error:
        st.error(sentence(error.message))
        return
    if number is not None:
        st.toast(f"Accepted. Version {number} of the offer is drafted in {DOMAINS['offer'].label}.")
    st.rerun()


def _change(asked: Proposal, terms: dict[str, Any], key: str) -> TermChange:
    suggested = suggested_change(asked.kind, asked.proposal)
    places = list(_PLACES)
    place = st.selectbox(
        "What changes in the offer",
        places,
        index=places.index(suggested.place),
        format_func=lambda name: _PLACES[name],
        key=f"place_{key}",
    )
    replaces = None
    if place == "promise":
        points = [str(point) for point in terms.get("unique_selling_points") or []]
        replaces = st.selectbox("Which promise", points, key=f"replaces_{key}")
    text = st.text_area("In these words", asked.proposal, key=f"words_{key}", max_chars=500)
    return TermChange(place, text, replaces)


def _preview(terms: dict[str, Any], change: TermChange) -> None:
    try:
        after = changed_terms(terms, change)
    except AgencyError as error:
        st.caption(escape(error.message, 500))
        return
    st.caption("What becomes of the terms")
    show_term_diff(term_differences(terms, after))


def _decided_line(line: Any) -> None:
    with st.container(border=True, key=f"decided_{line.id}"):
        is_accepted = line.status == "accepted"
        mark = ":green[:material/check:]" if is_accepted else ":gray[:material/close:]"
        st.markdown(f"{mark} **{escape(line.proposal, 500)}**")
        in_version = line.offer_version == line.offer_version and line.offer_version
        version = f" · in version {int(line.offer_version)} of {escape(line.offer)}" if in_version else ""
        many = f" · {int(line.responses)} responses" if line.responses > 1 else ""
        st.caption(
            f"{humanised(line.status)} by {escape(line.decided_by)}, {day(line.decided_at)}{version}{many}"
        )
        if line.reason:
            st.text(str(line.reason))
        if in_version and line.offer_id:
            st.page_link(
                DOMAINS["offer"].script,
                label="Open the version",
                icon=DOMAINS["offer"].icon,
                query_params={"part": "records", "offer": str(line.offer_id)},
            )

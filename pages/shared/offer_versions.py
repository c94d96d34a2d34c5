"""The versions of an offer: what changed, who asked for it, publish a draft, and what it did."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import Any

import streamlit as st

from core.client_note import client_notes
from core.errors import AgencyError
from core.golden_thread import version_id
from core.offer_changes import term_differences
from core.redaction import Redactor, hidden_words
from core.workflows.feedback_to_offer import FeedbackToOfferPolicy
from db.workspace import Workspace
from pages.shared.domains import DOMAINS
from pages.shared.formats import day
from pages.shared.lists import rows
from pages.shared.offer_effect import show_effect
from pages.shared.record_links import thread_link
from pages.shared.result_view import show_failure
from pages.shared.term_diff import show_term_diff
from pages.shared.user_text import escape, sentence

_OFFER = DOMAINS["offer"]


def offer_versions(workspace: Workspace, offer_id: str, offer: str) -> None:
    """Every version of the offer, newest first."""
    versions = workspace.offers.versions(offer_id)
    if versions.empty:
        st.warning("There is no such offer any more. Choose one from the list.")
        return
    terms_of = {int(row.number): json.loads(row.terms_json) for row in rows(versions)}
    newest = int(versions.loc[versions["status"] == "published", "number"].max() or 0)
    for version in rows(versions):
        number = int(version.number)
        earlier = [other for other in terms_of if other < number]
        before = terms_of[max(earlier)] if earlier else None
        with st.container(border=True, key=f"version_{number}"):
            _head(version, terms_of[number])
            thread_link("offer_version", version_id(offer_id, number))
            if before is not None:
                st.markdown(f"**What differs from version {max(earlier)}**")
                show_term_diff(term_differences(before, terms_of[number]))
            if version.hypothesis:
                st.markdown("**Hypothesis**")
                st.text(version.hypothesis)
            if version.status == "draft":
                _draft_actions(workspace, offer_id, number)
            else:
                if number == max(terms_of):
                    _adapt_link(offer_id, "Hand over this version")
                if before is not None:
                    _what_it_did(workspace, offer_id, offer, number, is_newest=number == newest)


def _head(version: Any, terms: dict[str, Any]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"#### Version {version.number}", width="content")
        st.badge(version.status, color="orange" if version.status == "draft" else "green")
        st.caption(f"since {day(version.created_at)}")
    if version.change_note:
        st.markdown("**What changed and why**")
        st.text(version.change_note)
    st.markdown(f"**{escape(terms.get('value_proposition', ''))}**")
    for point in terms.get("unique_selling_points", []):
        st.markdown(f"- {escape(point)}")
    price, audience = escape(terms.get("pricing_tier", "")), escape(terms.get("target_audience", ""))
    st.caption(f"{price} · for {audience}")


def _adapt_link(offer_id: str, label: str) -> None:
    st.page_link(
        _OFFER.script,
        label=label,
        icon=":material/send:",
        query_params={"part": "new", "record": offer_id},
    )


def _draft_actions(workspace: Workspace, offer_id: str, number: int) -> None:
    """Publish it with the period of its campaign, adapt it first, or take it back."""
    launch = st.text_input(
        "When its campaign launches",
        key=f"launch_{number}",
        placeholder="Q1 2027, March 2027, or a range of dates",
        help="A new period is a new campaign; without one the running campaign would get the new terms.",
        max_chars=200,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        publish = st.button(
            "Publish and brief marketing",
            type="primary",
            icon=":material/rocket_launch:",
            key=f"publish_{number}",
            help="The draft becomes the offer's version, and marketing gets the brief of its next campaign.",
        )
        discard = st.button("Discard the draft", icon=":material/delete:", key=f"discard_{number}")
    _adapt_link(offer_id, "Adapt and hand over this draft")
    if publish:
        _publish(workspace, offer_id, number, launch)
    if discard:
        try:
            workspace.offers.discard_draft(offer_id, number)
        except AgencyError as error:
            st.error(sentence(error.message))
        else:
            st.toast("Discarded. Its recommendations are to decide again.")
            st.rerun()


def _publish(workspace: Workspace, offer_id: str, number: int, launch: str) -> None:
    if not launch.strip():
        st.error("Say when its campaign launches: the next campaign needs a period of its own.")
        return
    terms = {**workspace.offers.draft(offer_id, number), "launch_timeline": launch.strip()}
    planned = workspace.preview(_OFFER.outgoing, terms)
    if planned.success:
        campaign_id = planned.handoff_data["marketing_brief"]["campaign_id"]
        if campaign_id in workspace.marketing.campaign_names():
            st.error("A campaign of this offer has that period already. Choose another one.")
            return
    result = workspace.run(_OFFER.outgoing, terms)
    if not result.success:
        show_failure(result)
        return
    st.switch_page(_OFFER.script, query_params={"part": "result", "run": result.workflow_id})


def _what_it_did(workspace: Workspace, offer_id: str, offer: str, number: int, *, is_newest: bool) -> None:
    """Figures before and after, and a note to each client whose wish is in this version."""
    effect = st.expander(
        "Did it help?",
        icon=":material/balance:",
        expanded=is_newest,
        key=f"effect_of_{number}",
        on_change="rerun",
    )
    if effect.open:
        with effect:
            show_effect(workspace, offer_id, number)
    notes = st.expander(
        "You said, we did: tell who asked",
        icon=":material/campaign:",
        key=f"notes_{number}",
        on_change="rerun",
    )
    if notes.open:
        with notes:
            _notes(workspace, offer_id, offer, number)


def _notes(workspace: Workspace, offer_id: str, offer: str, number: int) -> None:
    policy = workspace.policies.current("feedback_to_offer", FeedbackToOfferPolicy)
    lines = workspace.loop.behind_version(offer_id, number)
    hide = st.toggle(
        "Hide the names and words of others",
        value=True,
        key=f"notes_hide_{number}",
        help="In quotes and in what was done: people, companies, addresses and numbers of others. What a "
        "colleague may have said is not quoted.",
    )

    @cache
    def without_others(client: str) -> Redactor:
        return workspace.reports.known_names.redactor(but_client=client)

    if hide:
        found = client_notes(
            lines,
            offer,
            workspace.actor,
            policy.note,
            lambda client, text: without_others(client).text(text),
        )
        taken = sum((without_others(note.client).hidden for note in found), Counter())
        st.caption(f"Hidden in these notes: {hidden_words(taken)}.")
    else:
        found = client_notes(lines, offer, workspace.actor, policy.note)
    if not found:
        st.caption("No client who asked for this is known, so there is no one to tell.")
    for position, note in enumerate(found):
        st.markdown(f"**{escape(note.client)}**")
        st.code(f"{note.subject}\n\n{note.body}", language=None, wrap_lines=True)
        if note.mailto:
            st.link_button(
                "Open in my mail program",
                note.mailto,
                icon=":material/mail:",
                key=f"mail_{number}_{position}",
            )
        else:
            st.caption("No address is known, or the note is too long for a link: copy it from above.")

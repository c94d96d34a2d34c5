"""The survey as a form for us: answers that came by phone or on paper are typed in here."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.errors import AgencyError
from core.invitations import InvitationLine, Way
from core.survey_answers import LONGEST_ANSWER
from db.workspace import Workspace
from pages.shared.user_text import escape, humanised, label_text, sentence

_UNINVITED = 0  # stands for nobody in the list of those who were invited
_WAYS: dict[Way, str] = {"phone": "By phone", "paper": "On paper"}


def typed_answers(workspace: Workspace, request_id: str, lines: list[InvitationLine]) -> None:
    """A closed part of the page; opened, it asks the very questions of the survey."""
    said = st.session_state.pop(f"typed_said_{request_id}", None)
    if said:
        st.success(said, icon=":material/check_circle:")
    part = st.expander(
        "Type in answers from the phone or from paper",
        icon=":material/edit_note:",
        key=f"typed_open_{request_id}",
        on_change="rerun",
    )
    if part.open:
        with part:
            _form(workspace, request_id, lines)


def _form(workspace: Workspace, request_id: str, lines: list[InvitationLine]) -> None:
    once = st.session_state.setdefault(f"typed_once_{request_id}", secrets.token_urlsafe())
    key = f"typed_{request_id}_{once[:8]}"
    waiting = {line.id: line for line in lines if line.state not in ("answered", "revoked")}
    chosen = st.selectbox(
        "Whose answers",
        [*waiting, _UNINVITED],
        format_func=lambda number: waiting[number].name if number else "Somebody who was not invited",
        index=None if waiting else 0,
        placeholder="Choose a person",
        key=f"{key}_who_{len(waiting)}",
        help="The link of an invited person ends with these answers.",
    )
    if chosen is None:
        return
    request = workspace.feedback.request(request_id)
    with st.form(f"{key}_form", enter_to_submit=False, border=False):
        name = ""
        if chosen == _UNINVITED:
            name = st.text_input("Name", key=f"{key}_name", placeholder="Optional", max_chars=200)
        way: Way = st.segmented_control(
            "How they came",
            list(_WAYS),
            format_func=lambda one: _WAYS[one],
            default="phone",
            required=True,
            key=f"{key}_way",
        )
        fields = _ratings(request, key) | _answers(request, key)
        stored = st.form_submit_button("Store answers", type="primary", icon=":material/check:")
    if not stored:
        return
    try:
        result = workspace.typed_answers.store(
            request_id, fields, way=way, once=once, invitation_id=chosen or None, name=name
        )
    except AgencyError as error:
        st.error(sentence(error.message))
        return
    who = waiting[chosen].name if chosen else name.strip() or "somebody not named"
    done = "" if result and result.success else " They are not analysed yet; see below."
    st.session_state[f"typed_said_{request_id}"] = f"The answers of {escape(who, 80)} are stored.{done}"
    del st.session_state[f"typed_once_{request_id}"]
    st.rerun()


def _ratings(request: Mapping[str, Any], key: str) -> dict[str, str]:
    found = {}
    for category in request.get("rating_categories") or []:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(escape(category.get("label", "")), width=200)
            stars = st.feedback("stars", key=f"{key}_stars_{category['key']}")
        if stars is not None:
            found[f"rating.{category['key']}"] = str(stars + 1)
    return found


def _answers(request: Mapping[str, Any], key: str) -> dict[str, str]:
    found = {}
    for question in request.get("feedback_questions") or []:
        text, name = label_text(question.get("text", "")), f"{key}_answer_{question['key']}"
        kind = question.get("kind")
        given: str | None
        if kind in ("choice", "promise"):
            options = [str(choice) for choice in question.get("choices") or []]
            given = st.pills(text, options, format_func=lambda one: escape(humanised(one)), key=name)
        elif kind == "scale":
            given = st.pills(text, [str(number) for number in range(11)], key=name)
        else:
            given = st.text_area(text, key=name, height=80, max_chars=LONGEST_ANSWER)
        if given:
            found[f"answer.{question['key']}"] = given
    return found

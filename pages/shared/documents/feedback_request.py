"""The feedback request: whom we ask, when, and the survey as the client will see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.shared.documents.parts import date_words, facts, heading, note, table
from pages.shared.user_text import escape, humanised, label_text


def show(payload: Mapping[str, Any], key: str) -> None:
    """Draw the payload of fulfillment_to_feedback."""
    request = payload.get("feedback_request") or {}
    contact, when = request.get("contact") or {}, request.get("schedule") or {}
    st.markdown(f"#### {escape(request.get('project_name', ''))}")
    facts(
        {
            "Client": request.get("client_name"),
            "Asked": contact.get("name"),
            "E-mail": contact.get("email"),
            "Goes out": date_words(when.get("sends_on")),
            "Reminders": ", ".join(date_words(day) for day in when.get("reminders_on") or []),
            "Closes": date_words(when.get("expires_on")),
        }
    )
    note(when.get("formula"))
    _project(request.get("facts") or {})
    heading("How we ask")
    table(
        [
            {
                "Way": humanised(str(way.get("method", ""))),
                "To": way.get("to"),
                "Why": way.get("reason"),
            }
            for way in request.get("collection_methods") or []
        ],
        "Ways of asking",
    )
    heading("What the client will see")
    with st.container(border=True, key=f"{key}_survey"):
        _ratings(request.get("rating_categories") or [], key)
        for question in request.get("feedback_questions") or []:
            _question(question, key)
        st.button("Send answers", disabled=True, key=f"{key}_send", help="Only the client sends them.")


def _project(project: Mapping[str, Any]) -> None:
    if not project:
        return
    on_time = project.get("on_time")
    with st.container(horizontal=True, vertical_alignment="center"):
        if on_time is True:
            st.badge("on time", icon=":material/check:", color="green")
        elif on_time is False:
            st.badge(f"{project.get('days_late')} days late", icon=":material/event_busy:", color="red")
        st.caption(escape(project.get("formula") or "", 500), width="content")


def _ratings(categories: list[Mapping[str, Any]], key: str) -> None:
    for category in categories:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(escape(category.get("label", "")), width=240)
            st.feedback("stars", disabled=True, key=f"{key}_stars_{category.get('key')}")


def _question(question: Mapping[str, Any], key: str) -> None:
    """The question's words stand above its field: a disabled label would be too pale to read."""
    name, text = f"{key}_question_{question.get('key')}", label_text(question.get("text", ""))
    with st.container(gap="xsmall"):
        st.markdown(text)
        match question.get("kind"):
            case "choice" | "promise":
                _options(text, [str(choice) for choice in question.get("choices") or []], name)
            case "scale":
                _options(text, [str(number) for number in range(11)], name)
            case _:
                st.text_area(text, disabled=True, key=name, height=80, label_visibility="collapsed")


def _options(text: str, options: Sequence[str], key: str) -> None:
    st.pills(
        text,
        options,
        format_func=lambda option: escape(humanised(option)),
        disabled=True,
        key=key,
        label_visibility="collapsed",
    )

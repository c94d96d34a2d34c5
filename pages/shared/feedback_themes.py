"""Themes by tone on the feedback page: a bubble for each pair, and the words behind the one chosen."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from core.feedback_scope import Scope
from core.theme_tones import TONE_LABELS, TONE_MEANINGS, TONES, Tone
from db.workspace import Workspace
from pages.shared.chart_view import show_chart
from pages.shared.charts_themes import themes_by_tone
from pages.shared.domains import DOMAINS
from pages.shared.feedback_filter import pick_all, scope_key
from pages.shared.formats import count, day
from pages.shared.highlight import highlighted
from pages.shared.lists import page_number
from pages.shared.record_links import rules_link
from pages.shared.user_text import escape, humanised

_ON_A_PAGE = 8
_COLORS: dict[str, Literal["green", "gray", "red", "blue"]] = {
    "positive": "green",
    "mixed": "gray",
    "negative": "red",
    "request": "blue",
}


def theme_board(workspace: Workspace, scope: Scope) -> None:
    """The matrix, and below it what was said of the theme or in the tone that is chosen."""
    frame = workspace.reports.feedback_themes.by_tone(scope)
    total = int(frame["mentions"].sum())
    most = frame.sort_values("mentions", ascending=False).head(6)
    entries = [
        f"{label}, {TONE_LABELS[tone].lower()}: {number}"
        for label, tone, number in zip(most["label"], most["tone"], most["mentions"], strict=True)
    ]
    meanings = "; ".join(f"{TONE_LABELS[tone].lower()}: {TONE_MEANINGS[tone]}" for tone in TONES)
    show_chart(
        "What people talk about, and how",
        themes_by_tone,
        frame,
        key=f"feedback_themes_{scope_key(scope)}",
        alt=f"Mentions by theme and tone: {'; '.join(entries)}.",
        note=f"Mentions, one a person and theme (n {total:,}). {meanings[:1].upper()}{meanings[1:]}. "
        "Click a bubble to read the words.",
        columns={"label": "Theme", "tone": "Said as", "mentions": "Mentions"},
        empty="Themes appear once somebody answered in words.",
        picked=_pick,
    )
    rules_link("themes", "Change the words of the themes")
    if scope.theme or scope.tone:
        _said(workspace, scope)


def _pick(value: object) -> None:
    theme, _, tone = str(value).partition("\n")
    pick_all({"theme": theme, "tone": tone})


def _said(workspace: Workspace, scope: Scope) -> None:
    key = f"said_{scope_key(scope)}"
    lines, total = workspace.reports.feedback_themes.said(scope, number=page_number(key), size=_ON_A_PAGE)
    names = workspace.reports.feedback_themes.labels()
    about = [names.get(scope.theme, scope.theme)] if scope.theme else []
    about += [TONE_LABELS.get(_tone(scope.tone), scope.tone).lower()] if scope.tone else []
    st.markdown(f"##### {escape(', '.join(about))}: {count(total, 'mention')}")
    for number, line in enumerate(lines):
        with st.container(border=True, key=f"{key}_{number}"):
            st.markdown(highlighted(line.answer, line.spans))
            with st.container(horizontal=True, vertical_alignment="center"):
                st.badge(TONE_LABELS.get(_tone(line.tone), line.tone), color=_COLORS.get(line.tone, "gray"))
                facts = [line.label, humanised(line.question).lower(), line.client or line.project]
                st.caption(
                    escape(" · ".join([*(one for one in facts if one), day(line.received_at)])),
                    width="content",
                )
                open_response(line.feedback_id)
    if total > _ON_A_PAGE:
        st.pagination(-(-total // _ON_A_PAGE), key=f"{key}_page")


def open_response(feedback_id: str) -> None:
    """The way to all answers of a response."""
    st.page_link(
        DOMAINS["feedback"].script,
        label="Open the response",
        icon=":material/rate_review:",
        query_params={"part": "records", "show": "Responses", "response": feedback_id},
    )


def _tone(value: str) -> Tone:
    return next((tone for tone in TONES if tone == value), "mixed")

"""The feedback analysis: how satisfied the client is, what they said, and what it asks of the offer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import streamlit as st

from core.statistics import Figure
from pages.shared.documents.parts import bullets, facts, heading, note, quote, table, words
from pages.shared.figures import show_figure
from pages.shared.user_text import escape, humanised

_MOODS: dict[str, tuple[str, Literal["green", "gray", "orange", "red"]]] = {
    "very_positive": (":material/sentiment_very_satisfied:", "green"),
    "positive": (":material/sentiment_satisfied:", "green"),
    "neutral": (":material/sentiment_neutral:", "gray"),
    "negative": (":material/sentiment_dissatisfied:", "orange"),
    "very_negative": (":material/sentiment_very_dissatisfied:", "red"),
}
_FIGURES = {
    "csat": ("CSAT", "%", "Share of 4 and 5 stars for overall satisfaction."),
    "nps": ("NPS", "", "Promoters (9–10) minus detractors (0–6), in points."),
    "recommend_rate": ("Would recommend", "%", "Share of those who answered yes."),
}
_QUOTES = 3  # of one finding; the rest is counted


def show(payload: Mapping[str, Any], key: str) -> None:
    """Draw the payload of feedback_to_offer."""
    analysis = payload.get("feedback_analysis") or {}
    mood = str(analysis.get("overall_sentiment", "neutral"))
    icon, color = _MOODS.get(mood, _MOODS["neutral"])
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(humanised(mood), icon=icon, color=color)
        st.caption(escape(f"read from {analysis.get('sentiment_source') or 'the answers'}"), width="content")
    _figures(analysis)
    note(analysis.get("score_formula"))
    note(_recommend_words(analysis.get("recommend_answers") or {}))
    if analysis.get("disagreement"):
        st.warning(
            escape(analysis["disagreement"], 500),
            title="Stars and words disagree",
            icon=":material/compare_arrows:",
        )
        for one in analysis.get("disagreement_quotes") or []:
            quote(one.get("text"), _source(one))
    evidence = analysis.get("evidence") or []
    left, right = st.columns(2, gap="large")
    with left:
        heading("What is strong")
        _findings(evidence, "strength", analysis.get("key_strengths") or [], ":green[:material/thumb_up:]")
    with right:
        heading("What to improve")
        areas = analysis.get("improvement_areas") or []
        _findings(evidence, "improvement", areas, ":orange[:material/build:]")
    _counts(analysis)
    _recommendations(payload.get("recommendations") or {}, key)
    _left_out(analysis)


def _figures(analysis: Mapping[str, Any]) -> None:
    with st.grid(4, min_column_width=220):
        score = analysis.get("client_satisfaction_score")
        st.metric(
            "Average rating",
            "–" if score is None else f"{score} %",
            border=True,
            height="stretch",
            help="Mean of the categories' mean stars ÷ 5.",
        )
        for name, (label, unit, meaning) in _FIGURES.items():
            figure: Figure | None = analysis.get(name)
            if figure:
                show_figure(label, figure, f" {unit}" if unit else "", meaning)


def _findings(evidence: list[Mapping[str, Any]], kind: str, names: list[str], icon: str) -> None:
    """The findings of one kind with the quotes and ratings that they stand on."""
    found = [item for item in evidence if item.get("kind") == kind]
    for item in found:
        rating, count = item.get("rating") or {}, item.get("respondents") or 0
        st.markdown(f"{icon} **{escape(item.get('finding'))}**")
        for one in (item.get("quotes") or [])[:_QUOTES]:
            quote(one.get("text"))
        basis = [f"said by {count}"] if count else []
        if rating:
            category = humanised(str(rating.get("category", "")))
            basis.append(f"{category}: {_stars(rating)}")
        note("; ".join(basis))
    if not found:
        if names:
            bullets(names)
        else:
            st.caption("Nothing stands out.")


def _stars(rating: Mapping[str, Any]) -> str:
    """A category's rating: "3.4 of 5 from 5, 2 of them low"."""
    weak = rating.get("weak") or 0
    return f"{words(rating.get('mean'))} of 5 from {rating.get('n')}" + (
        f", {weak} of them low" if weak else ""
    )


def _recommend_words(answers: Mapping[str, Any]) -> str:
    """How many would recommend us: "Would you recommend us? 3 yes, 1 maybe, 0 no (n 4)."."""
    counts = {word: int(answers.get(word) or 0) for word in ("yes", "maybe", "no")}
    unread = int(answers.get("unread") or 0)
    if not unread and not any(counts.values()):
        return ""
    said = ", ".join(f"{count} {word}" for word, count in counts.items())
    aside = f" {unread} answered in other words and are not counted; read them yourself." if unread else ""
    return f"Would you recommend us? {said} (n {sum(counts.values())}).{aside}"


def _counts(analysis: Mapping[str, Any]) -> None:
    """The themes by how many people named them, and every category that somebody rated."""
    themes = analysis.get("themes") or []
    if themes:
        heading("What people talked about")
        table(
            [
                {
                    "Theme": line.get("label") or humanised(str(line.get("theme", ""))),
                    "Praise it": line.get("praised"),
                    "Want it better": line.get("to_improve"),
                    "Rating": _stars(line["rating"]) if line.get("rating") else None,
                }
                for line in themes
            ],
            "How many people praised each theme and how many want it better",
        )
        note(f"People who named a theme in words, of {analysis.get('respondents') or 0} who answered.")
    averages = analysis.get("rating_averages") or []
    if averages:
        heading("How each category was rated")
        table(
            [
                {
                    "Category": humanised(str(line.get("category", ""))),
                    "Mean, of 5": line.get("mean"),
                    "Ratings (n)": line.get("n"),
                    "Low ones": line.get("weak"),
                }
                for line in averages
            ],
            "The mean rating of each category, how many rated it, and how many of the ratings are low",
        )


def _source(found: Mapping[str, Any]) -> str:
    """Whose words a quote is: "answer 2, could improve"."""
    number, question = found.get("response"), humanised(str(found.get("question") or "")).lower()
    parts = [f"answer {number + 1}" if isinstance(number, int) else "", question]
    return ", ".join(part for part in parts if part)


def _recommendations(asked: Mapping[str, Any], key: str) -> None:
    heading("What it asks of the offer")
    for position, change in enumerate(asked.get("service_adjustments") or []):
        with st.container(border=True, key=f"{key}_change_{position}"):
            st.markdown(f"**{escape(change.get('change'), 500)}**")
            note(f"Priority {words(change.get('priority'))}. {change.get('formula') or ''}")
            for one in (change.get("evidence") or [])[:_QUOTES]:
                quote(one.get("text"))
    pricing = asked.get("pricing_adjustments") or {}
    if pricing:
        facts(
            {
                "Pricing": humanised(str(pricing.get("action", ""))),
                "Why": pricing.get("reason"),
                "Change": pricing.get("change"),
            }
        )
    wanted = asked.get("new_service_opportunities") or []
    if wanted:
        heading("What clients would buy next")
        bullets(wanted)


def _left_out(analysis: Mapping[str, Any]) -> None:
    """What the analysis could not use, said openly."""
    other = analysis.get("not_analysed") or []
    if other:
        heading("Not analysed")
        table(
            [
                {
                    "Response": int(line.get("response", 0)) + 1,
                    "Question": humanised(str(line.get("question", ""))),
                    "Language": line.get("language"),
                }
                for line in other
            ],
            "Answers that were not analysed",
        )
    wishes = analysis.get("requests_without_theme") or []
    if wishes:
        heading("Read these yourself")
        for line in wishes:
            quote(line.get("text"), humanised(str(line.get("question", ""))))

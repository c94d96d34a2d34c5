"""The sales briefs of a campaign: whom to call first, why, what to say, and who was set aside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd
import streamlit as st

from pages.shared.documents.parts import bullets, date_words, facts, note, words
from pages.shared.user_text import escape, humanised

BAND_BADGES: dict[str, tuple[str, str, Literal["red", "orange", "blue", "gray"]]] = {
    "hot": ("Hot", ":material/local_fire_department:", "red"),
    "warm": ("Warm", ":material/wb_sunny:", "orange"),
    "cold": ("Cold", ":material/ac_unit:", "blue"),
    "insufficient_data": ("Too little known", ":material/help:", "gray"),
}
_CARDS = 10  # briefs on one page; a campaign may bring thousands


def show(payload: Mapping[str, Any], key: str) -> None:
    """Draw the payload of marketing_to_sales; its lists page by ten."""
    counts = payload.get("counts") or {}
    _counts(counts)
    briefs = payload.get("sales_briefs") or []
    if briefs:
        for brief in _page(briefs, f"{key}_briefs"):
            show_brief(brief, key)
    else:
        st.info("No lead of this campaign is worth a call yet.", icon=":material/hourglass_empty:")
    _table("To nurture", payload.get("nurture_leads"), key)
    _table("Cannot be worked", payload.get("disqualified_leads"), key)
    _rejected(payload.get("rejected_leads"))
    note((payload.get("kept_with_leads") or {}).get("note"))
    note((payload.get("scoring") or {}).get("formula"))


def _counts(counts: Mapping[str, Any]) -> None:
    labels = {
        "leads_in": "Leads in",
        "qualified": "Worth a call",
        "nurture": "To nurture",
        "disqualified": "Cannot be worked",
        "rejected": "Set aside",
    }
    with st.grid(5, min_column_width=120):
        for name, label in labels.items():
            if name in counts:
                st.metric(label, f"{counts[name]:,}", border=True)


def _page(entries: list[Any], key: str) -> list[Any]:
    pages = -(-len(entries) // _CARDS)
    number = st.pagination(pages, key=f"{key}_page") if pages > 1 else 1
    return entries[(number - 1) * _CARDS : number * _CARDS]


def show_brief(brief: Mapping[str, Any], key: str, *, stacked: bool = False) -> None:
    """One brief as a card; `stacked` puts the score below the words, for a narrow column."""
    contact = brief.get("contact_info") or {}
    band, icon, color = BAND_BADGES.get(brief.get("band", ""), BAND_BADGES["insufficient_data"])
    with st.container(border=True, key=f"{key}_brief_{_slug(brief.get('prospect_id'))}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            name = contact.get("name") or contact.get("company") or brief.get("prospect_id")
            st.markdown(f"#### {escape(name)}", width="content")
            st.badge(f"{band} · {int(brief.get('qualification_score', 0))}", icon=icon, color=color)
            st.caption(escape(humanised(str(brief.get("recommended_approach", "")))), width="content")
        facts(
            {
                "Company": contact.get("company"),
                "E-mail": contact.get("email"),
                "Phone": contact.get("phone"),
            }
        )
        left, right = (st.container(), st.container()) if stacked else st.columns(2, gap="large")
        with left:
            st.markdown("**What to say**")
            bullets(brief.get("key_talking_points") or ["Ask what they need; nothing is known yet."])
            st.markdown("**What to do**")
            for action in brief.get("next_actions") or []:
                st.markdown(
                    f"- {escape(action.get('action'))} "
                    f":gray[by {escape(date_words(action.get('due_at')))} UTC]"
                )
        with right:
            st.markdown("**Why this score**")
            score_lines(brief)


def score_lines(card: Mapping[str, Any]) -> None:
    """The named contributions of a score, as a table that sums to it."""
    lines = card.get("contributions") or []
    frame = pd.DataFrame(
        {
            "What counts": [line.get("label") for line in lines],
            "Given": [words(line.get("given")) for line in lines],
            "Points": [line.get("points") for line in lines],
            "How": [line.get("formula") for line in lines],
        }
    )
    top = max([10, *(line.get("weight", 0) for line in lines)])
    st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        column_config={
            "Points": st.column_config.ProgressColumn(format="%d", min_value=0, max_value=int(top))
        },
        alt="How the score is made up",
    )
    completeness = card.get("completeness")
    if completeness is not None:
        missing = ", ".join(card.get("unknown") or [])
        unknown = f"; not known: {missing}" if missing else ""
        note(f"{completeness} % of what counts is known{unknown}. {card.get('age_note') or ''}")


def _table(title: str, leads: Any, key: str) -> None:
    if not leads:
        return
    with st.expander(f"{title} ({len(leads):,})", key=f"{key}_{_slug(title)}"):
        rows = [
            {
                "Lead": lead.get("prospect_id"),
                "Name": (lead.get("contact_info") or {}).get("name"),
                "Company": (lead.get("contact_info") or {}).get("company"),
                "Score": lead.get("qualification_score"),
                "Next": lead.get("reason") or humanised(str(lead.get("recommended_approach", ""))),
            }
            for lead in leads
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", alt=title)


def _rejected(leads: Any) -> None:
    if not leads:
        return
    with st.expander(
        f"Set aside because of mistakes ({len(leads):,})", icon=":material/rule:", expanded=True
    ):
        rows = [
            {
                "Lead": lead.get("lead_id") or f"number {int(lead.get('position', 0)) + 1}",
                "What to correct": "; ".join(
                    f"{error.get('field')} {error.get('message')}" for error in lead.get("errors") or []
                ),
            }
            for lead in leads
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", alt="Leads with mistakes")


def _slug(value: Any) -> str:
    return "".join(sign if sign.isalnum() else "_" for sign in str(value))[:60]

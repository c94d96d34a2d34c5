"""The answers that call for a person, on the feedback page: stars against words, and talks that are due."""

from __future__ import annotations

import streamlit as st

from core.feedback_scope import Scope
from core.follow_up import FOLLOW_UP_HOURS
from core.statistics import share_figure
from db.workspace import Workspace
from pages.shared.documents.parts import quote
from pages.shared.domains import DOMAINS
from pages.shared.feedback_filter import scope_key
from pages.shared.feedback_themes import open_response
from pages.shared.figures import show_figure
from pages.shared.follow_ups import unhappy_cards
from pages.shared.formats import count, day
from pages.shared.lists import page_number
from pages.shared.user_text import escape

_ON_A_PAGE = 4
_UNHAPPY = 4


def attention_board(workspace: Workspace, scope: Scope) -> None:
    """Two lists side by side, each of the filters' answers alone."""
    left, right = st.columns(2, gap="large")
    with left:
        _unhappy(workspace, scope)
    with right:
        _apart(workspace, scope)


def _unhappy(workspace: Workspace, scope: Scope) -> None:
    st.subheader("Unhappy clients", anchor=False)
    talks = workspace.reports.feedback_attention.talks(scope)
    if not talks.unhappy:
        st.success("Nobody is unhappy: no score of 0–6 and no rating of one or two stars.")
        return
    with st.grid(3, min_column_width=150):
        st.metric(f"Talk late (of {talks.unhappy:,})", f"{talks.late:,}", border=True, height="stretch")
        st.metric(f"Within {FOLLOW_UP_HOURS} hours", f"{talks.due:,}", border=True, height="stretch")
        kept = share_figure(talks.in_time, talks.late + talks.talked, "talked in time ÷ (talked + late)")
        show_figure("In time", kept, " %", f"Within {FOLLOW_UP_HOURS} hours of the answer.")
    unhappy_cards(workspace, scope, most=_UNHAPPY)
    st.page_link(
        DOMAINS["feedback"].script,
        label="All unhappy clients",
        icon=":material/sentiment_dissatisfied:",
        query_params={"part": "records", "show": "Unhappy clients"},
    )


def _apart(workspace: Workspace, scope: Scope) -> None:
    st.subheader("Stars and words disagree", anchor=False)
    key = f"apart_{scope_key(scope)}"
    lines, total = workspace.reports.feedback_attention.apart(scope, number=page_number(key), size=_ON_A_PAGE)
    if not total:
        st.success("Stars and words say the same in every answer.")
        return
    st.caption(
        f"{count(total, 'response')} whose words sound more than one step better or worse than the stars."
    )
    for line in lines:
        with st.container(border=True, key=f"apart_{line.feedback_id}"):
            st.markdown(f"**{escape(line.project or 'A project')}**")
            stars = "" if line.satisfaction is None else f" · average rating {line.satisfaction} %"
            client = f"{line.client} · " if line.client else ""
            st.caption(escape(f"{client}{day(line.received_at)}{stars}"))
            st.markdown(escape(line.says, 500))
            for one in line.quotes:
                quote(one["text"])
            open_response(line.feedback_id)
    if total > _ON_A_PAGE:
        st.pagination(-(-total // _ON_A_PAGE), key=f"{key}_page")

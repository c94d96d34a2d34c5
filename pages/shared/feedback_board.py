"""The charts of the feedback page: one set of filters over all of them."""

from __future__ import annotations

import streamlit as st

from core.feedback_scope import Scope
from db.workspace import Workspace
from pages.shared.chart_view import show_chart
from pages.shared.charts import alt_text
from pages.shared.charts_feedback import satisfaction_by_category
from pages.shared.feedback_attention import attention_board
from pages.shared.feedback_drivers import driver_board
from pages.shared.feedback_figures import all_four, chosen_figure, four_figures, over_time, side_by_side
from pages.shared.feedback_filter import filter_bar, picker, scope_key, scope_of_url
from pages.shared.feedback_report import report_download
from pages.shared.feedback_themes import theme_board


def feedback_board(workspace: Workspace) -> None:
    """Figures with n and interval, over time and by group; a click filters everything on the page."""
    scope = scope_of_url()
    filter_bar(workspace, scope)
    report_download(workspace, scope)
    four_figures(workspace, scope)
    st.subheader("Over time and side by side", anchor=False)
    name = chosen_figure()
    left, right = st.columns(2)
    with left:
        over_time(workspace, scope, name)
    with right:
        by, groups = side_by_side(workspace, scope, name)
    all_four(by, groups)
    theme_board(workspace, scope)
    left, right = st.columns([2, 3])
    with left:
        _categories(workspace, scope)
    with right:
        driver_board(workspace, scope)
    attention_board(workspace, scope)


def _categories(workspace: Workspace, scope: Scope) -> None:
    frame = workspace.reports.feedback.by_category(scope)
    show_chart(
        "Satisfaction by category",
        satisfaction_by_category,
        frame,
        key=f"feedback_categories_{scope_key(scope)}",
        alt=alt_text("Mean rating by category", frame, "category", "mean"),
        note="Mean of all ratings, 1 to 5 stars; n is how many there are. Click a bar to look at the answers "
        "that rated it below 4.",
        empty="Ratings appear once a client answered.",
        picked=picker("low"),
    )

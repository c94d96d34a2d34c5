"""Feedback: surveys, what clients answered, and the recommendations to decide on."""

from __future__ import annotations

import streamlit as st

from core.statistics import nps_figure, share_figure
from pages.shared.chart_view import show_chart
from pages.shared.charts import alt_text
from pages.shared.charts_feedback import satisfaction_by_category, satisfaction_over_time
from pages.shared.domain_frame import open_part
from pages.shared.domains import DOMAINS
from pages.shared.feedback_compare import compare_groups
from pages.shared.feedback_lists import response_list, survey_list
from pages.shared.figures import show_figure
from pages.shared.follow_ups import unhappy_clients
from pages.shared.formats import NONE
from pages.shared.inbox_part import inbox_part
from pages.shared.new_handoff import RecordSource, new_handoff, show_last_result
from pages.shared.promises import promise_tracker
from pages.shared.recommendations import recommendation_list
from pages.shared.views import choose_view
from pages.shared.workspace import open_workspace

KEY = "feedback"
VIEWS = ("Recommendations", "Promises", "Unhappy clients", "Responses", "Surveys")
domain = DOMAINS[KEY]
workspace = open_workspace()
waiting = workspace.inbox.waiting_counts().get(KEY, 0)
part = open_part(domain, waiting=waiting, records="Answers and surveys")

if part == "inbox":
    inbox_part(workspace, domain, waiting)

elif part == "records":
    view = choose_view(KEY, VIEWS)
    if view == "Recommendations":
        recommendation_list(workspace)
    elif view == "Unhappy clients":
        unhappy_clients(workspace)
    elif view == "Promises":
        promise_tracker(workspace)
    elif view == "Responses":
        response_list(workspace)
    else:
        survey_list(workspace)

elif part == "new":
    names = workspace.feedback.survey_names()
    new_handoff(
        workspace,
        domain.outgoing,
        key=KEY,
        records=RecordSource("Survey", names, workspace.feedback.draft),
    )

elif part == "result":
    show_last_result(workspace, key=KEY)

else:
    mean, responses_n = workspace.reports.feedback.mean_satisfaction()
    satisfied, ratings_n = workspace.reports.feedback.csat()
    with st.container(horizontal=True):
        st.metric(
            f"Average rating (n {responses_n})",
            NONE if mean is None else f"{mean:.0f} %",
            border=True,
            help="mean of the responses' average ratings, each 0 to 100 %",
        )
        csat = share_figure(satisfied, ratings_n, "4 or 5 stars in overall satisfaction")
        show_figure("CSAT", csat, " %")
        show_figure("NPS", nps_figure(workspace.reports.feedback.recommend_scores()), "")
    compare_groups(workspace)
    left, right = st.columns(2)
    with left:
        categories = workspace.reports.feedback.by_category()
        show_chart(
            "Satisfaction by category",
            satisfaction_by_category,
            categories,
            key="feedback_categories",
            alt=alt_text("Mean rating by category", categories, "category", "mean"),
            note="Mean of all ratings, 1 to 5 stars; n is how many there are.",
            empty="Ratings appear once a client answered.",
        )
    with right:
        months = workspace.reports.feedback.by_month()
        show_chart(
            "Satisfaction over time",
            satisfaction_over_time,
            months,
            key="feedback_months",
            alt=alt_text("Average rating by month", months, "month", "score", " %"),
            note="Average rating in % by month; hollow points stand on fewer than five responses.",
            empty="Months appear once a client answered.",
        )

"""Feedback: surveys, what clients answered, and the recommendations to decide on."""

from __future__ import annotations

import streamlit as st

from core.errors import AgencyError
from core.statistics import nps_figure, share_figure
from pages.shared.chart_view import show_chart
from pages.shared.charts import alt_text
from pages.shared.charts_feedback import satisfaction_by_category, satisfaction_over_time
from pages.shared.documents import feedback_analysis, feedback_request
from pages.shared.domain_frame import open_part
from pages.shared.domains import DOMAINS
from pages.shared.feedback_compare import compare_groups
from pages.shared.figures import show_figure
from pages.shared.follow_ups import unhappy_clients
from pages.shared.formats import NONE, day
from pages.shared.inbox_part import inbox_part
from pages.shared.invitations import invitation_part
from pages.shared.lists import choose_row, searched_page, under_list
from pages.shared.new_handoff import RecordSource, new_handoff, show_last_result
from pages.shared.promises import promise_tracker
from pages.shared.recommendations import recommendation_list
from pages.shared.record_links import thread_link
from pages.shared.user_text import humanised, sentence
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
        page = searched_page(
            workspace.feedback.response_page, key="responses", placeholder="Project, client or offer"
        )
        responses = page.rows
        if responses.empty and not st.session_state["responses_search"]:
            st.info("No answers yet. Choose a survey under New handoff and type in what the client said.")
            st.stop()
        chosen = choose_row(
            responses,
            key="response",
            id_column="feedback_id",
            columns={
                "project": "Project",
                "client": "Client",
                "offer": "Offer",
                "satisfaction": "Average rating %",
                "sentiment": "Sentiment",
                "received_at": "Received",
            },
            formats={"sentiment": lambda value: humanised(str(value or "")), "received_at": day},
            alt="Responses",
        )
        under_list(page, key="responses")
        if chosen is None:
            st.caption("Choose a response to read what it says, with the quotes.")
        else:
            try:
                analysis = workspace.feedback.analysis(chosen)
            except AgencyError as error:
                st.warning(sentence(error.message))
            else:
                thread_link("response", chosen)
                feedback_analysis.show(analysis, f"response_{chosen}")
    else:
        page = searched_page(workspace.feedback.survey_page, key="surveys", placeholder="Project or client")
        surveys = page.rows
        if surveys.empty and not st.session_state["surveys_search"]:
            st.info("No surveys yet. A finished project that Fulfillment hands over brings one.")
            st.stop()
        chosen = choose_row(
            surveys,
            key="survey",
            id_column="request_id",
            columns={
                "project": "Project",
                "client": "Client",
                "status": "Status",
                "sends_on": "To send",
                "expires_on": "Closes",
                "responses": "Answers",
            },
            formats={"status": humanised, "sends_on": day, "expires_on": day},
            alt="Surveys",
        )
        under_list(page, key="surveys")
        if chosen is None:
            st.caption("Choose a survey to see it as the client will.")
        else:
            thread_link("survey", chosen)
            st.page_link(
                domain.script,
                label="Answers of several people in one table",
                icon=":material/table_rows:",
                query_params={"part": "new", "record": chosen},
            )
            try:
                request = workspace.feedback.request(chosen)
            except AgencyError as error:
                st.warning(sentence(error.message))
            else:
                invitation_part(workspace, chosen, str(request.get("project_name", "")))
                feedback_request.show({"feedback_request": request}, f"survey_{chosen}")

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

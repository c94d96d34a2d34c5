"""The answers and the surveys of the Feedback page as lists, and below each the one that was chosen."""

from __future__ import annotations

from typing import Any, get_args

import streamlit as st

from core.errors import AgencyError
from core.feedback_analysis import SENTIMENTS
from core.list_orders import RESPONSE_ORDERS, SURVEY_ORDERS, SurveyStatus
from db.workspace import Workspace
from pages.shared.documents import feedback_analysis, feedback_request
from pages.shared.domains import DOMAINS
from pages.shared.feedback_filter import filter_bar, scope_of_url
from pages.shared.formats import day
from pages.shared.invitations import invitation_part
from pages.shared.list_view import ListView
from pages.shared.record_links import thread_link
from pages.shared.user_text import humanised, sentence

_RESPONSES = {
    "project": "Project",
    "client": "Client",
    "offer": "Offer",
    "satisfaction": "Average rating %",
    "sentiment": "Sentiment",
    "received_at": "Received",
}
_SURVEYS = {
    "project": "Project",
    "client": "Client",
    "status": "Status",
    "sends_on": "To send",
    "expires_on": "Closes",
    "responses": "Answers",
}


def response_list(workspace: Workspace) -> None:
    """Every response, and what the chosen one says."""
    scope = scope_of_url()
    filter_bar(workspace, scope)
    view = ListView("responses", rows_are_answers=True)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = view.text(
            "Search responses", "search", widget="response_search", placeholder="Project, client or offer"
        )
        sort = view.order(RESPONSE_ORDERS, widget="response_sort")
        sentiment = view.one_of(
            "Sentiment",
            "sentiment",
            SENTIMENTS,
            widget="response_sentiment",
            format_func=humanised,
            as_pills=False,
        )
    page = workspace.feedback.response_page(
        scope=scope, search=search, sentiment=sentiment, sort=sort, number=view.page()
    )
    chosen = view.choose(
        workspace,
        page,
        key="response",
        id_column="feedback_id",
        columns=_RESPONSES,
        formats={"sentiment": lambda value: humanised(str(value or "")), "received_at": day},
        alt="Responses",
        empty="No answers yet. Choose a survey under New handoff and type in what the client said.",
    )
    if chosen is None:
        if page.total:
            st.caption("Choose a response to read what it says, with the quotes.")
        return
    try:
        analysis = workspace.feedback.analysis(chosen)
    except AgencyError as error:
        st.warning(sentence(error.message))
        return
    thread_link("response", chosen)
    feedback_analysis.show(analysis, f"response_{chosen}")


def survey_list(workspace: Workspace) -> None:
    """Every survey, and the chosen one as the client will see it."""
    view = ListView("surveys")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = view.text(
            "Search surveys", "search", widget="survey_search", placeholder="Project or client"
        )
        sort = view.order(SURVEY_ORDERS, widget="survey_sort")
        status: Any = view.one_of(
            "Status", "status", get_args(SurveyStatus), widget="survey_status", format_func=humanised
        )
    page = workspace.feedback.survey_page(search=search, status=status, sort=sort, number=view.page())
    chosen = view.choose(
        workspace,
        page,
        key="survey",
        id_column="request_id",
        columns=_SURVEYS,
        formats={"status": humanised, "sends_on": day, "expires_on": day},
        alt="Surveys",
        empty="No surveys yet. A finished project that Fulfillment hands over brings one.",
    )
    if chosen is None:
        if page.total:
            st.caption("Choose a survey to see it as the client will.")
        return
    thread_link("survey", chosen)
    st.page_link(
        DOMAINS["feedback"].script,
        label="Answers of several people in one table",
        icon=":material/table_rows:",
        query_params={"part": "new", "record": chosen},
    )
    try:
        request = workspace.feedback.request(chosen)
    except AgencyError as error:
        st.warning(sentence(error.message))
        return
    invitation_part(workspace, chosen, str(request.get("project_name", "")))
    feedback_request.show({"feedback_request": request}, f"survey_{chosen}")

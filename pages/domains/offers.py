"""Offers: what the agency sells, its versions, and the brief that marketing gets."""

from __future__ import annotations

import streamlit as st

from core.errors import AgencyError
from core.workflows.offer_to_marketing import OfferToMarketingPolicy, assess_brief
from pages.shared.chart_view import show_chart
from pages.shared.charts import alt_text
from pages.shared.charts_feedback import satisfaction_by_category
from pages.shared.charts_runs import run_outcomes
from pages.shared.domain_frame import open_part
from pages.shared.domains import DOMAINS
from pages.shared.form_state import form_state
from pages.shared.inbox_part import inbox_part
from pages.shared.new_handoff import RecordSource, new_handoff, show_last_result
from pages.shared.offer_list import offer_list
from pages.shared.offer_template import offer_template
from pages.shared.offer_versions import offer_versions
from pages.shared.record_links import history_link
from pages.shared.user_text import escape, humanised, sentence
from pages.shared.views import choose_view
from pages.shared.workspace import open_workspace

KEY = "offer"
domain = DOMAINS[KEY]
workspace = open_workspace()
waiting = workspace.inbox.waiting_counts().get(KEY, 0)
part = open_part(domain, waiting=waiting, records="Offers")

if part == "inbox":
    inbox_part(workspace, domain, waiting)

elif part == "records":
    chosen = offer_list(workspace)
    if chosen is None:
        st.stop()
    try:
        name = workspace.offers.name(chosen)
    except AgencyError as error:
        st.warning(sentence(error.message))
        st.stop()
    st.header(escape(name), anchor=False)
    history_link(chosen)
    if choose_view("offer_detail", ("Versions", "How it is delivered")) == "Versions":
        offer_versions(workspace, chosen, name)
    else:
        offer_template(workspace, chosen)

elif part == "new":
    offers = workspace.offers.overview()
    names = dict(zip(offers["offer_id"], offers["product_name"], strict=True))
    new_handoff(
        workspace,
        domain.outgoing,
        key=KEY,
        records=RecordSource("Offer", names, workspace.offers.draft),
    )
    draft = form_state(KEY).draft
    if draft:
        policy = workspace.policies.current(domain.outgoing, OfferToMarketingPolicy)
        completeness = assess_brief(draft, policy)
        with st.container(border=True, key="offer_completeness"):
            st.markdown(f"**How complete the brief will be:** {escape(completeness['summary'], 500)}")
            st.progress(completeness["percent"] / 100)

elif part == "result":
    show_last_result(workspace, key=KEY)

else:
    left, right = st.columns(2)
    with left:
        categories = workspace.reports.feedback.by_category()
        show_chart(
            "What clients think of what we sold",
            satisfaction_by_category,
            categories,
            key="offer_satisfaction",
            alt=alt_text("Mean rating by category", categories, "category", "mean"),
            note="Mean of all ratings, 1 to 5 stars; n is how many there are.",
            empty="Ratings appear once a client answered a survey.",
        )
    with right:
        outcomes = workspace.reports.runs.outcomes(domain.outgoing)
        show_chart(
            "Briefs handed to marketing",
            run_outcomes,
            outcomes,
            key="offer_runs",
            alt=alt_text(humanised(domain.outgoing), outcomes, "outcome", "runs"),
            note="Runs of this handoff by day and by how they ended, over the last year.",
            empty="Hand over a first offer, and its run appears here.",
        )

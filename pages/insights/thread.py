"""Golden thread: where a record came from, what it led to, and how all work flows through the loop."""

from __future__ import annotations

import streamlit as st

from core.errors import AgencyError
from core.golden_thread import read_key
from pages.shared.chart_view import show_chart
from pages.shared.charts import alt_text
from pages.shared.charts_thread import flow_of_work, thread_graph
from pages.shared.record_links import KIND_ICONS, KIND_NAMES, THREAD
from pages.shared.thread_list import fact_words, thread_list
from pages.shared.user_text import escape, sentence
from pages.shared.workspace import open_workspace

workspace = open_workspace()
st.title(":material/route: Golden thread", anchor=False)
st.caption("From any record back to its source, and forward to the offer that it changed.")

search = st.text_input(
    "Find a record", placeholder="Client, deal, project, campaign, lead or offer", key="thread_search"
)
if search.strip():
    found = workspace.threads.search(search)
    if not found:
        st.info("No record has this in its name. Try a part of the name, like the company.")
    for step in found:
        facts = " · ".join(fact_words(fact) for fact in step.facts[:2])
        st.page_link(
            THREAD,
            label=f"{KIND_NAMES[step.key.kind]}: **{escape(step.title, 100)}** {facts}",
            icon=KIND_ICONS[step.key.kind],
            query_params={"record": str(step.key)},
        )

asked = st.query_params.get("record", "")
here = read_key(asked)
if asked and here is None:
    st.warning("This link names no record. Search for one above.")
if here is not None:
    try:
        thread = workspace.threads.thread(here)
    except AgencyError as error:
        st.warning(sentence(error.message))
        st.stop()
    title = next(step.title for step in thread.steps if step.key == here)
    st.header(f"{KIND_NAMES[here.kind]}: {escape(title, 120)}", anchor=False)
    left, right = st.columns([2, 3], gap="large")
    with left, st.container(border=True, key="thread_graph"):
        st.caption("A star marks this record. Choose a step to see its own thread.")
        chosen = st.plotly_chart(
            thread_graph(thread, KIND_NAMES),
            key=f"thread_{here}",
            on_select="rerun",
            selection_mode="points",
            config={"displayModeBar": False},
            alt="The thread from above to below: "
            + ", then ".join(f"{KIND_NAMES[step.key.kind]} {step.title}" for step, _ in thread.rows()),
        )
    points = chosen["selection"]["points"]
    picked = str(points[0]["customdata"][0]) if points and points[0].get("customdata") else ""
    if picked and picked != str(here):
        st.query_params["record"] = picked
        st.rerun()
    with right:
        thread_list(thread)
    st.page_link(THREAD, label="How all work flows", icon=":material/waterfall_chart:")
else:
    offers = workspace.offers.overview()
    names = dict(zip(offers["offer_id"], offers["product_name"], strict=True))
    offer = st.selectbox(
        "Offer",
        list(names),
        index=None,
        format_func=lambda one: names[one],
        placeholder="All offers",
        key="thread_offer",
    )
    flows = {
        "From deal to changed offer": (
            workspace.reports.loop_flow.deals(offer),
            "Each deal once in every step that it reached, by the last thing known of it. Numbers are deals.",
            "The flow appears with the first deal.",
        ),
        "From lead to deal": (
            workspace.reports.loop_flow.leads(offer),
            "Each lead once; a qualified one has a deal or none yet. Numbers are leads.",
            "The flow appears with the first lead.",
        ),
    }
    for position, (title, (frame, note, empty)) in enumerate(flows.items()):
        show_chart(
            title,
            flow_of_work,
            frame,
            key=f"flow_{position}",
            alt=alt_text(
                title, frame.assign(step=frame["source"] + " to " + frame["target"]), "step", "count"
            ),
            note=note,
            columns={"source": "From", "target": "To", "count": "How many"},
            empty=empty,
        )

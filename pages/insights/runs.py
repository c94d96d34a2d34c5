"""Runs: every execution of a workflow, how it ended, and the way to try it again."""

from __future__ import annotations

import streamlit as st

from core.errors import AgencyError
from core.registry import CHAIN
from pages.shared.chart_view import show_chart
from pages.shared.charts import alt_text
from pages.shared.charts_runs import run_durations, run_outcomes
from pages.shared.custom_workflows import custom_workflows
from pages.shared.formats import moment
from pages.shared.list_view import ListView
from pages.shared.lists import as_shown, choose_row
from pages.shared.result_view import show_result
from pages.shared.user_text import escape, humanised, sentence
from pages.shared.views import choose_view
from pages.shared.workspace import open_workspace

OUTCOMES = ("delivered", "rejected", "refused", "failed")
COLUMNS = {
    "started_at": "When",
    "workflow": "Workflow",
    "title": "What",
    "outcome": "Outcome",
    "duration_ms": "ms",
    "replays": "Replays",
    "actor": "Who",
    "trigger": "From",
}
FORMATS = {
    "started_at": moment,
    "workflow": humanised,
    "outcome": humanised,
    "duration_ms": lambda ms: f"{ms:,.0f}",
}
workspace = open_workspace()
st.title(":material/history: Runs", anchor=False)
st.caption("Every execution of a workflow: how it ended, how long it took, and the way to try it again.")
view = choose_view("runs", ("History", "Charts", "Custom workflows"))

if view == "History":
    listed = ListView("runs")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = listed.text(
            "Search runs", "search", widget="run_search", placeholder="Title, run id or error"
        )
        workflow = listed.one_of(
            "Workflow", "workflow", list(CHAIN), widget="run_workflow", format_func=humanised, as_pills=False
        )
        outcome = listed.one_of("Outcome", "outcome", OUTCOMES, widget="run_outcome", format_func=humanised)

    runs = workspace.runs.page(workflow=workflow, outcome=outcome, search=search, number=listed.page())
    listed.tools(workspace, name="runs", page=runs, show=lambda found: as_shown(found, COLUMNS, FORMATS))
    if not runs.total:
        st.info("No run fits. Hand something over, and its run is kept here.")
        st.stop()
    chosen = choose_row(
        runs.rows,
        key="run",
        id_column="workflow_id",
        columns=COLUMNS,
        formats=FORMATS,
        alt="Runs",
    )
    listed.switch(runs)
    if chosen is None:
        st.caption("Choose a run to see its input and result.")
        st.stop()
    try:
        run = workspace.runs.detail(chosen)
    except AgencyError as error:
        st.warning(sentence(error.message))
        st.stop()
    st.subheader(escape(run["title"] or humanised(run["workflow"])), anchor=False)
    st.caption(
        f"{escape(run['workflow_id'])} · version {escape(run['version'])}, policy {run['policy_version']} · "
        f"{moment(run['started_at'])} · {run['duration_ms']:,.1f} ms"
        + (f" · retry of {escape(run['retry_of'])}" if run["retry_of"] else "")
    )
    if run["outcome"] != "delivered" and st.button("Try again with the same input", icon=":material/replay:"):
        try:
            again = workspace.retry(chosen)
            workspace.offer_feedback.after_run(again)
        except AgencyError as error:  # of a custom workflow that is not there any more, say
            st.error(sentence(error.message))
            st.stop()
        st.query_params["run"] = again.workflow_id
        st.rerun()
    result = workspace.find_run(chosen)
    if result is not None:
        show_result(result, key=f"run_{chosen}")
    with st.expander("The input as it was given", icon=":material/data_object:"):
        st.json(run["raw"])

elif view == "Charts":
    left, right = st.columns(2)
    with left:
        outcomes = workspace.reports.runs.outcomes()
        show_chart(
            "How runs ended",
            run_outcomes,
            outcomes,
            key="runs_outcomes",
            alt=alt_text("Runs by outcome", outcomes, "outcome", "runs"),
            note="Runs of the last year by day.",
            empty="Runs appear with the first handoff.",
        )
    with right:
        durations = workspace.reports.runs.durations()
        durations["workflow"] = [humanised(name) for name in durations["workflow"]]
        show_chart(
            "How long they took",
            run_durations,
            durations,
            key="runs_durations",
            alt=alt_text("Median duration by workflow", durations, "workflow", "p50_ms", " ms"),
            note="Median and slowest twentieth of the latest 2,000 runs, in milliseconds.",
            empty="Durations appear with the first handoff.",
        )

else:
    custom_workflows(workspace)

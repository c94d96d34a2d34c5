"""CSAT, NPS, average rating and response rate on the feedback page: in all, over time, and by group."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.feedback_figures import (
    FORMULAS,
    INTERVALS,
    LABELS,
    RANGES,
    TESTS,
    UNITS,
    FigureName,
    clear_steps,
    figure_words,
    last_change,
)
from core.feedback_scope import Grain, Group, GroupCounts, Scope
from core.statistics import FEWEST_ANSWERS
from db.workspace import Workspace
from pages.shared.chart_view import show_chart
from pages.shared.charts import alt_text
from pages.shared.charts_intervals import groups_with_intervals, periods_with_intervals
from pages.shared.feedback_filter import picker, scope_key
from pages.shared.figures import show_figure
from pages.shared.user_text import escape, humanised

BY: dict[str, Group] = {
    "Offer": "offer",
    "Client": "client",
    "Project type": "service",
    "Project manager": "manager",
}
_GRAINS: dict[str, Grain] = {"Month": "month", "Quarter": "quarter"}
_SHOWN = 12  # groups in the chart; the table holds more
_IN_TABLE = 50
_PERIODS = 24  # in the chart, the newest
_NO_RATE = "A filter speaks of what was answered, and an invitation has no answer: there is no response rate."


def four_figures(workspace: Workspace, scope: Scope) -> None:
    """The four figures of what the filters leave."""
    counts = workspace.reports.feedback_groups.total(scope)
    with st.grid(4, min_column_width=200):
        for name, label in LABELS.items():
            figure = counts.figure(name)
            show_figure(label, figure, UNITS[name], f"95 % interval: {INTERVALS[name]}.")
    if scope.is_of_answers:
        st.caption(_NO_RATE)


def chosen_figure() -> FigureName:
    """Which of the four the charts below show."""
    chosen = st.segmented_control(
        "Figure",
        list(LABELS),
        format_func=lambda name: LABELS[name],
        default="csat",
        key="feedback_figure",
        required=True,
    )
    return chosen or "csat"


def over_time(workspace: Workspace, scope: Scope, name: FigureName) -> None:
    """The figure by month or quarter, and in words whether it moved by more than noise."""
    grain = st.segmented_control(
        "By",
        list(_GRAINS),
        default="Month",
        key="feedback_grain",
        required=True,
        label_visibility="collapsed",
    )
    periods = workspace.reports.feedback_groups.by_period(_GRAINS[grain or "Month"], scope)
    shown = [one for one in periods if one.counts.figure(name)["n"]][-_PERIODS:]
    frame = figure_frame(shown, name)
    steps = clear_steps(name, [one.counts for one in shown])
    show_chart(
        f"{LABELS[name]} over time",
        lambda found: periods_with_intervals(found, steps, unit=UNITS[name], span=RANGES[name]),
        frame,
        key=f"feedback_time_{name}_{grain}_{scope_key(scope)}",
        alt=alt_text(f"{LABELS[name]} by period", frame, "name", "value", UNITS[name]),
        note="Bars are the 95 % intervals; hollow points stand on fewer than five. A line joins two periods "
        "only where the change is more than noise. Click a point to look at that period alone.",
        empty="Periods appear once a client answered.",
        picked=picker("period"),
    )
    change = last_change(name, [(one.name or one.key, one.counts) for one in periods])
    if change is None:
        st.caption(
            f"No trend: two periods with at least {FEWEST_ANSWERS} answers each are needed to compare."
        )
        return
    icon = {"better": ":material/trending_up:", "worse": ":material/trending_down:"}
    st.markdown(
        f"{icon.get(change.comparison['verdict'], ':material/trending_flat:')} {escape(change.words, 500)}"
    )
    st.caption(f"Tested at 95 %: {TESTS[name]}. Of twenty such comparisons one looks clear by chance alone.")


def side_by_side(workspace: Workspace, scope: Scope, name: FigureName) -> tuple[str, list[GroupCounts]]:
    """The figure by the group that a person chooses; returns what it is called and every group."""
    by = st.segmented_control(
        "By",
        list(BY),
        default="Offer",
        key="feedback_by",
        required=True,
        label_visibility="collapsed",
        wrap=True,
    )
    group = BY[by or "Offer"]
    found = [
        one._replace(name=shown_name(group, one.name))
        for one in workspace.reports.feedback_groups.by_group(group, scope)
    ]
    shown = [one for one in found if one.counts.figure(name)["n"]][:_SHOWN]
    frame = figure_frame(shown, name)
    show_chart(
        f"{LABELS[name]} by {(by or 'Offer').lower()}",
        lambda points: groups_with_intervals(points, unit=UNITS[name], span=RANGES[name]),
        frame,
        key=f"feedback_by_{name}_{group}_{scope_key(scope)}",
        alt=alt_text(f"{LABELS[name]} by group", frame, "name", "value", UNITS[name]),
        note="Bars are the 95 % intervals: where they overlap widely there is no difference. Hollow points "
        "stand on fewer than five. Click a point to look at that group alone.",
        empty="Groups appear once a client answered.",
        picked=picker(group),
    )
    return by or "Offer", found


def all_four(by: str, found: list[GroupCounts]) -> None:
    """The four figures of each group as a table, and how each figure is made."""
    if found:
        table = pd.DataFrame([compared(by, one) for one in found[:_IN_TABLE]])
        st.dataframe(table, hide_index=True, width="stretch", alt=f"Figures by {by.lower()}")
    more = f" The {_IN_TABLE} with most answers of {len(found):,}." if len(found) > _IN_TABLE else ""
    st.caption(f"In brackets the 95 % interval and n.{more}")
    with st.expander("How each figure is made", icon=":material/functions:"):
        for one, label in LABELS.items():
            st.markdown(f"**{label}** = {escape(FORMULAS[one])}. Interval: {escape(INTERVALS[one])}.")


def compared(by: str, line: GroupCounts) -> dict[str, str]:
    """One line of the table, as a person reads it."""
    figures = {LABELS[name]: figure_words(line.counts.figure(name), UNITS[name]) for name in LABELS}
    return {by: line.name or line.key, "Responses": f"{line.counts.responses:,}", **figures}


def figure_frame(lines: Sequence[GroupCounts], name: FigureName) -> pd.DataFrame:
    """The figure of each group: name, key, value, low, high, n, enough, formula."""
    columns = ["name", "key", "value", "low", "high", "n", "enough", "formula"]
    found = [(one.name or one.key, one.key, one.counts.figure(name)) for one in lines]
    frame = pd.DataFrame(
        [(label, key, *(figure[part] for part in columns[2:])) for label, key, figure in found],  # type: ignore[literal-required]
        columns=columns,
    )
    return frame.astype(dict.fromkeys(("value", "low", "high"), float))


def shown_name(group: Group, name: str | None) -> str:
    """A group as people call it."""
    if name is None:
        return "Not known"
    return humanised(name) if group == "service" else name

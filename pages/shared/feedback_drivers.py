"""What to fix first: the driver quadrant on the feedback page, and what is still missing for it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.drivers import (
    CORRELATION_FORMULA,
    LEAST_ANSWERS,
    MEANINGS,
    MOVES_WITH_IT,
    QUADRANTS,
    Driver,
)
from core.feedback_figures import figure_words
from core.feedback_scope import Facet, Scope
from db.workspace import Workspace
from pages.shared.chart_view import show_chart
from pages.shared.charts_drivers import driver_quadrant
from pages.shared.feedback_filter import pick, scope_key
from pages.shared.formats import NONE
from pages.shared.user_text import escape


def driver_board(workspace: Workspace, scope: Scope) -> None:
    """The quadrant of what has enough answers, and every driver as a table."""
    drivers = workspace.reports.feedback_drivers.drivers(scope)
    overall = workspace.reports.feedback_groups.total(scope).figure("csat")["value"] or 0.0
    shown = [one for one in drivers if one.quadrant]
    frame = pd.DataFrame(
        [
            {
                "label": one.label,
                "pick": f"{one.kind}\n{one.key}",
                "satisfied": one.satisfied["value"],
                "r": one.correlation.r,
                "low": one.correlation.low,
                "high": one.correlation.high,
                "n": one.correlation.n,
                "quadrant": one.quadrant,
            }
            for one in shown
        ]
    )
    named = [f"{one.label}: {QUADRANTS[one.quadrant]}" for one in shown if one.quadrant]
    show_chart(
        "What to fix first",
        lambda found: driver_quadrant(found, overall),
        frame,
        key=f"feedback_drivers_{scope_key(scope)}",
        alt=f"Drivers of satisfaction. {'; '.join(named)}.",
        note="To the left clients are less satisfied with it than with the whole; above the line it moves "
        f"with the whole (r of at least {MOVES_WITH_IT}). Bars are 95 % intervals. That two things move "
        "together does not say that one causes the other. Click a point to look at its answers.",
        empty=_missing(drivers),
        picked=_pick,
    )
    if drivers:
        with st.expander("Every driver with its figures", icon=":material/functions:"):
            st.dataframe(
                pd.DataFrame([_line(one) for one in drivers]),
                hide_index=True,
                width="stretch",
                alt="Drivers of satisfaction with their figures",
            )
            for name, label in QUADRANTS.items():
                st.markdown(f"**{label}**: {escape(MEANINGS[name])}.")
            st.caption(escape(f"{CORRELATION_FORMULA}.", 500))


def _pick(value: object) -> None:
    kind, _, key = str(value).partition("\n")
    facet: Facet = "low" if kind == "category" else "theme"
    pick(facet, key)


def _missing(drivers: list[Driver]) -> str:
    """How many more answers the quadrant needs."""
    if not drivers:
        return f"Drivers appear once {LEAST_ANSWERS} clients rated the whole and one part of it."
    nearest = min(drivers, key=lambda one: one.missing)
    if nearest.missing:
        return (
            f"{nearest.missing} more answers are needed: drivers are told from {LEAST_ANSWERS} answers on, "
            f"and {nearest.label} has {nearest.correlation.n}."
        )
    return "Everybody answered the same, so nothing moves with satisfaction."


def _line(one: Driver) -> dict[str, str]:
    found = one.correlation
    if one.missing:
        says = f"{one.missing} more answers needed"
    elif one.quadrant is None:
        says = "everybody answered the same"
    else:
        says = QUADRANTS[one.quadrant] + (" (may be chance)" if one.may_be_chance else "")
    r = NONE
    if found.r is not None:
        r = f"{found.r:.2f} ({found.low:.2f} to {found.high:.2f}, n {found.n:,})"
    return {
        "Driver": one.label,
        "What it says": says,
        "Satisfied": figure_words(one.satisfied, " %"),
        "Moves with the whole (r)": r,
        "Formula": one.satisfied["formula"],
    }

"""Charts of projects: when milestones are due, and when money comes."""

from __future__ import annotations

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from pages.shared.charts import STATES, figure, filled, labels, plain, rows_figure

_MILESTONES = {
    "done": ("Done", STATES["good"], "circle"),
    "planned": ("Planned", STATES["open"], "circle-open"),
    "late": ("Late", STATES["late"], "x"),
}
_PAYMENTS = {
    "paid": ("Paid", STATES["good"], ""),
    "due": ("Due", STATES["open"], "/"),
    "overdue": ("Overdue", STATES["late"], "x"),
}


def milestones_timeline(frame: pd.DataFrame, *, today: date) -> go.Figure:
    """Milestones on a line for each project, with today marked.

    `frame`: `project` (str), `milestone` (str), `due` (date or datetime64), `state` (str: done, planned,
    late).
    """
    projects = list(dict.fromkeys(frame["project"]))
    names = dict(zip(projects, labels(projects), strict=True))
    spans = frame.groupby("project", sort=False)["due"].agg(["min", "max"])
    lines = go.Scatter(
        x=[moment for low, high in spans.itertuples(index=False) for moment in (low, high, None)],
        y=[name for project in spans.index for name in (names[project], names[project], None)],
        mode="lines",
        line={"color": STATES["idle"], "width": 2},
        hoverinfo="skip",
        showlegend=False,
    )
    points = [
        go.Scatter(
            name=title,
            x=part["due"],
            y=part["project"].map(names),
            mode="markers",
            marker={"color": color, "symbol": symbol, "size": 12, "line": {"width": 2, "color": color}},
            customdata=[[plain(one, 60)] for one in part["milestone"]],
            hovertemplate="%{customdata[0]}<br>%{x|%d %b %Y}<extra>" + title + "</extra>",
        )
        for state, (title, color, symbol) in _MILESTONES.items()
        if len(part := frame[frame["state"] == state])
    ]
    chart = rows_figure(
        list(names.values()),
        lines,
        *points,
        xaxis={"type": "date", "tickformat": "%d %b\n%Y", "nticks": 4, "tickangle": 0},
    )
    chart.add_vline(x=today.isoformat(), line={"color": STATES["attention"], "width": 2, "dash": "dot"})
    return chart


def payments_calendar(frame: pd.DataFrame, *, currency: str) -> go.Figure:
    """Money by month: paid, due, overdue.

    `frame`: `month` (date or datetime64, the first of the month), `state` (str: paid, due, overdue),
    `amount` (float, in units of `currency`).
    """
    traces = [
        go.Bar(
            name=title,
            x=pd.to_datetime(part["month"]),
            y=part["amount"],
            marker=filled(color, pattern),
            hovertemplate="%{x|%B %Y}: %{y:,.2f} " + currency + "<extra>" + title + "</extra>",
        )
        for state, (title, color, pattern) in _PAYMENTS.items()
        if len(part := frame[frame["state"] == state])
    ]
    return figure(
        *traces,
        showlegend=True,
        xaxis={
            "type": "date",
            "tickformat": "%b\n%Y",
            "dtick": _month_step(frame),
            "ticklabelmode": "instant",
        },
        yaxis={"title": {"text": currency}, "rangemode": "tozero", "nticks": 6, "tickformat": "~s"},
    )


def _month_step(frame: pd.DataFrame) -> str:
    """Months between two labels, so that at most six of them stand beside each other on a phone."""
    if frame.empty:
        return "M1"
    months = pd.to_datetime(frame["month"])
    span = (months.max().year - months.min().year) * 12 + months.max().month - months.min().month + 1
    return f"M{-(-span // 6)}"

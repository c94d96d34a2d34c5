"""Charts of projects: when milestones are due, and when money comes."""

from __future__ import annotations

from datetime import date
from typing import Any

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
            hovertemplate="%{customdata[0]}<br>%{x|%-d %b %Y}<extra>" + title + "</extra>",
        )
        for state, (title, color, symbol) in _MILESTONES.items()
        if len(part := frame[frame["state"] == state])
    ]
    chart = rows_figure(
        list(names.values()),
        lines,
        *points,
        xaxis=_date_axis(frame["due"]),
    )
    chart.add_vline(x=today.isoformat(), line={"color": STATES["attention"], "width": 2, "dash": "dot"})
    return chart


_STATES = {
    "done": ("Done in time", STATES["good"], ""),
    "done late": ("Done late", STATES["attention"], "/"),
    "running": ("Running", STATES["open"], ""),
    "overdue": ("Past its planned end", STATES["late"], "x"),
}
_PLAN_WIDTH, _REAL_WIDTH = 0.5, 0.22  # of a row


def plan_and_reality(frame: pd.DataFrame, *, today: date) -> go.Figure:
    """A bar for the plan and a narrower one for what happened, on a line for each piece of work.

    `frame`: `name` (str), `plan_start`, `plan_end`, `real_start`, `real_end` (dates; real ones may be
    none), `first_end` (date or none: the end before it was moved), `state` (str: planned, running,
    overdue, done, done late). What runs reaches to `today`.
    """
    names = labels(frame["name"])
    rows = frame.assign(label=names)
    plan = go.Bar(
        name="Plan",
        y=rows["label"],
        base=pd.to_datetime(rows["plan_start"]),
        x=_lengths(rows["plan_start"], rows["plan_end"]),
        orientation="h",
        width=_PLAN_WIDTH,
        marker={"color": STATES["idle"], "opacity": 0.35},
        customdata=[
            [_day(start), _day(end)] for start, end in zip(rows["plan_start"], rows["plan_end"], strict=True)
        ],
        hovertemplate="%{y}<br>planned %{customdata[0]} – %{customdata[1]}<extra></extra>",
    )
    real = []
    for state, (title, color, pattern) in _STATES.items():
        part = rows[(rows["state"] == state) & rows["real_start"].notna()]
        if part.empty:
            continue
        ends = part["real_end"].where(part["real_end"].notna(), today)
        real.append(
            go.Bar(
                name=title,
                y=part["label"],
                base=pd.to_datetime(part["real_start"]),
                x=_lengths(part["real_start"], ends),
                orientation="h",
                width=_REAL_WIDTH,
                marker=filled(color, pattern),
                customdata=[
                    [_day(start), _day(end)] for start, end in zip(part["real_start"], ends, strict=True)
                ],
                hovertemplate="%{y}<br>%{customdata[0]} – %{customdata[1]}<extra>" + title + "</extra>",
            )
        )
    moved = rows[rows["first_end"].notna()]
    marks = go.Scatter(
        name="End before it was moved",
        x=pd.to_datetime(moved["first_end"]),
        y=moved["label"],
        mode="markers",
        marker={"color": STATES["attention"], "symbol": "line-ns-open", "size": 20, "line": {"width": 3}},
        hovertemplate="%{y}<br>first agreed: %{x|%-d %b %Y}<extra></extra>",
    )
    chart = rows_figure(
        names,
        plan,
        *real,
        *([marks] if len(moved) else []),
        barmode="overlay",
        showlegend=True,
        xaxis=_date_axis(frame["plan_start"], frame["plan_end"], frame["real_end"]),
    )
    chart.add_vline(x=today.isoformat(), line={"color": STATES["attention"], "width": 2, "dash": "dot"})
    return chart


def _lengths(starts: pd.Series[Any], ends: pd.Series[Any]) -> list[float]:
    """Milliseconds from the first to the end of the last day, as a date axis measures bars."""
    spans = pd.to_datetime(ends) - pd.to_datetime(starts) + pd.Timedelta(days=1)
    return [max(span / pd.Timedelta(milliseconds=1), 0.0) for span in spans]


def _day(value: Any) -> str:
    found = pd.Timestamp(value)
    return f"{found.day} {found:%b %Y}"


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
            "tickformat": "%b<br>%Y",
            "dtick": _month_step(frame["month"]),
            "ticklabelmode": "instant",
        },
        yaxis={"title": {"text": currency}, "rangemode": "tozero", "nticks": 6, "tickformat": "~s"},
    )


def _date_axis(*days: pd.Series[Any]) -> dict[str, Any]:
    """A date axis with a label for each month, or for days where all is within ten weeks."""
    found = pd.to_datetime(pd.concat(days)).dropna()
    if found.empty or (found.max() - found.min()).days < 70:
        return {"type": "date", "tickformat": "%-d %b<br>%Y", "nticks": 4, "tickangle": 0}
    return {"type": "date", "tickformat": "%b<br>%Y", "dtick": _month_step(found), "ticklabelmode": "instant"}


def _month_step(days: pd.Series[Any]) -> str:
    """Months between two labels, so that at most six of them stand beside each other on a phone."""
    if days.empty:
        return "M1"
    months = pd.to_datetime(days)
    span = (months.max().year - months.min().year) * 12 + months.max().month - months.min().month + 1
    return f"M{-(-span // 6)}"

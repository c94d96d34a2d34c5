"""Charts of runs and of the loop: how runs end, how long they take, what waits where."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pages.shared.charts import STATES, figure, filled, labels, rows_figure

OUTCOMES = {
    "delivered": ("Delivered", STATES["good"], ""),
    "refused": ("Refused", STATES["attention"], "/"),
    "rejected": ("Rejected", STATES["open"], "."),
    "failed": ("Failed", STATES["late"], "x"),
}
HANDOFFS = {
    "accepted": ("Accepted", STATES["good"], ""),
    "waiting": ("Waiting", STATES["attention"], "/"),
    "returned": ("Returned", STATES["late"], "x"),
}


def run_outcomes(frame: pd.DataFrame) -> go.Figure:
    """Runs by day and by how they ended; an outcome that is not listed here counts as failed.

    `frame`: `day` (date or datetime64), `outcome` (str: delivered, refused, rejected,
    failed), `runs` (int).
    """
    known = frame.assign(outcome=frame["outcome"].where(frame["outcome"].isin(list(OUTCOMES)), "failed"))
    traces = [
        go.Bar(
            name=title,
            x=pd.to_datetime(part["day"]),
            y=part["runs"],
            marker=filled(color, pattern),
            hovertemplate="%{x|%-d %b %Y}: %{y:,}<extra>" + title + "</extra>",
        )
        for outcome, (title, color, pattern) in OUTCOMES.items()
        if len(part := known[known["outcome"] == outcome])
    ]
    return figure(
        *traces,
        showlegend=True,
        xaxis={"type": "date", "tickformat": "%-d %b<br>%Y", "nticks": 4, "tickangle": 0},
        yaxis={"title": {"text": "Runs"}, "rangemode": "tozero", "nticks": 6},
    )


def run_durations(frame: pd.DataFrame) -> go.Figure:
    """How long runs take: the median as a bar, the slowest twentieth as a mark.

    `frame`: `workflow` (str, as people call it), `p50_ms` and `p95_ms` (float, milliseconds), `runs` (int).
    """
    names = labels(frame["workflow"])
    return rows_figure(
        names,
        go.Bar(
            name="Half are faster",
            y=names,
            x=frame["p50_ms"],
            orientation="h",
            marker_color=STATES["open"],
            customdata=frame[["runs"]],
            hovertemplate="%{y}: median %{x:,.1f} ms of %{customdata[0]:,} runs<extra></extra>",
        ),
        go.Scatter(
            name="95 % are faster",
            y=names,
            x=frame["p95_ms"],
            mode="markers",
            marker={"color": STATES["attention"], "symbol": "line-ns-open", "size": 18, "line": {"width": 3}},
            hovertemplate="%{y}: 95 % within %{x:,.1f} ms<extra></extra>",
        ),
        xaxis={"title": {"text": "Milliseconds"}, "rangemode": "tozero", "nticks": 5},
    )


def loop_overview(frame: pd.DataFrame) -> go.Figure:
    """The handoffs between the domains, in the order of the loop, by what became of them.

    `frame`: `handoff` (str, such as "Offers → Marketing"), `state` (str: accepted, waiting, returned),
    `handoffs` (int).
    """
    order = list(dict.fromkeys(frame["handoff"]))
    names = dict(zip(order, labels(order), strict=True))
    traces = [
        go.Bar(
            name=title,
            y=part["handoff"].map(names),
            x=part["handoffs"],
            orientation="h",
            marker=filled(color, pattern),
            text=[f"{count:,}" if count else "" for count in part["handoffs"]],
            textposition="inside",
            insidetextanchor="middle",
            hovertemplate="%{y}: %{x:,}<extra>" + title + "</extra>",
        )
        for state, (title, color, pattern) in HANDOFFS.items()
        if len(part := frame[frame["state"] == state])
    ]
    return rows_figure(
        list(names.values()),
        *traces,
        showlegend=True,
        xaxis={"rangemode": "tozero", "nticks": 6, "title": {"text": "Handoffs"}},
    )

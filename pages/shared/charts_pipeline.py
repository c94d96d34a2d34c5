"""Charts of the pipeline: how far deals come, and what they are worth."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pages.shared.charts import figure, labels, rows_figure
from pages.shared.domains import DOMAINS

_SALES = DOMAINS["sales"].chart_color
_PALE = "#9bb8d6"


def funnel_by_stage(frame: pd.DataFrame) -> go.Figure:
    """How many deals reached each stage, in the order of the rows.

    `frame`: `stage` (str, as people call it), `deals` (int: deals that reached the stage or went past it).
    """
    return figure(
        go.Funnel(
            y=labels(frame["stage"]),
            x=frame["deals"],
            textinfo="value+percent initial",
            textposition="auto",
            marker={"color": _SALES},
            connector={"visible": False},
            hovertemplate="%{y}: %{x:,} deals, %{percentInitial:.0%} of all<extra></extra>",
        ),
        height=60 + 52 * len(frame),
        yaxis={"categoryorder": "array", "categoryarray": labels(frame["stage"])},
    )


def pipeline_value(frame: pd.DataFrame, *, currency: str) -> go.Figure:
    """The value of open deals by stage: in full, and weighted by the stage's probability.

    `frame`: `stage` (str), `value` and `weighted` (float, in units of `currency`).
    """
    names = labels(frame["stage"])
    longest = frame["value"].max()
    traces = [
        go.Bar(
            name=title,
            y=names,
            x=frame[column],
            orientation="h",
            marker_color=color,
            text=[_short(amount) for amount in frame[column]],
            textposition=["inside" if amount > longest / 5 else "outside" for amount in frame[column]],
            hovertemplate="%{y}: %{x:,.2f} " + currency + "<extra>" + title + "</extra>",
        )
        for title, column, color in (("Weighted", "weighted", _SALES), ("In full", "value", _PALE))
    ]
    return rows_figure(
        names,
        *traces,
        row=74,
        barmode="group",
        bargap=0.42,
        xaxis={"title": {"text": currency}, "rangemode": "tozero", "nticks": 5},
        legend={"traceorder": "reversed"},
    )


def _short(amount: float) -> str:
    for size, sign in ((1_000_000, "m"), (1_000, "k")):
        if abs(amount) >= size:
            return f"{amount / size:,.1f}".removesuffix(".0") + sign
    return f"{amount:,.0f}"

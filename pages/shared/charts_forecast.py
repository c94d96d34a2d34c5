"""Charts of what the pipeline will bring: by close month, by stage probability, by who wins."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pages.shared.charts import STATES, figure, labels, rows_figure
from pages.shared.domains import DOMAINS

_SALES = DOMAINS["sales"].chart_color
_PALE = "#9bb8d6"
_OBSERVED = DOMAINS["fulfillment"].chart_color


def forecast_months(frame: pd.DataFrame, *, currency: str) -> go.Figure:
    """`frame`: `month` (str, as people call it), `full`, `assumed`, `observed` (units of `currency`)."""
    names = labels(frame["month"])
    traces = [
        go.Bar(
            name=title,
            x=names,
            y=frame[column],
            marker={"color": color, "pattern": {"shape": pattern}},
            hovertemplate="%{x}: %{y:,.2f} " + currency + "<extra>" + title + "</extra>",
        )
        for title, column, color, pattern in (
            ("In full", "full", _PALE, ""),
            ("Weighted, policy", "assumed", _SALES, ""),
            ("Weighted, observed", "observed", _OBSERVED, "/"),
        )
    ]
    return figure(
        *traces,
        height=340,
        barmode="group",
        bargap=0.3,
        xaxis={"type": "category"},
        yaxis={"title": {"text": currency}, "rangemode": "tozero", "nticks": 6},
    )


def stage_chances(frame: pd.DataFrame) -> go.Figure:
    """`frame`: `stage` (str), `assumed`, `observed`, `low`, `high` (%, NaN where too few deals closed)."""
    names = labels(frame["stage"])
    return rows_figure(
        names,
        go.Bar(
            name="Observed",
            y=names,
            x=frame["observed"],
            orientation="h",
            marker={"color": _OBSERVED, "pattern": {"shape": "/"}},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": frame["high"] - frame["observed"],
                "arrayminus": frame["observed"] - frame["low"],
                "thickness": 1.5,
                "color": STATES["attention"],
            },
            hovertemplate="%{y}: %{x:.0f} %<extra>Observed</extra>",
        ),
        go.Bar(
            name="Policy",
            y=names,
            x=frame["assumed"],
            orientation="h",
            marker_color=_SALES,
            hovertemplate="%{y}: %{x:.0f} %<extra>Policy</extra>",
        ),
        row=74,
        barmode="group",
        bargap=0.42,
        xaxis={"title": {"text": "% of deals won"}, "range": [0, 100], "nticks": 5},
        legend={"traceorder": "reversed"},
    )


def win_rate_rows(frame: pd.DataFrame) -> go.Figure:
    """`frame`: `name` (str), `rate`, `low`, `high` (%)."""
    names = labels(frame["name"])
    return rows_figure(
        names,
        go.Bar(
            y=names,
            x=frame["rate"],
            orientation="h",
            marker_color=_SALES,
            error_x={
                "type": "data",
                "symmetric": False,
                "array": frame["high"] - frame["rate"],
                "arrayminus": frame["rate"] - frame["low"],
                "thickness": 1.5,
                "color": STATES["attention"],
            },
            customdata=frame["closed"],
            hovertemplate="%{y}: %{x:.0f} % of %{customdata:,} closed deals<extra></extra>",
        ),
        xaxis={"title": {"text": "% won"}, "range": [0, 100], "nticks": 5},
    )

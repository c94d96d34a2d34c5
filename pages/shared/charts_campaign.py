"""Charts of a campaign: what was spent so far against an even pace."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pages.shared.charts import STATES, figure


def spend_over_time(frame: pd.DataFrame, *, currency: str) -> go.Figure:
    """All spend up to each day, and the pace that would spend the budget evenly.

    `frame`: `day` (date), `spent` (float, units of `currency`, growing), `pace` (float, may be missing).
    """
    days = pd.to_datetime(frame["day"])
    traces = [
        go.Scatter(
            name="Spent",
            x=days,
            y=frame["spent"],
            mode="lines+markers" if len(frame) < 40 else "lines",
            line={"color": STATES["good"], "width": 3, "shape": "hv"},
            hovertemplate="%{x|%-d %b %Y}: %{y:,.2f} " + currency + " so far<extra></extra>",
        )
    ]
    if "pace" in frame:
        traces.append(
            go.Scatter(
                name="Even pace",
                x=days,
                y=frame["pace"],
                mode="lines",
                line={"color": STATES["attention"], "width": 2, "dash": "dot"},
                hovertemplate="%{x|%-d %b %Y}: %{y:,.2f} " + currency + " at an even pace<extra></extra>",
            )
        )
    return figure(
        *traces,
        xaxis={"type": "date", "tickformat": "%-d %b<br>%Y", "nticks": 4, "tickangle": 0},
        yaxis={"title": {"text": currency}, "rangemode": "tozero", "nticks": 6, "tickformat": "~s"},
    )

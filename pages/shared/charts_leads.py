"""Charts of leads: how scores are spread, and which campaign brings whom."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pages.shared.charts import BANDS, figure, labels, rows_figure

BAND_ORDER = ("hot", "warm", "cold", "insufficient_data")
_BAND_LABELS = {"hot": "Hot", "warm": "Warm", "cold": "Cold", "insufficient_data": "Too little known"}


def score_distribution(frame: pd.DataFrame, *, width: int = 5) -> go.Figure:
    """Leads by score, coloured by band.

    `frame`: `score` (int, lower end of a bin of `width` points, 0-100), `band` (str: hot, warm, cold,
    insufficient_data), `leads` (int).
    """
    traces = [
        go.Bar(
            name=_BAND_LABELS[band],
            x=part["score"] + width / 2,
            y=part["leads"],
            width=width * 0.86,
            marker_color=BANDS[band],
            customdata=[[int(low), int(low) + width - 1] for low in part["score"]],
            hovertemplate="Score %{customdata[0]}–%{customdata[1]}: %{y:,} leads<extra></extra>",
        )
        for band in BAND_ORDER
        if len(part := frame[frame["band"] == band])
    ]
    return figure(
        *traces,
        xaxis={"range": [0, 100], "dtick": 20, "title": {"text": "Score"}},
        yaxis={"title": {"text": "Leads"}, "rangemode": "tozero"},
        showlegend=True,
    )


def scores_by_campaign(frame: pd.DataFrame) -> go.Figure:
    """Leads of each campaign, stacked by band; the campaign with most leads on top.

    `frame`: `campaign` (str), `band` (str: hot, warm, cold, insufficient_data), `leads` (int).
    """
    totals = frame.groupby("campaign")["leads"].sum().sort_values(ascending=False)
    names = dict(zip(totals.index, labels(list(totals.index)), strict=True))
    traces = [
        go.Bar(
            name=_BAND_LABELS[band],
            y=part["campaign"].map(names),
            x=part["leads"],
            orientation="h",
            marker_color=BANDS[band],
            text=part["leads"],
            textposition="inside",
            insidetextanchor="middle",
            hovertemplate="%{y}: %{x:,} " + _BAND_LABELS[band].lower() + "<extra></extra>",
        )
        for band in BAND_ORDER
        if len(part := frame[frame["band"] == band])
    ]
    return rows_figure(
        list(names.values()),
        *traces,
        showlegend=True,
        xaxis={"title": {"text": "Leads"}, "rangemode": "tozero"},
    )

"""Themes by tone: a bubble for each pair, as large as people speak that way of the theme."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from core.theme_tones import TONE_LABELS, TONES
from pages.shared.charts import STATES, figure, labels

_COLORS = {
    "positive": STATES["good"],
    "mixed": STATES["idle"],
    "negative": STATES["late"],
    "request": STATES["open"],
}
_SHOWN = 12  # themes, those most talked about
_ROW, _SMALLEST, _LARGEST = 46, 16, 40  # pixels


def themes_by_tone(frame: pd.DataFrame) -> go.Figure:
    """A heat map cannot be clicked, so the cells are bubbles with their number in them.

    `frame`: `theme`, `label`, `tone` (as in TONES), `mentions` (int), the most named theme first. A bubble's
    data is the theme and the tone with a line break between them.
    """
    themes = list(dict.fromkeys(frame["theme"]))[:_SHOWN]
    shown = frame[frame["theme"].isin(themes)]
    first = shown.drop_duplicates("theme").set_index("theme")["label"]
    names = dict(zip(themes, labels([first[theme] for theme in themes], 22), strict=True))
    most = max(1, int(shown["mentions"].max()))
    sizes = [_SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(number / most) for number in shown["mentions"]]
    bubbles = go.Scatter(
        x=[TONE_LABELS[tone] for tone in shown["tone"]],
        y=[names[theme] for theme in shown["theme"]],
        mode="markers+text",
        text=[f"{number:,}" for number in shown["mentions"]],
        textposition="middle center",
        textfont={"color": "#ffffff", "size": 11},
        marker={"size": sizes, "color": [_COLORS[tone] for tone in shown["tone"]], "opacity": 1},
        customdata=[[f"{theme}\n{tone}"] for theme, tone in zip(shown["theme"], shown["tone"], strict=True)],
        hovertemplate="%{y}, %{x}: %{text} people<extra></extra>",
    )
    order = list(names.values())
    return figure(
        bubbles,
        height=90 + _ROW * len(themes),
        showlegend=False,
        uniformtext={"mode": False},
        xaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": [TONE_LABELS[tone] for tone in TONES],
            "range": [-0.5, len(TONES) - 0.5],
            "side": "top",
            "showgrid": False,
        },
        yaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": order[::-1],
            "range": [-0.6, len(order) - 0.4],
        },
    )

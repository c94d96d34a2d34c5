"""Charts of what clients say: ratings by category, and over time."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pages.shared.charts import STATES, figure, labels, rows_figure
from pages.shared.domains import DOMAINS

STRONG, WEAK = 4.5, 3.5  # stars; the same marks as the analysis uses for strengths and weaknesses
_FEEDBACK = DOMAINS["feedback"].chart_color


def satisfaction_by_category(frame: pd.DataFrame) -> go.Figure:
    """The mean rating of each category out of five stars, best on top; n stands beside it.

    `frame`: `category` (str, as people call it), `mean` (float, 1-5), `n` (int, answers), and its `key`
    where a click on a bar should name it.
    """
    ordered = frame.sort_values("mean", ascending=False)
    names = labels(ordered["category"])
    colors = [
        STATES["good"] if mean >= STRONG else STATES["late"] if mean <= WEAK else STATES["open"]
        for mean in ordered["mean"]
    ]
    return rows_figure(
        names,
        go.Bar(
            y=names,
            x=ordered["mean"],
            orientation="h",
            marker_color=colors,
            text=[f"{mean:.1f} (n {n:,})" for mean, n in zip(ordered["mean"], ordered["n"], strict=True)],
            customdata=frame_keys(ordered),
            textposition="inside",
            insidetextanchor="start",
            hovertemplate="%{y}: %{x:.2f} of 5<extra></extra>",
        ),
        xaxis={"range": [0, 5.05], "dtick": 1, "title": {"text": "Stars"}},
    )


def frame_keys(frame: pd.DataFrame) -> list[list[str]] | None:
    """What a click on a bar names; None where the frame names nothing."""
    return [[str(key)] for key in frame["key"]] if "key" in frame else None


def satisfaction_over_time(frame: pd.DataFrame) -> go.Figure:
    """Average rating in % by month. Months with fewer than five answers are hollow: too few for a trend.

    `frame`: `month` (date or datetime64), `score` (float, 0-100), `n` (int, answers).
    """
    few = frame["n"] < 5
    months = pd.to_datetime(frame["month"])
    # Left alone, a short axis would name a month several times.
    ticks = {"dtick": "M1"} if (months.max() - months.min()).days < 200 else {"nticks": 6}
    return figure(
        go.Scatter(
            x=months,
            y=frame["score"],
            mode="lines+markers",
            line={"color": _FEEDBACK, "width": 2.5},
            marker={
                "size": 10,
                "color": _FEEDBACK,
                "symbol": ["circle-open" if one else "circle" for one in few],
            },
            customdata=frame[["n"]],
            hovertemplate="%{x|%B %Y}: %{y:.0f} % from %{customdata[0]:,} answers<extra></extra>",
        ),
        xaxis={"type": "date", "tickformat": "%b<br>%Y", **ticks},
        yaxis={"range": [0, 104], "dtick": 20, "ticksuffix": " %"},
    )

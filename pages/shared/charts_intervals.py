"""Charts of figures with their intervals: groups side by side, and periods that a line joins only where
the change is more than noise."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from pages.shared.charts import figure, labels, rows_figure
from pages.shared.domains import DOMAINS

_FEEDBACK = DOMAINS["feedback"].chart_color
_PALE = "#9aa8a5"
_ROW = 46


def groups_with_intervals(frame: pd.DataFrame, *, unit: str, span: tuple[float, float]) -> go.Figure:
    """A point with its 95 % interval for each group; its key is in the point's data for a click.

    `frame`: `name`, `key`, `value`, `low`, `high` (float or None), `n`, `enough` (bool: n of at least five).
    """
    names = labels(frame["name"])
    return rows_figure(
        names,
        go.Scatter(
            y=names,
            x=frame["value"],
            mode="markers+text",
            text=[
                f"{value:.0f}{unit} (n {n:,})" for value, n in zip(frame["value"], frame["n"], strict=True)
            ],
            textposition="top center",
            marker={
                "size": 13,
                "color": _FEEDBACK,
                "symbol": ["circle" if enough else "circle-open" for enough in frame["enough"]],
            },
            error_x=_bars(frame),
            customdata=frame[["key", "low", "high", "n"]],
            hovertemplate="%{y}: %{x:.0f}"
            + unit
            + " (%{customdata[1]:.0f} to %{customdata[2]:.0f}, n %{customdata[3]:,})<extra></extra>",
        ),
        row=_ROW,
        xaxis={"range": _wider(span), "ticksuffix": unit, "nticks": 6},
        uniformtext={"mode": False},
        margin={"l": 8, "r": 12, "t": 8, "b": 4},
    )


def periods_with_intervals(
    frame: pd.DataFrame, clear: Sequence[bool], *, unit: str, span: tuple[float, float]
) -> go.Figure:
    """A point with its 95 % interval for each period; `clear[i]` joins period i to i + 1 with a line.

    `frame`: as in `groups_with_intervals`, the oldest period first.
    """
    names = [str(name) for name in frame["name"]]
    lines = [
        go.Scatter(
            x=names[start : start + 2],
            y=frame["value"].iloc[start : start + 2],
            mode="lines",
            line={"color": _FEEDBACK, "width": 2.5},
            hoverinfo="skip",
        )
        for start, is_clear in enumerate(clear)
        if is_clear
    ]
    points = go.Scatter(
        x=names,
        y=frame["value"],
        mode="markers",
        marker={
            "size": 12,
            "color": _FEEDBACK,
            "symbol": ["circle" if enough else "circle-open" for enough in frame["enough"]],
        },
        error_y=_bars(frame),
        customdata=frame[["key", "low", "high", "n"]],
        hovertemplate="%{x}: %{y:.0f}"
        + unit
        + " (%{customdata[1]:.0f} to %{customdata[2]:.0f}, n %{customdata[3]:,})<extra></extra>",
    )
    return figure(
        *lines,
        points,
        showlegend=False,
        xaxis={"type": "category", "categoryorder": "array", "categoryarray": names, "nticks": 8},
        yaxis={"range": _wider(span), "ticksuffix": unit},
    )


def _bars(frame: pd.DataFrame) -> dict[str, object]:
    """Error bars from low to high; none where a single value has no interval."""
    above = (frame["high"] - frame["value"]).fillna(0).clip(lower=0)
    below = (frame["value"] - frame["low"]).fillna(0).clip(lower=0)
    return {
        "type": "data",
        "symmetric": False,
        "array": above,
        "arrayminus": below,
        "color": _PALE,
        "thickness": 2,
        "width": 5,
    }


def _wider(span: tuple[float, float]) -> list[float]:
    edge = (span[1] - span[0]) * 0.06
    return [span[0] - edge, span[1] + edge]

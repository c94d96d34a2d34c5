"""The driver quadrant: satisfaction across, how much it moves with the whole upwards."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from core.drivers import MOVES_WITH_IT, QUADRANTS, Quadrant
from pages.shared.charts import STATES, figure, labels

_COLORS = {
    "fix_first": STATES["late"],
    "keep_up": STATES["good"],
    "watch": STATES["attention"],
    "leave": STATES["idle"],
}


def driver_quadrant(frame: pd.DataFrame, overall: float) -> go.Figure:
    """`frame`: `label`, `pick` (what a click names), `satisfied` (%), `r`, `low`, `high` (−1 to 1), `n`,
    `quadrant`. `overall` is the share in % that is happy with the whole: the line between left and right."""
    left = min(float(frame["satisfied"].min()), overall) - 8
    right = max(float(frame["satisfied"].max()), overall) + 8
    # Room for the names of the quadrants above and below the points.
    bottom = min(float(frame["low"].min()), 0.0) - 0.2
    top = max(float(frame["high"].max()), MOVES_WITH_IT) + 0.3
    points = go.Scatter(
        x=frame["satisfied"],
        y=frame["r"],
        mode="markers+text",
        # Beside the point, on the side with more room: above and below it stands the bar of the interval.
        text=[f"\u00a0{label}\u00a0" for label in labels(frame["label"], 24)],
        textposition=[
            "middle right" if satisfied <= (left + right) / 2 else "middle left"
            for satisfied in frame["satisfied"]
        ],
        cliponaxis=False,
        marker={"size": 14, "color": [_COLORS[one] for one in frame["quadrant"]]},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": frame["high"] - frame["r"],
            "arrayminus": frame["r"] - frame["low"],
            "color": "#9aa8a5",
            "thickness": 1.5,
            "width": 4,
        },
        customdata=frame[["pick", "low", "high", "n"]],
        hovertemplate="%{text}: satisfied %{x:.0f} %, r %{y:.2f} (%{customdata[1]:.2f} to "
        "%{customdata[2]:.2f}, n %{customdata[3]:,})<extra></extra>",
    )
    corners: dict[Quadrant, tuple[str, float, str, float]] = {
        "fix_first": ("left", 0.01, "top", 0.99),
        "keep_up": ("right", 0.99, "top", 0.99),
        "watch": ("left", 0.01, "bottom", 0.01),
        "leave": ("right", 0.99, "bottom", 0.01),
    }
    notes = [
        {
            **{"xref": "paper", "yref": "paper", "showarrow": False, "text": f"<b>{label}</b>"},
            **{"font": {"color": _COLORS[name], "size": 13}},
            **dict(zip(("xanchor", "x", "yanchor", "y"), corners[name], strict=True)),
        }
        for name, label in QUADRANTS.items()
    ]
    line = {"type": "line", "line": {"color": "#9aa8a5", "width": 1, "dash": "dot"}}
    return figure(
        points,
        height=420,
        uniformtext={"mode": False},
        annotations=notes,
        shapes=[
            {**line, "xref": "x", "yref": "paper", "x0": overall, "x1": overall, "y0": 0, "y1": 1},
            {
                **line,
                "xref": "paper",
                "yref": "y",
                "x0": 0,
                "x1": 1,
                "y0": MOVES_WITH_IT,
                "y1": MOVES_WITH_IT,
            },
        ],
        xaxis={"range": [left, right], "ticksuffix": " %", "title": {"text": "Satisfied with it"}},
        yaxis={
            "range": [bottom, top],
            "tickvals": [-1, -0.5, 0, 0.5, 1],
            "title": {"text": "Moves with the whole (r)"},
        },
    )

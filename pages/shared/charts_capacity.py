"""Charts of capacity: how full each role is by week, and one role's weeks in hours."""

from __future__ import annotations

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from pages.shared.charts import ROW, STATES, figure, filled, plain

# Share of capacity → colour; each step keeps its colour up to the next.
_STEPS = ((0.0, "#dbe8e1"), (0.25, "#b4d3c3"), (0.5, "#86bb9f"), (0.8, "#4f9a76"), (1.0001, "#c2452d"))
_FULLEST = 1.6  # beyond this the colour does not change


def capacity_heatmap(frame: pd.DataFrame) -> go.Figure:
    """How full each role is in each week, agreed work and likely deals together.

    `frame`: `role` (str), `week` (date, a Monday), `needed` and `capacity` (hours; capacity may be none).
    """
    weeks = sorted(frame["week"].unique())
    roles = list(dict.fromkeys(frame["role"]))
    share = frame.assign(share=frame["needed"] / frame["capacity"].where(frame["capacity"] > 0))
    share.loc[(frame["capacity"] == 0) & (frame["needed"] > 0), "share"] = _FULLEST
    table = share.pivot(index="role", columns="week", values="share").reindex(index=roles, columns=weeks)
    cells = [["" if pd.isna(value) else f"{value:.0%}" for value in row] for row in table.to_numpy()]
    heat = go.Heatmap(
        x=[_week(week) for week in weeks],
        y=[plain(role) for role in roles],
        z=table.clip(upper=_FULLEST).to_numpy(),
        zmin=0,
        zmax=_FULLEST,
        colorscale=_scale(),
        showscale=False,
        xgap=3,
        ygap=3,
        customdata=cells,
        hovertemplate="%{y}, week of %{x}: %{customdata} of capacity<extra></extra>",
        hoverongaps=False,
    )
    height = 60 + len(roles) * (ROW - 14)
    return figure(
        heat,
        height=height,
        xaxis={
            "type": "category",
            "side": "top",
            "tickangle": 0,
            "tickvals": [_week(week) for week in weeks[:: max(1, len(weeks) // 4)]],
            "showgrid": False,
        },
        yaxis={"type": "category", "autorange": "reversed", "showgrid": False},
    )


def _week(monday: date) -> str:
    return f"{monday.day} {monday:%b}"


def _scale() -> list[tuple[float, str]]:
    """The steps as plotly wants them: each colour from its own share to the next."""
    scale: list[tuple[float, str]] = []
    for position, (start, color) in enumerate(_STEPS):
        end = _STEPS[position + 1][0] if position + 1 < len(_STEPS) else _FULLEST
        scale += [(min(start / _FULLEST, 1.0), color), (min(end / _FULLEST, 1.0), color)]
    return scale


def role_weeks(frame: pd.DataFrame) -> go.Figure:
    """Hours of one role by week: agreed, likely on top of it, high as a mark, capacity as a line.

    `frame`: `week` (date), `agreed`, `likely`, `high`, `capacity` (hours; likely and high include agreed).
    """
    traces = [
        go.Bar(
            name="Agreed",
            x=pd.to_datetime(frame["week"]),
            y=frame["agreed"],
            marker=filled(STATES["good"]),
            hovertemplate="Week of %{x|%-d %b}: %{y:,.0f} h agreed<extra></extra>",
        ),
        go.Bar(
            name="Likely from deals",
            x=pd.to_datetime(frame["week"]),
            y=frame["likely"] - frame["agreed"],
            customdata=frame[["likely"]],
            marker=filled(STATES["open"], "/"),
            hovertemplate="Week of %{x|%-d %b}: half of the cases need up to "
            "%{customdata[0]:,.0f} h<extra></extra>",
        ),
        go.Scatter(
            name="In nine of ten cases",
            x=pd.to_datetime(frame["week"]),
            y=frame["high"],
            mode="markers",
            marker={"color": STATES["attention"], "symbol": "line-ew-open", "size": 16, "line": {"width": 3}},
            hovertemplate="Week of %{x|%-d %b}: in 9 of 10 cases up to %{y:,.0f} h<extra></extra>",
        ),
    ]
    known = frame.dropna(subset=["capacity"])
    if len(known):
        traces.append(
            go.Scatter(
                name="There are",
                x=pd.to_datetime(known["week"]),
                y=known["capacity"],
                mode="lines",
                line={"color": STATES["late"], "width": 2, "shape": "hvh"},
                hovertemplate="Week of %{x|%-d %b}: %{y:,.0f} h there<extra></extra>",
            )
        )
    return figure(
        *traces,
        xaxis={
            "type": "date",
            "tickformat": "%-d %b",
            "tickangle": 0,
            "tickvals": pd.to_datetime(frame["week"].iloc[:: max(1, len(frame) // 4)]),
        },
        yaxis={"title": {"text": "Hours"}, "rangemode": "tozero", "nticks": 6},
    )

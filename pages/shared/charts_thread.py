"""Charts of the loop as one flow: the steps of one record, and how much work went from step to step."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from core.golden_thread import Kind, Step, Thread
from pages.shared.charts import STATES, figure, plain
from pages.shared.domains import DOMAINS

_ROW = 46  # pixels from one step to the next
_LABEL = 34  # characters beside a step, on a screen 390 pixels wide
_LANE = 0.06  # of the width, from one branch to the next
_MOST_LANES = 7  # branches beyond stand in the last lane


def thread_graph(thread: Thread, kinds: Mapping[Kind, str]) -> go.Figure:
    """The steps from above to below, each under what led to it; `kinds` names the kinds of record.

    The marker of each step carries its key (`kind:id`) as customdata.
    """
    rows = thread.rows()
    places = {
        step.key: (0.04 + min(lane, _MOST_LANES) * _LANE, -float(row))
        for row, (step, lane) in enumerate(rows)
    }
    steps = [step for step, _ in rows]
    beside = min(max((lane for _, lane in rows), default=0), _MOST_LANES) * _LANE + 0.09
    ways = [_way(places[source], places[target]) for source, target in thread.links]
    lines = go.Scatter(
        x=[x for way in ways for x in (*(point[0] for point in way), None)],
        y=[y for way in ways for y in (*(point[1] for point in way), None)],
        mode="lines",
        line={"color": STATES["idle"], "width": 2},
        hoverinfo="skip",
        showlegend=False,
    )
    points = go.Scatter(
        x=[places[step.key][0] for step in steps],
        y=[places[step.key][1] for step in steps],
        mode="markers",
        marker={
            "color": [DOMAINS[step.domain].chart_color if step.domain else STATES["idle"] for step in steps],
            "size": [22 if step.key == thread.here else 15 for step in steps],
            "symbol": ["star" if step.key == thread.here else "circle" for step in steps],
            "line": {"width": 0},
            "opacity": 1,
        },
        customdata=[[str(step.key), plain(step.title, 80)] for step in steps],
        hovertemplate=[
            f"{kinds[step.key.kind]}: %{{customdata[1]}}<br>{_when(step)}<extra></extra>" for step in steps
        ],
        showlegend=False,
        # A click chooses; nothing else on the chart is to fade for it.
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    notes = [
        {
            "x": beside,
            "y": places[step.key][1],
            "xanchor": "left",
            "yanchor": "middle",
            "align": "left",
            "showarrow": False,
            "text": f"<b>{kinds[step.key.kind]}</b><br>{plain(step.title, _LABEL)}",
            "font": {"size": 12},
        }
        for step in steps
    ]
    hidden = {"visible": False, "fixedrange": True}
    return figure(
        lines,
        points,
        height=max(160, len(rows) * _ROW + 30),
        showlegend=False,
        annotations=notes,
        clickmode="event+select",
        dragmode=False,
        xaxis={**hidden, "range": [0, 1]},
        yaxis={**hidden, "range": [-len(rows) + 0.4, 0.6]},
    )


def _way(source: tuple[float, float], target: tuple[float, float]) -> list[tuple[float, float]]:
    """From a step to a later one: down its own lane, and into another lane right before the step there."""
    return [source, target] if source[0] == target[0] else [source, (source[0], target[1] + 0.5), target]


def _when(step: Step) -> str:
    return f"{step.at.day} {step.at:%b %Y}" if step.at else ""


# Step of the flow → colour: that of the domain it belongs to, or of how it ended.
_FLOW_COLORS = {
    **dict.fromkeys(("leads", "qualified"), DOMAINS["marketing"].chart_color),
    **dict.fromkeys(("deals", "became a deal", "won"), DOMAINS["sales"].chart_color),
    "finished": DOMAINS["fulfillment"].chart_color,
    "answered": DOMAINS["feedback"].chart_color,
    "offer changed": DOMAINS["offer"].chart_color,
    "lost": STATES["late"],
    "rejected": STATES["late"],
}


def flow_of_work(frame: pd.DataFrame) -> go.Figure:
    """A Sankey diagram. `frame`: `source`, `target` (str, names of steps), `count` (int)."""
    names = list(dict.fromkeys([*frame["source"], *frame["target"]]))
    into = frame.groupby("target")["count"].sum()
    out_of = frame.groupby("source")["count"].sum()
    totals = {name: int(max(into.get(name, 0), out_of.get(name, 0))) for name in names}
    colors = [_FLOW_COLORS.get(name, STATES["idle"]) for name in names]
    numbers = {name: position for position, name in enumerate(names)}
    shares = frame["count"] / frame["source"].map(totals)
    flow = go.Sankey(
        arrangement="snap",
        node={
            "label": [f"{plain(name).capitalize()} {totals[name]:,}" for name in names],
            "color": colors,
            "pad": 22,
            "thickness": 12,
            "line": {"width": 0},
            "align": "left",
            "hovertemplate": "%{label}<extra></extra>",
        },
        textfont={"size": 13},
        link={
            "source": frame["source"].map(numbers),
            "target": frame["target"].map(numbers),
            "value": frame["count"],
            "color": [_faint(colors[numbers[target]]) for target in frame["target"]],
            "customdata": [[f"{share:.0%}"] for share in shares],
            "hovertemplate": "%{source.label} → %{target.label}<br>"
            "%{value:,} (%{customdata[0]})<extra></extra>",
        },
    )
    return figure(flow, height=380, margin={"l": 4, "r": 4, "t": 12, "b": 12})


def _faint(color: str) -> str:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.35)"

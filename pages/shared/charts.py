"""The look that all charts share: colours by meaning, calm axes, labels that fit a phone, alt text.

A chart is a pure function from a DataFrame to a figure. It sets colours only where they carry meaning;
everything else, text and grid included, comes from the theme, so it reads on light and dark.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

# Middle tones: each has at least 2.9 : 1 against the light and the dark page.
BANDS = {"hot": "#c2452d", "warm": "#c8860a", "cold": "#4b86c4", "insufficient_data": "#7d8a88"}
STATES = {"good": "#2f8f6b", "open": "#4b86c4", "late": "#c2452d", "attention": "#c8860a", "idle": "#7d8a88"}

HEIGHT = 300  # pixels; two fit on a laptop's screen, one on a phone's
ROW = 52  # pixels for a horizontal bar with its label above it
_LABEL = 40  # characters of a label that fit above a bar on a screen 390 pixels wide


def plain(text: object, limit: int = _LABEL) -> str:
    """`text` for a place where plotly reads tags: shown letter by letter, cut after `limit` signs."""
    shown = " ".join(str(text).split())
    if len(shown) > limit:
        shown = shown[: limit - 1].rstrip() + "…"
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def labels(values: Sequence[Any] | pd.Series[Any], limit: int = _LABEL) -> list[str]:
    """Labels of an axis: `plain`, and different where two long names would be cut to the same."""
    seen: dict[str, int] = {}
    found = []
    for value in values:
        label = plain(value, limit)
        seen[label] = seen.get(label, 0) + 1
        found.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return found


def figure(*traces: Any, height: int = HEIGHT, **layout: Any) -> go.Figure:
    """A figure in the shared look. More `layout` settings win over it."""
    look: dict[str, Any] = {
        "height": height,
        "margin": {"l": 4, "r": 12, "t": 8, "b": 4},
        "barmode": "stack",
        "bargap": 0.28,
        "barcornerradius": 4,
        "showlegend": len(traces) > 1,
        "uniformtext": {"minsize": 11, "mode": "hide"},
        "legend": {
            "orientation": "h",
            "traceorder": "normal",
            "x": 0,
            "yanchor": "bottom",
            "y": 1.0,
            "title": {"text": ""},
        },
        "hoverlabel": {"align": "left"},
        "xaxis": {"automargin": True, "title": {"text": ""}},
        "yaxis": {"automargin": True, "title": {"text": ""}},
    }
    for name, value in layout.items():
        given = look.get(name)
        look[name] = {**given, **value} if isinstance(given, dict) and isinstance(value, dict) else value
    return go.Figure(list(traces), look)


def rows_figure(names: Sequence[str], *traces: Any, row: int = ROW, **layout: Any) -> go.Figure:
    """Horizontal bars, the first of `names` on top; each label stands above its bar.

    Beside the bars, long names would take half of a phone's width. `row` is a bar's height with its
    label, in pixels.
    """
    above = row / 2 - 4
    axis = {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": list(names)[::-1],
        "range": [-0.5, len(names) - 0.4],
        "showticklabels": False,
        "showgrid": False,
        "automargin": False,
    }
    label = {"xref": "paper", "x": 0, "xanchor": "left", "yanchor": "middle", "showarrow": False}
    notes = [{**label, "y": name, "text": name, "yshift": above, "font": {"size": 13}} for name in names]
    height = 90 + len(names) * row
    return figure(
        *traces, **{"height": height, "yaxis": axis, "annotations": notes, "bargap": 0.55, **layout}
    )


def filled(color: str, shape: str = "") -> dict[str, Any]:
    """The filling of a bar; a `shape` such as "/" tells states apart without colour."""
    pattern = {"shape": shape, "fillmode": "overlay", "fgopacity": 0.55, "solidity": 0.2, "size": 7}
    return {"color": color, "pattern": pattern} if shape else {"color": color}


def alt_text(what: str, frame: pd.DataFrame, label: str, value: str, unit: str = "") -> str:
    """A sentence for people who do not see the chart: what it shows, its entries, the largest.

    `label` and `value` name columns of `frame`; a label that occurs several times is summed.
    """
    if frame.empty:
        return f"{what}: nothing to show yet."
    sums = frame.groupby(label, sort=False, observed=True)[value].sum(min_count=1).dropna()
    if sums.empty:
        return f"{what}: nothing to show yet."
    entries = [f"{name} {_number(amount)}{unit}" for name, amount in sums.head(8).items()]
    more = f" and {len(sums) - 8} more" if len(sums) > 8 else ""
    top = f" The largest is {sums.idxmax()}." if len(sums) > 1 and sums.max() > sums.min() else ""
    return f"{what}: {', '.join(entries)}{more}.{top}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if math.isclose(value, round(value)) else f"{value:,.1f}"

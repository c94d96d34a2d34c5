"""A month of money as a calendar: a week in each row, closed days shaded, sums by state."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.shared.charts import STATES, figure, plain

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
# State → colour, sign and words; the first that a day has gives its colour.
_STATES = {
    "overdue": (STATES["late"], " !", "overdue"),
    "due": (STATES["open"], "", "due"),
    "paid": (STATES["good"], " ✓", "paid"),
}
_CLOSED = "rgba(125, 138, 136, 0.22)"


def weeks_of(month: date) -> list[list[date]]:
    """The days of a month in weeks from Monday on, with the days of its neighbours around them."""
    return calendar.Calendar().monthdatescalendar(month.year, month.month)


def cash_month(frame: pd.DataFrame, *, month: date, closed: dict[date, str], currency: str) -> go.Figure:
    """The calendar of one month.

    `frame`: `day` (date), `state` (paid, due, overdue), `cents` (int), `payments` (int). `closed` names the
    days on which nobody works and why.
    """
    weeks = weeks_of(month)
    place = {
        day: (WEEKDAYS[day.weekday()], row)
        for row, week in enumerate(weeks)
        for day in week
        if day.month == month.month
    }
    traces = [_cells(place, {day: f"{_said(day)}: {plain(why)}" for day, why in closed.items()}, _CLOSED, {})]
    by_day: dict[Any, pd.DataFrame] = dict(iter(frame.groupby("day")))
    worst = {
        day: next(state for state in _STATES if state in set(part["state"])) for day, part in by_day.items()
    }
    for state, (color, sign, _) in _STATES.items():
        days = [day for day in place if worst.get(day) == state]
        traces.append(
            _cells(
                place,
                {day: f"{_said(day)}: {_all(by_day[day], currency)}" for day in days},
                color,
                {day: f"<b>{day.day}{sign}</b><br>{_short(int(by_day[day]['cents'].sum()))}" for day in days},
            )
        )
    free = [day for day in place if day not in worst]
    traces.append(
        go.Scatter(
            x=[place[day][0] for day in free],
            y=[place[day][1] for day in free],
            text=[str(day.day) for day in free],
            mode="text",
            hoverinfo="skip",
        )
    )
    return figure(
        *traces,
        height=64 * len(weeks) + 40,
        showlegend=False,
        xaxis={
            "type": "category",
            "side": "top",
            "categoryorder": "array",
            "categoryarray": list(WEEKDAYS),
            "range": [-0.5, 6.5],
            "showgrid": False,
            "fixedrange": True,
        },
        yaxis={
            "range": [len(weeks) - 0.5, -0.5],
            "visible": False,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
    )


def _cells(
    place: dict[date, tuple[str, int]], told: dict[date, str], color: str, shown: dict[date, str]
) -> go.Heatmap:
    """The days of one colour; every other cell of the month is left open."""
    rows = range(max(row for _, row in place.values()) + 1)

    def grid(values: dict[date, Any]) -> list[list[Any]]:
        at = {place[day]: value for day, value in values.items() if day in place}
        return [[at.get((name, row)) for name in WEEKDAYS] for row in rows]

    return go.Heatmap(
        x=list(WEEKDAYS),
        y=list(rows),
        z=grid(dict.fromkeys(told, 1.0)),
        zmin=0,
        zmax=1,
        colorscale=[(0, color), (1, color)],
        showscale=False,
        xgap=3,
        ygap=3,
        text=[[cell or "" for cell in row] for row in grid(dict(shown))],
        texttemplate="%{text}",
        textfont={"size": 12, "color": "#ffffff"},
        customdata=grid(dict(told)),
        hovertemplate="%{customdata}<extra></extra>",
        hoverongaps=False,
    )


def _all(part: pd.DataFrame, currency: str) -> str:
    """ "3,200.00 USD due (2)", state by state."""
    found = {str(row["state"]): row for row in part.to_dict("records")}
    return ", ".join(
        f"{found[state]['cents'] / 100:,.2f} {currency} {words} ({found[state]['payments']})"
        for state, (_, _, words) in _STATES.items()
        if state in found
    )


def _said(day: date) -> str:
    return f"{day.day} {day:%B}"


def _short(cents: int) -> str:
    """ "950", "4,200", "12.4k", "1.3M": what fits in a cell of a phone."""
    units = cents / 100
    for least, size, word in ((1_000_000, 1_000_000, "M"), (10_000, 1_000, "k")):
        if abs(units) >= least:
            return f"{units / size:.1f}".removesuffix(".0") + word
    return f"{units:,.0f}"


def neighbours(month: date) -> tuple[date, date]:
    """The first days of the month before and the month after."""
    first = month.replace(day=1)
    return (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=31)).replace(day=1)

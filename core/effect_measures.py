"""What is measured of an offer version, and which measure a theme of feedback should move."""

from __future__ import annotations

from typing import Literal

Measure = Literal["win_rate", "csat", "nps", "on_time", "margin"]

MEASURES: dict[Measure, str] = {
    "win_rate": "win rate",
    "csat": "CSAT",
    "nps": "NPS",
    "on_time": "on-time rate",
    "margin": "margin",
}
FORMULAS: dict[Measure, str] = {
    "win_rate": "won ÷ (won + lost), deals of the version",
    "csat": "4–5 stars in overall satisfaction ÷ ratings, projects of the version",
    "nps": "% of 9–10 − % of 0–6, projects of the version",
    "on_time": "finished by the planned end ÷ finished, projects of the version",
    "margin": "mean of (value − cost) ÷ value, finished projects whose cost is noted",
}
_BY_THEME: dict[str, Measure] = {"timeliness": "on_time", "value": "win_rate"}


def measure_of(theme: str | None, kind: str) -> Measure:
    """The figure that a change should move: a new service or a price is about winning, most else is CSAT."""
    if kind in ("new_service", "pricing_adjustment"):
        return "win_rate"
    return _BY_THEME.get(theme or "", "csat")

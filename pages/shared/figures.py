"""A survey figure on screen: its value, its interval, its n and its formula."""

from __future__ import annotations

import streamlit as st

from core.statistics import FEWEST_ANSWERS, Figure
from pages.shared.formats import NONE


def show_figure(label: str, figure: Figure, unit: str) -> None:
    """A metric with its 95 % interval below; without an answer it shows a dash."""
    value = figure["value"]
    if value is None or figure["low"] is None or figure["high"] is None:
        shown, interval = NONE, "no answer yet"
    else:
        shown = f"{value:.0f}{unit}"
        interval = f"95 %: {figure['low']:.0f} to {figure['high']:.0f}"
    few = "" if figure["enough"] or not figure["n"] else f"; below {FEWEST_ANSWERS} answers it is no trend"
    st.metric(
        f"{label} (n {figure['n']})",
        shown,
        delta=interval + few,
        delta_color="off",
        delta_arrow="off",
        border=True,
        help=figure["formula"],
    )

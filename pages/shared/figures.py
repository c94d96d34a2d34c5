"""A survey figure on screen: its value, its interval, its n and its formula."""

from __future__ import annotations

import streamlit as st

from core.statistics import FEWEST_ANSWERS, Figure
from pages.shared.formats import NONE
from pages.shared.user_text import escape


def show_figure(label: str, figure: Figure, unit: str, meaning: str = "") -> None:
    """A metric with its 95 % interval below; without an answer it shows a dash."""
    value, low, high = figure["value"], figure["low"], figure["high"]
    if value is None or low is None or high is None:
        shown, interval = NONE, "no answer yet"
    else:
        shown, interval = f"{value:.0f}{unit}", f"{low:.0f} to {high:.0f} (95 %)"
    few = "" if figure["enough"] else f" Below {FEWEST_ANSWERS} answers it is no trend."
    st.metric(
        f"{label} (n {figure['n']})",
        shown,
        delta=interval,
        delta_color="off",
        delta_arrow="off",
        border=True,
        height="stretch",
        help=f"{meaning} {escape(figure['formula'], 500)}.{few}".strip(),
    )

"""Satisfaction side by side: by offer, by client, by month, each figure with its n and its interval."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import pandas as pd
import streamlit as st

from core.statistics import Figure, nps_of_counts, share_figure
from db.workspace import Workspace
from pages.shared.formats import NONE
from pages.shared.lists import rows

_BY: dict[str, Literal["offer", "client", "month"]] = {"Offer": "offer", "Client": "client", "Month": "month"}


def compare_groups(workspace: Workspace) -> None:
    """A table of the groups that a person chooses."""
    st.subheader("Side by side", anchor=False)
    chosen = st.segmented_control(
        "By", list(_BY), default="Offer", key="feedback_by", required=True, label_visibility="collapsed"
    )
    by = chosen or "Offer"
    found = workspace.reports.feedback.by_group(_BY[by])
    if found.empty:
        st.caption("Figures appear once a client answered.")
        return
    st.dataframe(
        pd.DataFrame([compared(by, line) for line in rows(found)]),
        hide_index=True,
        width="stretch",
        alt=f"Satisfaction by {by.lower()}",
    )
    st.caption(
        "CSAT is the share of 4 and 5 stars in overall satisfaction, NPS % of 9–10 − % of 0–6; in brackets "
        "the 95 % interval and n. Intervals that overlap widely are no difference."
    )


def compared(by: str, line: Any) -> dict[str, str]:
    """One line of the table, as a person reads it."""
    csat = share_figure(int(line.satisfied), int(line.rated), "4 or 5 stars in overall satisfaction")
    nps = nps_of_counts(int(line.promoters), int(line.detractors), int(line.scored))
    return {
        by: _name(by, line.name),
        "Responses": f"{int(line.responses):,}",
        "Average rating": NONE if line.rating is None else f"{line.rating:.0f} %",
        "CSAT": _figure(csat, " %"),
        "NPS": _figure(nps, ""),
    }


def _name(by: str, name: Any) -> str:
    if name is None:
        return "Not known"
    if by == "Month":
        return date(int(name) // 100, int(name) % 100, 1).strftime("%B %Y")
    return str(name)


def _figure(figure: Figure, unit: str) -> str:
    value, low, high = figure["value"], figure["low"], figure["high"]
    if value is None:
        return NONE
    return f"{value:.0f}{unit} ({low:.0f} to {high:.0f}, n {figure['n']})"

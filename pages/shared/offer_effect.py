"""Did a version of an offer help? Its figures before and after, with intervals, beside its hypothesis."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.comparisons import Comparison
from core.effect_measures import FORMULAS, MEASURES
from core.statistics import Figure
from db.workspace import Workspace
from pages.shared.formats import NONE

_UNITS = {"nps": ""}
_WORDS = {"better": "Better", "worse": "Worse", "no clear change": "No clear change"}


def show_effect(workspace: Workspace, offer_id: str, number: int) -> None:
    """A card for a published version that has one before it; otherwise nothing."""
    before = workspace.reports.offer_effect.version_before(offer_id, number)
    if before is None:
        return
    effect = workspace.reports.offer_effect.effect(offer_id, before, number)
    verdicts = [line["verdict"] for line in effect.values()]
    st.markdown(f"**Before and after: version {before} and version {number}**")
    if all(verdict == "too few to tell" for verdict in verdicts):
        st.caption("Not enough has happened to tell: a figure needs five on each side.")
    table = pd.DataFrame(
        [
            {
                "Figure": MEASURES[name][0].upper() + MEASURES[name][1:],
                f"Version {before}": _figure(line["before"], _UNITS.get(name, " %")),
                f"Version {number}": _figure(line["after"], _UNITS.get(name, " %")),
                "Change (95 %)": _change(line),
                "What it says": _WORDS.get(line["verdict"], "Too few to tell"),
                "Why": line["reason"][:1].upper() + line["reason"][1:],
                "Formula": FORMULAS[name],
            }
            for name, line in effect.items()
        ]
    )
    st.dataframe(
        table,
        hide_index=True,
        width="stretch",
        key=f"effect_{number}",
        alt=f"Figures of version {before} and version {number}",
    )
    unversioned = workspace.reports.offer_effect.unversioned(offer_id)
    beside = (
        f" {unversioned} finished projects belong to no version and are not counted." if unversioned else ""
    )
    st.caption(
        "Deals, projects and answers count for the version under which the deal was opened. Other things "
        f"changed meanwhile too: this shows whether figures moved, not why.{beside}"
    )
    st.caption(
        "In brackets 95 % intervals: shares by Wilson and the change by Newcombe, NPS adjusted Wald, margin "
        "by Student and Welch. Of twenty such comparisons one looks clear by chance alone."
    )


def _figure(figure: Figure, unit: str) -> str:
    if figure["value"] is None:
        return f"{NONE} (n 0)"
    if not figure["enough"] or figure["low"] is None or figure["high"] is None:
        return f"n {figure['n']}: too few"
    return f"{figure['value']:.0f}{unit} ({figure['low']:.0f} to {figure['high']:.0f}, n {figure['n']})"


def _change(line: Comparison) -> str:
    if line["change"] is None or line["low"] is None or line["high"] is None:
        return NONE
    return f"{line['change']:+.0f} ({line['low']:+.0f} to {line['high']:+.0f})"

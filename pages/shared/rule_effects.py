"""What rules would move in the records, shown before anybody publishes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pandas as pd
import streamlit as st

from core.client_health import BANDS, Band, HealthRules
from core.feedback_text.theme_effect import ThemeEffect
from core.feedback_text.themes import ThemeRules
from core.policy import PolicyPart
from db.workspace import Workspace
from pages.shared import sales_rule_effects as sales
from pages.shared.formats import NONE, count
from pages.shared.highlight import highlighted
from pages.shared.user_text import escape


def show_effect(workspace: Workspace, name: str, part: PolicyPart, known: Any) -> Any:
    """Draw the effect of `part` and return it; `known` is what was reckoned before for the same rules."""
    look, show = _EFFECTS[name]
    effect = known if known is not None else look(workspace, part)
    show(effect)
    return effect


def _health(workspace: Workspace, part: PolicyPart) -> Any:
    return workspace.policy_effects.client_health(cast(HealthRules, part))


def _show_health(moves: Any) -> None:
    if not moves.moved:
        st.info(f"None of {count(moves.asked, 'client')} would change its colour.")
        return
    lines = [
        f"{n:,} from **{BANDS[cast(Band, before)]}** to **{BANDS[cast(Band, after)]}**"
        for before, after, n in moves.counts
    ]
    st.info(f"{moves.moved:,} of {count(moves.asked, 'client')} would change: {', '.join(lines)}.")
    rows = moves.rows
    table = {
        "Client": rows["name"],
        "Now": [BANDS[cast(Band, one)] for one in rows["before"]],
        "Then": [BANDS[cast(Band, one)] for one in rows["after"]],
        "Points now": [_points(one) for one in rows["points_before"]],
        "Points then": [_points(one) for one in rows["points_after"]],
    }
    st.dataframe(pd.DataFrame(table), hide_index=True, width="stretch", alt="Clients that would change")
    if moves.moved > len(rows):
        st.caption(f"The first {len(rows)} of them.")


def _points(value: Any) -> str:
    return NONE if pd.isna(value) else f"{value:.0f}"


def _themes(workspace: Workspace, part: PolicyPart) -> Any:
    with st.spinner("Reading the comments again"):
        return workspace.policy_effects.themes(cast(ThemeRules, part))


def _show_themes(effect: ThemeEffect) -> None:
    if not effect.comments:
        st.info("No comment of a client is stored yet, so there is nothing to try it on.")
        return
    read = f"the newest {count(effect.comments, 'comment')}" if effect.comments > 1 else "the only comment"
    if not effect.moves:
        st.info(f"None of {read} would gain or lose a theme.")
        return
    st.info(f"Tried on {read}:")
    for move in effect.moves:
        change = [f"{move.gained:,} more"] if move.gained else []
        change += [f"{move.lost:,} fewer"] if move.lost else []
        named = f"named in {move.before:,} now, {move.after:,} then"
        st.markdown(f"**{escape(move.label)}** · {', '.join(change)} · {named}")
        for sign, color, examples in (
            (":material/add:", "green", move.gained_examples),
            (":material/remove:", "red", move.lost_examples),
        ):
            for one in examples:
                st.markdown(f"{sign} {highlighted(one.text, [(one.start, one.end)], color)}")


Look = Callable[[Workspace, PolicyPart], Any]
Show = Callable[[Any], None]
_EFFECTS: dict[str, tuple[Look, Show]] = {
    "themes": (_themes, _show_themes),
    "client_health": (_health, _show_health),
    "first_contact": (sales.first_contact, sales.show_first_contact),
    "lead_scoring": (sales.lead_scoring, sales.show_lead_scoring),
    "pipeline": (sales.pipeline, sales.show_pipeline),
    "agency": (sales.agency, sales.show_agency),
}

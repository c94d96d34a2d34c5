"""Settings: the rules by which the agency works, each with what a change of it would move."""

from __future__ import annotations

import streamlit as st

from core.rule_sets import RULE_SETS
from pages.shared.rule_editor import rule_editor
from pages.shared.theme_editor import draw_themes
from pages.shared.views import choose_view
from pages.shared.workspace import open_workspace

workspace = open_workspace()
st.title(":material/tune: Settings", anchor=False)
st.caption("The rules by which the app judges and plans. Change one, see what it moves, then publish it.")
chosen = choose_view(
    "settings", list(RULE_SETS), param="policy", label="Rules", format_func=lambda name: RULE_SETS[name].label
)
rule_editor(workspace, RULE_SETS[chosen], draw_themes if chosen == "themes" else None)

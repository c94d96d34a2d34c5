"""Mappings saved under a name, so that next month's export of the same tool needs no look at its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from core.errors import AgencyError
from core.intake.column_mapping import ColumnChoice
from core.intake.lead_columns import header_key
from db.lead_import import Preset
from db.workspace import Workspace
from pages.shared.user_text import escape, sentence

_LONGEST_NAME = 80


def preset_choice(workspace: Workspace, key: str) -> Preset | None:
    """A select box of the saved presets; returns one in the run in which it was chosen."""
    presets = workspace.lead_imports.presets()
    if not presets:
        return None
    names = [preset.name for preset in presets]
    chosen = st.selectbox(
        "Preset", names, index=None, placeholder="Take a saved mapping", key=f"{key}_preset", width=320
    )
    before = f"{key}:preset"
    if chosen == st.session_state.get(before):
        return None
    st.session_state[before] = chosen
    return next((preset for preset in presets if preset.name == chosen), None)


def mapped_by(preset: Preset, proposed: Sequence[ColumnChoice]) -> dict[int, str]:
    """What the preset changes of what was proposed: column → field, by the headers that both know."""
    wanted = {header_key(header): field for header, field in preset.mapping.items()}
    found = {choice.column: wanted.get(header_key(choice.header), choice.field) for choice in proposed}
    return {
        choice.column: found[choice.column] for choice in proposed if found[choice.column] != choice.field
    }


def save_preset(
    workspace: Workspace,
    key: str,
    proposed: Sequence[ColumnChoice],
    fields: Mapping[int, str],
    country: str | None,
) -> None:
    """A popover in which the mapping is saved under a name, or a saved one is deleted."""
    with st.popover("Save as preset", icon=":material/bookmark_add:", key=f"{key}_save"):
        name = st.text_input(
            "Name of the preset", max_chars=_LONGEST_NAME, placeholder="HubSpot export", key=f"{key}_name"
        ).strip()
        if st.button("Save", type="primary", disabled=not name, key=f"{key}_save_now"):
            mapping = {choice.header: fields[choice.column] for choice in proposed}
            try:
                workspace.lead_imports.save_preset(Preset(name, mapping, default_country=country))
            except AgencyError as error:
                st.error(sentence(error.message))
            else:
                st.success(f"Saved as {escape(name)}.")
        saved = [preset.name for preset in workspace.lead_imports.presets()]
        if saved:
            gone = st.selectbox(
                "Delete a preset", saved, index=None, placeholder="Choose one", key=f"{key}_gone"
            )
            if gone and st.button("Delete", icon=":material/delete:", key=f"{key}_delete"):
                workspace.lead_imports.delete_preset(gone)
                st.rerun()

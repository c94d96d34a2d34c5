"""A staged file on its way: look at it, map its columns, choose, check, import."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from core.errors import AgencyError
from core.intake.table_types import ReadingChoices
from db.lead_import import ImportOptions, ImportReport, Inspection
from db.workspace import Workspace
from pages.shared.formats import count, moment
from pages.shared.import_action import check_and_import
from pages.shared.import_columns import column_rows, summary, wants_a_look
from pages.shared.import_file import discard, start_over
from pages.shared.import_options import Options, option_controls
from pages.shared.import_presets import mapped_by, preset_choice, save_preset
from pages.shared.import_reading import reading_controls, show_beginning, taken_for
from pages.shared.user_text import escape, sentence

AS_FOUND = ReadingChoices()
_FIRST_ROWS = 8


def prepare_part(workspace: Workspace, import_id: str) -> None:
    """The steps after the upload for a staged file. What a person chose is kept under the import's id."""
    key = f"import_{import_id}"
    reading: ReadingChoices = st.session_state.get(f"{key}:reading", AS_FOUND)
    inspection, readable = _inspect(workspace, import_id, key, reading)
    if inspection is None:
        return
    chosen_reading = _look(workspace, import_id, key, inspection)
    if chosen_reading != reading:
        st.session_state[f"{key}:reading"] = chosen_reading
        _forget_mapping(key)
        st.rerun()
    if not readable:
        return
    fields = _columns(workspace, key, inspection)
    options = _options(workspace, key, inspection, fields)
    check_and_import(workspace, import_id, key, inspection, _import_options(reading, fields, options))


def _inspect(
    workspace: Workspace, import_id: str, key: str, reading: ReadingChoices
) -> tuple[Inspection | None, bool]:
    """The file as it is read now. Where it cannot be read so: says why, and answers the last good reading,
    so that a person can choose otherwise, and False."""
    kept: tuple[ReadingChoices, Inspection] | None = st.session_state.get(f"{key}:inspection")
    if kept is not None and kept[0] == reading:
        return kept[1], True
    try:
        with st.spinner("Reading the file …"):
            found = workspace.lead_imports.inspect(import_id, reading)
    except AgencyError as error:
        st.error(sentence(error.message), title="This cannot be read as a lead list", icon=":material/draft:")
        if kept is not None:
            return kept[1], False
        st.button("Choose another file", icon=":material/upload_file:", on_click=start_over, type="primary")
        return None, False
    st.session_state[f"{key}:inspection"] = (reading, found)
    return found, True


def _look(workspace: Workspace, import_id: str, key: str, inspection: Inspection) -> ReadingChoices:
    with st.container(horizontal=True, vertical_alignment="center"):
        rows = inspection.rows_estimate
        size = (
            ""
            if rows is None
            else f", about {count(rows, 'row')}"
            if rows > 1_000
            else f", {count(rows, 'row')}"
        )
        st.markdown(f"**:material/draft: {escape(inspection.name)}**{size}", width="stretch")
        st.button(
            "Another file",
            icon=":material/upload_file:",
            type="tertiary",
            on_click=discard,
            args=(workspace, import_id),
            key=f"{key}_another",
        )
    _imported_before(key)
    st.header("1 · Look", anchor=False)
    st.markdown(taken_for(inspection.reading))
    chosen = reading_controls(key, inspection.reading)
    first = inspection.rows[:_FIRST_ROWS]
    show_beginning(
        inspection.reading,
        inspection.headers,
        pd.DataFrame([cells for _, cells in first], index=[line for line, _ in first]),
    )
    return chosen


def _imported_before(key: str) -> None:
    """Say so where exactly this file was imported already; importing it again does no harm."""
    before: ImportReport | None = st.session_state.get(f"{key}:before")
    if before is not None:
        st.info(
            f"Exactly this file was imported on {moment(before.finished_at)} by {escape(before.actor)}. "
            "Importing it again changes only what was changed or taken back since.",
            icon=":material/history:",
        )


def _columns(workspace: Workspace, key: str, inspection: Inspection) -> dict[int, str]:
    st.header("2 · Columns", anchor=False)
    proposed = inspection.mapping
    chosen: dict[int, str] = st.session_state.setdefault(f"{key}:mapping", {})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        preset = preset_choice(workspace, key)
        place = st.container(width="content")
    if preset is not None:
        _forget_mapping(key)
        st.session_state[f"{key}:mapping"] = mapped_by(preset, proposed)
        if preset.default_country:
            st.session_state[f"{key}_country"] = preset.default_country
        st.rerun()
    sums_up = st.empty()  # what stands here follows from the choices below
    with st.expander(
        f"{count(len(proposed), 'column')} and what they are read as",
        icon=":material/view_column:",
        expanded=wants_a_look(proposed),
        key=f"{key}_columns",
    ):
        fields = column_rows(f"{key}_column_{st.session_state.get(f'{key}:turn', 0)}", proposed, chosen)
    sums_up.caption(summary(fields))
    with place:
        save_preset(workspace, key, proposed, fields, st.session_state.get(f"{key}_country"))
    return fields


def _options(workspace: Workspace, key: str, inspection: Inspection, fields: Mapping[int, str]) -> Options:
    st.header("3 · Options", anchor=False)
    return option_controls(
        workspace,
        key,
        fields=list(fields.values()),
        inspection=inspection,
    )


def _import_options(reading: ReadingChoices, fields: Mapping[int, str], options: Options) -> ImportOptions:
    return ImportOptions(
        campaign_id=None if options.is_new else options.campaign,
        new_campaign=options.campaign if options.is_new else None,
        reading=reading,
        mapping=tuple(sorted(fields.items())),
        country=options.country,
        date_order=options.date_order,
        mode=options.mode,
        on_conflict={"": options.otherwise, **options.on_conflict},
        match_scope=options.match_scope,
    )


def _forget_mapping(key: str) -> None:
    """Other columns may stand there now: their select boxes get new keys."""
    st.session_state.pop(f"{key}:mapping", None)
    st.session_state[f"{key}:turn"] = st.session_state.get(f"{key}:turn", 0) + 1

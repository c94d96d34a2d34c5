"""Cells of a list edited in place: typed values stay until they are saved, and are saved together.

What was typed is kept by record, not by row: another page, search or order of the list, another page of the
app and a change by somebody else lose nothing of it. A record keeps the version that stood in the list when
its cell was typed, so that the second of two editors is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from core.errors import AgencyError
from core.inline_edit import CellEdit, NotSaved, SaveResult
from pages.shared.formats import count
from pages.shared.user_text import escape, sentence


class _Typed(NamedTuple):
    version: int
    values: dict[str, Any]


class _Opened(NamedTuple):
    """What the editor was given when it appeared: it stays the same for as long as the editor stands."""

    ids: list[str]
    versions: list[int]
    stored: pd.DataFrame
    shown: pd.DataFrame


def edit_cells(
    key: str,
    rows: pd.DataFrame,
    stored: pd.DataFrame,
    *,
    id_column: str,
    editable: Mapping[str, str],
    save: Callable[[Sequence[CellEdit]], SaveResult],
    config: Mapping[str, Any],
    alt: str,
) -> None:
    """The list `stored` as an editor with one button that saves all that was typed.

    `rows` gives the id and `version` of each record, `editable` the field of each heading that may be typed.
    """
    opened = _opened(
        key, [str(one) for one in rows[id_column]], [int(one) for one in rows["version"]], stored
    )
    edited = st.data_editor(
        opened.shown,
        key=_widget(key),
        hide_index=True,
        width="stretch",
        disabled=[heading for heading in stored.columns if heading not in editable],
        column_config=dict(config),
        alt=alt,
    )
    typed: dict[str, _Typed] = st.session_state.setdefault(f"{key}:typed", {})
    for place, record_id in enumerate(opened.ids):
        values = {
            heading: plain(edited.iloc[place][heading])
            for heading in editable
            if plain(edited.iloc[place][heading]) != plain(opened.stored.iloc[place][heading])
        }
        if values:
            version = typed[record_id].version if record_id in typed else opened.versions[place]
            typed[record_id] = _Typed(version, values)
        else:
            typed.pop(record_id, None)
    _save_button(key, opened, typed, editable, save)


def unsaved(key: str) -> int:
    """How many rows were typed into the list `key` and are not saved yet."""
    return len(st.session_state.get(f"{key}:typed", ()))


def _save_button(
    key: str,
    opened: _Opened,
    typed: dict[str, _Typed],
    editable: Mapping[str, str],
    save: Callable[[Sequence[CellEdit]], SaveResult],
) -> None:
    elsewhere = len(typed.keys() - set(opened.ids))
    with st.container(horizontal=True, vertical_alignment="center"):
        pressed = st.button(
            f"Save {count(len(typed), 'row')}" if typed else "Save",
            disabled=not typed,
            type="primary",
            icon=":material/save:",
            key=f"{key}_save",
        )
        if typed and st.button("Forget what was typed", type="tertiary", key=f"{key}_forget"):
            typed.clear()
            _begin_anew(key)
        if elsewhere:
            st.caption(f"{elsewhere:,} of them not in the rows above.")
    if pressed:
        edits = [
            CellEdit(one, kept.version, {editable[heading]: value for heading, value in kept.values.items()})
            for one, kept in typed.items()
        ]
        try:
            result = save(edits)
        except AgencyError as error:
            st.error(sentence(error.message))
            return
        st.session_state[f"{key}:left"] = result.left
        if not result.left:
            typed.clear()
            st.toast(f"{count(result.saved, 'row')} saved.", icon=":material/check_circle:")
            _begin_anew(key)
    _say_left(key, typed)


def _say_left(key: str, typed: dict[str, _Typed]) -> None:
    """What kept the save from being made, and the two ways on where somebody was faster."""
    left: tuple[NotSaved, ...] = st.session_state.get(f"{key}:left", ())
    left = tuple(one for one in left if one.record_id in typed)
    if not left:
        return
    lines = "\n".join(f"- **{escape(one.name)}**: {sentence(one.why)}" for one in left[:20])
    st.error(f"Nothing was saved; what you typed is still here.\n\n{lines}")
    faster = {one.record_id: one.version for one in left if one.version is not None}
    if not faster:
        return
    with st.container(horizontal=True):
        if st.button("Show what stands there now", icon=":material/refresh:", key=f"{key}_theirs"):
            for one in faster:
                typed.pop(one, None)
            _begin_anew(key)
        if st.button("Keep mine all the same", icon=":material/edit:", key=f"{key}_mine"):
            for one, version in faster.items():
                typed[one] = typed[one]._replace(version=version)
            _begin_anew(key)


def _opened(key: str, ids: list[str], versions: list[int], stored: pd.DataFrame) -> _Opened:
    """What the editor stands on: read anew for other rows, and where nothing was typed into it yet."""
    opened: _Opened | None = st.session_state.get(f"{key}:opened")
    widget: Any = st.session_state.get(_widget(key))
    is_typed = bool(widget and widget.get("edited_rows"))
    if (
        opened is not None
        and widget is not None
        and opened.ids == ids
        and (is_typed or opened.versions == versions)
    ):
        return opened
    typed: dict[str, _Typed] = st.session_state.get(f"{key}:typed", {})
    shown = stored.copy()
    for place, record_id in enumerate(ids):
        for heading, value in typed[record_id].values.items() if record_id in typed else ():
            column = list(shown.columns).index(heading)
            shown.iat[place, column] = pd.Timestamp(value) if isinstance(value, date) else value
    opened = _Opened(ids, versions, stored.copy(), shown)
    st.session_state[f"{key}:opened"] = opened
    st.session_state[f"{key}:round"] = st.session_state.get(f"{key}:round", 0) + 1
    return opened


def _begin_anew(key: str) -> None:
    """Draw the editor from what is stored, with what is still typed in it."""
    st.session_state.pop(f"{key}:opened", None)
    st.session_state.pop(f"{key}:left", None)
    st.rerun()


def _widget(key: str) -> str:
    return f"{key}_{st.session_state.get(f'{key}:round', 0)}"


def plain(value: Any) -> Any:
    """A cell as it is stored: None for nothing, a day for a moment, a text without blanks around it."""
    if value is None or pd.isna(value):
        return None
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.item() if hasattr(value, "item") else value

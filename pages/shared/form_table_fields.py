"""The tables of a form: lists of texts and lists of groups, edited row by row."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from pages.shared.form_fields import MISSING
from pages.shared.form_plan import FieldPlan
from pages.shared.form_tables import (
    TEXT_COLUMN,
    Column,
    cell_kind,
    columns_of,
    entries_of,
    frame_of,
    texts_frame,
    texts_of,
)
from pages.shared.user_text import escape


def draw_texts(field: FieldPlan, given: Any, *, key: str) -> Any:
    """A list of texts as a table of one column; `given` itself while nobody changes it."""
    texts = [] if given is MISSING else given
    if not all(isinstance(text, str) for text in texts):
        return draw_groups(field, given, key=key) if field.children else _as_texts(field, given, texts, key)
    return _as_texts(field, given, texts, key)


def draw_groups(field: FieldPlan, given: Any, *, key: str) -> Any:
    """A list of groups as a table, one row an entry; parts too deep for a cell stay as given."""
    entries = [] if given is MISSING else given
    columns = columns_of(field, entries)
    draw_heading(field)
    before = frame_of(columns, entries)
    after = st.data_editor(
        before,
        key=key,
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        placeholder="",
        column_config={column.name: _config(column, entries) for column in columns},
        alt=f"{field.label}: one row an entry",
    )
    result = entries_of(columns, entries, before, after)
    return given if result == entries else result


def _as_texts(field: FieldPlan, given: Any, texts: list[Any], key: str) -> Any:
    draw_heading(field)
    before = texts_frame(texts)
    after = st.data_editor(
        before,
        key=key,
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        placeholder="",
        column_config={TEXT_COLUMN: st.column_config.TextColumn(field.label, width="large")},
        alt=f"{field.label}: one row each",
    )
    result = texts_of(after)
    return given if result == texts_of(before) else result


def draw_heading(field: FieldPlan) -> None:
    """The title of a table, with how rows are added: the grid itself does not say."""
    help_text = f"{escape(field.help, limit=500)} " if field.help else ""
    with st.container(gap="xxsmall"):
        st.markdown(f"**{escape(field.label)}**")
        st.caption(f"{help_text}Click the shaded row to add one.")


def _config(column: Column, entries: list[Any]) -> Any:
    kind, field = cell_kind(column, entries), column.field
    label = column.label  # a grid shows headings letter by letter
    help_text = escape(field.help, limit=500) if field.help else None
    match kind:
        case "number":
            return st.column_config.NumberColumn(label, help=help_text)
        case "whole_number":
            return st.column_config.NumberColumn(label, help=help_text, step=1)
        case "toggle":
            return st.column_config.CheckboxColumn(label, help=help_text)
        case "date":
            return st.column_config.DateColumn(label, help=help_text, format="YYYY-MM-DD")
        case "texts":
            return st.column_config.ListColumn(label, help=help_text, width="medium")
        case "choice":
            given = [str(cell) for cell in frame_of([column], entries)[column.name] if not pd.isna(cell)]
            options = list(dict.fromkeys([*field.options, *given]))
            return st.column_config.SelectboxColumn(
                label,
                help=help_text,
                options=options,
                format_func=lambda option: field.label_of(str(option)),
            )
        case _:
            return st.column_config.TextColumn(label, help=help_text)

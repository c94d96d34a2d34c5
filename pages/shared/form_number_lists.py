"""Lists of numbers as the columns of one table, one row a person; lists may differ in length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import pandas as pd
import streamlit as st

from pages.shared.form_fields import MISSING
from pages.shared.form_plan import FieldPlan
from pages.shared.form_table_fields import draw_heading
from pages.shared.form_tables import RESERVED, number_of, plain
from pages.shared.user_text import escape, humanised

ONE_LIST: Final = "number"
"""The column of a list that stands alone."""

_LONGEST_NAME = 60


class NumberLists(NamedTuple):
    """What the table says: the answer, for each list the rows (from 0) of its numbers, and whether a list
    was added, for which the form has to be drawn anew."""

    answer: Any
    rows: Mapping[str, Sequence[int]]
    is_wider: bool = False


def draw_numbers(field: FieldPlan, given: Any, *, key: str) -> NumberLists:
    """One list of numbers, `given` itself while nobody changes it."""
    draw_heading(field)
    lists = {} if given is MISSING else {ONE_LIST: given}
    answers, rows = _table({ONE_LIST: field.label}, lists, field, key)
    return NumberLists(answers.get(ONE_LIST, MISSING) if answers != lists else given, rows)


def draw_number_lists(field: FieldPlan, given: Any, *, key: str) -> NumberLists:
    """Lists of numbers by name: those that the plan names, those given, and those a person adds."""
    draw_heading(field)
    lists: Mapping[str, Any] = {} if given is MISSING else given
    labels = {name: humanised(name) for name in (*field.options, *lists) if name != RESERVED}
    answers, rows = _table(labels, lists, field, key)
    name = _added_name(labels, key)
    if name:
        return NumberLists({**answers, name: []}, rows, is_wider=True)
    return NumberLists(given if answers == lists else answers, rows)


def _table(
    labels: Mapping[str, str], lists: Mapping[str, Any], field: FieldPlan, key: str
) -> tuple[dict[str, Any], dict[str, list[int]]]:
    before = lists_frame(tuple(labels), lists)
    after = st.data_editor(
        before,
        key=key,
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        placeholder="",
        column_config={name: _column(label, before[name], field) for name, label in labels.items()},
        alt=f"{field.label}: one row a person",
    )
    return lists_of(lists, before, after), rows_of(after)


def _column(label: str, cells: pd.Series[Any], field: FieldPlan) -> Any:
    # A grid shows headings letter by letter. Limits are for the contract: what lies outside has to be seen.
    if cells.dtype == object:
        return st.column_config.TextColumn(label)
    return st.column_config.NumberColumn(label, step=1 if field.whole else None)


def _added_name(labels: Mapping[str, str], key: str) -> str | None:
    """The list that a person adds now; None while nobody does."""
    with st.popover("Add a category", icon=":material/add:", key=f"{key}:more"):
        typed = st.text_input(
            "What is it called?", key=f"{key}:name", max_chars=_LONGEST_NAME, placeholder="e.g. Support"
        )
        pressed = st.button("Add it", icon=":material/add:", key=f"{key}:add")
        if not pressed:
            return None
        name = "_".join(typed.casefold().split())
        if not name:
            st.caption("Type a name first.")
        elif name == RESERVED:
            st.caption("This name cannot be used.")
        elif name in labels:
            st.caption(f"{escape(labels[name])} is in the table already.")
        else:
            return name
    return None


def lists_frame(names: Sequence[str], lists: Mapping[str, Any]) -> pd.DataFrame:
    """A column for each name, as long as the longest list and one row at least."""
    columns = {name: _as_list(lists.get(name)) for name in names}
    height = max(1, *(len(cells) for cells in columns.values())) if columns else 1
    return pd.DataFrame(
        {name: _series([*cells, *[None] * (height - len(cells))]) for name, cells in columns.items()},
        index=pd.RangeIndex(height),
    )


def lists_of(given: Mapping[str, Any], before: pd.DataFrame, after: pd.DataFrame) -> dict[str, Any]:
    """The lists after editing, blank cells left out; one that nobody changed is as it was given."""
    answers: dict[str, Any] = {}
    for name in dict.fromkeys((*given, *after.columns)):
        now = _numbers(after[name]) if name in after else []
        if name in given:
            unchanged = name not in after or now == _numbers(before[name])
            answers[name] = given[name] if unchanged else now
        elif now:
            answers[name] = now
    return answers


def rows_of(frame: pd.DataFrame) -> dict[str, list[int]]:
    """For each list the rows in which its numbers stand."""
    return {
        str(name): [row for row, cell in enumerate(frame[name]) if plain(cell) is not None]
        for name in frame.columns
    }


def _numbers(cells: pd.Series[Any]) -> list[Any]:
    return [number_of(value) for cell in cells if (value := plain(cell)) is not None]


def _as_list(value: Any) -> list[Any]:
    """A list as it is, and one value alone as its only entry, as contracts read it."""
    return [] if value is None else value if isinstance(value, list) else [value]


def _series(cells: list[Any]) -> pd.Series[Any]:
    fits = all(
        cell is None or (isinstance(cell, int | float) and not isinstance(cell, bool)) for cell in cells
    )
    if fits:
        return pd.Series(cells, dtype="float64")
    return pd.Series([None if cell is None else str(cell) for cell in cells], dtype="object")

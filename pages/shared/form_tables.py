"""Lists of a form as tables and back: only what was changed in a cell is written."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pages.shared.form_plan import FieldPlan, plan_of_sample, read_date

TEXT_COLUMN = "text"
"""The one column of a list of texts."""

RESERVED = "_index"
"""The one name that a column of a grid cannot have; a field so named stays as given."""

_MOST_MORE = 20  # columns of fields that no contract knows; a table wider than that helps nobody
_IN_CELLS = {"text", "long_text", "money", "date", "number", "whole_number", "choice", "toggle", "texts"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a scalar field of an entry, reached through its groups."""

    path: tuple[str, ...]
    label: str
    field: FieldPlan

    @property
    def name(self) -> str:
        return ".".join(self.path)


def columns_of(plan: FieldPlan, entries: Sequence[Any] = ()) -> list[Column]:
    """The columns of a list of groups: its fields, then what `entries` hold beyond them.

    Parts too deep for a cell have no column and stay as they are.
    """
    columns = _columns(plan.children, ())
    known = {RESERVED, *(field.name for field in plan.children), *(column.name for column in columns)}
    more: dict[str, Any] = {}
    for entry in entries:
        if isinstance(entry, Mapping):
            for name, value in entry.items():
                if name not in known and value is not None and len(more) < _MOST_MORE:
                    more.setdefault(name, value)
    flat = [field for field in plan_of_sample(more) if field.kind in _IN_CELLS]
    return [*columns, *_columns(flat, ())]


def _columns(fields: Sequence[FieldPlan], path: tuple[str, ...]) -> list[Column]:
    found: list[Column] = []
    for field in fields:
        here = (*path, field.name)
        if field.kind in _IN_CELLS:
            found.append(Column(here, field.label, field))
        elif field.kind == "group":
            found += _columns(field.children, here)
    return found


def frame_of(columns: Sequence[Column], entries: Sequence[Any]) -> pd.DataFrame:
    """The entries as a frame to edit: one row an entry, one column per `Column.name`, index from 0."""
    data = {}
    for column in columns:
        cells = [shown(column, entry) for entry in entries]
        data[column.name] = _series(cells, cell_kind(column, entries))
    return pd.DataFrame(data, index=pd.RangeIndex(len(entries)))


def cell_kind(column: Column, entries: Sequence[Any]) -> str:
    """The kind of a column's cells: its own, or text where a value given does not fit it."""
    kind = column.field.kind
    given = [value for entry in entries if (value := _value(entry, column.path)) is not None]
    fits = {
        "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
        "whole_number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
        "toggle": lambda value: isinstance(value, bool),
        "date": lambda value: read_date(value) is not None,
        "texts": lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value),
    }
    test = fits.get(kind)
    if test is None:
        return "choice" if kind == "choice" else "text"
    return kind if all(test(value) for value in given) else "text"


def entries_of(
    columns: Sequence[Column], entries: Sequence[Any], before: pd.DataFrame, after: pd.DataFrame
) -> list[Any]:
    """The entries after editing: untouched ones as given, changed cells written, blank new rows dropped."""
    result: list[Any] = []
    numeric = {column.path for column in columns if column.field.kind in ("number", "whole_number")}
    for label, row in after.iterrows():
        position = int(label) if isinstance(label, int) and 0 <= label < len(entries) else None
        entry = entries[position] if position is not None else {}
        changes = {
            column.path: new
            for column in columns
            if not _same(
                new := plain(row[column.name]),
                plain(before.at[position, column.name]) if position is not None else None,
            )
        }
        if position is None and not changes:
            continue
        for path, value in changes.items():
            entry = _written(entry, path, number_of(value) if path in numeric else value)
        result.append(entry)
    return result


def texts_of(frame: pd.DataFrame) -> list[str]:
    """The texts of a one-column table, blank rows left out."""
    cells = [plain(cell) for cell in frame[TEXT_COLUMN]]
    return [str(cell) for cell in cells if cell is not None and str(cell).strip()]


def texts_frame(texts: Sequence[Any]) -> pd.DataFrame:
    return pd.DataFrame({TEXT_COLUMN: pd.Series([str(text) for text in texts], dtype="object")})


def number_of(value: Any) -> Any:
    """Text that is a number as that number; anything else as it is, for the contract to judge."""
    if not isinstance(value, str):
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    if not math.isfinite(number):
        return value
    return int(number) if number.is_integer() else number


def shown(column: Column, entry: Any) -> Any:
    """What the cell of `entry` shows: None for nothing, text where the value is of another kind."""
    return _value(entry, column.path)


def _series(cells: list[Any], kind: str) -> pd.Series[Any]:
    if kind in ("number", "whole_number"):
        return pd.Series(cells, dtype="float64")
    if kind == "date":
        return pd.to_datetime(pd.Series([read_date(cell) for cell in cells], dtype="object"))
    if kind == "toggle":
        return pd.Series(cells, dtype="boolean")
    if kind == "texts":
        return pd.Series(cells, dtype="object")
    return pd.Series([None if cell is None else str(cell) for cell in cells], dtype="object")


def _value(entry: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        if not isinstance(entry, Mapping):
            return None
        entry = entry.get(step)
    return entry


def plain(cell: Any) -> Any:
    """A cell's value as JSON data: a missing one None, a whole float an int, a date ISO text."""
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return None
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    if hasattr(cell, "tolist") and not isinstance(cell, list):
        cell = cell.tolist()
    if isinstance(cell, float):
        if math.isnan(cell):
            return None
        return int(cell) if cell.is_integer() else cell
    if isinstance(cell, str) and not cell.strip():
        return None
    if isinstance(cell, list) and not cell:
        return None
    return cell


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def _written(entry: Any, path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """A copy of `entry` with `value` at `path`; an emptied value is left out."""
    copy = dict(entry) if isinstance(entry, Mapping) else {}
    if len(path) == 1:
        if value is None:
            copy.pop(path[0], None)
        else:
            copy[path[0]] = value
        return copy
    copy[path[0]] = _written(copy.get(path[0]), path[1:], value)
    return copy

"""The transaction port: how a delivery writes its rows, whichever database is behind it.

Deliveries go over this port instead of the ORM, so that storing a handoff costs little more than the
bare commit and the command line starts without SQLAlchemy (docs/decisions.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from pydantic_core import to_json

if TYPE_CHECKING:
    import polars as pl

Row = dict[str, Any]
Values = Mapping[str, Any]


class Transaction(Protocol):
    """An open transaction: all of it is stored at its end, or none.

    Column names say how a value is kept: `_at` takes an aware datetime or ISO text, `_on` a date or
    ISO text, `_json` takes text or JSON data. What is fetched comes back as datetime and date too.
    """

    def insert(self, table: str, values: Values) -> None: ...

    def insert_returning_id(self, table: str, values: Values) -> int:
        """Insert a row; returns its integer `id`."""
        ...

    def insert_if_new(self, table: str, values: Values, *, unique: str) -> bool:
        """Insert a row unless one has the same value in the unique column; False where one has."""
        ...

    def insert_many(self, table: str, rows: Sequence[Values]) -> None:
        """Insert rows; a column that a row does not name is NULL in it."""
        ...

    def only_one(self, what: str) -> None:
        """Wait until no other transaction that asked for the same is open."""
        ...

    def insert_frame(self, table: str, frame: pl.DataFrame) -> None:
        """Insert the rows of a frame whose columns are columns of the table, in the kinds of the table: the
        quick way for many rows."""
        ...

    def rebuilding_indexes(self, table: str) -> AbstractContextManager[None]:
        """A block that changes a large part of a table: its indexes are built anew at the end, which costs
        less than keeping them up with each row, where the database allows it."""
        ...

    def upsert(self, table: str, key: Values, values: Values, *, created: Values) -> None:
        """Change the row that has the key's values, or insert it with what is `created` besides.

        The key's columns are the primary key or unique together.
        """
        ...

    def update(self, table: str, key: Values, values: Values) -> int:
        """Change the rows that have the key's values; returns how many there are."""
        ...

    def delete(self, table: str, key: Values) -> int:
        """Delete the rows that have the key's values; returns how many there were."""
        ...

    def change_many(self, sql: str, rows: Sequence[Values]) -> int:
        """Run a changing statement once with each of the rows, which name the same columns.

        Returns how many rows of the table were changed in all.
        """
        ...

    def fetch_one(self, sql: str, params: Values | None = None) -> Row | None:
        """The first row of a query with `:named` parameters."""
        ...

    def fetch_all(self, sql: str, params: Values | None = None) -> list[Row]: ...

    def fetch_column(self, sql: str, params: Values | None = None) -> list[Any]:
        """The first column of a query, as the database keeps it."""
        ...


class Database(Protocol):
    """Where transactions come from. Failures of the database itself become DeliveryFailed."""

    def transaction(self, *, wait_seconds: float = 30.0) -> AbstractContextManager[Transaction]:
        """A write transaction: committed at the end of the block, rolled back by any exception.

        `wait_seconds` is how long to wait for another program's write to end.
        """
        ...

    def fetch_one(self, sql: str, params: Values | None = None) -> Row | None:
        """The first row of a query outside any transaction."""
        ...

    def fetch_all(self, sql: str, params: Values | None = None) -> list[Row]:
        """The rows of a query outside any transaction."""
        ...

    def close(self) -> None: ...


class WriteConflict(Exception):
    """A unique or foreign key forbids the row, perhaps because another process was faster."""


Keep = Callable[[date], Any]


def _same(value: date) -> date:
    return value


def stored(name: str, value: Any) -> Any:
    """The value as a column of that name keeps it, before the database's own format."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        if _is_moment(name):
            return _moment(datetime.fromisoformat(value))
        return date.fromisoformat(value[:10]) if name.endswith("_on") else value
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError(f"{name} is a moment without a time zone; use an aware datetime")
        return value.date() if name.endswith("_on") else _moment(value)
    if isinstance(value, date):
        return value
    if isinstance(value, Decimal):
        raise TypeError(f"{name} is a Decimal; money is stored as integer cents (db.values.cents)")
    if isinstance(value, dict | list):
        return as_json(value)
    raise TypeError(f"{name} is a {type(value).__name__}, which no column holds")


def as_json(value: Any) -> str:
    """The JSON text of a document; written in Rust, a third of the time of the standard library."""
    return to_json(value).decode()


_AS_IT_IS = frozenset((int, float, bool, type(None)))


def stored_row(values: Values, moment: Keep = _same, *, prefix: str = "") -> Row:
    """The values as their columns keep them; `moment` gives moments and days the database's own format."""
    row: Row = {}
    for name, value in values.items():
        kind = type(value)
        # Most values are plain; asking that first halves the cost of a row.
        if kind in _AS_IT_IS or (kind is str and not _names_moment_or_day(name)):
            row[prefix + name] = value
        elif kind is datetime and value.tzinfo is UTC and not name.endswith("_on"):
            row[prefix + name] = moment(value)
        else:
            kept = stored(name, value)
            row[prefix + name] = moment(kept) if isinstance(kept, date) else kept
    return row


def stored_rows(rows: Sequence[Values], moment: Keep = _same) -> tuple[tuple[str, ...], list[Row]]:
    """All columns that any of the rows names, and the rows with all of them."""
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    empty: Row = dict.fromkeys(columns)
    return columns, [{**empty, **stored_row(row, moment)} for row in rows]


def stored_key(key: Values, moment: Keep = _same) -> Row:
    """The key under parameter names of its own, apart from those of changed values."""
    if not key or None in key.values():
        raise ValueError(f"a key needs a value for each of its columns: {sorted(key)}")
    return stored_row(key, moment, prefix="key_")


def read_back(columns: Iterable[str], row: Iterable[Any]) -> Row:
    """A fetched row as a dict, with moments aware in UTC and days as dates."""
    found: Row = {}
    for name, value in zip(columns, row, strict=True):
        if value is not None and _is_moment(name):
            moment = datetime.fromisoformat(value) if isinstance(value, str) else value
            found[name] = _moment(moment)
        elif name.endswith("_on") and isinstance(value, str):
            found[name] = date.fromisoformat(value)
        else:
            found[name] = value
    return found


# Statements are built once for each table and set of columns.


@lru_cache(maxsize=512)
def insert_sql(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(_quoted(name) for name in columns)
    marks = ", ".join(f":{name}" for name in columns)
    return f"INSERT INTO {_quoted(table)} ({names}) VALUES ({marks})"  # noqa: S608 - names are checked


def copy_sql(table: str, columns: Iterable[str], end: str) -> str:
    """An INSERT or COPY that takes the values of the columns in their order."""
    return f"{_quoted(table)} ({', '.join(_quoted(name) for name in columns)}) {end}"


@lru_cache(maxsize=512)
def update_sql(table: str, key: tuple[str, ...], columns: tuple[str, ...]) -> str:
    changes = ", ".join(f"{_quoted(name)} = :{name}" for name in columns)
    return f"UPDATE {_quoted(table)} SET {changes} WHERE {_condition(key)}"  # noqa: S608 - names are checked


@lru_cache(maxsize=512)
def delete_sql(table: str, key: tuple[str, ...]) -> str:
    return f"DELETE FROM {_quoted(table)} WHERE {_condition(key)}"  # noqa: S608 - names are checked


@lru_cache(maxsize=64)
def conflict_sql(table: str, columns: tuple[str, ...], unique: str) -> str:
    return f"{insert_sql(table, columns)} ON CONFLICT ({_quoted(unique)}) DO NOTHING"


@lru_cache(maxsize=64)
def upsert_sql(table: str, key: tuple[str, ...], columns: tuple[str, ...], created: tuple[str, ...]) -> str:
    changes = ", ".join(f"{_quoted(name)} = excluded.{_quoted(name)}" for name in columns)
    unique = ", ".join(_quoted(name) for name in key)
    return f"{insert_sql(table, key + columns + created)} ON CONFLICT ({unique}) DO UPDATE SET {changes}"


def _condition(key: tuple[str, ...]) -> str:
    return " AND ".join(f"{_quoted(name)} = :key_{name}" for name in key)


def _quoted(name: str) -> str:
    if not (name.isidentifier() and name.isascii()):
        raise ValueError(f"{name!r} is no name of a table or column")
    return f'"{name}"'


@lru_cache(maxsize=1024)
def _is_moment(name: str) -> bool:
    return name.endswith("_at") or name == "at"


@lru_cache(maxsize=1024)
def _names_moment_or_day(name: str) -> bool:
    return _is_moment(name) or name.endswith("_on")


@lru_cache(maxsize=64)  # the rows of a run share a handful of moments
def _moment(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

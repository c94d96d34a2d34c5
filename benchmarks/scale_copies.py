"""Rows of the demo agency, copied under other names and at other times: what a large agency has stored.

Each copy is a row that the app itself wrote. Its ids, names and days are replaced together, also inside its
documents, so that what belongs together still does.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
Rows = dict[str, list[Row]]

_DAY = r"\d{4}-\d\d-\d\d"
_AT_ONCE = 5_000


class Renamed(dict[str, str]):
    """Old name → new name; a day that it was not told about is moved by `days`."""

    def __init__(self, names: Mapping[str, str], days: int) -> None:
        super().__init__(names)
        self._days = timedelta(days=days)

    def __missing__(self, text: str) -> str:
        self[text] = (date.fromisoformat(text) + self._days).isoformat()
        return self[text]


class Template:
    """Rows that belong together, taken apart once: the names in them, and what lies between."""

    def __init__(self, rows: Rows, names: Iterable[str]) -> None:
        # The longest first: a short name may be the beginning of a long one.
        words = "|".join(map(re.escape, sorted(set(names), key=len, reverse=True)))
        pattern = re.compile(f"({words}|{_DAY})" if words else f"({_DAY})")
        self._rows = [
            (table, [(name, _parts(pattern, value)) for name, value in row.items()])
            for table, found in rows.items()
            for row in found
        ]

    def copy(self, names: Mapping[str, str], days: int) -> list[tuple[str, Row]]:
        """The rows with `names` in the place of theirs, so many days later."""
        renamed = Renamed(names, days)
        return [
            (table, {name: _joined(value, renamed) for name, value in columns})
            for table, columns in self._rows
        ]


def _parts(pattern: re.Pattern[str], value: Any) -> Any:
    if not isinstance(value, str):
        return value
    parts = pattern.split(value)
    return value if len(parts) == 1 else parts


def _joined(value: Any, renamed: Renamed) -> Any:
    if not isinstance(value, list):
        return value
    return "".join(renamed[part] if place % 2 else part for place, part in enumerate(value))


class Writer:
    """Rows into a database, many at once; numbers of rows are given by the database."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._waiting: defaultdict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = defaultdict(list)

    def add(self, table: str, row: Row) -> None:
        known = {name: value for name, value in row.items() if name != "id"}
        waiting = self._waiting[table, tuple(known)]
        waiting.append(tuple(known.values()))
        if len(waiting) >= _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        for (table, columns), rows in self._waiting.items():
            marks = ", ".join("?" * len(columns))
            self.connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
        self._waiting.clear()


def rows_where(connection: sqlite3.Connection, table: str, column: str, values: Iterable[Any]) -> list[Row]:
    """The rows of a table whose column is one of the values."""
    given = list(values)
    cursor = connection.execute(
        f"SELECT * FROM {table} WHERE {column} IN ({', '.join('?' * len(given))})", given
    )
    names = [one[0] for one in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]

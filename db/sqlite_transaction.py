"""The transaction port over the standard library's sqlite3: what the command line and SQLite deliver with."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import DeliveryFailed
from db.failures import LOST, as_delivery_failure
from db.lead_search import REBUILD
from db.transaction import (
    Row,
    Values,
    WriteConflict,
    conflict_sql,
    copy_sql,
    delete_sql,
    insert_sql,
    read_back,
    stored_key,
    stored_row,
    stored_rows,
    update_sql,
    upsert_sql,
)

if TYPE_CHECKING:
    import polars as pl

# WAL lets readers go on during a write. FULL keeps an acknowledged handoff through a power cut;
# NORMAL loses the latest ones.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")

_write_locks: defaultdict[Path, threading.Lock] = defaultdict(threading.Lock)


def write_lock(path: Path) -> threading.Lock:
    """The lock that writers of one file share within this process.

    Threads wait for it in turn; without it they would poll SQLite's own lock, which sleeps between
    looks. It also keeps two connections of a process from writing and checkpointing at once, which
    SQLite before 3.51.3 can, very rarely, answer with a damaged file.
    """
    return _write_locks[path.resolve()]


def connect(path: Path, *, wait_seconds: float = 30.0) -> sqlite3.Connection:
    """A connection with the app's settings to a file that exists; transactions begin by hand."""
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=rw",
        uri=True,
        timeout=wait_seconds,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


class SqliteDatabase:
    """Transactions on one SQLite file; connections are kept and used again, by any thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = write_lock(path)
        self._idle: list[_Kept] = []

    @contextmanager
    def transaction(self, *, wait_seconds: float = 30.0) -> Iterator[SqliteTransaction]:
        if not self._lock.acquire(timeout=wait_seconds):
            raise DeliveryFailed(
                "Another import or handoff is still being saved. Nothing was saved; try again in a moment."
            )
        try:
            with self._connection(wait_seconds) as connection:
                # IMMEDIATE takes the write lock before the first read, so nothing read can be outdated.
                connection.execute("BEGIN IMMEDIATE")
                file = file_identity(self.path)
                yield SqliteTransaction(connection)
                if file_identity(self.path) != file:  # a commit would go into a file that nobody finds again
                    raise DeliveryFailed(LOST)
                connection.execute("COMMIT")
        finally:
            self._lock.release()

    def fetch_one(self, sql: str, params: Values | None = None) -> Row | None:
        with self._connection(30.0) as connection:
            return SqliteTransaction(connection).fetch_one(sql, params)

    def fetch_all(self, sql: str, params: Values | None = None) -> list[Row]:
        with self._connection(30.0) as connection:
            return SqliteTransaction(connection).fetch_all(sql, params)

    def _connection(self, wait_seconds: float) -> _Lease:
        return _Lease(self, wait_seconds)

    def close(self) -> None:
        while (kept := self._idle_for(file_identity(self.path))) is not None:
            kept.connection.close()

    def take(self, wait_seconds: float) -> _Kept:
        file = file_identity(self.path)
        kept = self._idle_for(file) or _Kept(
            connect(self.path, wait_seconds=wait_seconds), file, wait_seconds
        )
        if kept.wait_seconds != wait_seconds:
            kept.connection.execute(f"PRAGMA busy_timeout={int(wait_seconds * 1000)}")
            kept.wait_seconds = wait_seconds
        return kept

    def _idle_for(self, file: tuple[int, int] | None) -> _Kept | None:
        while True:
            try:
                kept = self._idle.pop()
            except IndexError:
                return None
            # A forked process must not touch its parent's connection, not even to close it.
            if kept.process != os.getpid():
                continue
            # A restored backup is another file behind the same name.
            if kept.file == file:
                return kept
            kept.connection.close()

    def put_back(self, kept: _Kept) -> None:
        try:
            if kept.connection.in_transaction:
                kept.connection.execute("ROLLBACK")
        except sqlite3.Error:
            # A disk that fails mid-rollback; SQLite rolls back when the file is opened next.
            kept.connection.close()
        else:
            self._idle.append(kept)


class _Lease:
    """One use of a kept connection; what fails meanwhile is named as the port promises.

    A class, because a handoff takes three of them and a generator costs more.
    """

    __slots__ = ("_database", "_kept", "_wait_seconds")

    def __init__(self, database: SqliteDatabase, wait_seconds: float) -> None:
        self._database = database
        self._wait_seconds = wait_seconds

    def __enter__(self) -> sqlite3.Connection:
        try:
            self._kept = self._database.take(self._wait_seconds)
        except sqlite3.Error as error:
            raise _named(error) from error
        return self._kept.connection

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._database.put_back(self._kept)
        if isinstance(error, sqlite3.Error):
            raise _named(error) from error


def _named(error: sqlite3.Error) -> Exception:
    """The failure in the port's terms; the error itself where it is a mistake of ours."""
    if isinstance(error, sqlite3.IntegrityError):
        return WriteConflict(str(error))
    return as_delivery_failure(error) or error


class SqliteTransaction:
    """The rows of one transaction on an open connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def insert(self, table: str, values: Values) -> None:
        self._write(insert_sql(table, tuple(values)), stored_row(values, _as_text))

    def insert_returning_id(self, table: str, values: Values) -> int:
        return int(self._write(insert_sql(table, tuple(values)), stored_row(values, _as_text)).lastrowid or 0)

    def insert_if_new(self, table: str, values: Values, *, unique: str) -> bool:
        return (
            self._write(conflict_sql(table, tuple(values), unique), stored_row(values, _as_text)).rowcount
            == 1
        )

    def insert_many(self, table: str, rows: Sequence[Values]) -> None:
        if rows:
            columns, kept = stored_rows(rows, _as_text)
            self._connection.executemany(insert_sql(table, columns), kept)

    def only_one(self, what: str) -> None:
        """SQLite has one writer at a time anyway."""

    def insert_frame(self, table: str, frame: pl.DataFrame) -> None:
        from db.frames import as_text_moments

        marks = ", ".join("?" * frame.width)
        sql = f"INSERT INTO {copy_sql(table, frame.columns, f'VALUES ({marks})')}"
        self._connection.executemany(sql, as_text_moments(frame).iter_rows())

    @contextmanager
    def rebuilding_indexes(self, table: str) -> Iterator[None]:
        """All of it is part of the transaction: whatever happens, the table has its indexes.

        The page cache stays as small as it is: with more pages building an index is slower (measured).
        """
        found = self._connection.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND tbl_name = ? "
            "AND sql IS NOT NULL ORDER BY type",
            (table,),
        ).fetchall()
        for kind, name, _ in found:
            self._connection.execute(f'DROP {kind.upper()} "{name}"')
        yield
        for _, _, sql in found:
            self._connection.execute(sql)
        # The only triggers of this schema keep the words of leads.
        if any(kind == "trigger" for kind, *_ in found):
            self._connection.execute(REBUILD)

    def upsert(self, table: str, key: Values, values: Values, *, created: Values) -> None:
        sql = upsert_sql(table, tuple(key), tuple(values), tuple(created))
        self._write(sql, stored_row({**key, **values, **created}, _as_text))

    def update(self, table: str, key: Values, values: Values) -> int:
        sql = update_sql(table, tuple(key), tuple(values))
        return self._write(sql, {**stored_key(key, _as_text), **stored_row(values, _as_text)}).rowcount

    def delete(self, table: str, key: Values) -> int:
        return self._write(delete_sql(table, tuple(key)), stored_key(key, _as_text)).rowcount

    def change_many(self, sql: str, rows: Sequence[Values]) -> int:
        given = (stored_row(row, _as_text) for row in rows)
        return max(0, self._connection.executemany(sql, given).rowcount)

    def fetch_one(self, sql: str, params: Values | None = None) -> Row | None:
        cursor = self._write(sql, stored_row(params, _as_text) if params else {})
        row = cursor.fetchone()
        names = [column[0] for column in cursor.description]
        cursor.close()
        return read_back(names, row) if row is not None else None

    def fetch_all(self, sql: str, params: Values | None = None) -> list[Row]:
        cursor = self._write(sql, stored_row(params, _as_text) if params else {})
        names = [column[0] for column in cursor.description]
        return [read_back(names, row) for row in cursor]

    def fetch_column(self, sql: str, params: Values | None = None) -> list[Any]:
        return [row[0] for row in self._write(sql, stored_row(params, _as_text) if params else {})]

    def _write(self, sql: str, params: Row) -> sqlite3.Cursor:
        return self._connection.execute(sql, params)


@lru_cache(maxsize=64)  # the rows of a run share a handful of moments
def _as_text(value: date) -> str:
    """Moments and days as SQLModel writes them into SQLite, which has no type for either."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "microseconds")
    return value.isoformat()


def file_identity(path: Path) -> tuple[int, int] | None:
    """What tells one file from another behind the same name; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - three times a handoff; the method of a path costs twice as much
    except OSError:
        return None
    return found.st_dev, found.st_ino


class _Kept:
    """A connection with the file and the process that it belongs to."""

    __slots__ = ("connection", "file", "process", "wait_seconds")

    def __init__(
        self, connection: sqlite3.Connection, file: tuple[int, int] | None, wait_seconds: float
    ) -> None:
        self.connection = connection
        self.file = file
        self.process = os.getpid()
        self.wait_seconds = wait_seconds

"""The transaction port over SQLAlchemy: any database that is not SQLite, PostgreSQL above all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, CursorResult, Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from core.errors import DeliveryFailed
from db.failures import UNREACHABLE
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


class SqlAlchemyDatabase:
    """Transactions on the connections of an engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def transaction(self, *, wait_seconds: float = 30.0) -> Iterator[SqlAlchemyTransaction]:
        with self._failures_named(), self.engine.begin() as connection:
            if self.engine.dialect.name == "postgresql":
                wait = f"{int(wait_seconds * 1000)}ms"
                connection.execute(text("SELECT set_config('lock_timeout', :wait, true)"), {"wait": wait})
            yield SqlAlchemyTransaction(connection)

    def fetch_one(self, sql: str, params: Values | None = None) -> Row | None:
        with self._failures_named(), self.engine.connect() as connection:
            return SqlAlchemyTransaction(connection).fetch_one(sql, params)

    def fetch_all(self, sql: str, params: Values | None = None) -> list[Row]:
        with self._failures_named(), self.engine.connect() as connection:
            return SqlAlchemyTransaction(connection).fetch_all(sql, params)

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _failures_named(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError as error:
            raise WriteConflict(str(error.orig)) from error
        except OperationalError as error:
            raise DeliveryFailed(UNREACHABLE) from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise DeliveryFailed(UNREACHABLE) from error
            raise


class SqlAlchemyTransaction:
    """The rows of one transaction on an open connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def insert(self, table: str, values: Values) -> None:
        self._execute(insert_sql(table, tuple(values)), stored_row(values))

    def insert_returning_id(self, table: str, values: Values) -> int:
        sql = f'{insert_sql(table, tuple(values))} RETURNING "id"'
        return int(self._execute(sql, stored_row(values)).scalar_one())

    def insert_if_new(self, table: str, values: Values, *, unique: str) -> bool:
        return self._execute(conflict_sql(table, tuple(values), unique), stored_row(values)).rowcount == 1

    def insert_many(self, table: str, rows: Sequence[Values]) -> None:
        if rows:
            columns, kept = stored_rows(rows)
            self._connection.execute(text(insert_sql(table, columns)), kept)

    def only_one(self, what: str) -> None:
        if self._connection.dialect.name == "postgresql":
            self._execute("SELECT pg_advisory_xact_lock(hashtext(:what))", {"what": what})

    def insert_frame(self, table: str, frame: pl.DataFrame) -> None:
        from db.frames import csv_slices

        if self._connection.dialect.name != "postgresql":
            self.insert_many(table, frame.to_dicts())
            return
        # COPY is ten times faster than inserting rows.
        driver: Any = self._connection.connection.driver_connection
        sql = f"COPY {copy_sql(table, frame.columns, 'FROM STDIN (FORMAT csv)')}"
        with driver.cursor() as cursor, cursor.copy(sql) as copy:
            for piece in csv_slices(frame):
                copy.write(piece)

    def rebuilding_indexes(self, table: str) -> AbstractContextManager[None]:
        """Indexes stay: dropping one would keep readers out until the end of the transaction."""
        return nullcontext()

    def upsert(self, table: str, key: Values, values: Values, *, created: Values) -> None:
        sql = upsert_sql(table, tuple(key), tuple(values), tuple(created))
        self._execute(sql, stored_row({**key, **values, **created}))

    def update(self, table: str, key: Values, values: Values) -> int:
        sql = update_sql(table, tuple(key), tuple(values))
        return self._execute(sql, {**stored_key(key), **stored_row(values)}).rowcount

    def delete(self, table: str, key: Values) -> int:
        return self._execute(delete_sql(table, tuple(key)), stored_key(key)).rowcount

    def change_many(self, sql: str, rows: Sequence[Values]) -> int:
        if not rows:
            return 0
        return max(0, self._connection.execute(text(sql), [stored_row(row) for row in rows]).rowcount)

    def fetch_one(self, sql: str, params: Values | None = None) -> Row | None:
        result = self._execute(sql, stored_row(params or {}))
        row = result.fetchone()
        names = list(result.keys())
        result.close()
        return read_back(names, row) if row is not None else None

    def fetch_all(self, sql: str, params: Values | None = None) -> list[Row]:
        result = self._execute(sql, stored_row(params or {}))
        names = list(result.keys())
        return [read_back(names, row) for row in result]

    def fetch_column(self, sql: str, params: Values | None = None) -> list[Any]:
        return list(self._execute(sql, stored_row(params or {})).scalars())

    def _execute(self, sql: str, params: Row) -> CursorResult[Any]:
        return self._connection.execute(text(sql), params)

"""The SQLAlchemy engine that pages read and edit through."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from core.errors import DeliveryFailed
from db.failures import UNREACHABLE, as_delivery_failure
from db.settings import Settings
from db.sqlite_transaction import connect, file_identity, write_lock

LOCK_WAIT_SECONDS = 30.0


def open_engine(settings: Settings) -> Engine:
    """An engine for the settings' database; on SQLite with the same connection as deliveries."""
    path = settings.sqlite_path
    if path is None:
        # A database server may restart while the app runs; a dead connection is replaced unseen.
        return create_engine(settings.database_url, pool_pre_ping=True)
    engine = create_engine(f"sqlite:///{path}", creator=lambda: connect(path))

    @event.listens_for(engine, "connect")
    def note_file(_: DBAPIConnection, record: ConnectionPoolEntry) -> None:
        record.info["file"] = file_identity(path)

    @event.listens_for(engine, "checkout")
    def check_file(_: DBAPIConnection, record: ConnectionPoolEntry, __: object) -> None:
        # A restored backup is another file behind the same name; the pool then connects anew.
        if record.info["file"] != file_identity(path):
            raise DisconnectionError("the database file was replaced")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # sqlite3 begins nothing by itself (isolation_level None). A plain BEGIN lets readers read while
        # somebody writes; a write unit takes the write lock before it reads.
        connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))

    return engine


class Sessions:
    """Sessions for reading and for editing; rows stay readable after their session has ended."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine = engine
        self._writes = engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")
        path = settings.sqlite_path
        self._lock: Any = write_lock(path) if path else nullcontext()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment of the database and changes nothing."""
        with _failures_named(), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def editing(self) -> Iterator[Session]:
        """A session whose changes are stored together at the end of the block, or not at all."""
        with self._lock, _failures_named(), Session(self._writes, expire_on_commit=False) as session:
            yield session
            session.commit()


@contextmanager
def _failures_named() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            failure = as_delivery_failure(error.orig)
        elif isinstance(error, OperationalError) or error.connection_invalidated:
            failure = DeliveryFailed(UNREACHABLE)
        else:
            failure = None
        if failure is None:
            raise
        raise failure from error

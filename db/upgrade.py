"""Brings a database to the schema of this version of the app, with a backup copy before any change.

The usual case, a database that is current, costs two small queries and no import of Alembic.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db.failures import DatabaseUnusable, as_delivery_failure
from db.schema_version import APPLICATION_ID, HEAD, TABLES, VERSIONS
from db.sqlite_transaction import connect

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

logger = logging.getLogger("agency.database")

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK_NUMBER = APPLICATION_ID  # PostgreSQL names the lock of an upgrade by a number


def prepare_file(path: Path) -> None:
    """Create the SQLite database, or upgrade it; DatabaseUnusable says what a person must decide."""
    try:
        if not path.exists():
            _create(path)
            return
        _refuse_emptied(path)
        # Opened without the app's settings: WAL mode would already be a change to another's file.
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)) as connection:
            version = _version(connection, path)
        if version != HEAD:
            _upgrade_file(path)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorname", "") in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
            raise DatabaseUnusable(_DAMAGED.format(path=path)) from error
        failure = as_delivery_failure(error)
        if failure is None:
            raise
        raise DatabaseUnusable(f"{failure.message} The file is {path}.") from error
    except OSError as error:
        raise DatabaseUnusable(f"The database {path} cannot be opened: {error.strerror}.") from error


def prepare_server(engine: Engine) -> None:
    """The same for a database server; its backups are the server's own business."""
    from sqlalchemy import inspect, text

    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK_NUMBER})
        if inspect(connection).has_table("alembic_version"):
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            _check_known(found, engine.url.render_as_string(hide_password=True))
            if found == HEAD:
                return
        _run_migrations(connection, HEAD)


def check_soundness(path: Path) -> None:
    """Read the whole file for damage that a query may miss; about two seconds a gigabyte."""
    try:
        with closing(connect(path)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        raise DatabaseUnusable(_DAMAGED.format(path=path)) from error
    if found != "ok":
        raise DatabaseUnusable(_DAMAGED.format(path=path))


def back_up(source: sqlite3.Connection, target: Path) -> Path:
    """A copy of the database as it is now, checked, then put in place under its name."""
    unfinished = target.with_name(f"{target.name}.unfinished-{os.getpid()}")
    try:
        with closing(sqlite3.connect(unfinished)) as copy:
            source.backup(copy)
            if copy.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                raise DatabaseUnusable(_DAMAGED.format(path=target))
        _sync(unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target


_DAMAGED = (
    "The database {path} is damaged or is no database. Nothing was changed. "
    "Restore the latest backup over it, or move it away to start empty."
)
_NEWER = (
    "The database {path} was written by a newer version of this app (schema {found}, this version knows "
    "{head}). Nothing was changed. Update the app."
)


def _refuse_emptied(path: Path) -> None:
    # SQLite would take a file of no bytes for a new database, and an agency whose file was emptied
    # by accident would look as if it had never had any work.
    if path.stat().st_size == 0:
        raise DatabaseUnusable(
            f"The database {path} exists but is empty (0 bytes). If it held work, restore the latest backup "
            "over it; if not, delete it and start again."
        )


def _version(connection: sqlite3.Connection, path: Path) -> str | None:
    """The schema version of an open database; DatabaseUnusable where it is not one of ours."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID:
        raise DatabaseUnusable(
            f"The file {path} is a database of another program. Nothing was changed. "
            "Set DATABASE_URL to a file of its own for this app."
        )
    row = None
    if "alembic_version" in tables:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    found = row[0] if row else None
    _check_known(found, str(path))
    missing = TABLES - tables
    if found == HEAD and missing:
        raise DatabaseUnusable(
            f"The database {path} lacks tables: {', '.join(sorted(missing))}. Nothing was changed. "
            "Restore the latest backup over it."
        )
    return found


def _check_known(found: str | None, place: str) -> None:
    if found is None:
        raise DatabaseUnusable(_DAMAGED.format(path=place))
    if found not in VERSIONS:
        raise DatabaseUnusable(_NEWER.format(path=place, found=found, head=HEAD))


def _create(path: Path) -> None:
    """Build the database beside its place and link it there whole: nobody ever sees half of one."""
    from sqlalchemy import create_engine

    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.new-{os.getpid()}")
    engine = create_engine(f"sqlite:///{unfinished}")
    try:
        with engine.begin() as connection:
            _run_migrations(connection, HEAD)
        with closing(sqlite3.connect(unfinished)) as created:
            created.execute(f"PRAGMA application_id={APPLICATION_ID}")
            created.execute("PRAGMA journal_mode=WAL")
        _sync(unfinished)
        _put_in_place(unfinished, path)
    finally:
        engine.dispose()
        for ending in ("", "-wal", "-shm", "-journal"):
            unfinished.with_name(unfinished.name + ending).unlink(missing_ok=True)


def _put_in_place(unfinished: Path, path: Path) -> None:
    try:
        os.link(unfinished, path)
    except FileExistsError:
        logger.info("another process created the database")
    except OSError:
        # Some network drives have no links. A rename is whole too, but would replace another's file.
        if not path.exists():
            unfinished.rename(path)


def _upgrade_file(path: Path) -> None:
    from db.engine import open_engine
    from db.settings import Settings

    engine = open_engine(Settings(database_url=f"sqlite:///{path}"))
    try:
        # The write lock lets one process upgrade; the others wait for it and find nothing to do.
        with engine.execution_options(sqlite_begin="BEGIN IMMEDIATE").begin() as connection:
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
            if found == HEAD:
                return
            moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
            with closing(connect(path)) as source:
                copy = back_up(source, path.with_name(f"{path.stem}.schema-{found}.{moment}.backup.db"))
            _run_migrations(connection, HEAD)
        logger.warning("database upgraded", extra={"schema": HEAD, "backup": copy.name})
    finally:
        engine.dispose()


def _run_migrations(connection: Connection, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())

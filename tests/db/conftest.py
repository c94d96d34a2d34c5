"""Databases for tests: a fresh SQLite file, and PostgreSQL where Debian's server is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from db.lead_import.staging import ImportFolder
from db.settings import Settings
from db.upgrade import prepare_server
from db.workspace import Workspace
from tests.db.greeting import open_greeting


@pytest.fixture
def path(empty_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(empty_file, tmp_path / "agency.db"))


@pytest.fixture
def workspace(path: Path) -> Iterator[Workspace]:
    opened = open_greeting(f"sqlite:///{path}")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """Makes an empty, current PostgreSQL database at each call and answers its URL."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs or (os.geteuid() == 0 and not shutil.which("runuser")):
        pytest.skip("no PostgreSQL server is installed")
    folder = Path(tempfile.mkdtemp(prefix="agency-pg-"))
    as_owner = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]

    def command(program: str, *arguments: str) -> None:
        subprocess.run(
            [*as_owner, str(programs[-1] / program), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
        )

    data = str(folder / "data")
    command("initdb", "-D", data, "-U", "agency", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    command("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
    address = "postgresql+psycopg://agency@/{database}?host=" + str(folder)
    names = count()
    try:
        server = create_engine(address.format(database="postgres"), isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(text("CREATE DATABASE template"))
        template = create_engine(address.format(database="template"))
        prepare_server(template)
        template.dispose()

        def make() -> str:
            name = f"agency_{next(names)}"
            with server.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template"))
            return address.format(database=name)

        yield make
        server.dispose()
    finally:
        command("pg_ctl", "-D", data, "-m", "immediate", "stop")
        # Hundreds of databases take ten seconds to delete, for which nobody needs to wait. The call names no
        # shell and nothing of what a user wrote.
        os.spawnlp(os.P_NOWAIT, "rm", "rm", "-rf", str(folder))  # noqa: S606  # our own folder


def emptied(url: str) -> None:
    """Make a PostgreSQL database as new: no rows, and every number counts from one again."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        connection.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))  # our own text
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # in any order of tables
        names = (
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        )
        tables = connection.execute(text(names)).scalars().all()
        probes = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables)  # noqa: S608
        for table in connection.execute(text(" UNION ALL ".join(probes))).scalars().all():
            connection.execute(text(f'DELETE FROM "{table}"'))  # noqa: S608  # a name the database gave
        sequences = "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"
        connection.execute(text(sequences))


@pytest.fixture(scope="session")
def used_servers() -> list[str]:
    """PostgreSQL databases of tests that are over; to empty one takes a tenth of making one."""
    return []


@pytest.fixture(params=["sqlite", "postgresql"])
def any_url(request: pytest.FixtureRequest, used_servers: list[str]) -> Iterator[str]:
    """The URL of an empty database, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('path')}"
        return
    make: Callable[[], str] = request.getfixturevalue("postgresql")
    if used_servers:
        url = used_servers.pop()
        emptied(url)
    else:
        url = make()
    yield url
    # Lists on their way to a server lie in a folder of the app, not beside a database file.
    shutil.rmtree(ImportFolder(Settings(database_url=url)).root, ignore_errors=True)
    used_servers.append(url)


@pytest.fixture
def any_workspace(any_url: str) -> Iterator[Workspace]:
    opened = open_greeting(any_url)
    yield opened
    opened.close()

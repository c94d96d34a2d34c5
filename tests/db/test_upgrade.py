"""A database is created, upgraded with a backup, or left alone with a clear sentence."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text

from db.failures import DatabaseUnusable
from db.lead_search import in_tables
from db.schema_version import APPLICATION_ID, HEAD, TABLES, VERSIONS
from db.settings import ROOT, Settings
from db.soundness import SoundnessCheck
from db.tables import Base
from db.upgrade import MIGRATIONS, _run_migrations, back_up, check_soundness, prepare_file, prepare_server
from db.workspace import Workspace
from tests.db.greeting import greet, open_greeting


def make_old(path: Path) -> None:
    """A database of the first version with a delivered run, its handoff and a lead in it."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        _run_migrations(connection, VERSIONS[0])
    engine.dispose()
    with closing(sqlite3.connect(path)) as old:
        old.execute(f"PRAGMA application_id={APPLICATION_ID}")
        old.execute("PRAGMA journal_mode=WAL")
        old.execute(
            "INSERT INTO runs (workflow_id, workflow, version, policy_version, source, target, outcome, "
            "title, raw_json, result_json, warnings, started_at, duration_ms, actor, trigger) VALUES "
            "('greet_client_1', 'greet_client', '1', 1, 'sales', 'fulfillment', 'delivered', 'Ada', '{}', "
            "'{\"success\": true}', 0, '2025-02-01 09:00:00.000000', 1.5, 'Ada', 'cli')"
        )
        old.execute(
            "INSERT INTO handoffs (workflow_id, workflow, source, target, title, status, created_at) VALUES "
            "('greet_client_1', 'greet_client', 'sales', 'fulfillment', 'Ada', 'waiting', "
            "'2025-02-01 09:00:00.000000')"
        )
        old.commit()


def compared(connection: Connection) -> MigrationContext:
    return MigrationContext.configure(connection, opts={"include_name": in_tables})


def test_the_migrations_make_exactly_the_schema_of_the_tables(any_url: str) -> None:
    engine = create_engine(any_url)
    with engine.connect() as connection:
        assert compare_metadata(compared(connection), Base.metadata) == []
    engine.dispose()


def test_the_known_versions_are_those_of_the_migrations() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert scripts.get_current_head() == HEAD == VERSIONS[-1]
    assert [script.revision for script in scripts.walk_revisions()] == list(reversed(VERSIONS))
    assert frozenset(Base.metadata.tables) | {"alembic_version"} == TABLES


def test_a_migration_imports_nothing_of_the_app() -> None:
    for script in (MIGRATIONS / "versions").glob("*.py"):
        lines = [line for line in script.read_text().splitlines() if line.startswith(("import", "from"))]
        allowed = {
            "import json",
            "import sqlalchemy as sa",
            "from alembic import op",
            "from typing import Any",
        }
        assert set(lines) <= allowed


def test_a_missing_file_is_created_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "ünï 100%.db"
    workspace = open_greeting(f"sqlite:///{path}")
    assert greet(workspace, "Ada").success
    with workspace.reading() as session:
        assert session.connection().exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert session.connection().exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert session.connection().exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    workspace.close()
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_an_older_database_is_upgraded_and_keeps_its_data(tmp_path: Path) -> None:
    path = tmp_path / "agency.db"
    make_old(path)
    workspace = open_greeting(f"sqlite:///{path}")
    waiting = workspace.inbox.waiting("fulfillment")
    assert list(waiting["title"]) == ["Ada"]
    assert workspace.find_run("greet_client_1") is not None
    assert greet(workspace, "Bob").success
    assert list(workspace.inbox.waiting("fulfillment")["record_id"].dropna()) == ["Bob"]
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        assert compare_metadata(compared(connection), Base.metadata) == []
    engine.dispose()
    workspace.close()


def test_the_backup_of_an_upgrade_is_the_old_database_named_with_its_version(tmp_path: Path) -> None:
    path = tmp_path / "agency.db"
    make_old(path)
    prepare_file(path)
    (copy,) = tmp_path.glob("*.backup.db")
    assert copy.name.startswith("agency.schema-0001.20")
    with closing(sqlite3.connect(copy)) as old:
        assert old.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert old.execute("SELECT title FROM runs").fetchone() == ("Ada",)
    prepare_file(path)
    assert list(tmp_path.glob("*.backup.db")) == [copy]


def test_a_failed_upgrade_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "agency.db"
    make_old(path)
    # A leftover index of the same name stops the migration after it has added its columns.
    with closing(sqlite3.connect(path)) as old:
        old.execute("CREATE INDEX ix_leads_score_band ON leads (score)")
    with pytest.raises(Exception, match="ix_leads_score_band"):
        prepare_file(path)
    with closing(sqlite3.connect(path)) as old:
        assert old.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        columns = [row[1] for row in old.execute("PRAGMA table_info(handoffs)")]
    assert "record_type" not in columns


@pytest.mark.parametrize("is_old", [False, True], ids=["missing", "older"])
def test_processes_starting_at_once_make_one_sound_database(tmp_path: Path, is_old: bool) -> None:
    path = tmp_path / "agency.db"
    if is_old:
        make_old(path)
    command = (
        f"from db.upgrade import prepare_file; from pathlib import Path; prepare_file(Path({str(path)!r}))"
    )
    starts = [subprocess.Popen([sys.executable, "-c", command], cwd=ROOT) for _ in range(3)]
    assert [start.wait(timeout=60) for start in starts] == [0] * 3
    check_soundness(path)
    prepare_file(path)
    assert len(list(tmp_path.glob("*.backup.db"))) == is_old
    assert not list(tmp_path.glob("*.new-*"))


def make_emptied(path: Path) -> None:
    path.write_bytes(b"")


def make_text(path: Path) -> None:
    path.write_text("lead_id,email\n" * 100)


def make_half(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def make_newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '0999'")
        newer.commit()


def make_foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as foreign:
        foreign.execute("CREATE TABLE recipes (id INTEGER)")


def make_incomplete(path: Path) -> None:
    with closing(sqlite3.connect(path)) as incomplete:
        incomplete.execute("DROP TABLE payments")
        incomplete.execute("DROP TABLE milestones")


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (make_emptied, "exists but is empty (0 bytes). If it held work, restore the latest backup"),
        (make_text, "is damaged or is no database. Nothing was changed. Restore the latest backup"),
        (make_half, "is damaged or is no database. Nothing was changed. Restore the latest backup"),
        (make_newer, "was written by a newer version of this app (schema 0999"),
        (make_foreign, "is a database of another program. Nothing was changed."),
        (make_incomplete, "lacks tables: milestones, payments. Nothing was changed."),
    ],
    ids=["emptied", "another kind of file", "half a file", "newer", "another program's", "tables missing"],
)
def test_a_database_that_cannot_be_used_is_left_alone_with_a_clear_sentence(
    path: Path, damage: Callable[[Path], None], sentence: str
) -> None:
    damage(path)
    before = path.read_bytes()
    with pytest.raises(DatabaseUnusable) as refused:
        Workspace.open(Settings(database_url=f"sqlite:///{path}"))
    assert sentence in refused.value.message
    assert str(path) in refused.value.message
    assert path.read_bytes() == before


def test_a_folder_in_the_files_place_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable, match="cannot be opened"):
        prepare_file(tmp_path)


def test_damage_that_no_query_meets_is_found_by_the_thorough_check(workspace: Workspace, path: Path) -> None:
    for number in range(50):
        greet(workspace, f"Client {number}")
    workspace.close()
    check_soundness(path)
    content = bytearray(path.read_bytes())
    content[-4096:] = bytes(4096)
    path.write_bytes(content)
    prepare_file(path)
    with pytest.raises(DatabaseUnusable, match="is damaged"):
        check_soundness(path)


def test_a_start_does_not_wait_for_the_whole_file_and_what_is_found_later_is_said(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slowly(checked: Path) -> None:
        go_on.wait(30)
        check_soundness(checked)

    monkeypatch.setattr("db.soundness.check_soundness", slowly)
    content = bytearray(path.read_bytes())
    content[-4096:] = bytes(4096)
    path.write_bytes(content)
    check = SoundnessCheck(path, wait_seconds=0.05)
    check.raise_damage()
    assert not check.is_done
    go_on.set()
    check.wait()
    with pytest.raises(DatabaseUnusable, match="is damaged"):
        check.raise_damage()


def test_a_restored_database_is_looked_at_anew(workspace: Workspace, path: Path) -> None:
    greet(workspace, "Before")
    workspace.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:-4096] + bytes(4096))
    damaged = Workspace.open(Settings(database_url=f"sqlite:///{path}"))
    for _ in range(2):
        with pytest.raises(DatabaseUnusable, match="is damaged"):
            damaged.check_soundness()
    path.write_bytes(whole)
    damaged.check_soundness()
    damaged.close()


def test_a_backup_made_while_others_write_is_whole(workspace: Workspace, path: Path, tmp_path: Path) -> None:
    greet(workspace, "Before")
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(lambda: [greet(workspace, f"During {number}") for number in range(30)])
        with closing(sqlite3.connect(path)) as source:
            copy = back_up(source, tmp_path / "copy.db")
        assert all(result.success for result in writing.result())
    restored = open_greeting(f"sqlite:///{copy}")
    assert greet(restored, "Before").replayed
    restored.close()
    assert not list(tmp_path.glob("*.unfinished-*"))


def test_a_server_database_is_created_once_and_a_newer_one_is_refused(
    postgresql: Callable[[], str],
) -> None:
    engine = create_engine(postgresql())
    prepare_server(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    with pytest.raises(DatabaseUnusable, match="newer version"):
        prepare_server(engine)
    engine.dispose()


def test_campaigns_of_an_older_database_get_the_budget_of_their_brief(tmp_path: Path) -> None:
    path = tmp_path / "agency.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        _run_migrations(connection, "0013")
    engine.dispose()
    briefs = {
        "read": '{"budget": {"amount": "8000.50", "currency": "USD"}}',
        "unclear": '{"budget": {"amount": null, "currency": "USD"}}',
        "none": "{}",
        "broken": "{",
    }
    with closing(sqlite3.connect(path)) as old:
        old.execute(f"PRAGMA application_id={APPLICATION_ID}")
        old.executemany(
            "INSERT INTO campaigns (campaign_id, created_at, updated_at, version, name, status, impressions, "
            "clicks, brief_json) VALUES (?, '2025-02-01 09:00:00.000000', '2025-02-01 09:00:00.000000', 1, "
            "'c', 'planned', 0, 0, ?)",
            briefs.items(),
        )
        old.commit()
    prepare_file(path)
    with closing(sqlite3.connect(path)) as new:
        found = dict(new.execute("SELECT campaign_id, budget_cents FROM campaigns").fetchall())
    assert found == {"read": 800_050, "unclear": None, "none": None, "broken": None}

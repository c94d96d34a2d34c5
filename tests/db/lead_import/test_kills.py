"""Imports and undos that are killed at a named point: all or nothing, which of both is said, again works."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db.lead_import import ImportCounts, ImportOptions
from db.lead_search import REBUILD
from db.settings import ROOT
from db.workspace import Workspace

OPTIONS = ImportOptions()
KNOWN, CHANGED, NEW = 200, 100, 2_000  # so many that indexes are dropped and built anew
COUNTS = ImportCounts(read=CHANGED + NEW, created=NEW, updated=CHANGED)
Kill = Callable[..., None]


def people(first: int, last: int, company: str) -> bytes:
    rows = (f"Lead {n},lead{n}@x.org,{company},{n % 101}" for n in range(first, last))
    return "\n".join(["Name,Email,Company,Score", *rows, ""]).encode()


BEFORE, LIST = people(0, KNOWN, "Old"), people(KNOWN - CHANGED, KNOWN + NEW, "New")


@pytest.fixture(scope="module")
def path(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copy(empty_file, tmp_path_factory.mktemp("killed") / "agency.db"))


@pytest.fixture(scope="module")
def agency(path: Path) -> Iterator[Workspace]:
    opened = Workspace.open(f"sqlite:///{path}")
    opened.lead_imports.run(opened.lead_imports.stage("before.csv", BEFORE).import_id, OPTIONS)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def kill(agency: Workspace) -> Iterator[Kill]:
    """Do something in a process of its own, which ends itself at a point."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.db.lead_import.killed_process"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": agency.settings.database_url},
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )

    def kill(how: str, what: str, at: tuple[object, ...]) -> None:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(json.dumps([how, what, at]) + "\n")
        process.stdin.flush()
        _, status = process.stdout.readline().split()
        assert os.WTERMSIG(int(status)) == signal.SIGKILL, "it never came to the point"

    yield kill
    process.communicate("")


def stored(path: Path) -> tuple[Any, ...]:
    """Everything that an import touches, as another program finds it in the file, which must be whole."""
    with closing(sqlite3.connect(path)) as connection:
        asked = (
            "PRAGMA integrity_check",
            "SELECT name, sql FROM sqlite_master WHERE name <> 'sqlite_sequence' ORDER BY name",
            "SELECT lead_id, name, company, score, input_json, updated_at FROM leads ORDER BY lead_id",
            "SELECT lead_pk, old_json FROM imported_changes",
            "SELECT id, summary FROM audit_lines",
            "SELECT import_id, state FROM lead_imports",
            "SELECT COUNT(*) FROM lead_search WHERE lead_search MATCH 'Lea'",
        )
        whole, *found = [connection.execute(sql).fetchall() for sql in asked]
    assert whole == [("ok",)]
    return tuple(found)


def leads(path: Path) -> list[Any]:
    return list(stored(path)[1])


def found(agency: Workspace, words: str) -> int:
    return agency.marketing.leads(search=words).total


STATEMENTS = {
    "the import is written down": ("INSERT INTO lead_imports", 1),
    "a known lead is changed": ("UPDATE leads", CHANGED // 2),
    "an index is dropped": ("DROP INDEX", 3),
    "the first lead is stored": ("INSERT INTO leads", 1),
    "half of the leads are stored": ("INSERT INTO leads", NEW // 2),
    "an index is built anew": ("CREATE INDEX", 3),
    "the search is built anew": (REBUILD, 1),
    "all is about to be kept": ("COMMIT", 1),
}
POINTS = {
    "the worker starts": ("call", "read_options"),
    "the columns are looked at": ("step", "Looking at the columns"),
    "rows are compared": ("step", "Comparing with the leads that are known"),
    **{name: ("statement", *at) for name, at in STATEMENTS.items()},
}


@pytest.mark.parametrize("point", POINTS.values(), ids=POINTS)
def test_an_import_killed_before_it_is_kept_stored_nothing(
    agency: Workspace, path: Path, kill: Kill, point: tuple[object, ...]
) -> None:
    imports, before = agency.lead_imports, stored(path)
    staged = imports.stage("leads.csv", LIST)
    imports.folder.write_options(staged.import_id, {})
    imports.folder.begin(staged.import_id)
    kill("worker", staged.import_id, point)
    assert stored(path) == before
    (waiting,) = imports.at_work()
    if waiting.state == "failed":
        assert "nothing was stored" in waiting.message
    else:
        assert (waiting.state, point) == ("staged", POINTS["the worker starts"])
    assert found(agency, "lead150@x.org") == 1
    # The same file, which is still there, is imported by the next click.
    assert imports.run(staged.import_id, OPTIONS).counts == COUNTS
    assert imports.at_work() == ()
    assert (found(agency, "lead150@x.org"), found(agency, "lead2050@x.org")) == (1, 1)
    imports.undo(staged.import_id)
    assert [row[:5] for row in leads(path)] == [row[:5] for row in before[1]]


def test_an_import_killed_after_it_was_kept_is_said_to_be_done(
    agency: Workspace, path: Path, kill: Kill
) -> None:
    imports, before = agency.lead_imports, leads(path)
    staged = imports.stage("leads.csv", LIST)
    imports.folder.write_options(staged.import_id, {})
    imports.folder.begin(staged.import_id)
    kill("worker", staged.import_id, ("call", "remove_source"))
    progress = imports.progress(staged.import_id)
    assert progress is not None and progress.state == "done"
    assert imports.report(staged.import_id).counts == COUNTS
    assert len(leads(path)) == KNOWN + NEW and found(agency, "lead2050@x.org") == 1
    assert imports.at_work() == ()
    # Its list is of no use any more, and is cleared away when the next comes.
    assert imports.folder.exists(staged.import_id)
    again = imports.stage("leads.csv", LIST)
    assert not imports.folder.exists(staged.import_id)
    assert imports.run(again.import_id, OPTIONS).counts == ImportCounts(
        read=CHANGED + NEW, unchanged=CHANGED + NEW
    )
    imports.undo(again.import_id)
    imports.undo(staged.import_id)
    assert [row[:5] for row in leads(path)] == [row[:5] for row in before]


UNDONE = {
    "a known lead gets its values back": ("UPDATE leads", CHANGED // 2),
    "an index is dropped": ("DROP INDEX", 3),
    "the new leads go": ("DELETE FROM leads", 1),
    "an index is built anew": ("CREATE INDEX", 3),
    "the search is built anew": (REBUILD, 1),
    "all is about to be kept": ("COMMIT", 1),
}


def test_a_killed_undo_took_nothing_back(agency: Workspace, path: Path, kill: Kill) -> None:
    imports, before = agency.lead_imports, leads(path)
    import_id = imports.stage("leads.csv", LIST).import_id
    imports.run(import_id, OPTIONS)
    imported = stored(path)
    for place in UNDONE.values():
        kill("undo", import_id, ("statement", *place))
        assert stored(path) == imported
        progress = imports.progress(import_id)
        assert progress is not None and progress.state == "done"
    assert found(agency, "lead2050@x.org") == 1
    done = imports.undo(import_id)
    assert (done.removed, done.restored, done.left) == (NEW, CHANGED, 0)
    assert [row[:5] for row in leads(path)] == [row[:5] for row in before]


@pytest.mark.parametrize(
    "point", [("statement", "COMMIT", 1), ("call", "remove_source")], ids=["before", "after"]
)
def test_a_killed_command_line_is_called_again_and_adds_nothing_twice(
    agency: Workspace, path: Path, kill: Kill, tmp_path: Path, point: tuple[object, ...]
) -> None:
    imports, before = agency.lead_imports, leads(path)
    (tmp_path / "leads.csv").write_bytes(LIST)
    kill("command", str(tmp_path / "leads.csv"), point)
    is_kept = len(leads(path)) == KNOWN + NEW
    assert is_kept == (point[0] == "call")
    # One that stored nothing is listed, so that nobody takes it for done.
    assert [entry.state for entry in imports.at_work()] == [] if is_kept else ["failed"]
    again = imports.run(imports.stage("leads.csv", LIST).import_id, OPTIONS).counts
    assert again == (ImportCounts(read=COUNTS.read, unchanged=COUNTS.read) if is_kept else COUNTS)
    for entry in imports.at_work():
        imports.discard(entry.import_id)
    assert imports.at_work() == ()
    done = "SELECT import_id FROM lead_imports WHERE state = 'done' AND file_name = 'leads.csv' "
    for row in agency.database.fetch_all(done + "ORDER BY started_at DESC"):
        imports.undo(row["import_id"])
    assert [row[:5] for row in leads(path)] == [row[:5] for row in before]

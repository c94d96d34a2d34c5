"""Imports that meet a kill, a full disk, a lock or each other: all of a list or nothing, and which."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from core.errors import DeliveryFailed, InputRejected
from db.failures import UNREACHABLE
from db.lead_import import ImportOptions, ImportProgress, ImportReport, State
from db.lead_import.reports import ImportReports
from db.settings import ROOT
from db.workspace import Workspace
from tests.core.intake.workbooks import simple_workbook

KILLS = 5  # at any moment; test_kills.py has the named ones
ROWS = 6_000  # so many that indexes are dropped and built anew
OPTIONS = ImportOptions(new_campaign="Fair")


def people(number: int, start: int = 0) -> bytes:
    rows = (f"Lead {n},lead{n}@x.org,{n % 101}" for n in range(start, start + number))
    return "\n".join(["Name,Email,Score", *rows, ""]).encode()


@pytest.fixture
def agency(path: Path) -> Iterator[Workspace]:
    opened = Workspace.open(f"sqlite:///{path}")
    yield opened
    opened.close()


# Starting a program takes longer than the import: one that is started already makes a copy of itself for
# each import, and tells its number and how it ended.
STARTED = """
import os, sys
import db.lead_import.service
from db.lead_import.worker import main
for import_id in sys.stdin:
    child = os.fork()
    if child == 0:
        os._exit(main(import_id.strip()))
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


@pytest.fixture
def workers(agency: Workspace) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "DATABASE_URL": agency.settings.database_url, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-c", STARTED], cwd=ROOT, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    yield process
    process.communicate("")


def begin(workers: subprocess.Popen[str], agency: Workspace, import_id: str) -> int:
    """Import in a process of its own; its number."""
    assert workers.stdin is not None
    assert workers.stdout is not None
    agency.lead_imports.folder.write_options(import_id, {"new_campaign": "Fair"})
    agency.lead_imports.folder.begin(import_id)
    workers.stdin.write(f"{import_id}\n")
    workers.stdin.flush()
    return int(workers.stdout.readline())


def ended(workers: subprocess.Popen[str]) -> int:
    assert workers.stdout is not None
    return int(workers.stdout.readline())


def how_many(path: Path) -> int:
    with sqlite3.connect(path) as connection:
        found: int = connection.execute("SELECT COUNT(*) FROM leads").fetchone()[0]
    connection.close()
    return found


def indexes(path: Path) -> set[str]:
    with sqlite3.connect(path) as connection:
        found = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'leads'"
        )
        names = {name for (name,) in found}
    connection.close()
    return names


def test_a_killed_import_stored_all_or_nothing_and_says_which(
    agency: Workspace, path: Path, workers: subprocess.Popen[str]
) -> None:
    before = indexes(path)
    content = people(ROWS)
    staged = agency.lead_imports.stage("leads.csv", content)
    begin(workers, agency, (first := agency.lead_imports.stage("first.csv", people(1))).import_id)
    assert ended(workers) == 0
    agency.lead_imports.undo(first.import_id)
    started = time.monotonic()
    begin(workers, agency, staged.import_id)
    assert ended(workers) == 0
    needed = time.monotonic() - started
    agency.lead_imports.undo(staged.import_id)
    states = set()
    for kill in range(KILLS):
        staged = agency.lead_imports.stage("leads.csv", content)
        process = begin(workers, agency, staged.import_id)
        # Most of them while it stores; some before and some after.
        time.sleep(needed * (0.1 + kill / KILLS))
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        ended(workers)
        progress = agency.lead_imports.progress(staged.import_id)
        assert progress is not None
        states.add(progress.state)
        if progress.state == "done":
            assert how_many(path) == agency.lead_imports.report(staged.import_id).counts.created == ROWS
            agency.lead_imports.undo(staged.import_id)
        else:
            assert how_many(path) == 0
            if progress.state == "failed":
                assert "nothing was stored" in progress.message
            agency.lead_imports.discard(staged.import_id)
            assert not (agency.lead_imports.folder.root / staged.import_id).exists()
        assert indexes(path) == before
    assert "failed" in states
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


def test_a_full_disk_stores_nothing_and_says_so(
    agency: Workspace, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = indexes(path)
    with sqlite3.connect(path) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.close()
    little = (f"max_page_count={pages + 500}", "journal_mode=WAL")
    with monkeypatch.context() as small_disk:
        small_disk.setattr("db.sqlite_transaction.PRAGMAS", little)
        full = Workspace.open(f"sqlite:///{path}")
        staged = full.lead_imports.stage("leads.csv", people(ROWS))
        with pytest.raises(DeliveryFailed, match=r"disk is full\. Nothing was saved"):
            full.lead_imports.run(staged.import_id, OPTIONS)
        full.close()
    assert (how_many(path), indexes(path)) == (0, before)
    progress = agency.lead_imports.progress(staged.import_id)
    assert progress is not None
    assert (progress.state, "disk is full" in progress.message) == ("failed", True)
    # With room again the same file is imported without uploading it anew.
    assert agency.lead_imports.run(staged.import_id, OPTIONS).counts.created == ROWS


def test_a_disk_without_room_for_the_file_says_so(agency: Workspace, tmp_path: Path) -> None:
    """In a process that may write no file of more than 1 MB: what a full disk looks like to a program."""
    source = tmp_path / "leads.csv"
    source.write_bytes(people(60_000))

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

    done = subprocess.run(
        [sys.executable, "scripts/import_leads.py", str(source), "--quiet"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": agency.settings.database_url},
        capture_output=True,
        text=True,
        preexec_fn=little_room,
        check=False,
    )
    assert done.returncode == 4
    assert "no room" in done.stderr
    assert "Traceback" not in done.stderr
    assert agency.lead_imports.history().total == 0


@pytest.mark.parametrize("is_replaced", [False, True], ids=["moved away", "another in its place"])
def test_a_database_that_is_lost_meanwhile_is_named(
    agency: Workspace, path: Path, empty_file: Path, monkeypatch: pytest.MonkeyPatch, is_replaced: bool
) -> None:
    elsewhere = path.with_name("moved.db")

    def lose(_: object) -> None:
        path.rename(elsewhere)
        if is_replaced:
            shutil.copy(empty_file, path)

    staged = agency.lead_imports.stage("leads.csv", people(ROWS))
    with monkeypatch.context() as lost:
        lost.setattr("db.lead_import.storing._check", lose)
        with pytest.raises(DeliveryFailed, match=r"moved, removed or replaced .* Nothing was saved"):
            agency.lead_imports.run(staged.import_id, OPTIONS)
    assert how_many(elsewhere) == 0
    elsewhere.replace(path)
    assert agency.lead_imports.run(staged.import_id, OPTIONS).counts.created == ROWS
    assert how_many(path) == ROWS


def test_a_server_that_is_lost_meanwhile_is_named(
    postgresql: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = Workspace.open(postgresql())
    server = create_engine(agency.settings.database_url, poolclass=NullPool)

    def lose(_: object) -> None:
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        with server.connect() as connection:
            connection.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))

    staged = agency.lead_imports.stage("leads.csv", people(50))
    with monkeypatch.context() as lost:
        lost.setattr("db.lead_import.storing._check", lose)
        with pytest.raises(DeliveryFailed, match="Nothing was saved"):
            agency.lead_imports.run(staged.import_id, OPTIONS)
    assert agency.lead_imports.history().total == 0
    assert agency.lead_imports.run(staged.import_id, OPTIONS).counts.created == 50
    agency.close()
    shutil.rmtree(agency.lead_imports.folder.root)


def test_a_locked_database_is_waited_for_and_then_named(
    agency: Workspace, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.lead_import.service.WAIT_SECONDS", 0.2)
    staged = agency.lead_imports.stage("leads.csv", people(3))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DeliveryFailed, match="Another program is writing"):
        agency.lead_imports.run(staged.import_id, OPTIONS)
    other.execute("ROLLBACK")
    other.close()
    assert agency.lead_imports.run(staged.import_id, OPTIONS).counts.created == 3


def test_two_people_import_at_the_same_time_and_nobody_is_stored_twice(any_workspace: Workspace) -> None:
    """Their lists share two thousand people."""
    imports = any_workspace.lead_imports

    def take(start: int) -> ImportReport:
        staged = imports.stage(f"from {start}.csv", people(3_000, start))
        return imports.run(staged.import_id, OPTIONS)

    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(take, (0, 1_000)))
    assert sum(report.counts.created for report in reports) == 4_000
    assert sum(report.counts.unchanged + report.counts.updated for report in reports) == 2_000
    counted = any_workspace.database.fetch_one(
        "SELECT COUNT(*) AS n, COUNT(DISTINCT email_key) AS people FROM leads"
    )
    assert counted == {"n": 4_000, "people": 4_000}


def test_readers_go_on_while_a_list_is_stored(agency: Workspace) -> None:
    seen: list[Any] = []

    def look(progress: Any) -> None:
        if progress.step == "Storing":
            seen.append(agency.marketing.leads().total)

    staged = agency.lead_imports.stage("leads.csv", people(ROWS))
    agency.lead_imports.run(staged.import_id, OPTIONS, progress=look)
    assert seen
    assert set(seen) == {0}
    assert agency.marketing.leads().total == ROWS


BOOK = simple_workbook([["Name", "Email"], *([f"Lead {n}", f"lead{n}@x.org"] for n in range(4_000))])
LIST = json.dumps([{"email": f"lead{n}@x.org", "notes": "x" * 5_000} for n in range(2_000)]).encode()


@pytest.mark.parametrize("content", [BOOK, LIST], ids=["workbook", "JSON"])
def test_a_full_temporary_folder_is_named_and_nothing_is_stored(
    agency: Workspace, path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = agency.lead_imports.stage("leads", content)
    with (
        Path("/dev/full").open("r+b", buffering=0) as rows,
        tempfile.TemporaryFile() as book,
        monkeypatch.context() as full,
    ):
        made = iter([rows, book])
        full.setattr("tempfile.TemporaryFile", lambda *_, **__: next(made))
        with pytest.raises(DeliveryFailed, match=r"temporary files is full .* Nothing was saved"):
            agency.lead_imports.run(staged.import_id, OPTIONS)
    assert how_many(path) == 0
    assert agency.lead_imports.run(staged.import_id, OPTIONS).counts.created > 0


def test_a_read_only_database_is_named_and_nothing_is_stored(
    agency: Workspace, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = agency.lead_imports.stage("leads.csv", people(3))
    with monkeypatch.context() as locked:
        locked.setattr("db.sqlite_transaction.PRAGMAS", ("query_only=ON",))
        reader = Workspace.open(f"sqlite:///{path}")
        with pytest.raises(DeliveryFailed, match=r"database is read-only\. Nothing was saved"):
            reader.lead_imports.run(staged.import_id, OPTIONS)
        reader.close()
    assert how_many(path) == 0
    assert agency.lead_imports.run(staged.import_id, OPTIONS).counts.created == 3


def test_a_failure_is_told_also_where_there_is_no_room_to_note_it(
    agency: Workspace, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise DeliveryFailed("The disk is full. Nothing was saved; free some space and try again.")

    def no_room(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    staged = agency.lead_imports.stage("leads.csv", people(3))
    monkeypatch.setattr("db.lead_import.storing._check", full)
    monkeypatch.setattr(Path, "write_text", no_room)
    with pytest.raises(DeliveryFailed, match="The disk is full"):
        agency.lead_imports.run(staged.import_id, OPTIONS)
    with pytest.raises(DeliveryFailed, match="no room"):
        agency.lead_imports.start(staged.import_id, OPTIONS)
    assert how_many(path) == 0


@pytest.mark.parametrize("state", ["running", "staged"])
def test_an_import_that_cannot_be_told_to_stop_says_that_it_goes_on(
    agency: Workspace, monkeypatch: pytest.MonkeyPatch, state: State
) -> None:
    def no_way(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    imports = agency.lead_imports
    import_id = imports.stage("leads.csv", people(3)).import_id
    imports.folder.begin(import_id)
    imports.folder.note(ImportProgress(import_id, state))
    with monkeypatch.context() as read_only:
        read_only.setattr(Path, "unlink", no_way)
        with pytest.raises(DeliveryFailed, match="It goes on; once it is done, it can be taken back"):
            imports.cancel(import_id)
    assert not imports.folder.is_asked_to_stop(import_id)
    with monkeypatch.context() as full:
        full.setattr(Path, "touch", no_way)
        full.setattr(Path, "write_text", no_way)
        imports.cancel(import_id)  # the wish needs no room
        assert imports.folder.is_asked_to_stop(import_id)
        with pytest.raises(DeliveryFailed, match="no room"):
            imports.start(import_id, OPTIONS)


def test_a_wish_to_stop_counts_also_while_the_worker_starts(
    agency: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.lead_import.service.start_worker", lambda *_, **__: os.getpid())
    imports = agency.lead_imports
    import_id = imports.stage("leads.csv", people(3)).import_id
    imports.start(import_id, OPTIONS)
    imports.cancel(import_id)
    assert imports.run_staged(import_id).state == "cancelled"
    imports.start(import_id, OPTIONS)  # an earlier wish does not stop the next
    assert imports.run_staged(import_id).counts.created == 3


def test_an_import_of_the_command_line_can_be_stopped_on_the_page(agency: Workspace) -> None:
    imports = agency.lead_imports
    import_id = imports.stage("leads.csv", people(3)).import_id

    def look(progress: ImportProgress) -> None:
        assert imports.progress(import_id) == progress
        imports.cancel(import_id)

    with pytest.raises(DeliveryFailed, match=r"Somebody stopped the import .* nothing was stored"):
        imports.run(import_id, OPTIONS, progress=look)
    assert [entry.state for entry in imports.at_work()] == ["cancelled"]
    assert imports.run(import_id, OPTIONS).counts.created == 3


def test_a_worker_that_never_speaks_is_said_to_have_stored_nothing(
    agency: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.lead_import.service.start_worker", lambda *_, **__: 2**22 + 1)
    import_id = agency.lead_imports.stage("leads.csv", people(3)).import_id
    agency.lead_imports.start(import_id, OPTIONS)
    progress = agency.lead_imports.progress(import_id)
    assert progress is not None and progress.state == "failed" and "nothing was stored" in progress.message


def test_a_worker_that_cannot_be_started_is_told(agency: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_more(*_: object, **__: object) -> int:
        raise BlockingIOError(errno.EAGAIN, "no more processes")

    monkeypatch.setattr("db.lead_import.service.start_worker", no_more)
    import_id = agency.lead_imports.stage("leads.csv", people(3)).import_id
    with pytest.raises(DeliveryFailed, match="could not be started"):
        agency.lead_imports.start(import_id, OPTIONS)
    progress = agency.lead_imports.progress(import_id)
    assert progress is not None and progress.state == "failed"


@pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="the system does not say when a process began"
)
def test_another_process_with_the_number_of_a_killed_one_is_not_taken_for_it(agency: Workspace) -> None:
    folder = agency.lead_imports.folder
    import_id = agency.lead_imports.stage("leads.csv", people(3)).import_id
    folder.note(ImportProgress(import_id, "running"))
    assert folder.progress(import_id) == ImportProgress(import_id, "running")
    place = folder.root / import_id / "progress.json"
    known = json.loads(place.read_text())
    # As after the start of a container, which counts its processes from one again.
    place.write_text(json.dumps({**known, "started": "1"}))
    progress = folder.progress(import_id)
    assert progress is not None and progress.state == "failed"


@pytest.mark.parametrize("says", ["it is kept", "it is not", "nothing"])
def test_a_server_that_is_lost_while_it_commits_is_asked_what_it_kept(
    agency: Workspace, path: Path, monkeypatch: pytest.MonkeyPatch, says: str
) -> None:
    begin, report = agency.database.transaction, ImportReports.report

    @contextmanager
    def lossy(**named: Any) -> Iterator[Any]:
        with suppress(ZeroDivisionError), begin(**named) as write:
            yield write
            if says == "it is not":
                raise ZeroDivisionError
        if says == "nothing":
            monkeypatch.setattr(ImportReports, "report", gone)
        raise DeliveryFailed(UNREACHABLE)

    def gone(*_: object) -> None:
        raise DeliveryFailed(UNREACHABLE)

    imports = agency.lead_imports
    import_id = imports.stage("leads.csv", people(3)).import_id
    monkeypatch.setattr(agency.database, "transaction", lossy)
    if says == "it is kept":
        assert imports.run(import_id, OPTIONS).counts.created == how_many(path) == 3
        return
    with pytest.raises(
        DeliveryFailed, match="Nothing was saved" if says == "it is not" else "all of it is, or"
    ):
        imports.run(import_id, OPTIONS)
    monkeypatch.setattr(ImportReports, "report", report)
    progress = imports.progress(import_id)
    assert progress is not None
    assert (progress.state, how_many(path)) == (("failed", 0) if says == "it is not" else ("done", 3))


def test_a_list_that_cannot_be_read_to_its_end_is_not_called_a_full_disk(
    agency: Workspace, tmp_path: Path
) -> None:
    with pytest.raises(InputRejected, match="cannot be read to its end: is a directory"):
        agency.lead_imports.stage("leads", tmp_path)
    assert agency.lead_imports.folder.ids() == []


def test_lists_that_nobody_imported_are_cleared_away_after_a_month(agency: Workspace) -> None:
    imports, folder = agency.lead_imports, agency.lead_imports.folder
    old = folder.stage("old.csv", people(3), agency.clock.now() - timedelta(days=31))[0]
    at_work = folder.stage("long.csv", people(3), agency.clock.now() - timedelta(days=31, hours=1))[0]
    folder.note(ImportProgress(at_work, "running"))
    new = imports.stage("new.csv", people(3)).import_id
    newest = imports.stage("newest.csv", people(3)).import_id
    assert not folder.exists(old)
    assert set(folder.ids()) == {newest, new, at_work}

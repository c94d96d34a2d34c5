"""Many callers at once, and processes killed at any moment: no run is lost, half or twice there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

from db.settings import ROOT
from db.workspace import Workspace
from tests.db.greeting import CONTACTS, greet, open_greeting, race

KEYS = 40
PROCESSES, THREADS = 4, 4
KILLS = 20


def start(*command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.db.greeting", *command],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def check_everything_is_whole(workspace: Workspace) -> int:
    """Each run has its one handoff and audit line, each client its contacts; returns how many runs."""
    with workspace.database.transaction() as read:
        runs = read.fetch_all(
            "SELECT r.workflow_id, r.title, count(h.id) AS handoffs, "
            "(SELECT count(*) FROM audit_lines a WHERE a.workflow_id = r.workflow_id) AS lines, "
            "(SELECT count(*) FROM contacts c WHERE c.client_id = r.title) AS contacts "
            "FROM runs r LEFT JOIN handoffs h ON h.workflow_id = r.workflow_id "
            "GROUP BY r.workflow_id, r.title"
        )
        totals = [
            (read.fetch_one(f"SELECT count(*) AS n FROM {table}") or {})["n"]  # noqa: S608 - our tables
            for table in ("runs", "handoffs", "audit_lines", "clients")
        ]
    assert {(run["handoffs"], run["lines"], run["contacts"]) for run in runs} <= {(1, 1, CONTACTS)}
    assert len({run["title"] for run in runs}) == len(runs)
    assert set(totals) == {len(runs)}
    return len(runs)


def check_race(answers: list[dict[str, list[str]]], url: str, callers: int) -> None:
    for key in answers[0]:
        ids = [workflow_id for answer in answers for workflow_id in answer[key]]
        assert len(ids) == callers
        assert len(set(ids)) == 1, f"{key} ran more than once"
    workspace = open_greeting(url)
    assert check_everything_is_whole(workspace) == len(answers[0])
    replays = workspace.database.fetch_one("SELECT sum(replays) AS n FROM runs")
    assert replays == {"n": len(answers[0]) * (callers - 1)}
    workspace.close()


def test_processes_and_threads_racing_for_40_keys_store_exactly_40_runs(path: Path) -> None:
    url = f"sqlite:///{path}"
    callers = [start("race", url, str(seed), str(THREADS), str(KEYS)) for seed in range(PROCESSES)]
    outputs = [caller.communicate(timeout=60)[0] for caller in callers]
    assert [caller.returncode for caller in callers] == [0] * PROCESSES
    check_race([json.loads(output) for output in outputs], url, PROCESSES * THREADS)


def test_16_threads_of_one_process_store_each_key_once(path: Path) -> None:
    url = f"sqlite:///{path}"
    check_race([race(url, 1, 16, 10)], url, 16)


def test_threads_racing_on_postgresql_store_each_key_once(postgresql: Callable[[], str]) -> None:
    url = postgresql()
    check_race([race(url, 1, 8, 10)], url, 8)


def test_a_killed_process_leaves_whole_runs_and_every_acknowledged_one(path: Path) -> None:
    url = f"sqlite:///{path}"
    random = Random(1)
    acknowledged: list[str] = []
    for kill in range(KILLS):
        caller = start("greet", url, f"Kill {kill}")
        assert caller.stdout is not None
        acknowledged.append(caller.stdout.readline().strip())
        time.sleep(random.uniform(0, 0.04))
        caller.kill()
        acknowledged += caller.communicate()[0].splitlines()
    workspace = open_greeting(url)
    assert check_everything_is_whole(workspace) >= len(acknowledged) >= KILLS
    lost = [run for run in acknowledged if workspace.find_run(run) is None]
    assert lost == []
    workspace.close()


def test_concurrent_edits_through_sessions_lose_no_update(workspace: Workspace) -> None:
    """Reading before writing in an edit: each of 8 threads adds 10 to one number."""
    from db.tables.clients import Client

    greet(workspace, "Ada")

    def add(_: int) -> None:
        for _ in range(10):
            with workspace.editing() as session:
                client = session.get(Client, "Ada")
                assert client is not None
                client.version += 1
                session.add(client)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(8)))
    assert workspace.database.fetch_one("SELECT version FROM clients") == {"version": 81}


def test_readers_go_on_while_somebody_writes(workspace: Workspace) -> None:
    from db.tables.clients import Client

    greet(workspace, "Ada")
    with workspace.database.transaction() as write:
        write.update("clients", {"client_id": "Ada"}, {"name": "Changed"})
        started = time.monotonic()
        with workspace.reading() as session:
            client = session.get(Client, "Ada")
        assert time.monotonic() - started < 1
        assert client is not None
        assert client.name == "Ada"

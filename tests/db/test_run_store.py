"""A run is stored whole or not at all, once for each meaning, and its failures are kept too."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.plain_json import MAX_LEVELS
from core.policy import Policy
from core.ports import NoStore, Run
from core.result import HandoffResult
from db.run_store import RunStore
from db.sqlite_transaction import SqliteDatabase, SqliteTransaction, connect
from db.tables import Base
from db.transaction import Database
from db.workspace import Workspace
from tests.db.greeting import CONTACTS, greet, open_greeting


def counts(workspace: Workspace) -> dict[str, int]:
    """Rows of every table that has any."""
    found = {}
    for table in Base.metadata.tables:
        row = workspace.database.fetch_one(f'SELECT count(*) AS n FROM "{table}"')  # noqa: S608 - our tables
        found[table] = row["n"] if row else 0
    return {table: n for table, n in found.items() if n}


def one(database: Database, sql: str) -> dict[str, Any]:
    row = database.fetch_one(sql)
    assert row is not None
    return row


STORED_ONCE = {"runs": 1, "handoffs": 1, "audit_lines": 1, "clients": 1, "contacts": CONTACTS}


def test_a_delivered_run_stores_its_records_its_inbox_line_and_an_audit_line(
    any_workspace: Workspace,
) -> None:
    result = greet(any_workspace, "Ada", trigger="cli")
    assert result.success, result.error
    assert counts(any_workspace) == STORED_ONCE
    run = one(any_workspace.database, "SELECT * FROM runs")
    assert {
        name: run[name]
        for name in ("workflow_id", "outcome", "code", "title", "warnings", "trigger", "actor")
    } == {
        "workflow_id": result.workflow_id,
        "outcome": "delivered",
        "code": None,
        "title": "Ada",
        "warnings": 1,
        "trigger": "cli",
        "actor": "Account manager",
    }
    assert json.loads(run["raw_json"]) == json.loads(run["data_json"]) == {"name": "Ada"}
    assert json.loads(run["result_json"]) == result.to_envelope()
    handoff = one(any_workspace.database, "SELECT * FROM handoffs")
    assert (handoff["target"], handoff["status"]) == ("fulfillment", "waiting")
    assert (handoff["record_type"], handoff["record_id"]) == ("client", "Ada")
    audit = one(any_workspace.database, "SELECT * FROM audit_lines")
    assert (audit["action"], audit["summary"]) == ("hand over sales to fulfillment", "Ada")
    assert audit["workflow_id"] == result.workflow_id


def test_a_replay_answers_the_stored_result_and_is_counted_at_its_run(any_workspace: Workspace) -> None:
    first = greet(any_workspace, "Ada")
    again = greet(any_workspace, " Ada ")
    assert again.replayed
    assert again.to_envelope() == {**first.to_envelope(), "replayed": True}
    assert again.title == first.title
    assert counts(any_workspace) == STORED_ONCE
    assert one(any_workspace.database, "SELECT replays FROM runs") == {"replays": 1}


class Blind(RunStore):
    """A store whose look for the key comes before the other writer's commit: the race, made certain."""

    looked = False

    def find(self, key: str) -> HandoffResult | None:
        if not Blind.looked:
            Blind.looked = True
            return None
        return super().find(key)


def test_the_loser_of_a_race_answers_with_the_winners_result(any_workspace: Workspace) -> None:
    winner = greet(any_workspace, "Ada")
    Blind.looked = False
    store = Blind(any_workspace.database, "Ada", "page")
    loser = any_workspace.registry.get("greet_client").run({"name": "Ada"}, store=store)
    assert loser.replayed
    assert loser.workflow_id == winner.workflow_id
    assert counts(any_workspace) == STORED_ONCE


def test_a_target_without_an_inbox_gets_no_handoff_line(workspace: Workspace) -> None:
    result = workspace.run("greet_outside", {"name": "Ada"})
    assert result.success
    assert counts(workspace) == {"runs": 1, "audit_lines": 1}
    assert one(workspace.database, "SELECT record_type FROM audit_lines") == {"record_type": "run"}


@pytest.mark.parametrize(
    ("raw", "outcome"),
    [({"name": "  "}, "rejected"), ({"name": "Nobody"}, "refused")],
    ids=["bad input", "a rule says no"],
)
def test_a_failed_run_is_kept_without_a_key(workspace: Workspace, raw: Any, outcome: str) -> None:
    for _ in range(2):
        assert not workspace.run("greet_client", raw).success
    assert counts(workspace) == {"runs": 2}
    found = one(workspace.database, "SELECT outcome, idempotency_key, error, raw_json FROM runs")
    assert (found["outcome"], found["idempotency_key"]) == (outcome, None)
    assert found["error"]
    assert json.loads(found["raw_json"]) == raw


def test_a_failed_run_is_tried_again_with_its_own_input(workspace: Workspace) -> None:
    failed = greet(workspace, "Nobody")
    again = workspace.retry(failed.workflow_id)
    assert again.code == "handoff_refused"
    assert again.workflow_id != failed.workflow_id
    kept = one(workspace.database, "SELECT * FROM runs WHERE retry_of IS NOT NULL")
    assert kept["workflow_id"] == again.workflow_id
    assert (kept["retry_of"], kept["trigger"]) == (failed.workflow_id, "retry")


def test_a_delivered_run_tried_again_is_a_replay(workspace: Workspace) -> None:
    first = greet(workspace, "Ada")
    assert workspace.retry(first.workflow_id).replayed
    assert workspace.find_run(first.workflow_id) == first
    assert workspace.find_run("greet_client_0") is None


def test_a_preview_stores_and_counts_nothing(workspace: Workspace) -> None:
    assert workspace.preview("greet_client", {"name": "Ada"}).success
    assert counts(workspace) == {}
    assert workspace.metrics.snapshot() == {}


def deep(levels: int) -> Any:
    value: Any = "bottom"
    for _ in range(levels):
        value = [value]
    return value


CIRCLE: dict[str, Any] = {}
CIRCLE["again"] = CIRCLE
STRANGE = {
    "NaN": float("nan"),
    "infinity": [float("inf"), {"x": -float("inf")}],
    "half a character": "a\ud800b",
    "NUL": "a\x00b",
    "a key of NUL": {"\x00": 1},
    "bytes": b"\xff",
    "a set": {1},
    "100,000 levels": deep(100_000),
    "a circle": CIRCLE,
    "emoji": "\N{GRINNING FACE}",
}


@pytest.mark.parametrize("value", STRANGE.values(), ids=STRANGE.keys())
def test_any_input_is_kept_as_json_that_every_reader_accepts(any_workspace: Workspace, value: Any) -> None:
    raw = {"name": "Ada", "extra": value}
    result = any_workspace.run("greet_client", raw)
    assert result.code in (None, "invalid_input")
    text = one(any_workspace.database, "SELECT raw_json FROM runs")["raw_json"]
    kept = json.loads(text, parse_constant=pytest.fail)
    text_again = json.dumps(kept, ensure_ascii=False)
    text_again.encode()
    assert "\\u0000" not in text_again
    assert kept["name"] == "Ada"
    assert text.count("[") <= MAX_LEVELS + 1


class Fault(Exception):
    """A failure at a chosen statement."""


class Keeper(NoStore):
    """Catches the run that a store would be given."""

    run: Run

    def save(self, run: Run) -> HandoffResult:
        Keeper.run = run
        return run.result


def test_a_fault_at_any_statement_leaves_nothing_behind(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.registry.get("greet_client").run({"name": "Ada"}, store=Keeper())
    store = RunStore(workspace.database, "Ada")
    statements_left = 0

    def failing_in_time(call: Callable[..., Any]) -> Callable[..., Any]:
        def call_or_fail(*given: Any) -> Any:
            nonlocal statements_left
            statements_left -= 1
            if statements_left < 0:
                raise Fault
            return call(*given)

        return call_or_fail

    for statements in range(100):
        statements_left = statements
        with monkeypatch.context() as faulty:
            for name in ("_write", "insert_many"):
                faulty.setattr(SqliteTransaction, name, failing_in_time(getattr(SqliteTransaction, name)))
            try:
                store.save(Keeper.run)
                break
            except Fault:
                pass
        assert counts(workspace) == {}, f"a fault after {statements} statements left something behind"
    assert statements >= 7
    assert counts(workspace) == STORED_ONCE


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("PRAGMA max_page_count = 1", "The disk is full. Nothing was saved"),
        ("PRAGMA query_only = 1", "The database is read-only. Nothing was saved"),
    ],
    ids=["disk full", "read-only"],
)
def test_a_database_that_cannot_store_is_a_failed_delivery_in_plain_words(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, fault: str, sentence: str
) -> None:
    def connect_faulty(path: Path, *, wait_seconds: float = 30.0) -> sqlite3.Connection:
        connection = connect(path, wait_seconds=wait_seconds)
        connection.execute(fault).close()
        return connection

    with monkeypatch.context() as faulty:
        faulty.setattr("db.sqlite_transaction.connect", connect_faulty)
        result = greet(workspace, "Ada" * 1000)
    assert result.code == "delivery_failed"
    assert str(result.error).startswith(sentence)
    workspace.close()
    assert counts(workspace) == {}
    assert greet(workspace, "Ada" * 1000).success


def test_a_database_that_another_program_locks_is_waited_for_then_said_so(
    workspace: Workspace, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait = SqliteDatabase.take

    def impatient(self: SqliteDatabase, wait_seconds: float) -> Any:
        return wait(self, min(wait_seconds, 0.05))

    monkeypatch.setattr(SqliteDatabase, "take", impatient)
    with closing(connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        result = greet(workspace, "Ada")
    assert str(result.error).startswith("Another program is writing to the database. Nothing was saved")
    assert greet(workspace, "Ada").success


def test_a_damaged_file_is_said_to_be_damaged(workspace: Workspace, path: Path) -> None:
    greet(workspace, "Ada")
    workspace.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\x5a" * (len(content) - 4096)
    path.write_bytes(content)
    result = greet(workspace, "Bob")
    assert result.code == "delivery_failed"
    assert str(result.error).startswith("The database file is damaged. Nothing was saved")


def test_a_missing_file_is_not_replaced_by_an_empty_one(workspace: Workspace, path: Path) -> None:
    greet(workspace, "Ada")
    workspace.close()
    path.unlink()
    assert str(greet(workspace, "Bob").error).startswith("The database file cannot be opened.")
    assert not path.exists()


def test_a_restored_file_is_noticed_by_open_connections(
    workspace: Workspace, path: Path, empty_file: Path
) -> None:
    greet(workspace, "Ada")
    with workspace.reading() as session:
        session.connection()
    for ending in ("", "-wal", "-shm"):
        aside = path.with_name(path.name + ending)
        aside.rename(path.with_name("aside.db" + ending))
    path.write_bytes(empty_file.read_bytes())
    assert greet(workspace, "Bob").success
    assert one(workspace.database, "SELECT count(*) AS n FROM runs") == {"n": 1}
    with workspace.reading() as session:
        assert session.connection().exec_driver_sql("SELECT client_id FROM clients").scalars().all() == [
            "Bob"
        ]


def test_a_published_policy_rules_from_the_next_run_on(workspace: Workspace) -> None:
    greet(workspace, "Ada")
    policy = {"workflow": "greet_client", "status": "published", "created_at": "2025-02-01"}
    body = json.dumps({"salute": "Welcome"})
    with workspace.database.transaction() as write:
        write.insert("policies", {**policy, "version": 2, "body_json": body})
        write.insert("policies", {**policy, "version": 3, "body_json": body, "status": "draft"})
    result = greet(workspace, "Ada")
    assert not result.replayed
    assert result.handoff_data["text"] == "Welcome Ada"
    assert workspace.policies.current("another", Policy) == Policy()


def test_a_policy_that_no_longer_fits_is_named(workspace: Workspace) -> None:
    policy = {"workflow": "greet_client", "status": "published", "created_at": "2025-02-01", "version": 2}
    with workspace.database.transaction() as write:
        write.insert("policies", {**policy, "body_json": '{"unknown rule": 1}'})
    result = greet(workspace, "Ada")
    assert result.code == "invalid_definition"
    assert "Version 2 of the policy of greet_client" in str(result.error)


def test_a_workspace_opens_again_with_all_that_it_stored(path: Path, workspace: Workspace) -> None:
    first = greet(workspace, "Ada")
    workspace.close()
    again = open_greeting(f"sqlite:///{path}")
    assert greet(again, "Ada").workflow_id == first.workflow_id
    again.close()

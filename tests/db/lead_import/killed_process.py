"""Runs imports and undos that end themselves by SIGKILL at a named point; what test_kills.py talks to.

Starting a program takes longer than an import: one that is started already makes a copy of itself for each
line that it reads, and answers with the number of the copy and with how it ended.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
from contextlib import suppress
from typing import Any

import db.lead_import.service
import db.sqlite_transaction
from db.lead_import import ImportProgress
from db.lead_import.staging import ImportFolder
from db.lead_import.worker import main as work
from db.settings import Settings
from db.workspace import Workspace
from scripts.import_leads import main as command


def end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def kill_at_statement(beginning: str, number: int) -> None:
    """End when the database begins with the so many-th statement that begins so."""
    connect, seen = db.sqlite_transaction.connect, 0

    def look(sql: str) -> None:
        nonlocal seen
        seen += sql.replace('"', "").startswith(beginning)
        if seen == number:
            end()

    def traced(*arguments: Any, **named: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **named)
        connection.set_trace_callback(look)
        return connection

    db.sqlite_transaction.connect = traced


def kill_at_step(step: str) -> None:
    """End as soon as the step is noted."""
    note = ImportFolder.note

    def noted(folder: ImportFolder, progress: ImportProgress, process: int | None = None) -> None:
        note(folder, progress, process)
        if progress.step == step:
            end()

    ImportFolder.note = noted  # type: ignore[method-assign,assignment]


def kill_at_call(name: str) -> None:
    """End in place of a call of the import's folder."""
    setattr(ImportFolder, name, lambda *_: end())


def take_back(import_id: str) -> int:
    workspace = Workspace.open(Settings.from_environment())
    workspace.lead_imports.undo(import_id)
    return 0


def main(how: str, what: str, at: tuple[str, ...]) -> int:
    kind, *where = at
    if kind == "statement":
        kill_at_statement(where[0], int(where[1]))
    elif kind == "step":
        kill_at_step(where[0])
    elif kind == "call":
        kill_at_call(where[0])
    if how == "undo":
        return take_back(what)
    return work(what) if how == "worker" else command([what, "--quiet"])


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        for line in sys.stdin:
            child = os.fork()
            if child == 0:
                sys.stdout = sys.stderr  # the parent's answers stand alone
                os._exit(main(*json.loads(line)))
            sys.stdout.write(f"{child} {os.waitpid(child, 0)[1]}\n")
            sys.stdout.flush()

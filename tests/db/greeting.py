"""A small workflow with records, for tests of what stores and delivers any workflow."""

from __future__ import annotations

import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from random import Random
from typing import Any, ClassVar

import db.deliveries
from core.contract import Contract, Text
from core.errors import HandoffRefused
from core.policy import Policy
from core.ports import Run
from core.registry import Registry
from core.result import HandoffResult, Notice
from core.workflow import Package, Workflow
from db.deliveries import RecordRef
from db.transaction import Transaction
from db.workspace import Workspace

CONTACTS = 3  # rows that each greeting adds beside its client


class Greeting(Contract):
    name: Text


class GreetingPolicy(Policy):
    salute: str = "Hello"


class Greet(Workflow[Greeting, GreetingPolicy]):
    name: ClassVar[str] = "greet_client"
    label: ClassVar[str] = "Greet"
    source: ClassVar[str] = "sales"
    target: ClassVar[str] = "fulfillment"
    next_step: ClassVar[str] = "answer"
    input_model = Greeting
    policy_model = GreetingPolicy

    def check(self, data: Greeting, policy: GreetingPolicy) -> None:
        if data.name == "Nobody":
            raise HandoffRefused("Nobody cannot be greeted; name a person.")

    def transform(self, data: Greeting, policy: GreetingPolicy, now: datetime) -> Package:
        text = f"{policy.salute} {data.name}"
        return Package({"text": text}, title=data.name, warnings=(Notice("name", "is short"),))


class GreetOutside(Greet):
    """A custom workflow for a target that has no inbox here."""

    name: ClassVar[str] = "greet_outside"
    target: ClassVar[str] = "press"


def deliver(transaction: Transaction, run: Run, actor: str) -> RecordRef:  # noqa: ARG001 - as deliveries do
    """Writes a client and its contacts; the same client again is updated."""
    name = (run.data or {})["name"]
    stamp = {"updated_at": run.started_at}
    if not transaction.update("clients", {"client_id": name}, stamp):
        transaction.insert(
            "clients",
            {
                "client_id": name,
                "name": name,
                "name_key": name,
                "created_at": run.started_at,
                "version": 1,
                **stamp,
            },
        )
    transaction.delete("contacts", {"client_id": name})
    transaction.insert_many(
        "contacts",
        [
            {
                "client_id": name,
                "name": f"{name} {number}",
                "email": f"{number}@{name}.example",
                "email_key": f"{number}@{name}.example",
                "created_at": run.started_at,
                "version": 1,
                **stamp,
            }
            for number in range(CONTACTS)
        ],
    )
    return RecordRef("client", name)


db.deliveries._MODULES["greet_client"] = __name__


def open_greeting(database_url: str) -> Workspace:
    return Workspace.open(
        database_url, registry=Registry({"greet_client": Greet(), "greet_outside": GreetOutside()})
    )


def greet(workspace: Workspace, name: Any, **given: Any) -> HandoffResult:
    return workspace.run("greet_client", {"name": name}, **given)


def race(database_url: str, seed: int, threads: int, keys: int) -> dict[str, list[str]]:
    """Every thread greets every key once, each in another order; the run ids answered by key."""
    workspace = open_greeting(database_url)
    answers: dict[str, list[str]] = {f"Client {key}": [] for key in range(keys)}
    together = threading.Barrier(threads)

    def call(number: int) -> None:
        names = list(answers)
        Random(seed * 100 + number).shuffle(names)
        together.wait()
        for name in names:
            result = greet(workspace, name)
            assert result.success, result.error
            answers[name].append(result.workflow_id)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(call, range(threads)))
    workspace.close()
    return answers


def greet_until_killed(database_url: str, prefix: str) -> None:
    """Greet one client after the other, and name each on standard output once it is stored."""
    workspace = open_greeting(database_url)
    number = 0
    while True:
        number += 1
        result = greet(workspace, f"{prefix} {number}")
        sys.stdout.write(f"{result.workflow_id if result.success else result.error}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    command, url, *given = sys.argv[1:]
    if command == "race":
        sys.stdout.write(json.dumps(race(url, *map(int, given))))
    else:
        greet_until_killed(url, given[0])

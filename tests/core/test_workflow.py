"""The frame of a run: what it answers, keeps and counts, whatever happens inside."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest

from core.contract import Contract, Text
from core.errors import DeliveryFailed, HandoffRefused
from core.metrics import MetricsCollector
from core.policy import Policy
from core.ports import Run
from core.result import HandoffResult, Notice
from core.workflow import Package, Workflow


class Greeting(Contract):
    name: Text
    age: int = 0


class Greet(Workflow[Greeting, Policy]):
    name: ClassVar[str] = "greet"
    label: ClassVar[str] = "Greet"
    source: ClassVar[str] = "offer"
    target: ClassVar[str] = "sales"
    next_step: ClassVar[str] = "answer"
    input_model = Greeting
    policy_model = Policy

    def check(self, data: Greeting, policy: Policy) -> None:
        if data.name == "Nobody":
            raise HandoffRefused("Nobody cannot be greeted; name a person.")

    def transform(self, data: Greeting, policy: Policy, now: datetime) -> Package:
        if data.name == "Broken":
            raise ZeroDivisionError("secret detail")
        return Package(
            {"text": f"Hello {data.name}"}, title=data.name, warnings=(Notice("age", "is unusual"),)
        )


class MemoryStore:
    def __init__(self) -> None:
        self.runs: list[Run] = []

    def find(self, key: str) -> HandoffResult | None:
        return next((run.result for run in self.runs if run.key == key), None)

    def save(self, run: Run) -> HandoffResult:
        self.runs.append(run)
        return run.result


class FullDisk(MemoryStore):
    def save(self, run: Run) -> HandoffResult:
        raise DeliveryFailed("The disk is full. Nothing was saved; free some space and try again.")


class SteppingClock:
    """Each look at it is 250 ms later."""

    def __init__(self) -> None:
        self.moment = datetime(2025, 2, 1, tzinfo=UTC)

    def now(self) -> datetime:
        self.moment += timedelta(milliseconds=250)
        return self.moment


def test_a_success_answers_the_guides_envelope() -> None:
    envelope = Greet().run({"name": " Ada "}, clock=SteppingClock()).to_envelope()
    assert envelope == {
        "success": True,
        "workflow_id": envelope["workflow_id"],
        "handoff_data": {
            "workflow_id": envelope["workflow_id"],
            "source_domain": "offer",
            "target_domain": "sales",
            "handoff_timestamp": "2025-02-01T00:00:00.250000+00:00",
            "text": "Hello Ada",
        },
        "next_step": "answer",
        "warnings": [{"field": "age", "message": "is unusual"}],
    }


def test_a_rejected_input_names_every_bad_field_at_once() -> None:
    envelope = Greet().run({"name": "  ", "age": "old"}).to_envelope()
    assert envelope["success"] is False
    assert envelope["code"] == "invalid_input"
    assert envelope["error"] == "2 fields need attention: name, age."
    assert [problem["field"] for problem in envelope["errors"]] == ["name", "age"]


@pytest.mark.parametrize("raw", [None, [], "text", 3, True])
def test_an_input_that_is_no_group_of_fields_is_rejected(raw: Any) -> None:
    assert Greet().run(raw).code == "invalid_input"


def test_a_refusal_keeps_its_own_code_and_sentence() -> None:
    result = Greet().run({"name": "Nobody"})
    assert (result.code, result.error) == (
        "handoff_refused",
        "Nobody cannot be greeted; name a person.",
    )


def test_our_own_bug_is_answered_with_the_run_id_and_without_its_detail() -> None:
    result = Greet().run({"name": "Broken"})
    assert result.code == "internal_error"
    assert result.error is not None
    assert result.workflow_id in result.error
    assert "secret" not in result.error


def test_the_same_input_again_is_a_replay_that_stores_nothing() -> None:
    store = MemoryStore()
    first = Greet().run({"name": "Ada", "age": 3}, store=store)
    again = Greet().run({"age": 3, "name": "Ada "}, store=store)
    assert again.replayed
    assert again.workflow_id == first.workflow_id
    assert len(store.runs) == 1


def test_another_policy_version_is_another_handoff() -> None:
    class Second:
        def current(self, workflow: str, model: type[Any]) -> Any:
            return model(version=2)

    store = MemoryStore()
    Greet().run({"name": "Ada"}, store=store)
    assert not Greet().run({"name": "Ada"}, store=store, policies=Second()).replayed


def test_failed_runs_are_kept_without_a_key_so_that_a_retry_runs_again() -> None:
    store = MemoryStore()
    for _ in range(2):
        Greet().run({"name": "Nobody"}, store=store)
    assert [(run.key, run.result.code) for run in store.runs] == [(None, "handoff_refused")] * 2


def test_a_store_that_cannot_store_is_a_failed_delivery_not_a_crash() -> None:
    result = Greet().run({"name": "Ada"}, store=FullDisk())
    assert result.code == "delivery_failed"
    assert "Nothing was saved" in str(result.error)


def test_every_execution_is_counted_with_its_duration_in_seconds() -> None:
    metrics = MetricsCollector()
    Greet().run({"name": "Ada"}, metrics=metrics, clock=SteppingClock())
    Greet().run({}, metrics=metrics, clock=SteppingClock())
    seen = metrics.snapshot()["greet"]
    assert (seen.succeeded, seen.failed) == (1, 1)
    assert seen.total_seconds > 0


def test_the_guides_calls_work_without_any_setting_up() -> None:
    assert Greet().validate_input({"name": "Ada"}) is True
    assert Greet().validate_input({}) is False
    assert Greet().execute({"name": "Ada"})["success"] is True

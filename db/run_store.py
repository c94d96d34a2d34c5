"""Runs: each is stored with its inbox line, its records and its audit line in one transaction."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import Any

from core.errors import AgencyError, Problem
from core.ports import Run
from core.result import HandoffResult, Notice
from db.deliveries import Delivery, RecordRef, delivery_of
from db.run_json import input_text
from db.transaction import Database, Row, Transaction, WriteConflict

logger = logging.getLogger("agency.runs")

# A package for another target (a custom workflow's) has no inbox to wait in.
DOMAINS = ("offer", "marketing", "sales", "fulfillment", "feedback")

OUTCOMES = {None: "delivered", "invalid_input": "rejected", "handoff_refused": "refused"}

# Two processes may meet at the same new record; whoever comes second finds it on the next try.
_TRIES = 3
# A run that could not be stored is noted in passing; a person already waited for the real attempt.
_NOTE_WAIT_SECONDS = 1.0

_RESULT = "workflow_id, workflow, title, code, error, result_json"


@dataclass(frozen=True, slots=True)
class RunStore:
    """The store of core.ports for runs that `actor` started by `trigger` (page, cli, demo, retry, …)."""

    database: Database
    actor: str
    trigger: str = "page"
    retry_of: str | None = None
    delivery: Delivery | None = None
    """What writes the records, where it is not the workflow's own delivery."""

    def find(self, key: str) -> HandoffResult | None:
        """The result stored under an idempotency key; the look is counted as a replay of that run."""
        row = self.database.fetch_one(
            f"SELECT {_RESULT} FROM runs WHERE idempotency_key = :key",  # noqa: S608 - fixed columns
            {"key": key},
        )
        if row is None:
            return None
        self._count_replay(key)
        return _result(row)

    def save(self, run: Run) -> HandoffResult:
        for _ in range(_TRIES - 1):
            try:
                return self._save(run)
            except WriteConflict:
                logger.info("two writers met", extra={"run_id": run.result.workflow_id})
        return self._save(run)

    def _save(self, run: Run) -> HandoffResult:
        failed_delivery = run.result.code == "delivery_failed"
        row = self._row(run)
        with self.database.transaction(wait_seconds=_NOTE_WAIT_SECONDS if failed_delivery else 30.0) as write:
            is_new = write.insert_if_new("runs", row, unique="idempotency_key")
            if is_new and run.result.success:
                self._deliver(write, run)
        if not is_new and run.key is not None:
            winner = self.find(run.key)
            if winner is not None:
                return winner.as_replay()
        return run.result

    def _deliver(self, write: Transaction, run: Run) -> None:
        result = run.result
        deliver = self.delivery or delivery_of(result.workflow)
        record = deliver(write, run, self.actor) if deliver else None
        if run.target in DOMAINS:
            write.insert("handoffs", self._handoff(run, record))
        record_type, record_id = (
            (record.record_type, record.record_id) if record else ("run", result.workflow_id)
        )
        write.insert(
            "audit_lines",
            {
                "at": run.started_at,
                "actor": self.actor,
                "action": f"hand over {run.source} to {run.target}",
                "record_type": record_type,
                "record_id": record_id,
                "summary": result.title,
                "workflow_id": result.workflow_id,
            },
        )

    def _handoff(self, run: Run, record: RecordRef | None) -> dict[str, Any]:
        return {
            "workflow_id": run.result.workflow_id,
            "workflow": run.result.workflow,
            "source": run.source,
            "target": run.target,
            "title": run.result.title,
            "status": "waiting",
            "record_type": record.record_type if record else None,
            "record_id": record.record_id if record else None,
            "created_at": run.started_at,
        }

    def _row(self, run: Run) -> dict[str, Any]:
        result = run.result
        return {
            "workflow_id": result.workflow_id,
            "workflow": result.workflow,
            "version": run.version,
            "policy_version": run.policy_version,
            "source": run.source,
            "target": run.target,
            "outcome": OUTCOMES.get(result.code, "failed"),
            "code": result.code,
            "title": result.title,
            "idempotency_key": run.key,
            "input_digest": run.input_digest,
            "warnings": len(result.warnings),
            "error": result.error,
            "started_at": run.started_at,
            "duration_ms": run.duration_ms,
            "actor": self.actor,
            "trigger": self.trigger,
            "retry_of": self.retry_of,
            "raw_json": input_text(run.raw),
            "data_json": run.data_text or run.data,
            "result_json": result.to_envelope(),
        }

    def _count_replay(self, key: str) -> None:
        try:
            with self.database.transaction(wait_seconds=_NOTE_WAIT_SECONDS) as write:
                write.fetch_all(
                    "UPDATE runs SET replays = replays + 1 WHERE idempotency_key = :key RETURNING replays",
                    {"key": key},
                )
        except AgencyError as error:
            # The person gets the stored result all the same; only the count misses one look.
            logger.warning("replay not counted: %s", error.code)


def find_run(database: Database, workflow_id: str) -> HandoffResult | None:
    """The result of the run with that id."""
    row = database.fetch_one(
        f"SELECT {_RESULT} FROM runs WHERE workflow_id = :id",  # noqa: S608 - fixed columns
        {"id": workflow_id},
    )
    return _result(row) if row else None


def find_input(database: Database, workflow_id: str) -> tuple[str, Any] | None:
    """The workflow and the raw input of the run with that id."""
    row = database.fetch_one(
        "SELECT workflow, raw_json FROM runs WHERE workflow_id = :id", {"id": workflow_id}
    )
    return (row["workflow"], json.loads(row["raw_json"])) if row else None


def _result(row: Row) -> HandoffResult:
    envelope = json.loads(row["result_json"])
    return HandoffResult(
        success=envelope["success"],
        workflow_id=row["workflow_id"],
        workflow=row["workflow"],
        handoff_data=envelope.get("handoff_data", {}),
        next_step=envelope.get("next_step"),
        title=row["title"],
        warnings=tuple(Notice(item["field"], item["message"]) for item in envelope.get("warnings", ())),
        code=row["code"],
        error=row["error"],
        problems=tuple(
            Problem(item["field"], item["message"], item["value"]) for item in envelope.get("errors", ())
        ),
    )

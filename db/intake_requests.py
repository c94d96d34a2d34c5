"""Who answers a request to the lead intake: each idempotency key is worked on once.

The first caller claims the key and stores its answer; others with the same key wait for that answer. A claim
whose owner died is taken over after `LEASE_SECONDS`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from core.ports import Clock
from db.transaction import Database, Row, Transaction

LEASE_SECONDS = 120  # far above what the largest body of the intake needs

State = Literal["mine", "busy", "answered", "other body"]

_TABLE = "intake_requests"
_FIND = (
    "SELECT digest, attempt, claimed_at, import_id, status, answer_json FROM intake_requests WHERE key = :key"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """Where a key stands for this caller.

    mine: do the work, then `finish` or `release`; `import_id` names what an owner that died had begun.
    busy: another caller is at it. answered: `status` and `answer` are the stored ones. other body: the key
    was used for something else.
    """

    key: str
    state: State
    attempt: int = 1
    import_id: str | None = None
    status: int = 0
    answer: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class IntakeRequests:
    """The requests of one database, whichever process takes them in."""

    database: Database
    clock: Clock

    def claim(self, key: str, digest: str) -> Claim:
        """Claim the key for a body with that digest; one of all callers gets `mine`."""
        found = self.database.fetch_one(_FIND, {"key": key})
        settled = self._settled(key, digest, found)
        if settled is not None:
            return settled
        with self.database.transaction() as write:
            first = {"key": key, "digest": digest, "attempt": 1, "claimed_at": self.clock.now()}
            if write.insert_if_new(_TABLE, first, unique="key"):
                return Claim(key, "mine")
            found = write.fetch_one(_FIND, {"key": key})
            return self._settled(key, digest, found) or self._taken_over(write, key, found or {})

    def note_import(self, claim: Claim, import_id: str) -> None:
        """Keep which import works on the claim, so that whoever takes it over finds its outcome."""
        self._update(claim, {"import_id": import_id})

    def finish(self, claim: Claim, status: int, answer: dict[str, Any]) -> None:
        """Store the answer that every later request with this key gets."""
        self._update(claim, {"status": status, "answer_json": json.dumps(answer, ensure_ascii=False)})

    def release(self, claim: Claim) -> None:
        """Give the key back: nothing was stored, so the same key may come again."""
        with self.database.transaction() as write:
            write.delete(_TABLE, {"key": claim.key, "attempt": claim.attempt})

    def _settled(self, key: str, digest: str, found: Row | None) -> Claim | None:
        """What is decided without writing; None where the key is free or its owner is overdue."""
        if found is None:
            return None
        if found["digest"] != digest:
            return Claim(key, "other body")
        if found["answer_json"] is not None:
            return Claim(key, "answered", status=found["status"], answer=json.loads(found["answer_json"]))
        if found["claimed_at"] > self.clock.now() - timedelta(seconds=LEASE_SECONDS):
            return Claim(key, "busy")
        return None

    def _taken_over(self, write: Transaction, key: str, found: Row) -> Claim:
        attempt = int(found["attempt"]) + 1
        values = {"attempt": attempt, "claimed_at": self.clock.now()}
        if not write.update(_TABLE, {"key": key, "attempt": found["attempt"]}, values):
            return Claim(key, "busy")  # another caller was faster
        return Claim(key, "mine", attempt, found["import_id"])

    def _update(self, claim: Claim, values: dict[str, Any]) -> None:
        with self.database.transaction() as write:
            write.update(_TABLE, {"key": claim.key, "attempt": claim.attempt}, values)

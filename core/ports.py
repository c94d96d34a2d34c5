"""What a workflow needs from outside: a clock, a store, metrics and policies, each with a null object.

`SystemClock` is the only place in `core` that reads a clock.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol, TypeVar

from core.policy import Policy
from core.result import HandoffResult

PolicyT = TypeVar("PolicyT", bound=Policy)


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Run(NamedTuple):
    """One execution of a workflow, as the store keeps it.

    `key` is the idempotency key, or None for a failed run, so that a retry runs again.
    `raw` is the input as it was given, `data` the validated input as JSON data (None where it was rejected),
    `data_text` the same as JSON text where somebody wrote it already.
    """

    result: HandoffResult
    version: str
    policy_version: int
    source: str
    target: str
    key: str | None
    input_digest: str | None
    raw: Any
    data: dict[str, Any] | None
    started_at: datetime
    duration_ms: float
    data_text: str | None = None


class RunStore(Protocol):
    def find(self, key: str) -> HandoffResult | None:
        """The stored result of a successful run with this idempotency key."""
        ...

    def save(self, run: Run) -> HandoffResult:
        """Keep the run, its handoff, records and audit line in one transaction.

        Returns the run's own result or, when another run with the same key was stored meanwhile,
        that winner's result as a replay. Raises DeliveryFailed when nothing could be stored.
        """
        ...


class Metrics(Protocol):
    def record_workflow_execution(self, *, workflow_id: str, duration: float, success: bool) -> None:
        """Count one execution; `duration` in seconds."""
        ...


class PolicySource(Protocol):
    def current(self, workflow: str, model: type[PolicyT]) -> PolicyT:
        """The published policy of a workflow, or the model's defaults."""
        ...


class NoStore:
    """Keeps nothing: the same run becomes a preview."""

    def find(self, key: str) -> HandoffResult | None:
        return None

    def save(self, run: Run) -> HandoffResult:
        return run.result


class NoMetrics:
    def record_workflow_execution(self, *, workflow_id: str, duration: float, success: bool) -> None:
        return None


class DefaultPolicies:
    def current(self, workflow: str, model: type[PolicyT]) -> PolicyT:
        return model()

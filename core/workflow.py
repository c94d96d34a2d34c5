"""The frame of every handoff: validate, extract and transform, package, hand over, answer."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from core.canonical import canonical_json, digest_of, idempotency_key
from core.choices import Choices
from core.contract import Contract, read_contract
from core.errors import AgencyError, InputRejected
from core.policy import Policy
from core.ports import (
    Clock,
    DefaultPolicies,
    Metrics,
    NoMetrics,
    NoStore,
    PolicySource,
    Run,
    RunStore,
    SystemClock,
)
from core.result import HandoffResult, Notice
from core.run_ids import new_workflow_id

logger = logging.getLogger("agency.workflow")

In = TypeVar("In", bound=Contract)
Rules = TypeVar("Rules", bound=Policy)


class Package(NamedTuple):
    """What a transform made: the payload for the target domain (JSON data), its title and warnings."""

    payload: Mapping[str, Any]
    title: str
    warnings: tuple[Notice, ...] = ()


class Workflow(ABC, Generic[In, Rules]):
    """One handoff between two domains.

    A subclass names its contract and its policy and writes `transform`; `check` where a rule of the
    business can say "not yet". Both are pure. `run` never raises for an expected failure.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    version: ClassVar[str] = "1"
    source: ClassVar[str]
    target: ClassVar[str]
    next_step: ClassVar[str]
    input_model: type[In]
    policy_model: type[Rules]

    def parse(self, raw: Any) -> In:
        """The typed input; InputRejected names every bad field at once."""
        return read_contract(self.input_model, raw)

    def check(self, data: In, policy: Rules) -> None:
        """Raise HandoffRefused where a rule says that this cannot be handed over yet."""

    @abstractmethod
    def transform(self, data: In, policy: Rules, now: datetime) -> Package:
        """The package for the target domain, from nothing but its arguments."""

    def choices(self, policy: Rules) -> Mapping[str, Choices]:
        """The words that a form offers, by the path of their field: `client_info.tier`.

        The fields of a list's entries are named without their number: `responses.would_recommend`.
        """
        return {}

    def run(
        self,
        raw: Any,
        *,
        store: RunStore | None = None,
        metrics: Metrics | None = None,
        policies: PolicySource | None = None,
        clock: Clock | None = None,
    ) -> HandoffResult:
        """Run the handoff; with no store the same run is a preview. See docs/workflows.md."""
        store, clock = store or NoStore(), clock or SystemClock()
        started = clock.now()
        attempt = Attempt(self, raw, new_workflow_id(self.name, started), started)
        logger.info("run started", extra={"run_id": attempt.workflow_id, "workflow": self.name})
        try:
            result = self._deliver(attempt, store, policies or DefaultPolicies(), clock)
        except AgencyError as error:
            result = attempt.failure(error.code, error.message, error)
        except Exception:
            logger.exception("run broke", extra={"run_id": attempt.workflow_id})
            result = attempt.failure("internal_error", INTERNAL_ERROR.format(attempt.workflow_id))
        if not result.success:
            self._keep_failure(attempt, result, store, clock)
        seconds = (clock.now() - started).total_seconds()
        (metrics or NoMetrics()).record_workflow_execution(
            workflow_id=result.workflow_id, duration=seconds, success=result.success
        )
        logger.info(
            "run ended",
            extra={
                "run_id": attempt.workflow_id,
                "outcome": result.code or ("replayed" if result.replayed else "delivered"),
                "duration_ms": round(seconds * 1000, 3),
            },
        )
        return result

    def validate_input(self, input_data: Any) -> bool:
        """Whether the input fits the contract (the guide's name for `parse`)."""
        try:
            self.parse(input_data)
        except InputRejected as error:
            logger.error("%s", error.message)
            return False
        return True

    def execute(self, input_data: Any) -> dict[str, Any]:
        """The guide's call: run without a store and answer the envelope as a dict."""
        return self.run(input_data).to_envelope()

    def _deliver(
        self, attempt: Attempt, store: RunStore, policies: PolicySource, clock: Clock
    ) -> HandoffResult:
        data = self.parse(attempt.raw)
        policy = policies.current(self.name, self.policy_model)
        attempt.policy_version = policy.version
        attempt.data = data.canonical()
        canonical = canonical_json(attempt.data)
        attempt.data_text = canonical.decode()
        attempt.digest = digest_of(canonical)
        key = idempotency_key(self.name, self.version, policy.version, attempt.digest)
        stored = store.find(key)
        if stored is not None:
            return stored.as_replay()
        self.check(data, policy)
        package = self.transform(data, policy, attempt.started)
        return store.save(attempt.as_run(attempt.success(package), key, clock.now()))

    def _keep_failure(self, attempt: Attempt, result: HandoffResult, store: RunStore, clock: Clock) -> None:
        try:
            store.save(attempt.as_run(result, None, clock.now()))
        except Exception:
            # The answer to the person already says what failed; the log keeps that it is not stored.
            logger.warning("failed run not stored", extra={"run_id": attempt.workflow_id}, exc_info=True)


INTERNAL_ERROR = "Something went wrong on our side and nothing was saved. Please report the run id {0}."


@dataclass(slots=True)
class Attempt:
    """What is known of a run while it happens; a workflow that delivers in a way of its own fills it in."""

    workflow: Workflow[Any, Any]
    raw: Any
    workflow_id: str
    started: datetime
    policy_version: int = 0
    data: dict[str, Any] | None = None
    data_text: str | None = None
    digest: str | None = None

    def success(self, package: Package) -> HandoffResult:
        workflow = self.workflow
        return HandoffResult(
            success=True,
            workflow_id=self.workflow_id,
            workflow=workflow.name,
            handoff_data={
                "workflow_id": self.workflow_id,
                "source_domain": workflow.source,
                "target_domain": workflow.target,
                "handoff_timestamp": self.started.isoformat(),
                **package.payload,
            },
            next_step=workflow.next_step,
            title=package.title,
            warnings=package.warnings,
        )

    def failure(self, code: str, message: str, error: AgencyError | None = None) -> HandoffResult:
        return HandoffResult(
            success=False,
            workflow_id=self.workflow_id,
            workflow=self.workflow.name,
            code=code,
            error=message,
            problems=error.problems if error else (),
        )

    def as_run(self, result: HandoffResult, key: str | None, ended: datetime) -> Run:
        return Run(
            result=result,
            version=self.workflow.version,
            policy_version=self.policy_version,
            source=self.workflow.source,
            target=self.workflow.target,
            key=key,
            input_digest=self.digest,
            raw=self.raw,
            data=self.data,
            data_text=self.data_text,
            started_at=self.started,
            duration_ms=(ended - self.started).total_seconds() * 1000,
        )

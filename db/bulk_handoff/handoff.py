"""Every waiting lead of a campaign goes to sales in one run: read, judged, stored in one transaction."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from core.campaign_stream import CampaignStream
from core.canonical import digest, idempotency_key
from core.errors import DeliveryFailed, HandoffRefused
from core.ports import Clock, PolicySource, Run
from core.ports import RunStore as AnyRunStore
from core.result import HandoffResult
from core.workflow import Attempt
from core.workflows.marketing_to_sales import CampaignInput, MarketingToSalesPolicy, MarketingToSalesWorkflow
from db.bulk_handoff.briefs_file import BriefsFile
from db.bulk_handoff.progress import Cancelled, HandoffProgress, OnProgress, Step
from db.bulk_handoff.waiting import StoredLead, has_leads, read_leads, waiting_ids
from db.deliveries import RecordRef
from db.deliveries.marketing_to_sales import outcome_columns
from db.run_store import RunStore
from db.transaction import Transaction

if TYPE_CHECKING:
    from db.workspace import Workspace

logger = logging.getLogger("agency.runs")

STORED_LEADS = "stored_leads"
"""In a run's input: that its leads were taken from the records."""

# Up to here a run keeps its whole input and result, as a run does whose leads came with it.
WHOLE = 500
# Of each list of a larger run so many entries stand in its result: ten pages of briefs.
_SHOWN = 100
_CHUNK = 500  # leads between two looks at whether somebody wants to stop
_TRIES = 3

# The last three name the row as it was read: a lead that changed meanwhile is not met.
_CHANGE = (
    "UPDATE leads SET status = :status, score = :score, band = :band, completeness = :completeness, "
    "approach = :approach, next_action_due_at = :next_action_due_at, brief_json = :brief_json, "
    "workflow_id = :workflow_id, updated_at = :updated_at "
    "WHERE id = :key_id AND version = :key_version AND COALESCE(workflow_id, '') = :key_workflow_id"
)


class LeadsChanged(Exception):
    """Somebody changed, deleted or handed over one of the leads since they were read."""


class _Read(NamedTuple):
    """What came of reading the waiting leads; `leads` are kept of a small campaign only."""

    campaign: CampaignInput
    stream: CampaignStream
    total: int
    rows_digest: str
    leads: list[Any]


class StoredLeadsHandoff(MarketingToSalesWorkflow):
    """One run of the workflow over the leads of a campaign that wait for it.

    Judging them costs no lock; only storing them does. What was read is checked as it is stored, so
    that a lead goes over once, in the version that its brief is about.
    """

    def __init__(
        self,
        workspace: Workspace,
        campaign_id: str,
        *,
        progress: OnProgress | None = None,
        cancelled: Cancelled | None = None,
    ) -> None:
        self._workspace = workspace
        self._campaign_id = campaign_id
        self._progress = progress or (lambda _: None)
        self._cancelled = cancelled or (lambda: False)
        self._stopped = False

    def hand_over(self, *, trigger: str, retry_of: str | None = None) -> HandoffResult:
        """The run's answer. With nothing left to hand over it is the replay of the latest handoff."""
        workspace = self._workspace
        return self.run(
            {"campaign_id": self._campaign_id, STORED_LEADS: {}},
            store=RunStore(workspace.database, workspace.actor, trigger, retry_of, self._store),
            metrics=workspace.metrics,
            policies=workspace.policies,
            clock=workspace.clock,
        )

    def _deliver(
        self, attempt: Attempt, store: AnyRunStore, policies: PolicySource, clock: Clock
    ) -> HandoffResult:
        policy = policies.current(self.name, self.policy_model)
        attempt.policy_version = policy.version
        for _ in range(_TRIES):
            with BriefsFile(self._folder()) as self._briefs:
                found = self._read(attempt, policy)
                if found is None:
                    return self._latest(store)
                key = self._key(found, policy)
                package = found.stream.package(attempt.workflow_id)
                self._total = found.total
                try:
                    return store.save(attempt.as_run(attempt.success(package), key, clock.now()))
                except LeadsChanged:
                    logger.info("leads changed meanwhile", extra={"run_id": attempt.workflow_id})
        raise DeliveryFailed(
            "The leads of this campaign kept changing while they were handed over. Nothing was saved; "
            "try again in a moment."
        )

    def _keep_failure(
        self, attempt: Attempt, result: HandoffResult, store: AnyRunStore, clock: Clock
    ) -> None:
        if not self._stopped:  # a person who changed their mind has no failed run
            super()._keep_failure(attempt, result, store, clock)

    def _read(self, attempt: Attempt, policy: MarketingToSalesPolicy) -> _Read | None:
        """Judge every waiting lead into the file; None where none waits."""
        campaign = self.parse(self._workspace.marketing.draft(self._campaign_id))
        with self._workspace.reading() as session:
            ids = waiting_ids(session, self._campaign_id)
            if not ids:
                if not has_leads(session, self._campaign_id):
                    raise HandoffRefused(
                        f"{campaign.campaign_name} has no leads yet. Import or add some, then hand them over."
                    )
                return None
            whole = len(ids) <= WHOLE
            stream = CampaignStream(campaign, policy, attempt.started, keep=None if whole else _SHOWN)
            rows, rows_digest, leads = [], hashlib.sha256(), []
            pending: list[StoredLead] = []

            def given() -> Iterator[Any]:
                for lead in read_leads(session, ids):
                    pending.append(lead)
                    if whole:
                        leads.append(lead.given)
                    yield lead.given

            for done, outcome in enumerate(stream.outcomes(given()), 1):
                lead = pending.pop(0)
                rows_digest.update(repr(lead[:-1]).encode())
                rows.append(
                    {
                        **outcome_columns(outcome.status, outcome.document),
                        "key_id": lead.id,
                        "key_version": lead.version,
                        "key_workflow_id": lead.workflow_id or "",
                    }
                )
                if len(rows) == _CHUNK or done == len(ids):
                    self._briefs.add(rows)
                    rows = []
                    self._step("Writing the briefs", done, len(ids))
        found = _Read(campaign, stream, len(ids), rows_digest.hexdigest(), leads)
        self._describe(attempt, found, whole=whole)
        return found

    def _describe(self, attempt: Attempt, found: _Read, *, whole: bool) -> None:
        """What the run keeps of its input."""
        attempt.digest = found.stream.digest()
        given = found.campaign.canonical()
        if whole:
            attempt.raw = attempt.data = {**given, "leads_generated": found.leads}
            return
        del given["leads_generated"]
        note = f"{found.total:,} leads of the campaign, as they stood in the records at that moment"
        about = {"count": found.total, "sha256": attempt.digest, "note": note}
        attempt.raw = attempt.data = {**given, STORED_LEADS: about}

    def _key(self, found: _Read, policy: MarketingToSalesPolicy) -> str:
        """The key that the same input has when it comes as one document.

        Where a run has it already, that one was about rows that are gone or came back: these wait. The
        key then covers the rows too, and is still one for all who hand over the same rows at once.
        """
        whole = found.stream.digest()
        key = idempotency_key(self.name, self.version, policy.version, whole)
        taken = self._workspace.database.fetch_one(
            "SELECT workflow_id FROM runs WHERE idempotency_key = :key", {"key": key}
        )
        if taken is None:
            return key
        again = digest({"input": whole, "rows": found.rows_digest})
        return idempotency_key(self.name, self.version, policy.version, again)

    def _latest(self, store: AnyRunStore) -> HandoffResult:
        """The answer of the campaign's latest handoff."""
        latest = self._workspace.database.fetch_one(
            "SELECT r.idempotency_key FROM handoffs h JOIN runs r ON r.workflow_id = h.workflow_id "
            "WHERE h.record_id = :campaign_id AND h.workflow = :workflow ORDER BY h.created_at DESC LIMIT 1",
            {"campaign_id": self._campaign_id, "workflow": self.name},
        )
        stored = store.find(str(latest["idempotency_key"])) if latest else None
        if stored is None:
            raise HandoffRefused(
                "No lead of this campaign can be handed over: each was set aside because of mistakes. "
                "Correct and import them again."
            )
        return stored.as_replay()

    def _store(self, write: Transaction, run: Run, actor: str) -> RecordRef:
        """The delivery of the run: every lead gets its outcome, or LeadsChanged undoes it all."""
        write.update("campaigns", {"campaign_id": self._campaign_id}, {"updated_at": run.started_at})
        common = {"workflow_id": run.result.workflow_id, "updated_at": run.started_at}
        done = 0
        for rows in self._briefs.chunks():
            if write.change_many(_CHANGE, [{**row, **common} for row in rows]) != len(rows):
                raise LeadsChanged
            done += len(rows)
            self._step("Storing them", done, self._total)
        return RecordRef("campaign", self._campaign_id)

    def _step(self, step: Step, done: int, total: int) -> None:
        if self._cancelled():
            self._stopped = True
            raise HandoffRefused("You stopped this handoff. Nothing was stored; the leads wait as before.")
        self._progress(HandoffProgress(step, done, total))

    def _folder(self) -> Path | None:
        """Beside the database, where there is room; the system's folder for temporary files may be memory."""
        path = self._workspace.settings.sqlite_path
        return path.parent if path else None

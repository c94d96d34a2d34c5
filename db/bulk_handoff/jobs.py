"""The handoff of a campaign's leads as background work: begun, followed, stopped, and what came of it.

Its state lies in a file beside the database and not in it, because the handoff holds the write lock.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from core.errors import DeliveryFailed, HandoffRefused
from db.bulk_handoff.progress import HandoffProgress
from db.lead_import.steps import TimeLeft
from db.processes import is_alive, start_worker, started_at
from db.settings import ROOT

if TYPE_CHECKING:
    from db.workspace import Workspace

State = Literal["running", "done", "failed"]
_GOES_ON = (
    "The handoff could not be told to stop: there is no room beside the database, or its folder may not be "
    "written. It goes on."
)
_NO_ROOM = "There is no room beside the database, or its folder may not be written. Nothing was stored."


@dataclass(frozen=True, slots=True)
class HandoffJob:
    """Where the handoff of a campaign stands: leads done of all in this step and the time left, or the run
    that it became, or why nothing was stored."""

    campaign_id: str
    state: State
    step: str = "Starting"
    done: int = 0
    total: int = 0
    share: float = 0.0
    seconds_left: float | None = None
    workflow_id: str | None = None
    message: str = ""
    process: int = 0
    started: str = ""
    """When the system started that process, which tells it from a later one with its number."""
    before: str | None = None
    """The campaign's latest run when the job began."""


class HandoffJobs:
    """One job a campaign at a time; a job whose process is gone is said to have stored nothing."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        settings = workspace.settings
        path = settings.sqlite_path
        place = hashlib.sha256(settings.database_url.encode()).hexdigest()[:12]
        self._root = path.with_name(f"{path.name}.handoffs") if path else ROOT / "data" / "handoffs" / place

    def start(self, campaign_id: str) -> None:
        """Hand over in a process of its own. HandoffRefused where this campaign is at it already."""
        with self._alone():
            known = self.job(campaign_id)
            if known is not None and known.state == "running":
                raise HandoffRefused("These leads are being handed over already; see how far it is.")
            self._place(campaign_id, "stop").unlink(missing_ok=True)
            latest = self._latest_run(campaign_id)
            me = os.getpid()
            begun = HandoffJob(campaign_id, "running", process=me, started=started_at(me), before=latest)
            self._note(begun)
            try:
                worker = start_worker(
                    "db.bulk_handoff.worker", campaign_id, settings=self._workspace.settings
                )
            except OSError as error:
                self._place(campaign_id, "json").unlink(missing_ok=True)
                raise DeliveryFailed("The handoff could not be started. Try again in a moment.") from error
            if self.job(campaign_id) == begun:  # the worker has not said anything of its own yet
                self._note(replace(begun, process=worker, started=started_at(worker)))

    def job(self, campaign_id: str) -> HandoffJob | None:
        """The last word of a campaign's handoff; None where there is none, or it was forgotten."""
        try:
            known: dict[str, Any] = json.loads(self._place(campaign_id, "json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        job = HandoffJob(**known)
        if job.state == "running" and not is_alive(job.process, job.started):
            latest = self._latest_run(campaign_id)
            if latest != job.before:  # it was stored, and killed before it could say so
                return replace(job, state="done", workflow_id=latest)
            message = "The handoff ended before it was done, and nothing was stored. Start it again."
            return replace(job, state="failed", message=message)
        return job

    def cancel(self, campaign_id: str) -> None:
        """Ask a running handoff to stop; what it did is taken back."""
        if self.job(campaign_id) is not None:
            try:
                self._place(campaign_id, "stop").touch()
            except OSError as error:
                raise DeliveryFailed(_GOES_ON) from error

    def forget(self, campaign_id: str) -> None:
        """Say no more about a handoff that ended."""
        job = self.job(campaign_id)
        if job is not None and job.state != "running":
            self._place(campaign_id, "json").unlink(missing_ok=True)

    def run(self, campaign_id: str) -> None:
        """What a worker does: hand over, and note where it stands."""
        stop, time_left = self._place(campaign_id, "stop"), TimeLeft()
        known = self.job(campaign_id)
        before = known.before if known else None

        def follow(progress: HandoffProgress) -> None:
            left = time_left.after(progress.step, progress.done, progress.total)
            with suppress(OSError):  # a full disk must not end a handoff that could still be stored
                self._note(
                    HandoffJob(
                        campaign_id,
                        "running",
                        progress.step,
                        progress.done,
                        progress.total,
                        progress.share,
                        left,
                        process=os.getpid(),
                        started=started_at(os.getpid()),
                        before=before,
                    )
                )

        result = self._workspace.marketing.hand_over_all(campaign_id, progress=follow, cancelled=stop.exists)
        if result.success:
            self._note(HandoffJob(campaign_id, "done", workflow_id=result.workflow_id))
        else:
            self._note(HandoffJob(campaign_id, "failed", message=result.error or "It was not handed over."))

    def fail(self, campaign_id: str, message: str) -> None:
        """Note that a worker broke."""
        self._note(HandoffJob(campaign_id, "failed", message=message))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """A block that one thread of one process is in at a time. SQLite's lock on a file of its own works on
        every system, and goes with the process that held it."""
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._root / "start.lock", timeout=10)) as lock:
                lock.execute("BEGIN EXCLUSIVE")
                yield
        except (OSError, sqlite3.OperationalError) as error:
            raise DeliveryFailed(_NO_ROOM) from error

    def _latest_run(self, campaign_id: str) -> str | None:
        """The run that handed leads of the campaign over last."""
        row = self._workspace.database.fetch_one(
            "SELECT workflow_id FROM handoffs WHERE record_id = :id AND workflow = 'marketing_to_sales' "
            "ORDER BY created_at DESC, id DESC LIMIT 1",
            {"id": campaign_id},
        )
        return str(row["workflow_id"]) if row else None

    def _place(self, campaign_id: str, ending: str) -> Path:
        # A campaign's id may hold any sign; a file's name may not.
        return self._root / f"{hashlib.sha256(campaign_id.encode()).hexdigest()[:24]}.{ending}"

    def _note(self, job: HandoffJob) -> None:
        # A reader finds the old text or the new one, never half of it.
        path = self._place(job.campaign_id, "json")
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps(asdict(job)), encoding="utf-8")
            draft.replace(path)
        except OSError as error:
            raise DeliveryFailed(_NO_ROOM) from error

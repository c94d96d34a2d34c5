"""The handoff of many leads as background work: followed, stopped, killed, and begun twice."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.errors import DeliveryFailed, HandoffRefused
from db.bulk_handoff import HandoffJob
from db.lead_import import ImportOptions
from db.workspace import Workspace

CAMPAIGN = "camp_imported"
LEADS = 600  # more than a run keeps whole, and more than are read at a time


@pytest.fixture
def workspace(path: Path) -> Iterator[Workspace]:
    opened = Workspace.open(f"sqlite:///{path}")
    rows = "".join(f"Ann {n},ann{n}@x{n % 97}.example,{n % 100},high\n" for n in range(LEADS))
    staged = opened.lead_imports.stage("leads.csv", f"Name,Email,Score,Urgency\n{rows}".encode())
    opened.lead_imports.run(staged.import_id, ImportOptions())
    yield opened
    opened.close()


def ended(workspace: Workspace, *, within: float = 60) -> HandoffJob:
    until = time.monotonic() + within
    while time.monotonic() < until:
        job = workspace.handoff_jobs.job(CAMPAIGN)
        assert job is not None
        if job.state != "running":
            return job
        time.sleep(0.05)
    raise AssertionError("the handoff did not end")


def process_of(workspace: Workspace) -> int:
    """The worker's process, as soon as it says who it is."""
    for _ in range(600):
        job = workspace.handoff_jobs.job(CAMPAIGN)
        if job is not None and job.process != os.getpid():
            return job.process
        time.sleep(0.02)
    raise AssertionError("the worker never spoke")


def test_many_leads_go_over_in_a_process_of_their_own(workspace: Workspace) -> None:
    waiting = workspace.marketing.waiting_leads(CAMPAIGN).total
    assert waiting == LEADS
    workspace.handoff_jobs.start(CAMPAIGN)
    with pytest.raises(HandoffRefused, match="already"):
        workspace.handoff_jobs.start(CAMPAIGN)
    # The workspace is usable meanwhile.
    assert workspace.marketing.campaigns()["campaign_id"].tolist() == [CAMPAIGN]
    job = ended(workspace)
    assert job.state == "done" and job.workflow_id
    assert workspace.marketing.waiting_leads(CAMPAIGN).total == 0
    result = workspace.find_run(job.workflow_id)
    assert result is not None and result.handoff_data["counts"]["leads_in"] == LEADS
    workspace.handoff_jobs.forget(CAMPAIGN)
    assert workspace.handoff_jobs.job(CAMPAIGN) is None


def test_of_many_who_click_at_once_one_starts_a_worker(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    ready = threading.Barrier(6)

    def start(_: str, campaign_id: str, **__: object) -> int:
        started.append(campaign_id)
        time.sleep(0.05)
        return os.getpid()

    def click(_: int) -> str:
        ready.wait(10)
        try:
            workspace.handoff_jobs.start(CAMPAIGN)
        except HandoffRefused as refused:
            return refused.message
        return "started"

    monkeypatch.setattr("db.bulk_handoff.jobs.start_worker", start)
    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(click, range(6)))
    assert started == [CAMPAIGN]
    assert answers[-1] == "started"
    assert all("handed over already" in answer for answer in answers[:-1])


def test_a_worker_that_cannot_be_started_holds_nothing_up(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_more(*_: object, **__: object) -> int:
        raise BlockingIOError(11, "no more processes")

    monkeypatch.setattr("db.bulk_handoff.jobs.start_worker", no_more)
    with pytest.raises(DeliveryFailed, match="could not be started"):
        workspace.handoff_jobs.start(CAMPAIGN)
    assert workspace.handoff_jobs.job(CAMPAIGN) is None


def test_a_stopped_handoff_leaves_every_lead_waiting(workspace: Workspace) -> None:
    workspace.handoff_jobs.start(CAMPAIGN)
    workspace.handoff_jobs.cancel(CAMPAIGN)
    job = ended(workspace)
    assert job.state == "failed" and "You stopped this handoff" in job.message
    assert workspace.marketing.waiting_leads(CAMPAIGN).total == LEADS
    workspace.handoff_jobs.start(CAMPAIGN)  # an earlier wish to stop does not stop the next
    assert ended(workspace).state == "done"


def test_a_killed_handoff_says_so_and_left_nothing_behind(workspace: Workspace) -> None:
    workspace.handoff_jobs.start(CAMPAIGN)
    os.kill(process_of(workspace), signal.SIGKILL)
    job = ended(workspace)
    if job.state == "failed":  # it was killed before it was done
        assert "nothing was stored" in job.message
        assert workspace.marketing.waiting_leads(CAMPAIGN).total == LEADS
        assert workspace.inbox.waiting_counts().get("sales", 0) == 0
        workspace.handoff_jobs.start(CAMPAIGN)
        assert ended(workspace).state == "done"
    assert workspace.inbox.waiting_counts() == {"sales": 1}


def test_a_handoff_killed_after_it_was_stored_is_said_to_be_done(workspace: Workspace) -> None:
    workspace.handoff_jobs.start(CAMPAIGN)
    done = ended(workspace)
    place = workspace.handoff_jobs._place(CAMPAIGN, "json")
    known = json.loads(place.read_text())
    # As a worker leaves it that was killed between the commit and its last word.
    place.write_text(json.dumps({**known, "state": "running", "process": 2**22 + 1, "workflow_id": None}))
    job = workspace.handoff_jobs.job(CAMPAIGN)
    assert job is not None and (job.state, job.workflow_id) == ("done", done.workflow_id)


def test_a_worker_that_never_speaks_does_not_hold_the_campaign(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.bulk_handoff.jobs.start_worker", lambda *_, **__: 2**22 + 1)
    workspace.handoff_jobs.start(CAMPAIGN)
    job = workspace.handoff_jobs.job(CAMPAIGN)
    assert job is not None and job.state == "failed" and "nothing was stored" in job.message
    monkeypatch.undo()
    workspace.handoff_jobs.start(CAMPAIGN)
    assert ended(workspace).state == "done"


def test_a_campaign_named_like_a_path_stays_in_its_folder(workspace: Workspace) -> None:
    jobs = workspace.handoff_jobs
    jobs.fail("../../etc/passwd", "no")
    found = jobs.job("../../etc/passwd")
    assert found is not None and found.message == "no"
    written = [file for file in jobs._root.rglob("*") if file.is_file()]
    assert [file.parent for file in written] == [jobs._root]
    assert json.loads(written[0].read_text())["campaign_id"] == "../../etc/passwd"


def test_a_handoff_that_cannot_be_told_to_stop_says_that_it_goes_on(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    workspace.handoff_jobs.fail(CAMPAIGN, "no")
    monkeypatch.setattr(Path, "touch", full)
    with pytest.raises(DeliveryFailed, match=r"could not be told to stop.* It goes on"):
        workspace.handoff_jobs.cancel(CAMPAIGN)

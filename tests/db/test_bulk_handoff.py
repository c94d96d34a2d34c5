"""All waiting leads of a campaign go to Sales in one run: as one document with them would, or not at all."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from core.result import HandoffResult
from db.bulk_handoff import WaitingLeads
from db.lead_import import ImportOptions
from db.settings import ROOT
from db.workspace import Workspace

CAMPAIGN = "camp_imported"
OUTCOME = ("status", "score", "band", "completeness", "approach", "next_action_due_at", "brief_json")
LIST = b"""Name,Email,Phone,Company,Score,Urgency,Engagement level,Budget level
Ada Lovelace,ada@x.org,(212) 555-0100,Engines,95,high,high,high
Bob Stone,bob@x.org,,Stone Ltd,40,low,low,low
Cy Young,,212-555-0102,,90,high,high,high
Di Nobody,,,Somewhere,80,high,high,high
Eve Empty,eve@x.org,,,,,,
"""


@pytest.fixture
def agency(any_url: str) -> Iterator[Workspace]:
    opened = Workspace.open(any_url)
    yield opened
    opened.close()


def take(agency: Workspace, content: bytes = LIST) -> None:
    staged = agency.lead_imports.stage("leads.csv", content)
    agency.lead_imports.run(staged.import_id, ImportOptions())


def many(number: int) -> bytes:
    rows = (f"Lead {n},lead{n}@x.org,{n % 101},high" for n in range(number))
    return "\n".join(["Name,Email,Score,Urgency", *rows, ""]).encode()


def leads(agency: Workspace) -> list[dict[str, Any]]:
    with agency.reading() as session:
        rows = session.connection().execute(text("SELECT * FROM leads ORDER BY id")).mappings()
        return [dict(row) for row in rows]


def test_every_lead_goes_over_and_gets_what_the_ordinary_handoff_gives_it(agency: Workspace) -> None:
    take(agency)
    assert agency.marketing.waiting_leads(CAMPAIGN) == WaitingLeads(qualified=2, nurture=1, disqualified=2)
    before = leads(agency)
    result = agency.marketing.hand_over_all(CAMPAIGN)
    assert result.success
    counts = result.handoff_data["counts"]
    assert counts == {"leads_in": 5, "qualified": 2, "nurture": 1, "disqualified": 2, "rejected": 0}
    assert agency.marketing.waiting_leads(CAMPAIGN).total == 0
    given = agency.marketing.draft(CAMPAIGN) | {
        "leads_generated": [json.loads(lead["input_json"]) for lead in before]
    }
    ordinary = agency.preview("marketing_to_sales", given).handoff_data
    groups = ("sales_briefs", "nurture_leads", "disqualified_leads")
    expected = {lead["prospect_id"]: lead for group in groups for lead in ordinary[group]}
    for lead in leads(agency):
        brief, wanted = json.loads(lead["brief_json"]), expected[lead["lead_id"]]
        assert lead["workflow_id"] == result.workflow_id
        # The two were judged at two moments.
        for document in (brief, wanted):
            for moving in ("next_actions", "age_days"):
                document.pop(moving, None)
        assert brief == wanted
    (waiting,) = agency.inbox.waiting("sales").to_dict("records")
    assert waiting["workflow_id"] == result.workflow_id


def test_once_handed_over_nothing_waits_and_asking_again_is_a_replay(agency: Workspace) -> None:
    take(agency)
    first = agency.marketing.hand_over_all(CAMPAIGN)
    rows = leads(agency)
    again = agency.marketing.hand_over_all(CAMPAIGN)
    assert (again.replayed, again.workflow_id) == (True, first.workflow_id)
    assert leads(agency) == rows
    take(
        agency,
        LIST.replace(b"Ada Lovelace,ada@x.org", b"Flo New,flo@x.org").replace(b"555-0100", b"555-0199"),
    )
    later = agency.marketing.hand_over_all(CAMPAIGN)
    assert later.workflow_id != first.workflow_id
    assert later.handoff_data["counts"]["leads_in"] == 1


@pytest.mark.parametrize("campaign", ["camp_imported", "no_such"])
def test_a_campaign_without_leads_is_refused_in_a_sentence(agency: Workspace, campaign: str) -> None:
    result = agency.marketing.hand_over_all(campaign)
    assert not result.success
    assert result.code == "handoff_refused"


def test_leads_that_sales_returned_wait_again(agency: Workspace) -> None:
    take(agency)
    first = agency.marketing.hand_over_all(CAMPAIGN)
    (handoff_id,) = agency.inbox.waiting("sales")["id"]
    agency.inbox.return_(int(handoff_id), "The phone numbers are old")
    assert agency.marketing.waiting_leads(CAMPAIGN).came_back == 5
    second = agency.marketing.hand_over_all(CAMPAIGN)
    assert second.success
    assert second.workflow_id != first.workflow_id
    assert agency.marketing.waiting_leads(CAMPAIGN).total == 0


def test_a_lead_that_changes_meanwhile_is_handed_over_as_it_is_now(agency: Workspace) -> None:
    take(agency)
    changed = []

    def between(progress: Any) -> None:
        if progress.step == "Writing the briefs" and not changed:
            changed.append(True)
            take(agency, LIST.replace(b"Stone Ltd,40,low", b"Stone Ltd,99,high"))

    result = agency.marketing.hand_over_all(CAMPAIGN, progress=between)
    assert result.success
    bob = next(lead for lead in leads(agency) if lead["name"] == "Bob Stone")
    assert json.loads(bob["brief_json"])["qualification_score"] == bob["score"]
    assert json.loads(bob["input_json"])["score"] == 99


def test_a_person_who_stops_it_finds_everything_as_before(agency: Workspace) -> None:
    take(agency)
    before = leads(agency)
    looks = iter([False, True])
    result = agency.marketing.hand_over_all(CAMPAIGN, cancelled=lambda: next(looks, True))
    assert not result.success
    assert "You stopped" in (result.error or "")
    assert leads(agency) == before
    assert agency.runs.page().total == 0


def test_a_fault_while_storing_leaves_nothing_and_is_a_failed_run(
    agency: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(agency)
    before = leads(agency)
    with monkeypatch.context() as broken:
        broken.setattr("db.bulk_handoff.handoff._CHANGE", "UPDATE no_such_table SET x = :key_id")
        result = agency.marketing.hand_over_all(CAMPAIGN)
    assert result.code == "internal_error"
    assert leads(agency) == before
    assert agency.inbox.waiting_counts() == {}
    retried = agency.retry(result.workflow_id)
    assert retried.success
    assert retried.handoff_data["counts"]["leads_in"] == 5


def test_two_who_hand_over_at_once_make_one_handoff(agency: Workspace) -> None:
    take(agency, many(600))

    def hand_over(_: int) -> HandoffResult:
        return agency.marketing.hand_over_all(CAMPAIGN)

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(hand_over, (1, 2))
    assert one.success
    assert other.success
    assert one.workflow_id == other.workflow_id
    assert {lead["workflow_id"] for lead in leads(agency)} == {one.workflow_id}


def test_many_leads_keep_their_briefs_with_them_and_the_run_stays_small(agency: Workspace) -> None:
    take(agency, many(1_200))
    result = agency.marketing.hand_over_all(CAMPAIGN)
    package = result.handoff_data
    assert package["counts"]["leads_in"] == 1_200
    assert sum(package["counts"][name] for name in ("qualified", "nurture", "disqualified")) == 1_200
    assert len(package["sales_briefs"]) == 100
    scores = [brief["qualification_score"] for brief in package["sales_briefs"]]
    assert scores == sorted(scores, reverse=True)
    assert all(lead["brief_json"] for lead in leads(agency))
    assert len(json.dumps(package)) < 1_000_000


def test_a_killed_handoff_left_nothing_or_all(path: Path) -> None:
    agency = Workspace.open(f"sqlite:///{path}")
    take(agency, many(3_000))
    code = (
        "import sys; from db.workspace import Workspace\n"
        f"Workspace.open(sys.argv[1]).marketing.hand_over_all({CAMPAIGN!r}, "
        "progress=lambda at: print(at.step, flush=True))"
    )
    for kill in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", code, f"sqlite:///{path}"],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        while (line := process.stdout.readline()) and "Storing" not in line:
            pass
        time.sleep(0.04 * kill)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        with sqlite3.connect(path) as connection:
            handed = connection.execute(
                "SELECT COUNT(*) FROM leads WHERE workflow_id IS NOT NULL"
            ).fetchone()[0]
            runs = connection.execute("SELECT COUNT(*) FROM runs").fetchone()[0]
        connection.close()
        assert (handed, runs) in ((0, 0), (3_000, 1))
    assert agency.marketing.hand_over_all(CAMPAIGN).success
    agency.close()

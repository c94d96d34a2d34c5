"""Exports become responses: one a row, the same file twice creates nothing new, a thousand in seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.survey_import.columns import OWN_RATING, propose
from core.survey_import.files import open_export
from db.workspace import Workspace
from tests.survey_exports import SURVEYMONKEY


@pytest.fixture
def workspace(any_url: str) -> Iterator[Workspace]:
    opened = Workspace.open(any_url)
    handed_over = opened.run(
        "fulfillment_to_feedback",
        {
            "project_id": "proj_1",
            "project_name": "Relaunch",
            "start_date": "2026-09-01",
            "completion_date": "2026-11-20",
            "deliverables_status": [{"name": "Website", "status": "completed"}],
            "client_info": {"company_name": "Northwind"},
        },
    )
    assert handed_over.success
    yield opened
    opened.close()


def store(workspace: Workspace, text: str, changed: dict[str, str] | None = None) -> Counter[str]:
    request_id = str(workspace.feedback.surveys()["request_id"].iloc[0])
    export = open_export("answers.csv", text.encode())
    proposed = propose(export.headers, export.samples(), workspace.feedback.request(request_id))
    columns = [replace(one, target=(changed or {}).get(one.header, one.target)) for one in proposed]
    reading = workspace.survey_imports.read(request_id, export.rows, columns)
    return Counter(done.outcome for done in workspace.survey_imports.run(reading.inputs))


def test_the_same_file_twice_creates_nothing_new(workspace: Workspace) -> None:
    assert store(workspace, SURVEYMONKEY) == {"new": 2}
    runs = workspace.runs.page().total
    assert store(workspace, SURVEYMONKEY) == {"known": 2}
    assert workspace.runs.page().total == runs
    assert len(workspace.feedback.responses()) == 2
    assert workspace.feedback.surveys()["status"].iloc[0] == "answered"


def test_answers_that_changed_in_the_tool_take_the_place_of_the_old_ones(workspace: Workspace) -> None:
    store(workspace, SURVEYMONKEY)
    assert store(workspace, SURVEYMONKEY.replace("The design", "The new logo")) == {"known": 1, "changed": 1}
    assert len(workspace.feedback.responses()) == 2


def test_a_corrected_column_replaces_what_it_was_read_as(workspace: Workspace) -> None:
    text = "When,Overall satisfaction,I would buy again\nMonday,5,Agree\nTuesday,4,Disagree\n"
    assert store(workspace, text, {"I would buy again": ""}) == {"new": 2}
    assert store(workspace, text, {"I would buy again": OWN_RATING}) == {"changed": 2}
    assert len(workspace.feedback.responses()) == 2


def test_a_long_export_becomes_one_response_a_row(workspace: Workspace) -> None:
    rows = "".join(
        f"{118473020411 + n},{n % 5 + 1},{n % 11},Great communication {n},The price was too high {n}\n"
        for n in range(150)
    )
    header = "Respondent ID,Overall satisfaction,NPS,What did you like most?,What could be better?\n"
    assert store(workspace, header + rows) == {"new": 150}
    assert len(workspace.feedback.responses()) == 150

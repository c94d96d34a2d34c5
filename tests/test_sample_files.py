"""The samples do what their READMEs say: good ones pass, and each mistake gets its clear answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import InputRejected
from core.intake.json_text import read_json, read_json_lines
from core.registry import Registry
from core.result import HandoffResult
from db.lead_import import LeadList
from db.workspace import Workspace

SAMPLES = Path(__file__).resolve().parents[1] / "sample_data"
INVALID = SAMPLES / "invalid"
ROW = re.compile(r"\| `([^`]+)` \| ([^|]+) \| ([^|]+) \| `(.+)` \|")
TABLE = ROW.findall((INVALID / "README.md").read_text(encoding="utf-8"))


def run(workflow: str, path: Path) -> HandoffResult:
    return Registry().get(workflow).run(read_json(path.read_bytes()))


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    opened = Workspace.open(f"sqlite:///{tmp_path_factory.mktemp('samples') / 'agency.db'}")
    yield opened
    opened.close()


def read_list(agency: Workspace, path: Path) -> LeadList:
    return agency.lead_imports.read_list(path.name, path.read_bytes())


def run_leads(agency: Workspace, path: Path) -> HandoffResult:
    leads = read_list(agency, path).leads
    return (
        Registry()
        .get("marketing_to_sales")
        .run({"campaign_id": "spring", "campaign_name": "Spring", "leads_generated": leads})
    )


def everything_said(result: HandoffResult) -> str:
    """All that a person can read in a result."""
    lines = [result.error or ""]
    lines += [f"{problem.field} {problem.message}".strip() for problem in result.problems]
    rejected = result.handoff_data.get("rejected_leads", [])
    lines += [f"{error['field']} {error['message']}" for lead in rejected for error in lead["errors"]]
    return "\n".join([*lines, json.dumps(result.handoff_data, ensure_ascii=False)])


def test_every_file_with_a_mistake_is_in_the_table() -> None:
    files = {path.name for path in INVALID.iterdir() if path.name != "README.md"}
    assert {row[0] for row in TABLE} == files


@pytest.mark.parametrize(("name", "workflow", "answer", "words"), TABLE, ids=[row[0] for row in TABLE])
def test_a_mistake_gets_the_answer_that_its_table_names(
    name: str, workflow: str, answer: str, words: str, agency: Workspace
) -> None:
    path = INVALID / name
    try:
        if workflow == "lead list":
            found = read_list(agency, path)
            code = f"{len(found.leads)} lead{'s' if len(found.leads) > 1 else ''}"
            notes = [f"{problem.field} {problem.message}" for problem in found.reading.notes]
            notes += [f"line {row.line}: {row.reason}" for row in found.rejected]
            notes += [f"{choice.header}: {choice.reason}" for choice in found.mapping]
            said = "\n".join([*notes, everything_said(run_leads(agency, path))])
        else:
            result = run(workflow, path)
            code, said = result.code or "delivered", everything_said(result)
    except InputRejected as error:
        code, said = error.code, error.message
    assert code == answer
    parts = words.split("; ") if " must " in words or " is required" in words else [words]
    for part in parts:
        assert part in said


def test_the_lead_list_has_sixty_rows_of_every_kind(agency: Workspace) -> None:
    found = read_list(agency, SAMPLES / "leads.csv")
    assert (found.rows, len(found.leads), found.merged, len(found.rejected)) == (60, 58, 1, 1)
    data = run_leads(agency, SAMPLES / "leads.csv").handoff_data
    groups = ("sales_briefs", "nurture_leads", "disqualified_leads")
    bands = {lead["band"] for group in groups for lead in data[group]}
    assert {"hot", "warm", "cold"} <= bands
    assert sum(len(data[group]) for group in groups) == 58
    assert data["rejected_leads"] == []


@pytest.mark.parametrize(
    ("name", "workflow", "code"),
    [
        ("project_on_time", "fulfillment_to_feedback", None),
        ("project_late", "fulfillment_to_feedback", None),
        ("project_with_open_work", "fulfillment_to_feedback", "handoff_refused"),
        ("survey_responses", "feedback_to_offer", None),
    ],
)
def test_the_other_samples_answer_as_described(name: str, workflow: str, code: str | None) -> None:
    assert run(workflow, SAMPLES / f"{name}.json").code == code


def test_two_of_the_four_deals_pass() -> None:
    workflow = Registry().get("sales_to_fulfillment")
    lines = read_json_lines((SAMPLES / "deals.jsonl").read_bytes())
    codes = [workflow.run(line.value).code for line in lines]
    assert codes == [None, None, "handoff_refused", "handoff_refused"]

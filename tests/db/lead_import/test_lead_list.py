"""A lead list for the form of a handoff: read, mapped and cleaned as every import is."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputRejected
from core.leads import LeadInput
from db.lead_import import LeadList
from db.workspace import Workspace
from tests.core.intake.workbooks import simple_workbook


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    opened = Workspace.open(f"sqlite:///{tmp_path_factory.mktemp('lists') / 'agency.db'}")
    yield opened
    opened.close()


def read(agency: Workspace, text: str, name: str = "leads.csv", encoding: str = "utf-8") -> LeadList:
    return agency.lead_imports.read_list(name, text.encode(encoding))


def test_a_lead_list_becomes_the_leads_of_the_handoff(agency: Workspace) -> None:
    found = read(
        agency,
        "id,name,email,company,phone,score,engagement_level,interests,pain_points,budget,urgency,source,city\n"
        "l1,Ada Lovelace,ADA@example.com,Engines,(212) 555-0100,85,Hot,automation; AI,"
        '"slow, manual work",high,Med.,Webinar,London\n',
    )
    assert found.leads == [
        {
            "id": "l1",
            "contact_info": {
                "name": "Ada Lovelace",
                "email": "ADA@example.com",
                "phone": "+12125550100",
                "company": "Engines",
            },
            "score": 85,
            "engagement_level": "high",
            "interests": ["automation", "AI"],
            "pain_points": ["slow, manual work"],
            "budget_indicator": "high",
            "urgency": "medium",
            "source": "Webinar",
            "attributes": {"city": "London"},
        }
    ]
    assert (found.rows, found.merged, found.rejected) == (1, 0, ())


TEXT = "Name;E-mail\nZoë;zoe@example.com\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("leads.csv", TEXT.encode("cp1252")),
        ("leads.csv", TEXT.encode("utf-16")),
        ("leads.csv.gz", gzip.compress(TEXT.encode())),
        ("leads.xlsx", simple_workbook([("Name", "E-mail"), ("Zoë", "zoe@example.com")])),
        ("leads.json", json.dumps([{"name": "Zoë", "contact": {"email": "zoe@example.com"}}]).encode()),
        ("leads.json", '[{"name": "Zoë", "email": "zoe@example.com"}]'.encode("cp1252")),
        ("leads.jsonl", b'{"name": "Zo\\u00eb", "email": "zoe@example.com"}\n'),
    ],
    ids=["Windows-1252", "UTF-16", "gzip", "Excel", "JSON", "JSON in Windows-1252", "JSON Lines"],
)
def test_a_list_of_any_kind_is_read(agency: Workspace, name: str, content: bytes) -> None:
    (lead,) = agency.lead_imports.read_list(name, content).leads
    assert lead["contact_info"] == {"name": "Zoë", "email": "zoe@example.com"}


def test_rows_of_one_person_are_one_lead_and_bad_rows_are_named(agency: Workspace) -> None:
    found = read(
        agency,
        "Name,Email,Company\nAda,ada@x.org,\nAda L,ADA@x.org,Engines\nBob,none at all,\nCy, Jr,c@x.org,A\n",
    )
    assert [lead["contact_info"] for lead in found.leads] == [
        {"name": "Ada", "email": "ada@x.org", "company": "Engines"}
    ]
    assert (found.rows, found.merged) == (4, 1)
    assert [(row.line, row.reason.split(";")[0]) for row in found.rejected] == [
        (4, "The e-mail is no e-mail address: none at all"),
        (5, "The row has 4 cells where the header has 3"),
    ]
    assert found.rejected[1].cells == ("Cy", " Jr", "c@x.org", "A")


def test_leads_in_the_shape_of_the_handoff_stay_what_they_are(agency: Workspace) -> None:
    leads = [
        {
            "id": "l1",
            "contact_info": {"name": "Ada", "email": "ada@x.org"},
            "score": 85,
            "interests": ["automation", "AI"],
            "attributes": {"City": "London"},
        }
    ]
    assert read(agency, json.dumps(leads), "x.json").leads == leads


def test_an_id_is_derived_from_the_email_and_is_the_same_on_every_upload(agency: Workspace) -> None:
    first = read(agency, "name,email,company\nAda,ADA@example.com,\nBen,,X\nCleo,,X\n").leads
    second = read(agency, "email,name,score\nada@example.com,Ada L.,50\n").leads
    assert first[0]["id"] == second[0]["id"]
    assert len({lead["id"] for lead in first}) == 3


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"name\n" + b"x\n" * 60_000, "more than 20,000 rows"),
        ("a.csv", b"name,email\n" + b"".join(b"x,a%d@x.org\n" % n for n in range(20_001)), "20,000 rows"),
        ("a.json", b"[]", "holds no leads"),
        ("a.json", b"7", "holds no leads"),
        ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
    ],
)
def test_a_file_that_holds_no_lead_list_is_refused_with_the_reason(
    agency: Workspace, name: str, content: bytes, words: str
) -> None:
    with pytest.raises(InputRejected, match=words):
        agency.lead_imports.read_list(name, content)


CELL = st.text(alphabet="ab1@.,;\t\"'=\n é", max_size=6)
ROWS = st.lists(st.lists(CELL, max_size=4), max_size=8)


@given(ROWS, st.sampled_from(",;\t|"), st.sampled_from("\n\r"))
def test_every_row_is_a_lead_or_is_named(
    agency: Workspace, rows: list[list[str]], delimiter: str, ending: str
) -> None:
    text = ending.join([delimiter.join(["name", "email", "score"]), *(delimiter.join(row) for row in rows)])
    try:
        found = read(agency, text)
    except InputRejected as error:
        assert error.problems
        return
    assert found.rows == len(found.leads) + found.merged + len(found.rejected)
    for lead in found.leads:
        accept(lead)


def accept(lead: dict[str, Any]) -> None:
    LeadInput.model_validate(lead)


SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "lead_lists" / "expected.json"
EXPECTED = json.loads(SHARED.read_text()) if SHARED.exists() else {}


@pytest.mark.skipif(not EXPECTED, reason="the real lead lists are not here")
@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_real_lead_lists_fill_the_form(agency: Workspace, name: str) -> None:
    path = SHARED.parent / name
    found = agency.lead_imports.read_list(path.name, path.read_bytes())
    assert found.rows == len(found.leads) + found.merged + len(found.rejected)
    for lead in found.leads:
        accept(lead)

"""A lead list in any of the usual shapes becomes leads, and every row is accounted for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputRejected
from core.intake.csv_table import read_table
from core.intake.decoding import decode
from core.intake.lead_file import LeadFile, read_lead_file
from core.intake.safe_cells import make_safe

REAL_FILES = Path(__file__).resolve().parents[3] / "shared" / "data"


def read(text: str, name: str = "leads.csv") -> LeadFile:
    return read_lead_file(name, text.encode())


FULL = (
    "id,name,email,company,phone,score,engagement_level,interests,pain_points,budget,urgency,source,city\n"
    "l1,Ada Lovelace,ada@example.com,Engines,+44 20 7946 0000,85,High,automation; AI,"
    '"slow, manual work",high,Med.,Webinar,London\n'
)


def test_a_lead_list_becomes_the_leads_of_the_handoff() -> None:
    found = read(FULL)
    assert found.leads == [
        {
            "id": "l1",
            "contact_info": {
                "name": "Ada Lovelace",
                "email": "ada@example.com",
                "company": "Engines",
                "phone": "+44 20 7946 0000",
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
    assert (found.places, found.rows, found.problems, found.delimiter) == (["line 2"], 1, [], ",")


@pytest.mark.parametrize(
    ("delimiter", "encoding", "shown"),
    [
        (",", "utf-8", "UTF-8"),
        (";", "utf-8-sig", "UTF-8"),
        ("\t", "utf-16", "UTF-16"),
        ("|", "utf-8", "UTF-8"),
        (";", "cp1252", "Windows-1252"),
    ],
)
def test_the_usual_delimiters_and_encodings_are_found_out(delimiter: str, encoding: str, shown: str) -> None:
    lines = ["Name,E-mail Address,Lead Score", "Zoë,zoe@example.com,70", "Åsa,asa@example.com,20"]
    found = read_lead_file("x.csv", "\r\n".join(lines).replace(",", delimiter).encode(encoding))
    assert [lead["contact_info"]["name"] for lead in found.leads] == ["Zoë", "Åsa"]
    assert [lead["score"] for lead in found.leads] == [70, 20]
    assert (found.delimiter, found.encoding) == (delimiter, shown)
    assert bool(found.problems) == (shown == "Windows-1252")


@pytest.mark.parametrize("score", ["high", "85%", "85/100", "1e2", "NaN", "-5x", "8,5", "²"])
def test_a_score_that_is_no_number_passes_for_the_handoff_to_name(score: str) -> None:
    found = read(f'name,score\nAda,"{score}"\n')
    assert found.leads[0]["score"] == score


def test_a_level_that_is_no_level_passes_for_the_handoff_to_name() -> None:
    assert read("name,urgency\nAda,someday\n").leads[0]["urgency"] == "someday"


def test_a_budget_that_is_an_amount_is_kept_as_it_stands() -> None:
    lead = read("name,Budget\nAda,1200\n").leads[0]
    assert "budget_indicator" not in lead
    assert lead["attributes"] == {"Budget": "1200"}


def test_a_date_that_is_not_certain_is_kept_and_named() -> None:
    found = read("name,Created\nAda,12-04-2022\nBen,2022-04-12\n")
    assert found.leads[0]["attributes"] == {"Created": "12-04-2022"}
    assert found.leads[1]["received_at"] == "2022-04-12"
    assert [(problem.field, problem.value) for problem in found.problems] == [
        ("line 2, Created", "12-04-2022")
    ]


def test_a_row_with_too_many_cells_is_named_and_stops_no_other() -> None:
    found = read("name,email\nAda,ada@example.com\nBob, Jr,bob@example.com\nCleo,cleo@example.com,,\n")
    assert [lead["contact_info"]["name"] for lead in found.leads] == ["Ada", "Cleo"]
    assert found.problems[0].field == "line 3"
    assert "3 cells where the header has 2" in found.problems[0].message
    assert found.rows == 3


def test_a_short_row_is_a_lead_and_is_named() -> None:
    found = read("name,email,score\nAda,ada@example.com\n")
    assert found.places == ["line 2"]
    assert "last are taken as blank" in found.problems[0].message


def test_a_quotation_mark_that_is_never_closed_costs_one_row() -> None:
    rows = ["name,email", 'Ada "A",ada@example.com', '"Bob,bob@example.com', "Cleo,cleo@example.com"]
    found = read("\n".join(rows))
    assert [lead["contact_info"]["name"] for lead in found.leads] == ['Ada "A"', "Cleo"]
    assert [problem.field for problem in found.problems] == ["line 3"]
    assert found.rows == 3


def test_lines_count_as_an_editor_counts_them() -> None:
    found = read('name,note\n\n"Ada\nLovelace",x\n,,\nBob,a,b\n')
    assert found.places == ["line 3"]
    assert found.problems[0].field == "line 6"


def test_rows_above_the_header_are_named() -> None:
    found = read("Leads of March,,\n\nname,email,score\nAda,ada@example.com,5\n")
    assert found.places == ["line 4"]
    assert found.problems[0].field == "line 1"


@pytest.mark.parametrize(
    ("header", "row", "contact"),
    [
        ("First Name,Surname", "Ada,Lovelace", {"name": "Ada Lovelace"}),
        ("firstName,lastName", "Ada,", {"name": "Ada"}),
        (
            "Full Name,Work Email,Account",
            "A,a@example.com,E",
            {"name": "A", "email": "a@example.com", "company": "E"},
        ),
        ("Contact,Mobile / WhatsApp", "A,+49 30 901820", {"name": "A", "phone": "+49 30 901820"}),
        ("Name,Phone,Phone 2", "A,,030 1234567", {"name": "A", "phone": "030 1234567"}),
        ("Name,Organisation", "A,'=cmd", {"name": "A", "company": "=cmd"}),
    ],
)
def test_headers_are_known_by_their_usual_names(header: str, row: str, contact: dict[str, str]) -> None:
    assert read(f"{header}\n{row}\n").leads[0]["contact_info"] == contact


def test_a_second_column_of_the_same_kind_is_kept() -> None:
    lead = read("Name,Phone,Mobile,Tags,Tags\nA,030 1,0171 2,x,y\n").leads[0]
    assert lead["contact_info"]["phone"] == "030 1"
    assert lead["attributes"] == {"Mobile": "0171 2", "Tags": "x", "Tags 2": "y"}


def test_an_id_is_derived_from_the_email_and_is_the_same_on_every_upload() -> None:
    first = read("name,email\nAda,ADA@example.com\nBen,\nCleo,\n")
    second = read("email,name,score\nada@example.com,Ada L.,50\n")
    ids = [lead["id"] for lead in first.leads]
    assert ids[0] == second.leads[0]["id"]
    assert len(set(ids)) == 3


def test_a_repeated_email_is_named_by_both_lines() -> None:
    found = read("id,email\n1,a@example.com\n2,b@example.com\n3,A@example.com\n")
    assert [(problem.field, problem.message) for problem in found.problems] == [
        ("line 4, email", "repeats the e-mail of line 2")
    ]
    assert len(found.leads) == 3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("leads.json", [{"name": "Ada", "email": "ada@example.com", "Lead Score": 85, "city": "London"}]),
        (
            "upload",
            {"leads": [{"Full Name": "Ada", "E-mail": "ada@example.com", "score": "85", "city": "London"}]},
        ),
        ("one.json", {"name": "Ada", "email": "ada@example.com", "score": 85, "city": "London"}),
    ],
)
def test_json_with_flat_leads_is_read_like_a_table(name: str, value: Any) -> None:
    found = read_lead_file(name, json.dumps(value).encode())
    assert found.leads[0]["contact_info"] == {"name": "Ada", "email": "ada@example.com"}
    assert found.leads[0]["score"] == 85
    assert found.leads[0]["attributes"] == {"city": "London"}


def test_json_in_the_shape_of_the_handoff_passes_as_it_is() -> None:
    lead = {"id": "l1", "contact_info": {"name": "Ada"}, "score": 85, "anything": [1, {"b": 2}]}
    found = read_lead_file(
        "x.json", json.dumps({"leads_generated": [lead, 7, {**lead, "score": "x"}]}).encode()
    )
    assert found.leads == [lead, {**lead, "score": "x"}]
    assert found.places == ["entry 1", "entry 3"]
    assert found.problems[0].field == "entry 2"
    assert found.rows == 3


def test_json_lines_with_a_bad_line_keep_the_others() -> None:
    found = read_lead_file("x.jsonl", b'{"name": "Ada"}\n{"name": \n{"name": "Ben"}\n')
    assert found.places == ["line 1", "line 3"]
    assert found.rows == 3
    assert found.problems[0].field.startswith("line 2, column")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"   \n ,, \n", "no column that is known"),
        ("a.csv", b"x,y\n1,2\n", "now reads: x, y"),
        ("a.csv", b"PK\x03\x04", "Excel workbook"),
        ("a.csv", "name\nAda".encode("utf-16-le"), "without a byte order mark"),
        ("a.csv", b"name,\x81\x8d\n", "encoding that is not known"),
        ("a.csv", b"name" + b"," * 300 + b"\n", "301 columns"),
        ("a.csv", b"name\n" + b"x\n" * 50_001, "more than 50,000 rows"),
        ("a.csv", b"name\n" + b'"x"y\n' * 150, "broken quotation marks"),
        ("a.csv", b"name\n" + b"x" * (10 * 1024 * 1024), "at most 10 MB"),
        ("a.json", b"[]", "holds no leads"),
        ("a.json", b"7", "holds no leads"),
        ("a.json", b'[{"x": 1}]', "no field that is known"),
        ("a.json", b'[{"name": NaN}]', "Line 1, column 11"),
    ],
)
def test_a_file_that_holds_no_lead_list_is_refused_with_the_reason(
    name: str, content: bytes, words: str
) -> None:
    with pytest.raises(InputRejected, match=words):
        read_lead_file(name, content)


def accounted(found: LeadFile) -> None:
    skipped = [problem for problem in found.problems if "is not read" in problem.message]
    skipped = [problem for problem in skipped if "above the header" not in problem.message]
    assert found.rows == len(found.leads) + len(skipped)
    assert len(found.places) == len(found.leads)
    assert all(lead["id"] is not None and isinstance(lead["contact_info"], dict) for lead in found.leads)


CELL = st.text(alphabet="ab1@.,;\t\"'=\n é", max_size=6)


@given(st.lists(st.lists(CELL, max_size=4), max_size=8), st.sampled_from(",;\t|"), st.sampled_from("\n\r"))
def test_every_row_is_a_lead_or_is_named(rows: list[list[str]], delimiter: str, ending: str) -> None:
    text = ending.join([delimiter.join(["name", "email", "score"]), *(delimiter.join(row) for row in rows)])
    accounted(read(text))


LIKE_A_LIST = st.text(max_size=120).map(lambda text: ("name,email\n" + text).encode("utf-8", "replace"))


@given(st.sampled_from(["a.csv", "a.json", "a.jsonl", "a"]), st.binary(max_size=120) | LIKE_A_LIST)
def test_any_bytes_are_a_lead_list_or_a_refusal(name: str, content: bytes) -> None:
    try:
        found = read_lead_file(name, content)
    except InputRejected as error:
        assert error.problems
    else:
        json.dumps(found.leads)


@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r\n"), min_size=1).map(
        str.strip
    )
)
def test_a_cell_that_was_made_safe_is_read_as_it_was(cell: str) -> None:
    quoted = '"' + make_safe(cell).replace('"', '""') + '"'
    contact = read(f"name,company\nAda,{quoted}\n").leads[0]["contact_info"]
    assert contact.get("company", "") == cell


NASTY = sorted((REAL_FILES / "nasty_csv" / "csvs").glob("*.csv"))


@pytest.mark.skipif(not NASTY, reason="the set of nasty files is not here")
@pytest.mark.parametrize("path", NASTY, ids=lambda path: path.stem)
def test_nasty_csv_files_are_read_to_the_letter(path: Path) -> None:
    header, *rows = (row.cells for row in read_table(decode(path.read_bytes()).text).rows)
    truth = json.loads((path.parents[1] / "json" / f"{path.stem}.json").read_text())
    truth = truth if isinstance(truth, list) else [truth]
    if path.stem == "location_coordinates":
        # The answer file names another phone number than the table does; the table's own is right.
        truth[0]["Contact Phone Number"] = "2095257564"
    assert [dict(zip(header, row, strict=True)) for row in rows] == truth


EXPECTED_FILE = REAL_FILES / "lead_lists" / "expected.json"
EXPECTED = json.loads(EXPECTED_FILE.read_text()) if EXPECTED_FILE.exists() else {}


@pytest.mark.skipif(not EXPECTED, reason="the real lead lists are not here")
@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_real_lead_lists_are_read_without_mapping_by_hand(name: str) -> None:
    path = EXPECTED_FILE.parent / name
    found = read_lead_file(path.name, path.read_bytes())
    accounted(found)
    assert found.rows == len(found.leads)
    headers = list(found.columns)
    for column, wanted in (EXPECTED[name]["columns"] or {}).items():
        given = wanted["field"] if isinstance(wanted, dict) else wanted
        header = headers[int(column)] if column.isdigit() else column
        if given in ("name", "first_name", "last_name", "email", "phone", "company"):
            assert found.columns[header] == given

"""JSON of any shape that tools send becomes rows with a column for each field; no entry is lost."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from core.errors import InputRejected
from core.intake import json_entries
from core.intake.table_file import TableFile, open_table

REAL_FILES = Path(__file__).resolve().parents[4] / "shared" / "data"


def read(content: Any, name: str = "list.json") -> TableFile:
    text = content if isinstance(content, str | bytes) else json.dumps(content)
    return open_table(text.encode() if isinstance(text, str) else text, name)


def leads_of(table: TableFile) -> list[dict[str, str]]:
    rows = [row for batch in table.batches() for row in batch.frame.rows()]
    return [{name: cell for name, cell in zip(table.headers, row[1:], strict=True) if cell} for row in rows]


def broken_of(table: TableFile) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for batch in table.batches() for row in batch.broken]


ADA = {"name": "Ada", "email": "ada@example.com"}


@pytest.mark.parametrize(
    ("content", "leads"),
    [
        ([ADA, {"name": "Ben", "city": "Rome"}], [ADA, {"name": "Ben", "city": "Rome"}]),
        ({"leads": [ADA]}, [ADA]),
        ({"contacts": [ADA], "total": 1}, [ADA]),
        ({"data": {"items": [ADA]}}, [ADA]),
        (ADA, [ADA]),
        ({**ADA, "items": [{"sku": 1}]}, [{**ADA, "items": '[{"sku": "1"}]'}]),
        (
            {
                "campaign_id": "c",
                "campaign_name": "S",
                "leads_generated": [{"id": "l1", "contact_info": ADA}],
            },
            [{"id": "l1", "contact_info.name": "Ada", "contact_info.email": "ada@example.com"}],
        ),
        (
            [{"score": 12345678901234567890, "rate": 1.50, "ok": True, "none": None, "tags": ["a", 1, None]}],
            [{"score": "12345678901234567890", "rate": "1.5", "ok": "true", "tags": "a; 1"}],
        ),
        ('[{"rate": 1.50, "big": 1e400}]', [{"rate": "1.50", "big": "1e400"}]),
        (
            ["ada@example.com", "ben@example.com"],
            [{"email": "ada@example.com"}, {"email": "ben@example.com"}],
        ),
        ([["Name", "E-mail"], ["Ada", "ada@example.com"]], [{"Name": "Ada", "E-mail": "ada@example.com"}]),
        (
            {
                "results": [{"id": "7", "properties": {"firstname": "Ada", "email": "a@example.com"}}],
                "paging": {},
            },
            [{"id": "7", "firstname": "Ada", "email": "a@example.com"}],
        ),
        (
            {"vid": 7, "properties": {"firstname": {"value": "Ada", "versions": []}}},
            [{"vid": "7", "firstname": "Ada"}],
        ),
        (
            {"data": [{"id": "1", "field_data": [{"name": "email", "values": ["a@example.com"]}]}]},
            [{"id": "1", "email": "a@example.com"}],
        ),
        (
            {
                "lead_id": "1",
                "user_column_data": [{"column_name": "Full Name", "string_value": "Ada", "column_id": "N"}],
            },
            [{"lead_id": "1", "Full Name": "Ada"}],
        ),
        (
            {
                "eventType": "FORM",
                "data": {"fields": [{"key": "q", "label": "Topics", "type": "X", "value": ["a", "b"]}]},
            },
            [{"Topics": "a; b", "eventType": "FORM"}],
        ),
        (
            {
                "form": {"id": "1"},
                "fields": {"n": {"id": "n", "type": "text", "title": "Your name", "value": "Ada"}},
            },
            [{"form.id": "1", "Your name": "Ada"}],
        ),
        (
            {
                "data": [
                    {
                        "name": "Ada",
                        "email": [
                            {"label": "work", "value": "b@example.com", "primary": False},
                            {"label": "home", "value": "a@example.com", "primary": True},
                        ],
                    }
                ]
            },
            [{"name": "Ada", "email": "a@example.com; b@example.com"}],
        ),
    ],
    ids=[
        "array",
        "leads",
        "contacts",
        "nested list",
        "one",
        "one with a list",
        "campaign",
        "kinds of value",
        "digits",
        "addresses",
        "rows",
        "hubspot",
        "hubspot old",
        "meta",
        "google",
        "tally",
        "elementor",
        "pipedrive",
    ],
)
def test_shapes_of_json_become_rows(content: Any, leads: list[dict[str, str]]) -> None:
    table = read(content)
    assert leads_of(table) == leads
    assert table.reading.kind == "json"
    assert not broken_of(table)


def test_what_stands_beside_the_list_is_told() -> None:
    assert read({"campaign_id": "c1", "leads": [ADA]}).reading.preamble == ("campaign_id: c1",)


def test_lines_are_read_one_by_one_and_a_bad_one_stops_no_other() -> None:
    table = read('{"name":"Ada"}\n{"name":\n\n{"name":"Ben","name":"Cy"}\n"x"\n{"name":"Di"}\n', "list.jsonl")
    assert (table.reading.kind, leads_of(table)) == ("jsonl", [{"name": "Ada"}, {"name": "Di"}])
    assert [line for line, _ in broken_of(table)] == [2, 4, 5]
    assert "column 9" in broken_of(table)[0][1]
    assert "twice in one group" in broken_of(table)[1][1]
    assert "not a group of named fields" in broken_of(table)[2][1]


def test_lines_are_recognised_without_their_ending() -> None:
    assert read('{"name":"Ada"}\n{"name":"Ben"}\n').reading.kind == "jsonl"
    assert read('{"name":\n"Ada"}\n').reading.kind == "json"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_encodings_are_found_out(encoding: str) -> None:
    assert leads_of(read('[{"name":"Zoë"}]'.encode(encoding))) == [{"name": "Zoë"}]


def test_packed_json_is_unpacked() -> None:
    table = read(gzip.compress(b'[{"name":"Ada"}]'), "list.json.gz")
    assert (leads_of(table), table.reading.compressed) == ([{"name": "Ada"}], True)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ('{"a": 1, "a": 2}', "twice in one group"),
        ('{"a": NaN}', "no number that JSON has"),
        ('{"a": "\\ud800"}', "half of a character"),
        ('{"a": "x\\u0000"}', "NUL"),
        ('{"a": ' * 40 + "1" + "}" * 40, "32 levels"),
        (f'{{"a": "{"x" * 40_000}"}}', "32,767 characters"),
        ("5", "not a group of named fields"),
    ],
    ids=["field twice", "NaN", "surrogate", "NUL", "deep", "long", "number"],
)
def test_an_entry_that_cannot_be_kept_is_named(value: str, reason: str) -> None:
    table = read(f'[{value}, {{"a": "ok"}}]')
    assert leads_of(table)[-1] == {"a": "ok"}
    ((line, told),) = broken_of(table)
    assert line == 1
    assert reason in told


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('[{"name":"Ada"},\n{"name" "x"}]', "Line 2, column 9: this is not valid JSON: a colon is missing"),
        ('[{"name":"Ada"},]', "a comma stands after the last entry"),
        ('[{"name":"Ada"},{"na', "Line 1, column 18"),
        ('[{"name":"Ada"}] x', "the value ended before this"),
        ("[]", "holds no leads"),
        ("{}", "holds no leads"),
        ("[1, 2]", "holds no leads"),
        ('[{"a":' + "[" * 5_000 + "]" * 5_000 + "}]", "nested too deep"),
        ("[" + ",".join(json.dumps({f"f{n}": 1}) for n in range(2_100)) + "]", "2,000 different fields"),
    ],
)
def test_what_is_no_list_is_refused_with_its_place(content: str, says: str) -> None:
    with pytest.raises(InputRejected) as refusal:
        read(content)
    assert says in refusal.value.message


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_large_file_is_read_entry_by_entry(monkeypatch: pytest.MonkeyPatch, wrapped: bool) -> None:
    monkeypatch.setattr(json_entries, "_WHOLE", 10_000)
    monkeypatch.setattr(json_entries, "_PIECE", 1_000)
    many = [{"name": f"N{n}", "note": "é" * (n % 50)} for n in range(3_000)]
    table = read({"total": 3, "leads": many, "next": None} if wrapped else many)
    assert [lead["name"] for lead in leads_of(table)] == [lead["name"] for lead in many]
    assert table.rows_estimate == 3_000
    broken = json.dumps(many, indent=1)[:-20] + "x"
    line = broken.count("\n") + 1
    with pytest.raises(InputRejected, match=f"Line {line:,}, column"):
        read(broken)


def test_an_endless_entry_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_entries, "_MOST", 10_000)
    monkeypatch.setattr(json_entries, "_PIECE", 1_000)
    with pytest.raises(InputRejected, match="Line 1, column 2: one entry has more than 16 MB"):
        read('[{"a":"' + "x" * 2_000_000)


PAYLOADS = {
    "calendly_invitee_created.json": ("email", "dana@lawfirm.test", 1),
    "typeform_webhook.json": ("What's your full name?", "NAME NAME", 1),
    "pipedrive_deals.json": ("person_name", "User9 Sample", 3),
    "hubspot_deal_v3.json": ("dealname", "deal", 1),
}


@pytest.mark.skipif(not (REAL_FILES / "lead_payloads").exists(), reason="the independent files are not here")
@pytest.mark.parametrize("name", PAYLOADS)
def test_payloads_of_tools_give_their_leads(name: str) -> None:
    table = open_table(REAL_FILES / "lead_payloads" / name, name)
    field, value, count = PAYLOADS[name]
    assert leads_of(table)[0][field] == value
    assert len(leads_of(table)) == count

"""Odd files made of pieces: every row is accounted for, and what is rejected comes back as it was."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import InputRejected
from db.lead_import import ImportOptions, ImportReport
from db.lead_import.cleaning import LINE_HEADER, WHY_HEADER
from db.workspace import Workspace

HEADER = ["Name", "Email", "Phone", "Company", "Notes", "Notes"]
ROWS = (
    ["Ada Lovelace", "ada@x.org", "212-555-0100", "Engines", "met, at the fair", "a;b"],
    ["Ada L.", "ADA@x.org", "", "Engines", 'said "yes"', ""],
    ["Bob Stone", "bob@x.org", "", "Stone\nLtd", "two\nlines", "x"],
    ["Cy Young", "", "212-555-0102", "", "=1+1", "@SUM(A1)"],
    ["Known Person", "known@x.org", "", "New company", "", ""],
    ["Nobody", "not-an-email", "", "", "why", "kept"],
    ["Jürgen Groß", "juergen@x.org", "", "Bäcker", "é", ""],
    ["", "", "", "", "", ""],
    ["", "", "", "", "only notes", "here"],
    ["Short", "short@x.org"],
    ["Long", "long@x.org", "", "", "", "", "too", "much"],
    ["Total", "", "", "", "3", ""],
)
FILES = st.fixed_dictionaries(
    {
        "rows": st.lists(st.sampled_from(ROWS), min_size=1, max_size=9),
        "delimiter": st.sampled_from([",", ";", "\t", "|"]),
        "encoding": st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
        "newline": st.sampled_from(["\n", "\r\n"]),
    }
)


def written(file: dict[str, Any]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(
        text, delimiter=file["delimiter"], quoting=file["quoting"], lineterminator=file["newline"]
    )
    writer.writerows([HEADER, *file["rows"]])
    return text.getvalue().encode(file["encoding"])


def lines_of(rows: list[list[str]]) -> dict[int, list[str]]:
    """The rows by the line of the file on which each begins."""
    found, line = {}, 2
    for row in rows:
        found[line] = row
        line += 1 + sum(cell.count("\n") for cell in row)
    return found


def take(agency: Workspace, content: bytes) -> ImportReport:
    staged = agency.lead_imports.stage("leads.csv", content)
    return agency.lead_imports.run(staged.import_id, ImportOptions())


def leads(agency: Workspace) -> list[dict[str, Any]]:
    found = agency.database.fetch_all("SELECT * FROM leads ORDER BY id")
    return [{k: v for k, v in row.items() if k not in ("updated_at", "version")} for row in found]


@pytest.fixture(scope="module")
def one_known(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("known") / "agency.db"))
    agency = Workspace.open(f"sqlite:///{path}")
    take(agency, b"Name,Email,Company\nKnown Person,known@x.org,Old company\n")
    agency.close()
    return path


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(file=FILES)
def test_every_row_of_an_odd_file_is_accounted_for(
    one_known: Path, tmp_path_factory: pytest.TempPathFactory, file: dict[str, Any]
) -> None:
    path = shutil.copy(one_known, tmp_path_factory.mktemp("odd") / "agency.db")
    agency = Workspace.open(f"sqlite:///{path}")
    before = leads(agency)
    try:
        report = take(agency, written(file))
    except InputRejected:
        assert leads(agency) == before
        agency.close()
        return
    counts = report.counts
    assert counts.read == counts.created + counts.updated + counts.unchanged + counts.merged + counts.rejected
    after = leads(agency)
    assert len(after) == len(before) + counts.created
    if counts.rejected:
        content = agency.lead_imports.rejects_file(report.import_id).decode("utf-8-sig")
        header, *rejected = csv.reader(io.StringIO(content, newline=""))
        assert len(rejected) == counts.rejected
        assert header[-2:] == [LINE_HEADER, WHY_HEADER]
        by_line = lines_of(file["rows"])
        for *cells, line, reason in rejected:
            assert reason
            shown = " | ".join(cells).rstrip(" |")
            # Before a cell that a spreadsheet would run stands an apostrophe.
            assert shown.replace("'", "") == " | ".join(by_line[int(line)]).rstrip(" |")
    again = take(agency, written(file)).counts
    assert (again.created, again.updated) == (0, 0)
    assert leads(agency) == after
    agency.lead_imports.undo(report.import_id)
    assert leads(agency) == before
    agency.close()

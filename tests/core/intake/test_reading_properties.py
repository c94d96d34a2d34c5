"""What is written in any dialect comes back cell by cell; the fast and the careful reader agree."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from core.intake import text_blocks
from core.intake.records import Dialect
from core.intake.safe_cells import make_safe, restore
from core.intake.table_file import ReadingChoices, open_table
from core.intake.table_rows import RowRules
from core.intake.text_blocks import Stretches, rough_rows

HEADER = ["Name", "E-mail", "Phone", "City", "Note"]
CELLS = st.text(st.sampled_from("aB é\"',;\t|\n0=@-ü語’#\\"), max_size=8)
TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=12).map(
        lambda rows: (HEADER[:width], rows)
    )
)


def written(
    table: tuple[list[str], list[list[str]]], delimiter: str, line_end: str, quoting: int
) -> tuple[str, list[tuple[object, ...]]]:
    """The text of a table, and its rows with their lines as they must come back."""
    header, rows = table
    if line_end == "\r":
        quoting = csv.QUOTE_ALL  # the standard library writes a line feed bare here
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(header)
    expected: list[tuple[object, ...]] = []
    for row in rows:
        line = text.getvalue().count("\n" if "\n" in line_end else "\r") + 1
        if line_end == "\r":
            line += text.getvalue().count("\n")
        writer.writerow(row)
        if any(cell.strip() for cell in row):
            expected.append((line, *map(restore, row)))
    return text.getvalue(), expected


@settings(max_examples=300, deadline=None)
@given(
    TABLES,
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_tables_come_back_from_any_dialect(
    table: tuple[list[str], list[list[str]]], delimiter: str, line_end: str, quoting: int, encoding: str
) -> None:
    # Cells that all stand in apostrophes are quoted by them, as far as anyone can tell.
    assume(sum(cell.count("'") for row in table[1] for cell in row) < 4)
    text, expected = written(table, delimiter, line_end, quoting)
    opened = open_table(text.encode(encoding), "list.csv", ReadingChoices(delimiter=delimiter, header_line=1))
    batches = list(opened.batches(3))
    assert opened.headers == tuple(table[0])
    rows = [row for batch in batches for row in batch.frame.rows()]
    # What stands apart under names of its own is taken for another table, named and given back.
    apart = [row for batch in batches for row in batch.broken]
    assert all("belongs to another table" in row.reason for row in apart)
    padded = [(row.line, *row.cells, *[""] * (len(table[0]) - len(row.cells))) for row in apart]
    assert rows + padded == expected
    assert opened.sample.rows() == rows


NAMES = st.text(st.sampled_from("abcdé ü'-.\""), min_size=1, max_size=10).filter(str.strip)
NOTES = CELLS.map(lambda cell: cell.replace("'", ""))
LEADS = st.lists(
    st.tuples(NAMES, st.integers(1, 999).map("n{}@example.com".format), NOTES), min_size=3, max_size=8
)


@settings(max_examples=200, deadline=None)
@given(LEADS, st.sampled_from(",;\t|"), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.booleans())
def test_lists_with_a_header_need_no_help(
    leads: list[tuple[str, str, str]], delimiter: str, quoting: int, preamble: bool
) -> None:
    table = (["Name", "E-mail", "Note"], [list(lead) for lead in leads])
    text, expected = written(table, delimiter, "\r\n", quoting)
    lines = 2 if preamble else 0
    opened = open_table(("Export of leads\r\n\r\n" * preamble + text).encode(), "list.csv")
    assert (opened.reading.delimiter, opened.reading.header_line) == (delimiter, 1 + lines)
    found = [row for batch in opened.batches() for row in batch.frame.rows()]
    assert found == [(row[0] + lines, *row[1:]) for row in expected]  # type: ignore[operator]


@settings(max_examples=500, deadline=None)
@given(
    st.text(st.sampled_from('ab,";\n\n\r "'), max_size=120),
    st.integers(1, 40),
    st.integers(1, 4),
    st.integers(1, 64),
)
@example('"\n","', 1, 1, 1)  # the mark that is never closed opens on the second line of its record
def test_the_fast_reader_and_the_careful_one_agree_on_anything(
    text: str, block: int, width: int, careful: int
) -> None:
    content = text.encode()
    rules = RowRules(Dialect(","), width)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_blocks, "_CAREFUL", careful)
        stretches = Stretches(pieces(content, block), Dialect(","), width, 1, block)
        fast = list(rules.batches(stretches, 1_000))
    whole = content if content.endswith(b"\n") else content + b"\n"
    careful_batch = rules._rough(rough_rows(whole, Dialect(","), 1, True)[0])
    assert [row for batch in fast for row in batch.frame.rows()] == careful_batch.frame.rows()
    assert tuple(row for batch in fast for row in batch.broken) == careful_batch.broken


def pieces(content: bytes, size: int) -> Iterator[bytes]:
    return (content[start : start + size] for start in range(0, len(content), size))


@given(
    st.lists(
        st.lists(CELLS.map(lambda cell: cell.rstrip("'")), min_size=3, max_size=3), min_size=1, max_size=5
    )
)
def test_what_an_export_made_harmless_comes_back_unchanged(rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADER[:3])
    writer.writerows([map(make_safe, row) for row in rows])
    opened = open_table(text.getvalue().encode(), "list.csv", ReadingChoices(delimiter=",", header_line=1))
    found = [list(row[1:]) for batch in opened.batches() for row in batch.frame.rows()]
    assert [row for row in found if any(map(str.strip, row))] == [
        row for row in rows if any(map(str.strip, row))
    ]

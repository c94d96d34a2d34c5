"""A delimited list of any kind is taken for what it is, and every row of it is accounted for."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from core.errors import InputRejected
from core.intake.table_file import Batch, FileReading, ReadingChoices, TableFile, open_table

REAL_FILES = Path(__file__).resolve().parents[4] / "shared" / "data"
LIST = "Name,E-mail,City\nAda,ada@example.com,London\nBen,ben@example.com,Rome\n"
ROWS = [(2, "Ada", "ada@example.com", "London"), (3, "Ben", "ben@example.com", "Rome")]


def read(content: str | bytes, **choices: str | int) -> TableFile:
    content = content.encode() if isinstance(content, str) else content
    return open_table(content, "list.csv", ReadingChoices(**choices))  # type: ignore[arg-type]


def rows_of(table: TableFile, size: int = 50_000) -> list[tuple[object, ...]]:
    return [row for batch in table.batches(size) for row in batch.frame.rows()]


def broken_of(table: TableFile) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for batch in table.batches() for row in batch.broken]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (LIST.encode(), "UTF-8"),
        (LIST.encode("utf-8-sig"), "UTF-8"),
        (LIST.encode("utf-16"), "UTF-16"),
        (LIST.encode("utf-16-le"), "UTF-16 LE"),
        (LIST.encode("utf-16-be"), "UTF-16 BE"),
        (LIST.encode("utf-32"), "UTF-32"),
        (LIST.replace("\n", "\r\n").encode(), "UTF-8"),
        (LIST.replace("\n", "\r").encode(), "UTF-8"),
        (LIST.replace("\n", "\r", 1).encode(), "UTF-8"),
        (LIST.rstrip("\n").encode(), "UTF-8"),
    ],
    ids=[
        "plain",
        "mark",
        "utf-16",
        "little end",
        "big end",
        "utf-32",
        "crlf",
        "cr",
        "mixed",
        "no last line end",
    ],
)
def test_encodings_and_line_ends_are_found_out(content: bytes, encoding: str) -> None:
    table = read(content)
    assert table.headers == ("Name", "E-mail", "City")
    assert rows_of(table) == ROWS
    assert table.sample.rows() == ROWS
    assert (table.reading.encoding, table.rows_estimate, table.reading.notes) == (encoding, 2, ())


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~", "\x1f"])
def test_delimiters_are_found_out(delimiter: str) -> None:
    table = read(LIST.replace(",", delimiter))
    assert (table.reading.delimiter, rows_of(table)) == (delimiter, ROWS)


def test_a_delimiter_of_spaces_is_found_beside_quoted_names() -> None:
    table = read('name email city\n"Ada L" ada@example.com London\nBen ben@example.com "New York"\n')
    assert [row[1:] for row in rows_of(table)] == [
        ("Ada L", "ada@example.com", "London"),
        ("Ben", "ben@example.com", "New York"),
    ]


def test_columns_lined_up_with_spaces_are_read() -> None:
    table = read(
        "Name          E-mail           City\n"
        "Ada Lovelace  ada@example.com  London\n"
        "Ben           ben@example.com  New York\n"
    )
    assert rows_of(table)[1] == (3, "Ben", "ben@example.com", "New York")


def test_cells_in_apostrophes_are_read() -> None:
    table = read("Name,E-mail,City\n'Ada, L','a@example.com','O''Slo'\n'Ben','b@example.com','Rome'\n")
    assert rows_of(table)[0] == (2, "Ada, L", "a@example.com", "O'Slo")
    assert table.reading.quote == "'"


def test_marks_escaped_with_a_backslash_are_read() -> None:
    table = read('name,note\n"Ada","say \\"hi\\", ok"\n"Ben","x"\n')
    assert rows_of(table) == [(2, "Ada", 'say "hi", ok'), (3, "Ben", "x")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_line_that_names_the_delimiter_is_no_row(encoding: str) -> None:
    table = read(("sep=;\r\n" + LIST.replace(",", ";")).encode(encoding))
    assert (table.reading.header_line, table.reading.preamble) == (2, ())
    assert [row[0] for row in rows_of(table)] == [3, 4]


@pytest.mark.parametrize(
    ("above", "header_line", "preamble"),
    [
        ("Leads export\nCreated: 2026-01-01\n\n", 4, ("Leads export", "Created: 2026-01-01")),
        ("Leads export,,\n,,\n", 3, ("Leads export",)),
        ("Report, of all leads, by city, and date\n\n\n", 4, ("Report | of all leads | by city | and date",)),
        ("# made by a tool\n", 2, ("# made by a tool",)),
        ("\n\n", 3, ()),
    ],
)
def test_lines_above_the_header_are_kept_apart(
    above: str, header_line: int, preamble: tuple[str, ...]
) -> None:
    table = read(above + LIST)
    assert (table.reading.header_line, table.reading.preamble) == (header_line, preamble)
    assert [row[0] for row in rows_of(table)] == [header_line + 1, header_line + 2]
    assert [row[1:] for row in rows_of(table)] == [row[1:] for row in ROWS]


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("Contact,,Firm\nName,Mail,Name\n", ("Contact Name", "Mail", "Firm Name")),
        ("Contact,,Company\nFirst name,E-mail,City\n", ("First name", "E-mail", "Company City")),
        ("Person,,Company\nFirst,Last,Name\n", ("First", "Last", "Company Name")),
        ("Name,,Phone\n,E-mail,\n", ("Name", "E-mail", "Phone")),
    ],
)
def test_a_header_in_two_rows_is_put_together(header: str, names: tuple[str, ...]) -> None:
    table = read(header + "Ada,a@example.com,0301234567\nBen,b@example.com,0301234568\n")
    assert (table.headers, table.reading.header_line) == (names, 2)
    assert [row[0] for row in rows_of(table)] == [3, 4]
    assert "together" in table.reading.notes[0].message


def test_a_row_that_says_what_columns_hold_is_no_lead() -> None:
    table = read("Name,E-mail,City\ntext,email,text\nAda,a@example.com,Rome\n")
    assert rows_of(table) == [(3, "Ada", "a@example.com", "Rome")]
    assert table.reading.notes[0].field == "line 2"


def test_rows_of_another_table_are_named_and_not_mixed_in() -> None:
    table = read(LIST + "\nProduct,Price\nA,10\nB,20\n")
    assert rows_of(table) == ROWS
    assert [line for line, _ in broken_of(table)] == [5, 6, 7]
    assert "another table" in broken_of(table)[0][1]
    assert "set the header to line 5" in table.reading.notes[0].message
    assert rows_of(read(LIST + "\nProduct,Price\nA,10\n", header_line=5)) == [(6, "A", "10")]


def test_signs_and_numbers_after_a_blank_line_name_no_other_table() -> None:
    table = read('Name,E-mail\n,\n0,\n,";"\n,0\n', header_line=1)
    assert rows_of(table) == [(3, "0", ""), (4, "", ";"), (5, "", "0")]


def test_the_table_with_leads_is_chosen_from_several() -> None:
    table = read("Product,Price\nA,10\n\n" + LIST)
    assert (table.reading.header_line, len(rows_of(table))) == (4, 2)


def test_a_title_between_tables_ends_the_first() -> None:
    table = read("Leads\n" + LIST + "\nDeals\nTitle,Amount,Stage\nX,10,won\nY,20,lost\n")
    assert [row[0] for row in rows_of(table)] == [3, 4]
    assert [line for line, _ in broken_of(table)] == [6, 7, 8, 9]


def test_the_same_header_again_goes_on_with_the_list() -> None:
    table = read(LIST + "\nName,E-mail,City\nCy,cy@example.com,Oslo\n")
    assert [row[0] for row in rows_of(table)] == [2, 3, 6]
    assert broken_of(table) == [(5, "repeats the header of the list")]


@pytest.mark.parametrize(
    ("content", "width"),
    [
        ("Ada,ada@example.com,+49 30 1234567\nBen,ben@example.com,+49 30 1234568\n", 3),
        ("ada@example.com\nben@example.com\n", 1),
        ("1;Ada;12.5;2026-01-01\n2;Ben;13.5;2026-01-02\n", 4),
    ],
)
def test_a_list_without_header_keeps_its_first_row(content: str, width: int) -> None:
    table = read(content)
    assert table.headers == tuple(f"Column {number}" for number in range(1, width + 1))
    assert (table.reading.header_line, [row[0] for row in rows_of(table)]) == (0, [1, 2])
    assert "not a header" in table.reading.notes[0].message


def test_ragged_rows_are_filled_up_or_named() -> None:
    table = read(
        LIST + "Cy,c@example.com\nDi,d@example.com,Oslo,extra\nEd,e@example.com,Oslo,,,\nalone\n ,  ,\n"
    )
    assert rows_of(table)[2:] == [(4, "Cy", "c@example.com", ""), (6, "Ed", "e@example.com", "Oslo")]
    assert broken_of(table) == [
        (
            5,
            "has 4 cells where the header has 3; put quotation marks round a cell that holds the delimiter "
            "(comma)",
        ),
        (
            7,
            "has 1 cell where the header has 3; put quotation marks round a cell that holds a line break, or "
            "remove the line",
        ),
    ]


def test_columns_without_a_name_are_kept() -> None:
    table = read("Name,E-mail\nAda,a@example.com,Rome\nBen,b@example.com,Oslo\n")
    assert table.headers == ("Name", "E-mail", "Column 3")
    assert rows_of(table)[0] == (2, "Ada", "a@example.com", "Rome")


def test_a_number_in_front_that_the_header_leaves_out_shifts_no_column() -> None:
    table = read("Name,E-mail\n1,Ada,a@example.com\n2,Ben,b@example.com\n")
    assert table.headers == ("Column 1", "Name", "E-mail")


def test_lines_that_stand_in_quotation_marks_as_a_whole_are_opened() -> None:
    table = read('"Name,E-mail,City"\n"Ada,a@example.com,""Rome, IT"""\n"Ben,b@example.com,Oslo"\n')
    assert [row[1:] for row in rows_of(table)] == [
        ("Ada", "a@example.com", "Rome, IT"),
        ("Ben", "b@example.com", "Oslo"),
    ]


def test_a_delimiter_of_two_signs_is_found() -> None:
    table = read("Name||E-mail\nAda||a@example.com\nBen||b@example.com\n")
    assert (table.reading.delimiter, rows_of(table)[0]) == ("||", (2, "Ada", "a@example.com"))


def test_questions_below_their_codes_are_the_header() -> None:
    kept = '"{""ImportId"":""q1""}","{""ImportId"":""q2""}"\n'
    table = read("Q1,Q2\nWhat is your name?,Your e-mail?\n" + kept + "Ada,a@example.com\nBen,b@example.com\n")
    assert table.headers == ("What is your name?", "Your e-mail?")
    assert [row[0] for row in rows_of(table)] == [4, 5]


def test_a_header_that_may_be_a_row_is_questioned() -> None:
    assert "say that there is no header" in read("Ada,Lovelace\nBen,Miller\n").reading.notes[0].message
    assert "no row below it" in read("Name,E-mail\n").reading.notes[0].message


def test_a_table_of_other_things_ends_the_list_without_a_blank_line() -> None:
    table = read(LIST + "Product,Price\nX,10\n")
    assert rows_of(table) == ROWS
    assert [line for line, _ in broken_of(table)] == [4, 5]


def test_the_end_of_a_report_is_named_line_by_line() -> None:
    table = read(LIST + '\n"Leads by source"\n"Copyright, all rights reserved"\nTotal: 2\n')
    assert rows_of(table) == ROWS
    assert [line for line, _ in broken_of(table)] == [5, 6, 7]


def test_headers_that_repeat_are_told_apart() -> None:
    table = read("Tags,Tags,,Tags 2, Full \n Name\na,b,c,d,e@example.com\n")
    assert table.headers[:4] == ("Tags", "Tags 2", "Column 3", "Tags 2 2")


def test_a_mark_that_is_never_closed_breaks_its_row_only() -> None:
    table = read('Name,Note,City\nAda,"x,Rome\nBen,z,Oslo\nCy,"q",Bonn\n')
    assert rows_of(table) == [(3, "Ben", "z", "Oslo"), (4, "Cy", "q", "Bonn")]
    assert broken_of(table) == [(2, "has a quotation mark that is never closed; close it, or remove it")]


def test_marks_in_the_middle_of_cells_are_text() -> None:
    table = read('name,size\nx,5" pipe\ny,"a ""q"""\nz,"Bob" Smith\nu,"5" x"\n')
    assert [row[2] for row in rows_of(table)] == ['5" pipe', 'a "q"', '"Bob" Smith', '5" x']


def test_line_ends_in_cells_keep_the_lines_of_later_rows() -> None:
    table = read('Name,Note\r\nAda,"x\r\ny\nz"\r\n\r\nBen,w\r\n')
    assert rows_of(table) == [(2, "Ada", "x\r\ny\nz"), (6, "Ben", "w")]


def test_guards_against_formulas_are_taken_off() -> None:
    table = read("Name,Note\n\"'=1+1\",'-x\n'@x,it's\n")
    assert [row[1:] for row in rows_of(table)] == [("=1+1", "-x"), ("@x", "it's")]


def test_a_zero_byte_breaks_its_row_only() -> None:
    table = read("Name,E-mail\nA\0da,a@example.com\nBen,b@example.com\n" + "\0" * 8)
    assert [row[1] for row in rows_of(table)] == ["Ben"]
    assert [line for line, _ in broken_of(table)] == [2]


@pytest.mark.parametrize(
    "cell",
    [
        "x" * 40_000,
        f'"{"x" * 40_000}"',
        f'"{"x" * 20_000_000}"',
        "x" * 20_000_000,
        '"' + "x y\n" * 5_000_000 + '"',
    ],
    ids=["40 kB", "40 kB quoted", "20 MB quoted", "20 MB", "20 MB of lines"],
)
def test_an_overlong_cell_breaks_its_row_only(cell: str) -> None:
    table = read(f"Name,Note\nAda,{cell}\nBen,ok\n")
    assert [row[1:] for row in rows_of(table)] == [("Ben", "ok")]
    assert rows_of(table)[0][0] == 3 + cell.count("\n")
    (line, reason) = broken_of(table)[0]
    assert (line, reason) == (2, "has a cell with more than 32,767 characters; shorten it")
    assert "no row below" not in str(table.reading.notes)


def test_an_open_mark_far_from_the_end_breaks_its_row_only() -> None:
    table = read('Name,Note,City\nAda,"x,Rome\n' + "Ben,z,Oslo\n" * 900_000)
    assert sum(batch.frame.height for batch in table.batches()) == 900_000
    assert [line for line, _ in broken_of(table)] == [2]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\n \r\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is a picture"),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)), "is a picture"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel workbook"),
        (b"SQLite format 3\0", "is a database"),
        (bytes(range(256)) * 20, "is not text"),
        (b"<!DOCTYPE html><html><table>", "web page"),
        (b"Dear team\nplease find the list below\nthanks\n", "without columns"),
        (
            b"This is a text, with commas.\nIt goes on, and on, for ever.\nThe end.\nMore, here.\n",
            "without columns",
        ),
        (b",".join(b"h%d" % n for n in range(20_000)) + b"\n" + b"x," * 19_999 + b"x\n", "20,000 columns"),
        (b"x," * 3_000_000, "columns; at most 2,000"),
        (b"x" * 5_000_000, "no line end"),
    ],
    ids=lambda value: value[:12].decode("latin-1") if isinstance(value, bytes) else value,
)
def test_what_is_no_list_is_refused_in_plain_words(content: bytes, says: str) -> None:
    with pytest.raises(InputRejected) as refusal:
        read(content)
    assert says in refusal.value.message


def test_a_person_may_set_each_part() -> None:
    table = read("junk\n" + LIST, header_line=0)
    assert (table.headers[0], [row[0] for row in rows_of(table)]) == ("Column 1", [2, 3, 4])
    assert read(LIST, header_line=3).headers[0] == "Ben"
    assert read(LIST, delimiter=";").headers == ("Name,E-mail,City",)
    assert read(LIST.replace(",", "\t"), delimiter="tab").headers == ("Name", "E-mail", "City")
    assert (
        rows_of(read("Name,City\nJ\xfcrgen,K\xf6ln\n".encode("latin-1"), encoding="cp1252"))[0][1] == "Jürgen"
    )


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        ({"header_line": 99}, "no header in line 99"),
        ({"delimiter": "a"}, "cannot be cut at 'a'"),
        ({"encoding": "klingon"}, "no encoding known here"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(choice: dict[str, str | int], says: str) -> None:
    with pytest.raises(InputRejected, match=says):
        read(LIST, **choice)


def test_batches_keep_to_their_size_and_can_be_read_again(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_text(
        LIST.splitlines()[0] + "\n" + "".join(f"N{n},n{n}@example.com,Rome\n" for n in range(5_000))
    )
    table = open_table(path, path.name)
    for _ in range(2):
        batches: list[Batch] = list(table.batches(700))
        assert max(batch.frame.height for batch in batches) <= 700
        assert [line for batch in batches for line in batch.frame["line"]] == list(range(2, 5_002))
    assert (table.sample.height, table.rows_estimate) == (200, 5_000)


def test_the_file_is_taken_for_what_it_is() -> None:
    assert read(LIST).reading == FileReading("csv", "UTF-8", ",", None, 1)


NASTY = sorted((REAL_FILES / "nasty_csv" / "csvs").glob("*.csv"))


@pytest.mark.skipif(not NASTY, reason="the independent files are not here")
@pytest.mark.parametrize("path", NASTY, ids=lambda path: path.stem)
def test_nasty_files_of_strangers_give_what_their_truth_says(path: Path) -> None:
    table = open_table(path, path.name)
    truth = json.loads((path.parents[1] / "json" / f"{path.stem}.json").read_text())
    found = [dict(zip(table.headers, row[1:], strict=True)) for row in rows_of(table)]
    truth = truth if isinstance(truth, list) else [truth]
    if path.stem == "location_coordinates":  # its truth has another phone number than its table
        for row in [*found, *truth]:
            row.pop("Contact Phone Number")
    assert found == truth
    assert not broken_of(table)


LISTS = REAL_FILES / "lead_lists"
EXPECTED = json.loads((LISTS / "expected.json").read_text()) if LISTS.exists() else {}


@pytest.mark.skipif(not EXPECTED, reason="the independent files are not here")
@pytest.mark.parametrize("path", sorted(LISTS.rglob("*.csv")), ids=lambda path: path.stem)
def test_lead_lists_of_strangers_are_read_to_the_last_row(path: Path) -> None:
    table = open_table(path, path.name)
    truth = EXPECTED.get(f"{path.parent.name}/{path.name}", {})
    delimiter = truth.get("delimiter", ";" if "semicolon" in path.name or "dup" in path.name else ",")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter=delimiter) if any(map(str.strip, row))]
    header = truth.get("header_row", 0)
    assert table.reading.delimiter == delimiter
    assert len(set(table.headers)) == len(rows[header])
    for position, column in (truth.get("columns") or {}).items():
        name = column["header"] if isinstance(column, dict) else position
        assert name.strip() in table.headers
    assert [list(row[1:]) for row in rows_of(table)] == rows[header + 1 :]
    assert len(rows) - header - 1 == truth.get("rows", len(rows) - header - 1)
    assert not broken_of(table)

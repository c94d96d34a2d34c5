"""Workbooks are read as a person sees them, and none of them harms the app."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from core.errors import InputRejected
from core.intake.table_file import ReadingChoices, TableFile, open_table
from tests.core.intake.workbooks import cell_xml, sheet_xml, simple_workbook, workbook

LIST = sheet_xml({1: ["Name", "E-mail"], 2: ["Ada", "ada@example.com"]})


def read(content: bytes, name: str = "list.xlsx", **choices: str | int) -> TableFile:
    return open_table(content, name, ReadingChoices(**choices))  # type: ignore[arg-type]


def rows_of(table: TableFile) -> list[tuple[object, ...]]:
    return [row for batch in table.batches() for row in batch.frame.rows()]


def test_a_list_is_found_in_the_sheet_that_has_it_with_its_rows() -> None:
    content = workbook(
        {
            "Read me": sheet_xml({1: ["How to use this"], 2: ["a", "b"]}),
            "Leads": sheet_xml(
                {
                    1: ["Export of leads"],
                    3: ["Name", "E-mail", "Phone"],
                    4: ["Ada", "a@example.com", 491701234567],
                    7: ["Ben", "b@example.com", 'x\ny, "z"'],
                }
            ),
            "Kept away": LIST,
        },
        hidden=["Kept away"],
    )
    table = read(content, "renamed.csv")
    assert (table.reading.kind, table.reading.sheet) == ("xlsx", "Leads")
    assert table.reading.sheets == ("Read me", "Leads")
    assert (table.reading.header_line, table.reading.preamble) == (3, ("Export of leads",))
    assert rows_of(table) == [
        (4, "Ada", "a@example.com", "491701234567"),
        (7, "Ben", "b@example.com", 'x\ny, "z"'),
    ]
    assert rows_of(table) == rows_of(table)
    assert table.rows_estimate == 2
    assert read(content, sheet="Read me", header_line=0).reading.sheet == "Read me"
    assert rows_of(read(gzip.compress(content))) == rows_of(table)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (1.0, "1"),
        (491701234567.0, "491701234567"),
        (1e20, "100000000000000000000"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (-2.5, "-2.5"),
        (True, "TRUE"),
        ("007", "007"),
        ((46000, 1), "2025-12-09"),
        ((46000.5, 2), "2025-12-09 12:00:00"),
        ((0.85, 3), "85%"),
        ((0.125, 8), "12.5%"),
        ((1234, 4), "01234"),
        ((301234567, 5), "(030) 123-4567"),
        ((5551234, 6), "555-1234"),
        ((2125551234, 6), "(212) 555-1234"),
        ((1234567.5, 7), "1234567.5"),
        ('<c r="REF"><f>1+1</f><v>2</v></c>', "2"),
        ('<c r="REF" t="str"><f>WEBSERVICE("http://x")</f><v>kept</v></c>', "kept"),
        ('<c r="REF"><f>1+1</f></c>', ""),
        ("=1+1", "=1+1"),
    ],
)
def test_cells_are_shown_as_a_person_reads_them(cell: object, shown: str) -> None:
    table = read(simple_workbook([["Name", "Value", "City"], ["Ada", cell, "Rome"]]))  # type: ignore[list-item]
    assert rows_of(table) == [(2, "Ada", shown, "Rome")]


def far_cell() -> bytes:
    stray = f'<row r="1048576">{cell_xml("XFD1048576", 1)}</row></sheetData>'
    return workbook({"A": LIST.replace("</sheetData>", stray)})


def archive_of(name: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr(name, "x")
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (far_cell(), "XFD1048576"),
        (workbook({"A": LIST}, extra={"xl/x.xml": b"0" * 100_000_000}), "which no list does"),
        (workbook({"A": LIST})[:-50], "damaged"),
        (workbook({"A": LIST})[:300], "damaged"),
        (workbook({"A": LIST[:-30]}), "damaged"),
        (workbook({"A": sheet_xml({})}), "no filled cell"),
        (simple_workbook([[f"h{n}" for n in range(3_000)], ["x"]]), "3,000 columns"),
        (archive_of("leads.csv"), "is a ZIP archive"),
        (archive_of("word/document.xml"), "Word document"),
        (archive_of("xl/workbook.bin"), "binary workbook"),
        (archive_of("Index/Document.iwa"), "Numbers"),
    ],
    ids="far cell,bomb,cut,cut early,cut sheet,no cell,wide,zip,word,xlsb,numbers".split(","),
)
def test_what_is_no_readable_workbook_is_refused_in_plain_words(content: bytes, says: str) -> None:
    with pytest.raises(InputRejected) as refusal:
        read(content)
    assert says in refusal.value.message


def test_entities_are_not_expanded() -> None:
    laughs = LIST.replace("Ada", "&b;").replace("<worksheet", '<!DOCTYPE x [<!ENTITY b "bb">]><worksheet', 1)
    with pytest.raises(InputRejected, match="damaged"):
        read(workbook({"A": laughs}))


def test_a_sheet_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputRejected, match="no sheet named 'Q'; it has A"):
        read(workbook({"A": LIST}), sheet="Q")


def test_an_overlong_cell_breaks_its_row_only() -> None:
    table = read(simple_workbook([["Name", "E-mail"], ["Ada", "x" * 3_000_000], ["Ben", "b@example.com"]]))
    ((line, reason),) = [(row.line, row.reason) for batch in table.batches() for row in batch.broken]
    assert (line, reason) == (2, "has a cell with more than 32,767 characters; shorten it")
    assert rows_of(table) == [(3, "Ben", "b@example.com")]


def test_text_called_a_workbook_is_read_as_text() -> None:
    table = read(b"Name;E-mail\nAda;ada@example.com\n", "list.xlsx")
    assert (table.reading.kind, table.reading.delimiter) == ("csv", ";")


def open_document(cells: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
        )
        archive.writestr(
            "content.xml",
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
            f'<table:table table:name="Leads">{cells}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return kept.getvalue()


def ods_row(*cells: str) -> str:
    inside = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f"<table:table-row>{inside}</table:table-row>"


def test_an_open_document_spreadsheet_is_read() -> None:
    number = '<table:table-cell office:value-type="float" office:value="491701234567"/>'
    row = ods_row("Ada", "ada@example.com").replace("</table:table-row>", f"{number}</table:table-row>")
    table = read(open_document(ods_row("Name", "E-mail", "Phone") + row), "list.ods")
    assert (table.reading.kind, table.reading.sheet) == ("ods", "Leads")
    assert rows_of(table) == [(2, "Ada", "ada@example.com", "491701234567")]


def test_an_open_document_that_repeats_a_cell_a_billion_times_is_refused() -> None:
    bomb = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
        'table:number-columns-repeated="16000" office:value-type="float" office:value="1"/></table:table-row>'
    )
    with pytest.raises(InputRejected):
        read(open_document(ods_row("Name", "E-mail") + bomb), "list.ods")


@pytest.mark.parametrize("header", ["Prénom", "“Name”", "名前", "Überschrift 💡"])
def test_a_header_beyond_ascii_shifts_no_row(header: str) -> None:
    table = read(simple_workbook([["A title with é"], [header, "E-mail"], ["Ada", "ada@example.com"]]))
    assert table.headers == (header, "E-mail")
    assert rows_of(table) == [(3, "Ada", "ada@example.com")]

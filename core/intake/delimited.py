"""A delimited text file → its table: dialect, header and rows found out, or set by a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import polars as pl

from core.errors import InputRejected
from core.intake.cell_kinds import has_address, is_blank, kind_of
from core.intake.decoding import reject
from core.intake.dialect import DELIMITER_NAMES, find_dialect, sep_line
from core.intake.encodings import Encoding, utf8_blocks
from core.intake.file_bytes import FileBytes, Survey
from core.intake.header_names import SampleRow, without_blank_end
from core.intake.header_row import MAX_COLUMNS, NO_ROWS, Layout, find_layout
from core.intake.lead_columns import recognised
from core.intake.line_ends import find_line_ends, from_byte, with_line_feeds
from core.intake.records import Dialect, read_records
from core.intake.table_rows import RowRules
from core.intake.table_types import Batch, FileReading, ReadingChoices, TableFile, frame_schema
from core.intake.text_blocks import BLOCK, Stretches

SAMPLE_ROWS = 200
_SAMPLE_BYTES = 512 * 1024
_LONGEST_LINE = 4 * 1024 * 1024
_LAYOUT_ROWS = 1_000
_SMALLEST_BLOCK = 256 * 1024
_LARGEST_BLOCK = 4 * BLOCK
_BATCHES_FOR_SAMPLE = 20
_WRITTEN = {"\\t": "\t", "pipe": "|", **{name: delimiter for delimiter, name in DELIMITER_NAMES.items()}}

Produce = Callable[[int], Iterator[Batch]]


def open_delimited(file: FileBytes, found: Survey, encoding: Encoding, choices: ReadingChoices) -> TableFile:
    """The table of a text file. InputRejected for text that is no table, by what it looks like."""
    sample, whole = _sample(file, encoding)
    ends = find_line_ends(sample)
    text = b"".join(with_line_feeds([sample.encode()], ends)).decode()
    dialect = find_dialect(text, _delimiter(choices.delimiter))
    sep = sep_line(text)
    skipped = sep[1] if sep else 0
    rows = _sample_rows(text, skipped, dialect, whole)
    if not rows:
        raise _no_rows(text)
    layout = find_layout(rows, choices.header_line)
    _check_table(rows, layout, dialect, choices)
    width = len(layout.headers)
    rules = RowRules(dialect, width, layout.header_cells, layout.end_line)
    begin = len(text[: layout.start].encode()) if layout.start else len(text[:skipped].encode())
    row_bytes = max(20, len(text) // max(1, len(rows)))

    def produce(size: int) -> Iterator[Batch]:
        block = min(max(size * row_bytes, _SMALLEST_BLOCK), _LARGEST_BLOCK)
        blocks = from_byte(utf8_blocks(file, encoding, ends), begin)
        yield from rules.batches(Stretches(blocks, dialect, width, layout.next_line, block), size)

    reading = FileReading(
        kind="csv",
        encoding=encoding.name,
        delimiter=dialect.delimiter or None,
        quote=dialect.quote if dialect.quote in text else None,
        header_line=layout.header_line,
        compressed=file.compressed,
        preamble=layout.preamble,
        # A row may be longer than what was looked at.
        notes=(*encoding.notes, *(note for note in layout.notes if whole or note.message != NO_ROWS)),
    )
    first, exact = first_rows(produce, width, whole)
    lines = max(found.newlines, found.returns if ends == "\r" else 0)
    estimate = exact if exact is not None else _estimate(lines - layout.next_line + 1, text, rows)
    return TableFile(reading, layout.headers, first, estimate, produce)


def first_rows(produce: Produce, width: int, whole: bool) -> tuple[pl.DataFrame, int | None]:
    """The first 200 rows; the number of all rows where the file is small."""
    frames, rows, kept = [pl.DataFrame(schema=frame_schema(width))], 0, 0
    for number, batch in enumerate(produce(SAMPLE_ROWS)):
        rows += batch.frame.height + len(batch.broken)
        frames.append(batch.frame.head(SAMPLE_ROWS - kept))
        kept += frames[-1].height
        if not whole and (kept == SAMPLE_ROWS or number == _BATCHES_FOR_SAMPLE):
            break
    return pl.concat(frames), rows if whole else None


def _sample(file: FileBytes, encoding: Encoding) -> tuple[str, bool]:
    """The beginning of the text up to a line end; whether it is all of it."""
    found = bytearray()
    for block in utf8_blocks(file, encoding):
        found += block
        if len(found) >= _SAMPLE_BYTES and (b"\n" in found or b"\r" in found or len(found) >= _LONGEST_LINE):
            break
    else:
        return found.decode("utf-8", "ignore"), True
    end = max(found.rfind(b"\n"), found.rfind(b"\r"))
    if end < 0:
        commonest = max(",;\t|", key=lambda delimiter: found.count(delimiter.encode()))
        columns = found.count(commonest.encode()) + 1
        if columns > MAX_COLUMNS:
            raise reject(f"has more than {columns:,} columns; at most {MAX_COLUMNS:,} are read", "line 1")
        raise reject(
            "has no line end in its first 4 MB, so there are no rows in it; save the list as CSV again"
        )
    return found[: end + 1].decode("utf-8", "ignore"), False


def _sample_rows(text: str, start: int, dialect: Dialect, whole: bool) -> list[SampleRow]:
    """The first records from a place on, with their lines; at most 1,000."""
    line = text.count("\n", 0, start) + 1
    rows: list[SampleRow] = []
    for record in read_records(text[start:], dialect, whole):
        rows.append(SampleRow(line + record.lines_before, record.cells, start + record.end))
        if len(rows) == _LAYOUT_ROWS:
            break
    return rows


def _no_rows(text: str) -> InputRejected:
    if not text.strip():
        return reject("is empty; choose one that has something in it")
    return reject(
        "has a quotation mark in its first line that is never closed; close it, or remove it", "line 1"
    )


def _check_table(
    rows: Sequence[SampleRow], layout: Layout, dialect: Dialect, choices: ReadingChoices
) -> None:
    """Refuse running text: one column of sentences, or widths that follow the commas of a language."""
    if choices.delimiter or choices.header_line is not None or recognised(layout.headers):
        return
    filled = [row.cells for row in rows if not is_blank(row.cells)]
    cells = [cell for row in filled for cell in row if cell.strip()]
    if any(map(has_address, cells[:5_000])):
        return
    fitting = sum(1 < len(without_blank_end(row)) <= len(layout.headers) for row in filled)
    telling = sum(kind_of(cell) not in ("text", "blank") for cell in cells)
    regular = fitting >= 0.7 * len(filled) or 5 * telling > len(cells)
    if not dialect.delimiter or not regular:
        shown = " ".join(filled[0])[:60]
        raise reject(
            "is text without columns that can be told apart. A list has a header with a name for each "
            "column, such as name, email and company, and a row below it for each lead; this one begins: "
            f"{shown}"
        )


def _delimiter(chosen: str | None) -> str | None:
    """The delimiter that a person says, as a sign or by its name. InputRejected for what can be none."""
    if not chosen:
        return None
    delimiter = _WRITTEN.get(chosen.lower(), chosen)
    if len(delimiter) > 3 or any(sign.isalnum() or sign in '"\r\n' for sign in delimiter):
        raise reject(
            f"cannot be cut at {chosen[:20]!r}; a delimiter is a sign such as , ; | or a tab", "the delimiter"
        )
    return delimiter


def _estimate(lines: int, text: str, rows: Sequence[SampleRow]) -> int:
    """Rows from lines: cells with line ends in them make rows of several lines."""
    lines_in_sample = max(1, text.count("\n", 0, rows[-1].end) - rows[0].line + 1)
    return max(0, round(lines * min(1.0, len(rows) / lines_in_sample)))

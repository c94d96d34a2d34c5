"""Rows of a file that is no delimited text (JSON, a spreadsheet), written down as such while they are read.

They come in a shape of their own; written down once, in a file that has no name and is gone with its reader,
they are read as fast and as often as a CSV file. Each begins with its number and with what is wrong with it.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Sequence
from typing import IO, cast

from core.intake.decoding import reject
from core.intake.delimited import first_rows
from core.intake.file_bytes import MAX_UNPACKED, FileBytes
from core.intake.header_names import SampleRow
from core.intake.line_ends import from_byte
from core.intake.records import Dialect, read_records
from core.intake.table_rows import ZERO_BYTE, RowRules
from core.intake.table_types import Batch, FileReading, TableFile
from core.intake.text_blocks import MAX_CELL, TOO_LONG, Stretches

DIALECT = Dialect(",")
_IN_MEMORY = 8 * 1024 * 1024
_HALF = "holds half of a character (a lone surrogate); write the character itself"
_SAMPLE_BYTES = 1024 * 1024
_LAYOUT_ROWS = 1_000
_BLOCK = 4 * 1024 * 1024
_BUFFERED_ROWS = 2_000


class Scratch:
    """A nameless file for converted rows; it is gone when nothing refers to it, also after a crash."""

    def __init__(self, *, in_memory: int = _IN_MEMORY) -> None:
        """Up to `in_memory` bytes stay in memory; 0 makes a file at once, for another process to write to."""
        self.file: IO[bytes]
        if in_memory:
            self.file = cast("IO[bytes]", tempfile.SpooledTemporaryFile(in_memory))  # noqa: SIM115 - see __del__
        else:
            self.file = tempfile.TemporaryFile()  # noqa: SIM115 - see __del__

    def __del__(self) -> None:
        self.file.close()


class RowWriter:
    """Writes rows down; they may differ in length."""

    def __init__(self) -> None:
        self.scratch = Scratch()
        self.rows = 0
        self._text = io.StringIO(newline="")
        # With "\r\n" the writer quotes cells that hold either of the two.
        self._writer = csv.writer(self._text, lineterminator="\r\n")
        self._written = 0

    def add(self, number: int, cells: Sequence[str], fault: str = "") -> None:
        """One row with its number in the file, and what is wrong with it."""
        if max(map(len, cells), default=0) > MAX_CELL:
            fault = fault or TOO_LONG
        fault = fault or _character_fault("".join(cells))
        if fault:
            cells = [cell[:MAX_CELL].replace("\0", "\ufffd") for cell in cells]
        self._writer.writerow([number, fault, *cells])
        self.rows += 1
        if self.rows % _BUFFERED_ROWS == 0:
            self._flush()

    def finish(self) -> Scratch:
        self._flush()
        return self.scratch

    def _flush(self) -> None:
        content = self._text.getvalue().encode("utf-8", "replace")
        self._written += len(content)
        if self._written > MAX_UNPACKED:
            raise reject("has more than 2 GB of text; split it into several files")
        self.scratch.file.write(content)
        self._text.seek(0)
        self._text.truncate()


def _character_fault(text: str) -> str:
    if "\0" in text:
        return ZERO_BYTE
    try:
        text.encode()
    except UnicodeEncodeError:
        return _HALF
    return ""


def sample_rows(scratch: Scratch) -> list[SampleRow]:
    """The first rows as they stand in the file, with the byte at which each ends; numbers that are left out
    are blank rows."""
    content = FileBytes(scratch.file).beginning(_SAMPLE_BYTES)
    whole = len(content) < _SAMPLE_BYTES
    text = content[: len(content) if whole else content.rfind(b"\n") + 1].decode("utf-8", "ignore")
    rows: list[SampleRow] = []
    end = read = 0
    for record in read_records(text, DIALECT, whole):
        number = int(record.cells[0])
        before = rows[-1].line if rows else 0
        rows += [SampleRow(blank, [""], end) for blank in range(before + 1, min(number, before + 20))]
        # The rows are read on from a byte, and a letter may be several of them.
        end, read = end + len(text[read : record.end].encode()), record.end
        rows.append(SampleRow(number, record.cells[2:], end))
        if len(rows) >= _LAYOUT_ROWS:
            break
    return rows


def open_converted(
    scratch: Scratch,
    reading: FileReading,
    headers: tuple[str, ...],
    *,
    rows: int | None = None,
    start: int = 0,
    header_cells: tuple[str, ...] = (),
    end_line: int | None = None,
) -> TableFile:
    """The table of converted rows from a byte on; `rows` is their number where it is known."""
    width = len(headers)
    rules = RowRules(DIALECT, width, header_cells, end_line, numbered=True)

    def produce(size: int) -> Iterator[Batch]:
        blocks = from_byte(FileBytes(scratch.file).blocks(), start)
        yield from rules.batches(Stretches(blocks, DIALECT, width + 2, 1, _BLOCK), size)

    first, _ = first_rows(produce, width, False)
    return TableFile(reading, headers, first, rows, produce)

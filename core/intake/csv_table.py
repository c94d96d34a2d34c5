"""Text with a delimiter → rows of cells, each with its line; a broken row stops no other."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field

from core.errors import Problem
from core.intake.decoding import reject

DELIMITERS = (",", ";", "\t", "|")
DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
MAX_COLUMNS = 200  # the widest export of a CRM seen had 140
MAX_ROWS = 50_000
_SAMPLE_ROWS = 50
_MAX_BROKEN = 100  # each may read up to 131 kB again; a file with more has another format


@dataclass(frozen=True, slots=True)
class Row:
    """One record and the line of the file, from 1, on which it begins."""

    line: int
    cells: list[str]


@dataclass(slots=True)
class Table:
    """The rows of a file, blank lines left out; `problems` names the lines that could not be read."""

    rows: list[Row]
    delimiter: str
    problems: list[Problem] = field(default_factory=list)


def read_table(text: str, delimiter: str | None = None) -> Table:
    """The rows of a CSV text; without a `delimiter` the likeliest of comma, semicolon, tab and bar.

    Cells are text as they stand in the file. InputRejected beyond 200 columns or 50,000 rows.
    """
    lines = list(io.StringIO(text, newline=""))
    first = 0
    # Spreadsheet programs write the delimiter above the header: sep=;
    if lines and lines[0].rstrip("\r\n").lower() in {f"sep={known}" for known in DELIMITERS}:
        delimiter, first = delimiter or lines[0][4], 1
    if delimiter is None:
        delimiter = find_delimiter(lines)
    return _read(lines, first, delimiter)


def find_delimiter(lines: list[str]) -> str:
    """The delimiter that cuts the first rows into the same number of cells, the more the better."""
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        widths = [len(row.cells) for row in _sample(lines, delimiter)]
        if not widths or max(widths) < 2:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        share = widths.count(usual) / len(widths) if usual > 1 else 0.0
        # The header is the row that people write with most care: its delimiter weighs as much as the rest.
        score = (share + (1.0 if widths[0] > 1 else 0.0), widths[0])
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _sample(lines: list[str], delimiter: str) -> list[Row]:
    rows: list[Row] = []
    reader = csv.reader(lines[: 4 * _SAMPLE_ROWS], delimiter=delimiter)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(reader.line_num, cells))
            if len(rows) == _SAMPLE_ROWS:
                break
    except csv.Error:
        pass  # the rows before the fault are sample enough
    return rows


def _read(lines: list[str], first: int, delimiter: str) -> Table:
    table = Table([], delimiter)
    start = first
    while start < len(lines):
        start = _read_until_broken(lines, start, table)
        if len(table.problems) > _MAX_BROKEN:
            raise reject(
                f"has more than {_MAX_BROKEN} rows with broken quotation marks; save it as CSV again",
                table.problems[0].field,
            )
    return table


def _read_until_broken(lines: list[str], start: int, table: Table) -> int:
    """Read on from line index `start`; the index to go on from, behind a broken row or at the end."""
    reader = csv.reader(_Lines(lines, start), delimiter=table.delimiter, strict=True)
    begins = start
    try:
        for cells in reader:
            if len(cells) > MAX_COLUMNS:
                raise reject(
                    f"has {len(cells):,} columns; at most {MAX_COLUMNS} are read", f"line {begins + 1}"
                )
            if any(cell.strip() for cell in cells):
                if len(table.rows) >= MAX_ROWS + 1:
                    raise reject(f"has more than {MAX_ROWS:,} rows; split it into several files")
                table.rows.append(Row(begins + 1, cells))
            begins = start + reader.line_num
    except csv.Error:
        table.problems.append(
            Problem(
                f"line {begins + 1}",
                "is not read: a quotation mark in it is never closed, or closed in the middle of a cell",
                lines[begins][:200].rstrip("\r\n"),
            )
        )
        return begins + 1
    return len(lines)


class _Lines:
    """The lines from an index on, without a copy of the list."""

    def __init__(self, lines: list[str], start: int) -> None:
        self._lines = lines
        self._next = start

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self._next >= len(self._lines):
            raise StopIteration
        self._next += 1
        return self._lines[self._next - 1]

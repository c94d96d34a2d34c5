"""Bytes of an export → its columns, some cells of each, and its rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.errors import InputRejected, Problem
from core.intake.safe_cells import restore
from core.intake.table_file import LINE, open_table
from core.survey_import.rows import Row

MOST_ROWS = 10_000  # each is a handoff of its own; this many take a quarter of a minute
SAMPLE = 200  # cells that tell what a column holds


@dataclass(frozen=True, slots=True)
class Export:
    """An export as it was read; `problems` names rows that do not fit the table."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = field(default=())

    def samples(self) -> list[list[str]]:
        """The first cells of each column."""
        return [[row.cells[position] for row in self.rows[:SAMPLE]] for position in range(len(self.headers))]


def open_export(name: str, content: bytes) -> Export:
    """The export in a CSV, spreadsheet or JSON file; InputRejected, in plain words, for what is none."""
    table = open_table(content, name)
    rows: list[Row] = []
    problems = []
    for batch in table.batches():
        lines = batch.frame.get_column(LINE).to_list()
        cells = batch.frame.drop(LINE).iter_rows()
        for line, values in zip(lines, cells, strict=True):
            if any(value.strip() for value in values):
                rows.append(Row(int(line), tuple(restore(value).strip() for value in values)))
        problems += [Problem(f"line {one.line}", one.reason, " | ".join(one.cells)) for one in batch.broken]
        if len(rows) > MOST_ROWS:
            raise InputRejected(f"The file has more than {MOST_ROWS:,} rows; split it into several files.")
    if not rows:
        raise InputRejected("The file has no rows below its header.")
    return Export(name, table.headers, tuple(rows), tuple(problems))

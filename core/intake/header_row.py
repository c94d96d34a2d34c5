"""Where the table of a file begins and ends: lines above it, its header in one row or two, other tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.errors import Problem
from core.intake.cell_kinds import is_blank, kind_of, may_be_header
from core.intake.decoding import reject
from core.intake.header_names import (
    SampleRow,
    as_wide_as_rows,
    joined,
    unique,
    without_blank_end,
)
from core.intake.lead_columns import recognised
from core.intake.other_tables import find_other_table
from core.intake.second_header import is_group_row, is_remark_row, is_second_row

ON_ITS_SIDE = (
    "stands on its side: its first column names the fields, and each further one is a person. Turn rows into "
    "columns (transpose) in a spreadsheet and save it again"
)
NO_ROWS = "has a header and no row below it"
MAX_COLUMNS = 2_000  # the widest export seen had 320
_COMPARED_ROWS = 50
_PREAMBLE_LINES = 20


@dataclass(slots=True)
class Layout:
    """Where things stand: `start` is where the rows begin in the text, `next_line` the line there.

    From `end_line` on, another table stands in the file, whose header begins with `other`.
    """

    header_line: int
    headers: tuple[str, ...]
    start: int
    next_line: int
    preamble: tuple[str, ...] = ()
    notes: list[Problem] = field(default_factory=list)
    end_line: int | None = None
    header_cells: tuple[str, ...] = ()


def find_layout(rows: Sequence[SampleRow], chosen: int | None, place: str = "line") -> Layout:
    """The layout of a file by its first rows, blank ones included; `chosen` is the header's line or 0."""
    filled = [index for index, row in enumerate(rows) if not is_blank(row.cells)]
    if not filled:
        raise reject("has no rows in it, only blank lines; choose one that has something in it")
    widest = max(rows, key=lambda row: len(row.cells))
    if len(without_blank_end(widest.cells)) > MAX_COLUMNS:
        wide = len(without_blank_end(widest.cells))
        raise reject(
            f"has {wide:,} columns; at most {MAX_COLUMNS:,} are read. Keep the columns that belong to a lead",
            f"{place} {widest.line}",
        )
    position = _position(rows, filled, chosen, place)
    if position is None:
        return _without_header(rows, filled, chosen, place)
    return _with_header(rows, position, place, chosen is None)


def _position(rows: Sequence[SampleRow], filled: list[int], chosen: int | None, place: str) -> int | None:
    if chosen == 0:
        return None
    if chosen is not None:
        at_or_before = [index for index in filled if rows[index].line <= chosen]
        if not at_or_before or chosen > rows[-1].line:
            raise reject(
                f"has no header in {place} {chosen:,}: that {place} is blank or too far down; choose one "
                f"between {rows[filled[0]].line:,} and {rows[-1].line:,}, or 0 for a list without header"
            )
        return at_or_before[-1]
    candidates = [index for index in filled if may_be_header(rows[index].cells)]
    named = max(candidates, key=lambda index: recognised(rows[index].cells[:500]), default=None)
    if named is not None and recognised(rows[named].cells[:500]) >= 2:
        return named
    first = _first_of_table(rows, filled)
    below = [rows[index].cells for index in filled if index > first]
    return first if is_header(rows[first].cells, below) else None


def _first_of_table(rows: Sequence[SampleRow], filled: list[int]) -> int:
    """The first row that is about as wide as most rows are."""
    widths = Counter(_filled_width(rows[index].cells) for index in filled)
    usual = max(widths, key=lambda width: (widths[width], width))
    if usual < 2:
        usual = max(widths)
    least = max(2, 0.6 * usual) if usual > 1 else 1
    return next((index for index in filled if _filled_width(rows[index].cells) >= least), filled[0])


def _filled_width(cells: Sequence[str]) -> int:
    return len(without_blank_end(cells))


def is_header(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a row names the columns below it, rather than being the first of them."""
    points = 1 if may_be_header(first) and recognised(first[:500]) else 0
    for column, name in enumerate(first):
        kind = kind_of(name)
        others = [row[column] for row in below[:_COMPARED_ROWS] if column < len(row) and row[column].strip()]
        if kind == "blank" or not others:
            continue
        usual, count = Counter(map(kind_of, others)).most_common(1)[0]
        if kind == "text":
            if usual != "text" and count >= 0.6 * len(others):
                points += 1
            elif name.strip() in {other.strip() for other in others}:
                points -= 1
        elif usual == kind:
            points -= 2 if kind == "email" else 1
    return points > 0 or (points == 0 and may_be_header(first))


def _without_header(rows: Sequence[SampleRow], filled: list[int], chosen: int | None, place: str) -> Layout:
    first = filled[0] if chosen == 0 else _first_of_table(rows, filled)
    width = max(_filled_width(rows[index].cells) for index in filled if index >= first)
    before = rows[first - 1] if first else None
    layout = Layout(
        0,
        tuple(unique([""] * width)),
        before.end if before else 0,
        rows[first].line,
        _preamble(rows[:first]),
    )
    if chosen is None:
        message = (
            f"{place} {rows[first].line} is a row of the list, not a header; the columns are called "
            "Column 1, Column 2 and so on. If it is the header, say so"
        )
        layout.notes.append(Problem("the header", message))
    return layout


def _with_header(rows: Sequence[SampleRow], position: int, place: str, search: bool) -> Layout:
    upper, lower, last = position, position, position
    if search and is_group_row(rows, position - 1, position):
        upper, lower = position - 1, position
    elif is_second_row(rows, position):
        lower = last = position + 1
    names = list(rows[position].cells)
    if upper != lower:
        names = joined(rows[upper].cells, rows[lower].cells)
    elif is_remark_row(rows, position + 1):
        last = position + 1
    elif is_remark_row(rows, position + 2):  # codes, then the questions, then what the tool keeps for itself
        lower, last = position + 1, position + 2
        names = list(rows[lower].cells)
    below = [row.cells for row in rows[last + 1 :] if not is_blank(row.cells)]
    names = as_wide_as_rows(without_blank_end(names), below)
    layout = Layout(
        rows[lower].line,
        tuple(unique(names)),
        rows[last].end,
        rows[last + 1].line if last + 1 < len(rows) else rows[last].line + 1,
        _preamble(rows[:upper]),
        header_cells=tuple(cell.strip() for cell in rows[lower].cells),
    )
    if upper != lower and lower == last:
        message = f"{place}s {rows[upper].line} and {rows[lower].line} are read together as the header"
        layout.notes.append(Problem("the header", message))
    elif last > lower:
        message = f"says what the columns hold and is not read as a row of the list: {_shown(rows[last])}"
        layout.notes.append(Problem(f"{place} {rows[last].line}", message))
    elif search and not below:
        layout.notes.append(Problem("the list", NO_ROWS))
    elif search and not recognised(names[:500]):
        message = (
            f"has no name that is known here. If {place} {rows[lower].line} is a row of the list, say that "
            "there is no header"
        )
        layout.notes.append(Problem("the header", message))
    if search and _stands_on_its_side(rows[position:], names):
        layout.notes.append(Problem("the list", ON_ITS_SIDE))
    found = find_other_table(rows, last, layout.header_cells, len(layout.headers))
    if found:
        layout.end_line = rows[found.begin].line
        message = (
            f"another table begins here ({found.shown}), which is not read with this list. To read it "
            f"instead, set the header to {place} {rows[found.header].line}"
        )
        layout.notes.append(Problem(f"{place} {rows[found.header].line}", message))
    return layout


def _stands_on_its_side(rows: Sequence[SampleRow], names: Sequence[str]) -> bool:
    """Whether the first column names the fields, and each further one is a person."""
    first = [row.cells[0] for row in rows if row.cells and row.cells[0].strip()]
    return 2 <= len(first) <= 2 * recognised(first) and recognised(names[:500]) <= 1


def _preamble(rows: Sequence[SampleRow]) -> tuple[str, ...]:
    return tuple(_shown(row) for row in rows if not is_blank(row.cells))[:_PREAMBLE_LINES]


def _shown(row: SampleRow) -> str:
    return " | ".join(cell.strip() for cell in row.cells if cell.strip())[:200]

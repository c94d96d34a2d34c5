"""Where the table of a file begins and ends: lines above it, its header in one row or two, other tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from core.errors import Problem
from core.intake.cell_kinds import is_blank, kind_of, may_be_header
from core.intake.decoding import reject
from core.intake.header_names import joined, unique, without_blank_end
from core.intake.lead_columns import recognised

MAX_COLUMNS = 2_000  # the widest export seen had 320
_COMPARED_ROWS = 50
_PREAMBLE_LINES = 20
# What tools write in a second row below the names, and what is no row of the list.
_REMARKS = frozenset(
    {"text", "string", "varchar", "number", "integer", "date", "datetime", "boolean", "email", "required",
     "optional", "mandatory", "response", "open-ended response"}
)  # fmt: skip


class SampleRow(NamedTuple):
    """A row near the beginning of a file: its line, its cells, and where the text goes on behind it."""

    line: int
    cells: list[str]
    end: int


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
    if search and _is_group_row(rows, position - 1, position):
        upper, lower = position - 1, position
    elif _is_second_row(rows, position):
        lower = last = position + 1
    if upper == lower:
        names = list(rows[position].cells)
        if _is_remark_row(rows, position + 1):
            last = position + 1
    else:
        names = joined(rows[upper].cells, rows[lower].cells)
    below = [row for row in rows[last + 1 :] if not is_blank(row.cells)]
    names = _as_wide_as_rows(without_blank_end(names), below)
    layout = Layout(
        rows[lower].line,
        tuple(unique(names)),
        rows[last].end,
        rows[last + 1].line if last + 1 < len(rows) else rows[last].line + 1,
        _preamble(rows[:upper]),
        header_cells=tuple(cell.strip() for cell in rows[lower].cells),
    )
    if upper != lower:
        message = f"{place}s {rows[upper].line} and {rows[lower].line} are read together as the header"
        layout.notes.append(Problem("the header", message))
    elif last > position:
        message = f"says what the columns hold and is not read as a row of the list: {_shown(rows[last])}"
        layout.notes.append(Problem(f"{place} {rows[last].line}", message))
    _find_other_table(rows, last, layout, place)
    return layout


def _is_group_row(rows: Sequence[SampleRow], above: int, header: int) -> bool:
    """Whether the row above the header names groups of columns: `Contact,,Company,`."""
    if above < 0:
        return False
    cells, width = rows[above].cells, _filled_width(rows[header].cells)
    filled = [index for index, cell in enumerate(cells) if cell.strip()]
    return (
        len(filled) >= 2
        and len(filled) < _filled_width(rows[header].cells)
        and may_be_header(cells)
        and filled[-1] >= width // 2
        and len(cells) >= 0.6 * width
        and any(not cell.strip() for cell in cells[: filled[-1]])
    )


def _is_second_row(rows: Sequence[SampleRow], header: int) -> bool:
    """Whether the row below a header with gaps goes on naming columns."""
    if header + 2 >= len(rows):
        return False
    upper, lower = rows[header].cells, rows[header + 1].cells
    gaps = [index for index, cell in enumerate(upper) if not cell.strip()]
    if (
        not gaps
        or not may_be_header(lower)
        or not any(index < len(lower) and lower[index].strip() for index in gaps)
    ):
        return False
    below = [row.cells for row in rows[header + 2 :] if not is_blank(row.cells)]
    if recognised(lower[:500]) >= 2:
        return True
    kinds = {
        index
        for row in below[:_COMPARED_ROWS]
        for index, cell in enumerate(row[: len(lower)])
        if kind_of(cell) not in ("text", "blank")
    }
    return bool(kinds) and all(not lower[index].strip() or kind_of(lower[index]) == "text" for index in kinds)


def _is_remark_row(rows: Sequence[SampleRow], position: int) -> bool:
    if position >= len(rows):
        return False
    filled = [cell.strip().casefold() for cell in rows[position].cells if cell.strip()]
    return len(filled) >= 2 and all(
        cell.strip("()[]*") in _REMARKS or cell.startswith('{"importid"') for cell in filled
    )


def _as_wide_as_rows(names: list[str], below: Sequence[SampleRow]) -> list[str]:
    """The names, and blank ones for columns that most rows have and the header has not."""
    widths = [_filled_width(row.cells) for row in below]
    wider = sorted(width for width in widths if width > len(names))
    if wider and 2 * len(wider) > len(widths):
        usual = Counter(wider).most_common(1)[0][0]
        return names + [""] * (usual - len(names))
    return names


def _find_other_table(rows: Sequence[SampleRow], last: int, layout: Layout, place: str) -> None:
    """Note where another table begins below this one, with a header of its own."""
    width, physical = len(layout.headers), len(rows[last].cells)
    for index in range(last + 2, len(rows) - 1):
        cells = rows[index].cells
        filled = without_blank_end(cells)
        if len(filled) < 2 or not may_be_header(cells) or same_cells(cells, layout.header_cells):
            continue
        title = len(without_blank_end(rows[index - 1].cells)) == 1 and width > 1
        apart = is_blank(rows[index - 1].cells) or (title and is_blank(rows[index - 2].cells))
        below = [row.cells for row in rows[index + 1 : index + 20] if not is_blank(row.cells)]
        named = recognised(cells[:500])
        differs = len(cells) != physical and bool(below) and len(below[0]) <= len(cells)
        other = named >= 2 or ((differs or title) and _names_kinds(filled, below))
        if (apart and other) or (named >= 3 and differs):
            layout.end_line = rows[index - 1].line if title else rows[index].line
            shown = ", ".join(cell.strip()[:40] for cell in filled[:6])
            message = (
                f"another table begins here ({shown}), which is not read with this list. To read it instead, "
                f"set the header to {place} {rows[index].line}"
            )
            layout.notes.append(Problem(f"{place} {rows[index].line}", message))
            return


def _names_kinds(names: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a column below holds numbers, dates or addresses under a name that is text."""
    return any(
        all(column < len(row) and kind_of(row[column]) not in ("text", "blank") for row in below[:5])
        for column in range(len(names))
        if names[column].strip() and below
    )


def same_cells(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row says the same as the header."""
    plain = [cell.strip().casefold() for cell in without_blank_end(cells)]
    return plain == [cell.strip().casefold() for cell in without_blank_end(header)]


def _preamble(rows: Sequence[SampleRow]) -> tuple[str, ...]:
    return tuple(_shown(row) for row in rows if not is_blank(row.cells))[:_PREAMBLE_LINES]


def _shown(row: SampleRow) -> str:
    return " | ".join(cell.strip() for cell in row.cells if cell.strip())[:200]

"""Headers of more than one row: groups above the names, names in gaps, rows that say what columns hold."""

from __future__ import annotations

from collections.abc import Sequence

from core.intake.cell_kinds import is_blank, kind_of, may_be_header
from core.intake.header_names import SampleRow, without_blank_end
from core.intake.lead_columns import recognised

_COMPARED_ROWS = 50
# What tools write in a second row below the names, and what is no row of the list.
_REMARKS = frozenset(
    {"text", "string", "varchar", "number", "integer", "date", "datetime", "boolean", "email", "required",
     "optional", "mandatory", "response", "open-ended response"}
)  # fmt: skip


def is_group_row(rows: Sequence[SampleRow], above: int, header: int) -> bool:
    """Whether the row above the header names groups of columns: `Contact,,Company,`."""
    if above < 0:
        return False
    cells, width = rows[above].cells, len(without_blank_end(rows[header].cells))
    filled = [index for index, cell in enumerate(cells) if cell.strip()]
    return (
        len(filled) >= 2
        and len(filled) < len(without_blank_end(rows[header].cells))
        and may_be_header(cells)
        and filled[-1] >= width // 2
        and len(cells) >= 0.6 * width
        and any(not cell.strip() for cell in cells[: filled[-1]])
    )


def is_second_row(rows: Sequence[SampleRow], header: int) -> bool:
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


def is_remark_row(rows: Sequence[SampleRow], position: int) -> bool:
    """Whether a row below the names says what the columns hold, and is no row of the list."""
    if position >= len(rows):
        return False
    filled = [cell.strip().casefold() for cell in rows[position].cells if cell.strip()]
    return len(filled) >= 2 and all(
        cell.strip("()[]*") in _REMARKS or cell.startswith('{"importid"') for cell in filled
    )

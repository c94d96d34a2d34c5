"""Further tables below the list in a file, with headers of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from core.intake.cell_kinds import has_address, is_blank, kind_of, may_be_header
from core.intake.header_names import SampleRow, without_blank_end
from core.intake.lead_columns import recognised

_BELOW = 20  # rows of another table that are looked at


class OtherTable(NamedTuple):
    """Where another table begins: with its title or its header, the header itself, and how that reads."""

    begin: int
    header: int
    shown: str


def find_other_table(
    rows: Sequence[SampleRow], last: int, header: Sequence[str], width: int
) -> OtherTable | None:
    """The first table below the row `last` whose header is another one; None where the list goes on."""
    physical = len(rows[last].cells)
    own = [row.cells for row in rows[last + 1 :]]
    for index in range(last + 2, len(rows) - 1):
        cells = rows[index].cells
        filled = without_blank_end(cells)
        if sum(map(_is_name, filled)) < 2 or not may_be_header(cells) or same_cells(cells, header):
            continue
        above = rows[index - 1].cells
        title = len(without_blank_end(above)) == 1 and _is_name(above[0]) and width > 1
        apart = is_blank(above) or (title and is_blank(rows[index - 2].cells))
        below = [row.cells for row in rows[index + 1 : index + _BELOW] if not is_blank(row.cells)]
        named = recognised(cells[:500])
        differs = len(cells) != physical and bool(below) and len(below[0]) <= len(cells)
        foreign = (
            _names_kinds(filled, below)
            and _has_addresses(own[: index - last - 1])
            and not _some_address(below)
        )
        other = named >= 2 or foreign or ((differs or title) and _names_kinds(filled, below))
        if (apart and other) or (differs and (named >= 3 or foreign)):
            shown = ", ".join(cell.strip()[:40] for cell in filled[:6])
            return OtherTable(index - 1 if title else index, index, shown)
    return None


def _has_addresses(rows: Sequence[Sequence[str]]) -> bool:
    """Whether most rows of the list have an e-mail address in them."""
    filled = [row for row in rows if not is_blank(row)]
    return 2 * sum(map(_some_address, ([row] for row in filled))) > len(filled)


def _some_address(rows: Sequence[Sequence[str]]) -> bool:
    return any(has_address(cell) for row in rows for cell in row)


def _names_kinds(names: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a column below holds numbers, dates or addresses under a name that is text."""
    return any(
        all(column < len(row) and kind_of(row[column]) not in ("text", "blank") for row in below[:5])
        for column in range(len(names))
        if _is_name(names[column]) and below
    )


def _is_name(cell: str) -> bool:
    return any(map(str.isalpha, cell))


def same_cells(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row says the same as the header."""
    plain = [cell.strip().casefold() for cell in without_blank_end(cells)]
    return plain == [cell.strip().casefold() for cell in without_blank_end(header)]

"""The names of columns in the first rows of a file: made unique, joined, as wide as the rows below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from core.intake.cell_kinds import has_address
from core.intake.lead_columns import field_of


class SampleRow(NamedTuple):
    """A row near the beginning of a file: its line, its cells, and where the text goes on behind it."""

    line: int
    cells: list[str]
    end: int


def unique(names: Sequence[str]) -> list[str]:
    """Names that all differ: a second Tags is `Tags 2`, a blank one in the fourth place `Column 4`."""
    taken: set[str] = set()
    counts: dict[str, int] = {}
    found: list[str] = []
    for position, name in enumerate(names, 1):
        base = " ".join(name.replace("\ufeff", "").split()) or f"Column {position}"
        wanted = base
        while wanted in taken:
            counts[base] = counts.get(base, 1) + 1
            wanted = f"{base} {counts[base]}"
        taken.add(wanted)
        found.append(wanted)
    return found


def joined(groups: Sequence[str], names: Sequence[str]) -> list[str]:
    """One name a column from a row of groups and the row below it.

    A name that says enough by itself stays as it is: `E-mail` below `Contact`; `Name` below `Contact` and
    again below `Company` become `Contact Name` and `Company Name`, as does one `Name` below `Company`.
    """
    width = max(len(groups), len(names))
    lower = [name.strip() for name in names] + [""] * (width - len(names))
    upper = [name.strip() for name in groups] + [""] * (width - len(groups))
    found, group = [], ""
    for column in range(width):
        group = upper[column] or group
        name = lower[column]
        if not name:
            found.append(upper[column])
        elif not group or (
            field_of(name)
            and lower.count(name) == 1
            and field_of(f"{group} {name}") in (None, field_of(name))
        ):
            found.append(name)
        else:
            found.append(f"{group} {name}")
    return found


def without_blank_end(cells: Sequence[str]) -> list[str]:
    """The cells up to the last one that is filled."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return list(cells[:end])


def as_wide_as_rows(names: list[str], below: Sequence[Sequence[str]]) -> list[str]:
    """The names, and blank ones for columns that most rows have and the header has not.

    They stand at the end, or at the beginning where the rows have a number in front that the header leaves
    out.
    """
    widths = [len(without_blank_end(row)) for row in below]
    wider = [width for width in widths if width > len(names)]
    if not wider or 2 * len(wider) <= len(widths):
        return names
    missing = Counter(wider).most_common(1)[0][0] - len(names)
    mail = next((column for column, name in enumerate(names) if field_of(name) == "email"), None)
    if missing == 1 and mail is not None:
        shifted = sum(len(row) > mail + 1 and has_address(row[mail + 1]) for row in below)
        if shifted > sum(has_address(row[mail]) for row in below if len(row) > mail):
            return ["", *names]
    return names + [""] * missing

"""The names of columns: trimmed, made unique, put together from two rows."""

from __future__ import annotations

from collections.abc import Sequence

from core.intake.lead_columns import field_of


def unique(names: Sequence[str]) -> list[str]:
    """Names that all differ: a second Tags is `Tags 2`, a blank one in the fourth place `Column 4`."""
    taken: set[str] = set()
    counts: dict[str, int] = {}
    found: list[str] = []
    for position, name in enumerate(names, 1):
        base = " ".join(name.split()) or f"Column {position}"
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
    again below `Company` become `Contact Name` and `Company Name`.
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
        elif not group or (field_of(name) and lower.count(name) == 1):
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

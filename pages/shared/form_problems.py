"""A problem of a form in the words of the form: the row, the column, and a choice as it is offered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pages.shared.form_number_lists import ONE_LIST
from pages.shared.form_plan import FieldPlan
from pages.shared.user_text import humanised


def in_labels(message: str, field: FieldPlan) -> str:
    """A message with the words of a choice as they are offered: "must be one of: paid, deposit paid"."""
    for option in sorted(field.options, key=len, reverse=True):
        if "_" in option:  # any other word reads well as it is
            label = field.label_of(option)
            label = label[:1].lower() + label[1:]
            message = label.join(re.split(rf"(?<!\w){re.escape(option)}(?!\w)", message))
    return message


def place_of(rest: str, field: FieldPlan) -> tuple[str, FieldPlan]:
    """`[3].contact_info.email` of a table as "Row 4, Email", with that column's field.

    The place is empty where it is `field` itself.
    """
    if not rest.startswith("["):
        return "", field
    row, _, inside = rest[1:].partition("]")
    label = f"Row {int(row) + 1}" if row.isdecimal() else "A row"
    fields, about, name = field.children, field, ""
    for step in inside.lstrip(".").split("."):
        found = next((one for one in fields if one.name == step.split("[")[0]), None)
        name, fields = (found.label, found.children) if found else (humanised(step), ())
        about = found or about
    return (f"{label}, {name}" if name else label), about


def place_in_lists(rest: str, rows: Mapping[str, Sequence[int]]) -> str:
    """`.timeliness[1]` as "Row 3, Timeliness" where its second number stands in the third row."""
    name, _, number = rest.removesuffix("]").rpartition("[") if rest.endswith("]") else (rest, "", "")
    name = name.removeprefix(".") or ("" if number == "" else ONE_LIST)
    standing = rows.get(name, ())
    position = int(number) if number.isdecimal() else -1
    row = f"Row {standing[position] + 1}" if 0 <= position < len(standing) else ""
    title = "" if name == ONE_LIST else humanised(name)
    return ", ".join(part for part in (row, title) if part)

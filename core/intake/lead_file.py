"""A lead list as people have it (CSV, TSV, semicolons, JSON) → the leads of a Marketing → Sales handoff.

Nothing is guessed: a score that is no number or a level that is no level passes as it stands, and the
handoff sets that lead aside by name. Every row is a lead or is named in `problems`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.errors import InputRejected, Problem
from core.intake import csv_table, json_text
from core.intake.decoding import Decoded, check_size, decode, looks_like_utf16, reject
from core.intake.lead_columns import recognised
from core.intake.lead_row import ATTRIBUTES, columns_of, derived_id, read_row
from core.intake.safe_cells import restore

_HEADER_WITHIN = 20  # rows above the header: a title, a date, an empty line


@dataclass(slots=True)
class LeadFile:
    """What a lead list holds.

    `leads` is `leads_generated` of the Marketing → Sales handoff, `places` where each stands in the file
    ("line 7"). `rows` counts the rows below the header (or the entries of a JSON list): `len(leads)` of
    them became leads, the others are named in `problems`, together with what a person should look at.
    `columns` maps each header to the field it is read as; "attributes" is kept under its own name.
    """

    leads: list[dict[str, Any]]
    places: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    encoding: str = "UTF-8"
    delimiter: str | None = None


def read_lead_file(name: str, content: bytes) -> LeadFile:
    """The leads of an upload; `name` is the name of the file, its ending says JSON or not.

    InputRejected where the file as a whole cannot be read: too large, empty, not text, no known column.
    """
    kind = name.lower().rpartition(".")[2]
    if kind in ("jsonl", "ndjson"):
        found = _read_json_lines(content)
    elif kind == "json" or content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        found = _read_entries(_entries(json_text.read_json(content)))
    else:
        found = _read_table(content)
    found.problems.extend(_repeated_emails(found))
    return found


def _read_table(content: bytes) -> LeadFile:
    decoded, problems = _decode_any(content)
    table = csv_table.read_table(decoded.text)
    problems += table.problems
    position = _header_position(table.rows)
    if position is None:
        seen = ", ".join(cell.strip()[:40] for cell in table.rows[0].cells[:6]) if table.rows else "nothing"
        raise reject(
            'has no column that is known here. Name the columns in the first line, such as "name", "email", '
            f'"company", "score"; the first line now reads: {seen}'
        )
    header = _unique([cell.strip() for cell in table.rows[position].cells])
    for row in table.rows[:position]:
        problems.append(Problem(f"line {row.line}", "stands above the header and is not read", _shown(row)))
    found = LeadFile([], [], problems, columns_of(header))
    found.encoding, found.delimiter = decoded.encoding, table.delimiter
    found.rows = len(table.rows) - position - 1 + len(table.problems)
    for row in table.rows[position + 1 :]:
        cells = [restore(cell).strip() for cell in row.cells]
        widths = f"{len(cells)} cells where the header has {len(header)}"
        if any(cells[len(header) :]):
            message = f"is not read: it has {widths}; put quotation marks round a cell with a delimiter in it"
            problems.append(Problem(f"line {row.line}", message, _shown(row)))
            continue
        if len(cells) < len(header):
            message = f"has {widths}; the last are taken as blank"
            problems.append(Problem(f"line {row.line}", message, _shown(row)))
        named = {name: cell for name, cell in zip(header, cells, strict=False) if cell}
        _add(found, f"line {row.line}", named, found.columns, cells)
    return found


def _decode_any(content: bytes) -> tuple[Decoded, list[Problem]]:
    """The text; the older Windows encoding is read too, and that is said."""
    try:
        return decode(content), []
    except InputRejected:
        check_size(content)
        if content.startswith((b"\xff\xfe", b"\xfe\xff")) or looks_like_utf16(content):
            raise
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise reject("is in an encoding that is not known here; save it as CSV UTF-8") from None
    message = "is not UTF-8 and is read as Windows-1252; look at names with accents"
    return Decoded(text, "Windows-1252"), [Problem("the file", message)]


def _header_position(rows: Sequence[csv_table.Row]) -> int | None:
    """The first row that names at least two fields of a lead; else the first row, if it names one."""
    for position, row in enumerate(rows[:_HEADER_WITHIN]):
        if recognised(row.cells) >= 2:
            return position
    return 0 if rows and recognised(rows[0].cells) else None


def _unique(header: Sequence[str]) -> list[str]:
    """Headers that all differ: a second Tags is `Tags 2`, a blank one is `column 4`."""
    names: list[str] = []
    for position, name in enumerate(header, 1):
        wanted = base = name or f"column {position}"
        count = 1
        while wanted in names:
            count += 1
            wanted = f"{base} {count}"
        names.append(wanted)
    return names


def _add(
    found: LeadFile, place: str, values: dict[str, Any], columns: dict[str, str], cells: Sequence[Any]
) -> None:
    lead, unread_dates = read_row(values, columns, cells)
    found.leads.append(lead)
    found.places.append(place)
    for header in unread_dates:
        message = "is no date that can be read for certain and is kept as it stands; write 2025-03-31"
        found.problems.append(Problem(f"{place}, {header[:60]}", message, str(values[header])[:200]))


def _shown(row: csv_table.Row) -> str:
    return " | ".join(row.cells)[:200]


def _read_json_lines(content: bytes) -> LeadFile:
    lines = json_text.read_json_lines(content)
    found = _read_entries([(f"line {line.line}", line.value) for line in lines if line.error is None])
    for line in lines:
        if line.error is not None:
            found.rows += 1
            found.problems.extend(line.error.problems)
    return found


def _entries(value: Any) -> list[tuple[str, Any]]:
    """The leads of a JSON file: the list itself, the one inside a campaign, or a single lead."""
    if isinstance(value, dict):
        lists = (value.get(name) for name in ("leads_generated", "leads", "contacts", "data"))
        value = next((found for found in lists if isinstance(found, list)), [value])
    if not isinstance(value, list) or not value:
        raise reject(
            'holds no leads; give a list of them, such as [{"name": "Ada", "email": "ada@example.com"}]'
        )
    if len(value) > csv_table.MAX_ROWS:
        raise reject(f"has more than {csv_table.MAX_ROWS:,} leads; split it into several files")
    return [(f"entry {number}", entry) for number, entry in enumerate(value, 1)]


def _read_entries(entries: Sequence[tuple[str, Any]]) -> LeadFile:
    found = LeadFile([], rows=len(entries))
    for place, entry in entries:
        if not isinstance(entry, dict):
            message = "is not read: it is not a group of named fields"
            found.problems.append(Problem(place, message, str(entry)[:200]))
        elif isinstance(entry.get("contact_info"), dict):
            email = entry["contact_info"].get("email")
            found.leads.append(entry if "id" in entry else {"id": derived_id(email, [entry]), **entry})
            found.places.append(place)
            found.columns.update({name: name for name in entry})
        else:
            columns = columns_of(list(entry))
            values = {name: value for name, value in entry.items() if value not in (None, "")}
            _add(found, place, values, columns, [f"{name}={value}" for name, value in values.items()])
            found.columns.update(columns)
    if found.leads and set(found.columns.values()) <= {ATTRIBUTES}:
        raise reject('has no field that is known here; name them "name", "email", "company", "score"')
    return found


def _repeated_emails(found: LeadFile) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for lead, place in zip(found.leads, found.places, strict=True):
        contact = lead.get("contact_info")
        email = contact.get("email") if isinstance(contact, dict) else None
        key = email.strip().casefold() if isinstance(email, str) else ""
        if key and first.setdefault(key, place) != place:
            yield Problem(f"{place}, email", f"repeats the e-mail of {first[key]}", str(email)[:200])

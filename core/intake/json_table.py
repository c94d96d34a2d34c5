"""A JSON file of any shape that tools send → a table: a column for each field that any entry has."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from core.errors import InputRejected
from core.intake.converted import RowWriter, open_converted, sample_rows
from core.intake.decoding import reject
from core.intake.encodings import Encoding, utf8_blocks
from core.intake.file_bytes import FileBytes
from core.intake.header_names import unique
from core.intake.header_row import MAX_COLUMNS, find_layout
from core.intake.json_entries import Entry, entries, line_entries
from core.intake.json_fields import TooDeep, fields_of, text_of
from core.intake.table_types import FileReading, ReadingChoices, TableFile

_NO_LEADS = 'holds no leads; give a list of them, such as [{"name": "Ada", "email": "ada@example.com"}]'
_PROBE = 256 * 1024


def open_json(file: FileBytes, encoding: Encoding, name: str, choices: ReadingChoices) -> TableFile:
    """The table of a JSON file. InputRejected with line and column where it is no JSON."""
    lines = _is_lines(file, encoding, name)
    beside: dict[str, Any] = {}
    blocks = utf8_blocks(file, encoding)
    found = line_entries(blocks) if lines else entries(blocks, beside)
    reading = FileReading(
        kind="jsonl" if lines else "json",
        encoding=encoding.name,
        header_line=0,
        compressed=file.compressed,
        notes=encoding.notes,
    )
    writer = RowWriter()
    columns: dict[str, int] = {}
    rows_of_cells = False
    faulty = 0
    for entry in found:
        if isinstance(entry.value, list) and not entry.fault and (rows_of_cells or not columns):
            rows_of_cells = True
            writer.add(entry.number, [text_of(cell) for cell in entry.value])
            continue
        faulty += not _write(writer, entry, columns)
    if not writer.rows or faulty == writer.rows:
        raise _refusal(writer, faulty)
    preamble = tuple(
        f"{name}: {text_of(value)}"[:200] for name, value in beside.items() if value not in (None, "")
    )
    reading = replace(reading, preamble=preamble[:20])
    scratch = writer.finish()
    if rows_of_cells:
        layout = find_layout(sample_rows(scratch), choices.header_line, "entry")
        return open_converted(
            scratch,
            replace(reading, header_line=layout.header_line, notes=(*encoding.notes, *layout.notes)),
            layout.headers,
            rows=writer.rows - 1,
            start=layout.start,
            header_cells=layout.header_cells,
        )
    return open_converted(scratch, reading, tuple(unique(list(columns))), rows=writer.rows)


def _is_lines(file: FileBytes, encoding: Encoding, name: str) -> bool:
    """Whether each line is an entry: by the file's name, or as the first line is whole and more follow."""
    probe = bytearray()
    for block in utf8_blocks(file, encoding):
        probe += block
        if len(probe) >= _PROBE:
            break
    first, _, rest = bytes(probe).strip().partition(b"\n")
    named = name.lower().removesuffix(".gz").endswith((".jsonl", ".ndjson"))
    if named and first.strip() not in (b"{", b"["):
        return not (first.startswith(b"[") and not _is_whole(first))
    return first.startswith(b"{") and rest.lstrip().startswith(b"{") and _is_whole(first)


def _is_whole(text: bytes) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _write(writer: RowWriter, entry: Entry, columns: dict[str, int]) -> bool:
    """Write one entry down, with new columns as they come; whether it is a group of fields."""
    value, fault = entry.value, entry.fault
    fields: dict[str, str] = {}
    if isinstance(value, dict):
        try:
            fields = fields_of(value)
        except TooDeep:
            fault = "is nested more than 32 levels deep; flatten it"
    elif isinstance(value, str) and not fault and "@" in value:
        fields = {"email": value}  # a list of nothing but addresses
    elif not fault:
        fault = "is not a group of named fields"
    for name in fields.keys() - columns.keys() and fields:
        if name not in columns:
            columns[name] = len(columns)
            if len(columns) > MAX_COLUMNS:
                raise reject(
                    f"has more than {MAX_COLUMNS:,} different fields; keep those that belong to a lead",
                    f"entry {entry.number:,}",
                )
    if fields.keys() == columns.keys() and list(fields) == list(columns):
        cells = list(fields.values())
    else:
        cells = [""] * (max(columns[name] for name in fields) + 1 if fields else 1)
        for name, text in fields.items():
            cells[columns[name]] = text
    if fault and not fields:
        cells = [text_of(value)[:1000]]
    if fields or fault:
        writer.add(entry.number, cells, fault)
    return bool(fields)


def _refusal(writer: RowWriter, faulty: int) -> InputRejected:
    if not faulty:
        return reject(_NO_LEADS)
    first = next((row for row in sample_rows(writer.finish()) if row.cells), None)
    return reject(
        f"{_NO_LEADS}. None of its {faulty:,} entries can be read, the first one begins: "
        f"{first.cells[0][:60] if first else ''}"
    )

"""What an import would do: counts of all rows, the first of each kind, and likely duplicates."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import polars as pl

from db.lead_import.alike_rows import COMPARED, alike_rows
from db.lead_import.candidates import SHOWN as PAIRS_SHOWN
from db.lead_import.candidates import find_candidates, lead_values
from db.lead_import.clean_list import CleanList
from db.lead_import.matching import KnownLeads, NewRow, match_leads
from db.lead_import.steps import Step
from db.lead_import.types import (
    AlikeRows,
    Change,
    ChangedLead,
    ImportCounts,
    ImportOptions,
    ImportPreview,
    KnownRow,
    NewLead,
    RejectedRow,
)

SHOWN = 50  # rows of each kind
_SHOWN_COLUMNS = ("line", "phone_key", "name", "company", "email", "phone", "source")
_LOOKED_AT = 500  # new rows that are compared with the stored leads by likeness


def preview_import(
    clean: CleanList, options: ImportOptions, campaign_id: str, known: KnownLeads, step: Step
) -> ImportPreview:
    """The preview; nothing is written."""
    counts = ImportCounts(read=clean.read)
    rejections = list(islice(clean.rejected(), 1))
    rejected = clean.rejected_count
    created: list[NewRow] = []
    changed: list[ChangedLead] = []
    unchanged: list[KnownRow] = []
    new: list[pl.DataFrame] = []  # every new row, for likeness
    for matched in match_leads(clean, options, campaign_id, known, step):
        new.append(matched.plain.select(_SHOWN_COLUMNS))
        rows = [{name: row.columns[name] for name in _SHOWN_COLUMNS} for row in matched.new]
        new.append(pl.DataFrame(rows, schema=new[0].schema))
        created.extend(matched.new[: _LOOKED_AT - len(created)])
        created.extend(
            NewRow(columns["line"], columns, json.loads(columns["input_json"]))
            for columns in matched.plain.head(_LOOKED_AT - len(created)).iter_rows(named=True)
        )
        created.sort(key=lambda row: row.line)
        for row in matched.changed[: SHOWN - len(changed)]:
            changes = tuple(Change(*change) for change in row.changes)
            changed.append(ChangedLead(row.line, int(row.stored["id"]), _label(row.stored), changes))
        for row in matched.unchanged[: SHOWN - len(unchanged)]:
            why = f"known by {row.by}" + (", and only new leads are added" if row.changes else "")
            unchanged.append(KnownRow(row.line, _label(row.stored), why))
        rejected += matched.rejected.height
        if matched.rejected.height and len(rejections) < 2:
            rejections.append(matched.rejected)
        counts = replace(
            counts,
            created=counts.created + len(matched.new) + matched.plain.height,
            updated=counts.updated + len(matched.changed),
            unchanged=counts.unchanged + len(matched.unchanged),
        )
    merged = sorted(clean.merged.items())
    pairs, alike_total = _alike(pl.concat(new)) if new else ((), 0)
    return ImportPreview(
        counts=replace(counts, merged=len(merged), rejected=rejected),
        created=tuple(NewLead(row.line, lead_values(row.lead)) for row in created[:SHOWN]),
        changed=tuple(changed),
        unchanged=tuple(unchanged),
        merged=tuple(
            KnownRow(line, f"line {line}", _why_merged(by, first)) for line, (first, by) in merged[:SHOWN]
        ),
        rejected=tuple(_first_rejected(rejections)),
        headers=clean.headers,
        candidates=tuple(find_candidates(created, options, known)),
        alike=pairs,
        alike_total=alike_total,
        warnings=tuple(f"{text} ({n:,} ×)" if n > 1 else text for text, n in clean.warnings.items()),
    )


def _alike(rows: pl.DataFrame) -> tuple[tuple[AlikeRows, ...], int]:
    """The likest pairs of new rows, and how many pairs there are."""
    pairs = alike_rows(rows.select(COMPARED))
    first = pairs.head(PAIRS_SHOWN)
    lines = first["line"].append(first["other"]).implode()
    shown = {
        line: {name: value for name, value in zip(_SHOWN_COLUMNS[2:], values, strict=True) if value}
        for line, _, *values in rows.filter(pl.col("line").is_in(lines)).iter_rows()
    }
    found = (
        AlikeRows(line, shown[line], other, shown[other], like) for line, other, like in first.iter_rows()
    )
    return tuple(found), pairs.height


def _why_merged(by: str, first: int) -> str:
    return f"taken for line {first}" if by == "your choice" else f"the same {by} as line {first}"


def _first_rejected(frames: list[pl.DataFrame]) -> Iterator[RejectedRow]:
    if frames:
        first = pl.concat([frame.head(SHOWN) for frame in frames]).sort("line").head(SHOWN)
        for line, reason, cells in first.select("line", "reason", "cells_json").iter_rows():
            yield RejectedRow(line, reason, tuple(json.loads(cells)))


def _label(stored: dict[str, Any]) -> str:
    return str(stored["name"] or stored["email"] or stored["company"] or f"lead {stored['id']}")

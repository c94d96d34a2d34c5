"""What an import would do: counts of all rows, the first of each kind, and likely duplicates."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import polars as pl

from db.lead_import.candidates import find_candidates, lead_values
from db.lead_import.clean_list import CleanList
from db.lead_import.matching import KnownLeads, NewRow, match_leads
from db.lead_import.steps import Step
from db.lead_import.types import (
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
    for matched in match_leads(clean, options, campaign_id, known, step):
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
    return ImportPreview(
        counts=replace(counts, merged=len(merged), rejected=rejected),
        created=tuple(NewLead(row.line, lead_values(row.lead)) for row in created[:SHOWN]),
        changed=tuple(changed),
        unchanged=tuple(unchanged),
        merged=tuple(
            KnownRow(line, f"line {line}", f"the same {by} as line {first}")
            for line, (first, by) in merged[:SHOWN]
        ),
        rejected=tuple(_first_rejected(rejections)),
        candidates=tuple(find_candidates(created, options, known)),
        warnings=tuple(f"{text} ({n:,} ×)" if n > 1 else text for text, n in clean.warnings.items()),
    )


def _first_rejected(frames: list[pl.DataFrame]) -> Iterator[RejectedRow]:
    if frames:
        first = pl.concat([frame.head(SHOWN) for frame in frames]).sort("line").head(SHOWN)
        for line, reason in first.select("line", "reason").iter_rows():
            yield RejectedRow(line, reason)


def _label(stored: dict[str, Any]) -> str:
    return str(stored["name"] or stored["email"] or stored["company"] or f"lead {stored['id']}")

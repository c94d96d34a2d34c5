"""What an import would do: counts of all rows, the first of each kind, and likely duplicates."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import polars as pl
from rapidfuzz import fuzz, process

from db.lead_import.clean_list import CleanList
from db.lead_import.matching import Fetch, KnownLeads, NewRow, match_leads
from db.lead_import.steps import Step
from db.lead_import.types import (
    Candidate,
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
_COMPARED_WITH = 20_000  # stored leads; in a larger database likeness is not looked for
_LIKE = 88.0  # per cent of two names with their companies; below it they are mostly strangers


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
        created=tuple(NewLead(row.line, _values(row.lead)) for row in created[:SHOWN]),
        changed=tuple(changed),
        unchanged=tuple(unchanged),
        merged=tuple(
            KnownRow(line, f"line {line}", f"the same {by} as line {first}")
            for line, (first, by) in merged[:SHOWN]
        ),
        rejected=tuple(_first_rejected(rejections)),
        candidates=tuple(_candidates(created, options, known.fetch)),
        warnings=tuple(f"{text} ({n:,} ×)" if n > 1 else text for text, n in clean.warnings.items()),
    )


def _first_rejected(frames: list[pl.DataFrame]) -> Iterator[RejectedRow]:
    if frames:
        first = pl.concat([frame.head(SHOWN) for frame in frames]).sort("line").head(SHOWN)
        for line, reason in first.select("line", "reason").iter_rows():
            yield RejectedRow(line, reason)


def _candidates(created: list[NewRow], options: ImportOptions, fetch: Fetch) -> list[Candidate]:
    """New rows whose name and company are nearly those of a stored lead."""
    if options.mode == "create" or not created:
        return []
    stored = fetch(
        "SELECT id, name, company, email, phone FROM leads WHERE name IS NOT NULL ORDER BY id LIMIT :most",
        {"most": _COMPARED_WITH + 1},
    )
    if len(stored) > _COMPARED_WITH:
        return []
    known = {row["id"]: _likened(row["name"], row["company"]) for row in stored}
    by_id = {row["id"]: row for row in stored}
    found = []
    for row in created:
        contact = row.lead["contact_info"]
        if not contact.get("name"):
            continue
        wanted = _likened(contact["name"], contact.get("company"))
        best = process.extractOne(wanted, known, scorer=fuzz.token_sort_ratio, score_cutoff=_LIKE)
        if best is not None:
            _, likeness, pk = best
            lead = {
                name: str(by_id[pk][name])
                for name in ("name", "company", "email", "phone")
                if by_id[pk][name]
            }
            found.append(Candidate(row.line, _values(row.lead), int(pk), lead, round(likeness)))
        if len(found) >= SHOWN:
            break
    return found


def _likened(name: str, company: str | None) -> str:
    return f"{name} {company or ''}".casefold()


def _label(stored: dict[str, Any]) -> str:
    return str(stored["name"] or stored["email"] or stored["company"] or f"lead {stored['id']}")


def _values(lead: dict[str, Any]) -> dict[str, str]:
    plain = {name: value for name, value in lead.items() if name not in ("contact_info", "attributes")}
    values = {**lead["contact_info"], **plain, **(lead.get("attributes") or {})}
    return {
        name: "; ".join(value) if isinstance(value, list) else str(value) for name, value in values.items()
    }

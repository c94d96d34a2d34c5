"""Which leads of a list are known, and what the list changes in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.lead_matching import By, KeyIndex, Keys
from core.lead_merging import FieldChange, merge_lead
from db.lead_import.cleaning import CleanList, Step
from db.lead_import.types import ImportOptions
from db.transaction import Row

Fetch = Callable[[str, dict[str, Any]], list[Row]]
"""A query with :named parameters, in whichever transaction it runs."""

_CHUNK = 300  # parameters of one query; SQLite takes 32,766, PostgreSQL plans short lists better
_STORED = (
    "SELECT id, campaign_id, lead_id, name, email, phone, company, email_key, phone_key, name_key, status, "
    "score, band, completeness, approach, source, urgency, next_action_due_at, received_at, workflow_id, "
    "version, updated_at, input_json FROM leads WHERE "
)


@dataclass(slots=True)
class NewRow:
    """A row that becomes a lead: its columns, and the lead as JSON."""

    line: int
    columns: dict[str, Any]
    lead: dict[str, Any]


@dataclass(slots=True)
class KnownRow:
    """A row whose lead is stored: the stored row, the lead as it would be, and what changes."""

    line: int
    columns: dict[str, Any]
    stored: Row
    lead: dict[str, Any]
    changes: list[FieldChange]
    by: By | str


@dataclass(slots=True)
class Matched:
    """The rows of one batch, sorted by what they would do."""

    new: list[NewRow] = field(default_factory=list)
    changed: list[KnownRow] = field(default_factory=list)
    unchanged: list[KnownRow] = field(default_factory=list)
    rejected: list[tuple[int, str, str]] = field(default_factory=list)


def match_leads(
    clean: CleanList, options: ImportOptions, campaign_id: str, fetch: Fetch, step: Step
) -> Iterator[Matched]:
    """Batch by batch what each first row of a person would do; merged rows are left out."""
    met: dict[int, int] = {}  # stored lead → the first line that is the same
    done = 0
    for frame in clean.leads:
        rows = [row for row in frame.iter_rows(named=True) if row["line"] not in clean.merged]
        known = _known(rows, clean, options, campaign_id, fetch, met)
        matched = Matched()
        for row in rows:
            if row["line"] not in clean.merged:
                _sort(row, known, matched, clean, options)
        done += len(rows)
        step("Comparing with the leads that are known", done)
        yield matched


def _sort(
    row: dict[str, Any],
    known: dict[int, tuple[Row, By | str]],
    matched: Matched,
    clean: CleanList,
    options: ImportOptions,
) -> None:
    line = row["line"]
    lead: dict[str, Any] = json.loads(row["input_json"])
    if line in clean.added:
        lead = merge_lead(lead, clean.added[line], {"": "fill"})[0]
    found = known.get(line)
    if found is None:
        if options.mode == "update":
            reason = "No stored lead has this e-mail, phone or name and company, and this import only updates"
            matched.rejected.append((line, reason, ""))
        else:
            matched.new.append(NewRow(line, row, lead))
        return
    stored, by = found
    before = json.loads(stored["input_json"])
    merged, changes = merge_lead(before, lead, dict(options.on_conflict))
    target = matched.unchanged if not changes or options.mode == "create" else matched.changed
    target.append(KnownRow(line, row, stored, merged, changes, by))


def _known(
    rows: Sequence[dict[str, Any]],
    clean: CleanList,
    options: ImportOptions,
    campaign_id: str,
    fetch: Fetch,
    met: dict[int, int],
) -> dict[int, tuple[Row, By | str]]:
    asked = dict(options.merge)
    stored: dict[int, Row] = {}
    for column in ("email_key", "phone_key", "name_key"):
        values = sorted({row[column] for row in rows if row[column]})
        for found in _in(fetch, column, values):
            stored[int(found["id"])] = found
    given = sorted({row["given_id"] for row in rows if row["given_id"]})
    own = {
        str(found["lead_id"]): found
        for found in _in(fetch, "lead_id", given)
        if found["campaign_id"] == campaign_id
    }
    for found in _in(fetch, "id", sorted(set(asked.values()))):
        stored[int(found["id"])] = found
    index: KeyIndex[int] = KeyIndex()
    for pk in sorted(stored):
        found = stored[pk]
        if found["status"] != "rejected" and (
            options.match_scope == "all" or found["campaign_id"] == campaign_id
        ):
            index.add(pk, Keys(found["email_key"], found["phone_key"], found["name_key"]))
    matches: dict[int, tuple[Row, By | str]] = {}
    for row in rows:
        match, by = _match(row, index, own, asked, stored)
        if match is None:
            continue
        first = met.setdefault(match, row["line"])
        if first == row["line"]:
            matches[row["line"]] = (stored[match], by)
        else:
            # Two rows that have no key in common may still meet at one stored lead.
            clean.merged[row["line"]] = (first, "e-mail" if by == "e-mail" else "phone")
    return matches


def _match(
    row: dict[str, Any],
    index: KeyIndex[int],
    own: dict[str, Row],
    asked: dict[int, int],
    stored: dict[int, Row],
) -> tuple[int | None, By | str]:
    wished = asked.get(row["line"])
    if wished is not None and wished in stored:
        return wished, "your choice"
    found = index.find(Keys(row["email_key"], row["phone_key"], row["name_key"]))
    if found is not None:
        return found
    same_id = own.get(row["given_id"]) if row["given_id"] else None
    if same_id is not None:
        stored[int(same_id["id"])] = same_id
        return int(same_id["id"]), "lead id"
    return None, ""


def _in(fetch: Fetch, column: str, values: Sequence[Any]) -> Iterator[Row]:
    for chunk in _chunks(values):
        marks = ", ".join(f":v{place}" for place in range(len(chunk)))
        params = {f"v{place}": value for place, value in enumerate(chunk)}
        yield from fetch(f"{_STORED}{column} IN ({marks})", params)


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]

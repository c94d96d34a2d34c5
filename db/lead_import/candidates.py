"""New rows that may be somebody who is known: nearly the same name and company. A person decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from rapidfuzz import fuzz, process

from core.business_ids import name_key
from db.lead_import.likeness import ALIKE, ALIKE_NAMES, folded
from db.lead_import.matching import KnownLeads, NewRow
from db.lead_import.types import Candidate, ImportOptions
from db.transaction import Row

SHOWN = 50
# Up to so many stored leads each new row is compared with all of them, above with those whose name
# begins in the same way: those are found by an index.
_COMPARED_WITH_ALL = 20_000
_SAME_BEGINNING = 3
_MOST = 300
_LOOKED_AT = 5  # of the leads that are like a row in all, those whose name is like its too
_SHOWN_COLUMNS = ("name", "company", "email", "phone")
_COLUMNS = "SELECT id, name, company, email, phone FROM leads WHERE "


def find_candidates(created: Sequence[NewRow], options: ImportOptions, known: KnownLeads) -> list[Candidate]:
    """The first of the new rows with the stored lead that each is most like."""
    if options.mode == "create":
        return []
    people = [row for row in created if row.lead["contact_info"].get("name")]
    everybody = None
    if known.count <= _COMPARED_WITH_ALL:
        everybody = _Likened(known.fetch(f"{_COLUMNS}name IS NOT NULL ORDER BY id", {}))
    begun: dict[str, _Likened] = {}
    found: list[Candidate] = []
    for row, wanted in zip(people, _folded([row.lead["contact_info"] for row in people]), strict=True):
        if everybody is None:
            start = name_key(row.lead["contact_info"]["name"])[:_SAME_BEGINNING]
            if start not in begun:
                begun[start] = _Likened(_beginning_alike(start, known))
        candidate = (everybody or begun[start]).most_like(row, wanted)
        if candidate is not None:
            found.append(candidate)
        if len(found) >= SHOWN:
            break
    return found


class _Likened:
    """Stored leads by what likeness goes by."""

    def __init__(self, leads: Sequence[Row]) -> None:
        self._leads = leads
        self._folded = _folded(leads)
        self._whole = [whole for _, whole, _ in self._folded]

    def most_like(self, row: NewRow, wanted: tuple[str, str, str]) -> Candidate | None:
        who, whole, digits = wanted
        for _, likeness, place in process.extract(
            whole, self._whole, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=_LOOKED_AT
        ):
            known = self._folded[place]
            if known[2] == digits and fuzz.ratio(who, known[0]) >= ALIKE_NAMES:
                lead = self._leads[place]
                values = {name: str(lead[name]) for name in _SHOWN_COLUMNS if lead[name]}
                return Candidate(row.line, lead_values(row.lead), int(lead["id"]), values, round(likeness))
        return None


def _folded(people: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    """who, whole and digits of each."""
    texts = {one: [person.get(one) for person in people] for one in ("name", "company")}
    frame = pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String))
    return folded(frame).select("who", "whole", "digits").rows()


def _beginning_alike(start: str, known: KnownLeads) -> list[Row]:
    if len(start) < _SAME_BEGINNING:
        return []
    after = start[:-1] + chr(min(ord(start[-1]) + 1, 0xD7FF))
    return known.fetch(
        f"{_COLUMNS}name_key >= :start AND name_key < :after AND name IS NOT NULL LIMIT :most",
        {"start": start, "after": after, "most": _MOST},
    )


def lead_values(lead: Mapping[str, Any]) -> dict[str, str]:
    """A lead's values by field, as text."""
    plain = {name: value for name, value in lead.items() if name not in ("contact_info", "attributes")}
    values = {**lead["contact_info"], **plain, **(lead.get("attributes") or {})}
    return {
        name: "; ".join(value) if isinstance(value, list) else str(value) for name, value in values.items()
    }

"""New rows that may be somebody who is known: nearly the same name and company. A person decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz, process

from core.business_ids import name_key
from db.lead_import.matching import KnownLeads, NewRow
from db.lead_import.types import Candidate, ImportOptions
from db.transaction import Row

SHOWN = 50
_LIKE = 88.0  # per cent of two names with their companies; below it they are mostly strangers
# Up to so many stored leads each new row is compared with all of them, above with those whose name
# begins in the same way: those are found by an index.
_COMPARED_WITH_ALL = 20_000
_SAME_BEGINNING = 3
_MOST = 300
_COLUMNS = "SELECT id, name, company, email, phone FROM leads WHERE "


def find_candidates(created: Sequence[NewRow], options: ImportOptions, known: KnownLeads) -> list[Candidate]:
    """The first of the new rows with the stored lead that each is most like."""
    if options.mode == "create" or not created:
        return []
    everybody = None
    if known.count <= _COMPARED_WITH_ALL:
        everybody = _Likened(known.fetch(f"{_COLUMNS}name IS NOT NULL ORDER BY id", {}))
    found: list[Candidate] = []
    for row in created:
        contact = row.lead["contact_info"]
        if not contact.get("name"):
            continue
        people = everybody or _Likened(_beginning_alike(contact, known))
        candidate = people.most_like(row)
        if candidate is not None:
            found.append(candidate)
        if len(found) >= SHOWN:
            break
    return found


class _Likened:
    """Stored leads by what likeness goes by."""

    def __init__(self, leads: Iterable[Row]) -> None:
        self._leads = {int(lead["id"]): lead for lead in leads}
        self._names = {pk: _likened(lead) for pk, lead in self._leads.items()}

    def most_like(self, row: NewRow) -> Candidate | None:
        wanted = _likened(row.lead["contact_info"])
        best = process.extractOne(wanted, self._names, scorer=fuzz.token_sort_ratio, score_cutoff=_LIKE)
        if best is None:
            return None
        _, likeness, pk = best
        lead = self._leads[pk]
        known = {name: str(lead[name]) for name in ("name", "company", "email", "phone") if lead[name]}
        return Candidate(row.line, lead_values(row.lead), pk, known, round(likeness))


def _beginning_alike(contact: Mapping[str, Any], known: KnownLeads) -> list[Row]:
    start = name_key(contact["name"])[:_SAME_BEGINNING]
    if len(start) < _SAME_BEGINNING:
        return []
    after = start[:-1] + chr(min(ord(start[-1]) + 1, 0xD7FF))
    return known.fetch(
        f"{_COLUMNS}name_key >= :start AND name_key < :after AND name IS NOT NULL LIMIT :most",
        {"start": start, "after": after, "most": _MOST},
    )


def _likened(contact: Mapping[str, Any]) -> str:
    return f"{contact['name']} {contact.get('company') or ''}".casefold()


def lead_values(lead: Mapping[str, Any]) -> dict[str, str]:
    """A lead's values by field, as text."""
    plain = {name: value for name, value in lead.items() if name not in ("contact_info", "attributes")}
    values = {**lead["contact_info"], **plain, **(lead.get("attributes") or {})}
    return {
        name: "; ".join(value) if isinstance(value, list) else str(value) for name, value in values.items()
    }

"""Files of lead lists and what anybody would expect of them; what the tables of cases share."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from db.lead_import import LeadList
from db.workspace import Workspace

ANN = ("Ann Lee", "ann@x.org", "+12125550100", "Fern Ltd")
BEN = ("Ben Ode", "ben@y.org", "+442079460018", "Moss")
BOTH = (ANN, BEN)
Person = tuple[str | None, str | None, str | None, str | None]


class Case(NamedTuple):
    """A file, and the people in it: name, e-mail, phone, company."""

    content: str | bytes | Any
    people: tuple[Person, ...] = BOTH
    name: str = "leads.csv"
    rejected: int = 0
    says: str = ""
    """Words of a warning or of a note on how the file was read."""
    attributes: dict[str, str] | None = None
    """What is kept beside the first person, among other things."""
    fields: dict[str, Any] | None = None
    """What else the first lead says."""


def bytes_of(content: Any) -> bytes:
    if isinstance(content, bytes):
        return content
    return (content if isinstance(content, str) else json.dumps(content)).encode()


def person(lead: dict[str, Any]) -> Person:
    contact = lead["contact_info"]
    return contact.get("name"), contact.get("email"), contact.get("phone"), contact.get("company")


def check(agency: Workspace, case: Case) -> None:
    found: LeadList = agency.lead_imports.read_list(case.name, bytes_of(case.content))
    assert tuple(map(person, found.leads)) == case.people
    assert (found.rows, len(found.rejected)) == (
        len(case.people) + found.merged + case.rejected,
        case.rejected,
    )
    said = " ".join([*found.warnings, *(f"{note.field} {note.message}" for note in found.reading.notes)])
    assert case.says in said
    kept = found.leads[0].get("attributes", {}) if found.leads else {}
    assert {name: kept.get(name) for name in case.attributes or {}} == (case.attributes or {})
    assert {name: found.leads[0].get(name) for name in case.fields or {}} == (case.fields or {})

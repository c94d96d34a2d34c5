"""Headers that say whose or which: "Person - Email - Work", "Default Address Phone", "Mobil privat"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# What may stand before the name of a column without changing what it holds.
_WHOSE = frozenset(
    "person contact lead deal name invitee attendee guest respondent participant subscriber member "
    "student billing buyer customer client prospect primary main default address full your kontakt "
    "teilnehmer kunde contacto cliente participante inscrit rechnung rechnungs facturation "
    "facturacion professional verified best".split()
)
# What tells one address or number from another.
_WHICH = frozenset(
    "work home business office personal private mobile cell main primary direct corporate company hq "
    "headquarters professional verified best geschaftlich privat arbeit zentrale buro dienstlich "
    "direkt mobil bureau domicile travail pro perso professionnel personnel fixe trabajo casa oficina "
    "particular del comercial pessoal trabalho zakelijk prive werk thuis vast adresse address value "
    "number numbers nummer 1 2 3 4".split()
)
_PEOPLE = frozenset(("name", "first_name", "middle_name", "last_name", "email", "phone", "company"))
_OURS = frozenset(
    "owner owners assignee assigned rep salesperson host organizer organiser sender besitzer "
    "zustandig zustandiger verantwortlicher bearbeiter proprietaire propietario responsavel "
    "proprietario eigenaar".split()
)
_GUESTS = frozenset("invitee attendee registrant".split())
_HOSTS = frozenset("user host organizer organiser team event".split())


def qualified_field(words: Sequence[str], names: Mapping[str, str]) -> str | None:
    """The field of a person that is left when it is taken off whose it is, or which of several; else None."""
    if _OURS.intersection(words):
        return None
    rest = list(words)
    while rest:
        found = names.get(" ".join(rest))
        if found in _PEOPLE and (rest != ["company"] or words[-1] == "company"):
            return found
        if rest[0] not in _WHOSE:
            break
        rest = rest[1:]
    left = [word for word in words if word not in _WHICH and word not in _WHOSE]
    found = names.get(" ".join(left))
    return found if found in ("email", "phone") else None


def is_ours(key: str, keys: Sequence[str]) -> bool:
    """Whether a column is about somebody of ours, who looks after the lead or invited it; `keys` are all."""
    words = key.split()
    if _OURS.intersection(words):
        return True
    invited = any(_GUESTS.intersection(other.split()[:1]) for other in keys)
    return invited and bool(_HOSTS.intersection(words[:1]))

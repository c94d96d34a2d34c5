"""Is this the same person? By e-mail, else by phone, else by name and company."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, Literal, NamedTuple, TypeVar

Ref = TypeVar("Ref")
By = Literal["e-mail", "phone", "name and company"]


class Keys(NamedTuple):
    """What a lead is compared by; None where it has none."""

    email: str | None
    phone: str | None
    name: str | None


class KeyIndex(Generic[Ref]):
    """Leads by their keys. A later key decides only where an earlier one cannot: two people with e-mail
    addresses that differ are two, even where they share the phone of their office."""

    def __init__(self) -> None:
        self._emails: dict[str, Ref] = {}
        self._phones: dict[str, list[tuple[Ref, Keys]]] = {}
        self._names: dict[str, list[tuple[Ref, Keys]]] = {}

    def add(self, ref: Ref, keys: Keys) -> None:
        """The first lead with a key keeps it."""
        if keys.email:
            self._emails.setdefault(keys.email, ref)
        if keys.phone:
            self._phones.setdefault(keys.phone, []).append((ref, keys))
        if keys.name:
            self._names.setdefault(keys.name, []).append((ref, keys))

    def find(self, keys: Keys) -> tuple[Ref, By] | None:
        """The lead that is the same, and which key says so."""
        if keys.email and keys.email in self._emails:
            return self._emails[keys.email], "e-mail"
        by_phone = _first(self._phones.get(keys.phone, ()) if keys.phone else (), keys, ("email",))
        if by_phone is not None:
            return by_phone, "phone"
        by_name = _first(self._names.get(keys.name, ()) if keys.name else (), keys, ("email", "phone"))
        return (by_name, "name and company") if by_name is not None else None


def _first(known: Iterable[tuple[Ref, Keys]], keys: Keys, earlier: tuple[str, ...]) -> Ref | None:
    """The first lead with which no earlier key disagrees."""
    for ref, other in known:
        pairs = ((getattr(keys, name), getattr(other, name)) for name in earlier)
        if not any(one and two and one != two for one, two in pairs):
            return ref
    return None

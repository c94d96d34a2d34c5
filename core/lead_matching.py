"""Is this the same person? By e-mail, else by phone, else by name and company."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import Any, Generic, Literal, NamedTuple, TypeVar

Ref = TypeVar("Ref")
By = Literal["e-mail", "phone", "name and company", "your choice"]


KEY_COLUMNS = ("email_key", "phone_key", "name_key")
# The pairs in which KeyIndex.find sees one person, for those who look many up at once: a column of keys, the
# columns that the one must lack, and those that the other must. Whoever has another e-mail is another.
WAYS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("email_key", (), ()),
    ("phone_key", ("email_key",), ()),
    ("phone_key", (), ("email_key",)),
    ("name_key", ("email_key", "phone_key"), ()),
    ("name_key", ("email_key",), ("phone_key",)),
    ("name_key", ("phone_key",), ("email_key",)),
    ("name_key", (), ("email_key", "phone_key")),
)


class Keys(NamedTuple):
    """What a lead is compared by; None where it has none."""

    email: str | None
    phone: str | None
    name: str | None


class KeyIndex(Generic[Ref]):
    """Leads by their keys. A later key decides only where an earlier one cannot: two people with e-mail
    addresses that differ are two, even where they share the phone of their office.

    Of the leads that share a phone or a name only the first of each kind is kept, so that a list of a
    hundred thousand colleagues is no slower than one of strangers.
    """

    def __init__(self) -> None:
        self._emails: dict[str, Ref] = {}
        self._phones: dict[tuple[str, bool], tuple[int, Ref]] = {}
        self._names: dict[tuple[str, bool, bool], tuple[int, Ref]] = {}
        self._added = 0

    def add(self, ref: Ref, keys: Keys) -> None:
        """The first lead with a key keeps it."""
        self._added += 1
        place = (self._added, ref)
        if keys.email:
            self._emails.setdefault(keys.email, ref)
        if keys.phone:
            self._phones.setdefault((keys.phone, bool(keys.email)), place)
        if keys.name:
            self._names.setdefault((keys.name, bool(keys.email), bool(keys.phone)), place)

    def join(self, ref: Ref, known: Keys, keys: Keys) -> Keys:
        """A lead that was added with `known` is also who the other keys say: it is found by those too, and
        what it has now decides who else it is. The keys it has now."""
        together = Keys(*(one or other for one, other in zip(known, keys, strict=True)))
        if together.email and not known.email:
            _forget(self._phones, ref, [(known.phone or "", False)])
            _forget(self._names, ref, [(known.name or "", False, phone) for phone in (False, True)])
        elif together.phone and not known.phone:
            _forget(self._names, ref, [(known.name or "", bool(known.email), False)])
        self.add(ref, together)
        self.add(ref, Keys(*(one or other for one, other in zip(keys, together, strict=True))))
        return together

    def find(self, keys: Keys) -> tuple[Ref, By] | None:
        """The lead that is the same, and which key says so."""
        if keys.email and keys.email in self._emails:
            return self._emails[keys.email], "e-mail"
        # From here on no lead has the same e-mail: one that has any differs, if this one has one.
        emails = (False,) if keys.email else (False, True)
        if keys.phone:
            found = _first(self._phones.get((keys.phone, email)) for email in emails)
            if found is not None:
                return found, "phone"
        if keys.name:
            phones = (False,) if keys.phone else (False, True)
            found = _first(self._names.get((keys.name, email, phone)) for email in emails for phone in phones)
            if found is not None:
                return found, "name and company"
        return None


def _forget(places: dict[Any, tuple[int, Ref]], ref: Ref, keys: Iterable[tuple[object, ...]]) -> None:
    for key in keys:
        if key in places and places[key][1] == ref:
            del places[key]


def _first(known: Iterable[tuple[int, Ref] | None]) -> Ref | None:
    """The lead that was added first."""
    return min((place for place in known if place is not None), key=itemgetter(0), default=(0, None))[1]

"""What a row of a list changes in a lead that is known: field by field, old → new."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

OnConflict = Literal["keep", "overwrite", "fill"]

CONTACT = ("name", "email", "phone", "company")
_LISTS = ("interests", "pain_points")
_PLAIN = ("score", "engagement_level", "budget_indicator", "urgency", "received_at", "source")


class FieldChange(NamedTuple):
    field: str
    old: str
    new: str


def merge_lead(
    known: Mapping[str, Any], new: Mapping[str, Any], rules: Mapping[str, OnConflict]
) -> tuple[dict[str, Any], list[FieldChange]]:
    """The known lead with what the new one adds, and the changes; both as LeadInput JSON without id.

    `rules` say by field what happens where both know something else ("" is for all others; overwrite where
    nothing is said). What the new one does not know never erases anything, and what differs only in writing
    (case of an e-mail, spaces of a phone number) is no change. Lists are put together.
    """
    merged = dict(known)
    changes: list[FieldChange] = []
    contact = dict(known.get("contact_info") or {})
    for name in CONTACT:
        _take(contact, new.get("contact_info") or {}, name, rules, changes)
    merged["contact_info"] = contact
    for name in _PLAIN:
        _take(merged, new, name, rules, changes)
    for name in _LISTS:
        old_list, new_list = list(known.get(name) or []), list(new.get(name) or [])
        added = [item for item in new_list if item.casefold() not in {one.casefold() for one in old_list}]
        if added and (not old_list or _rule(rules, name) == "overwrite"):
            merged[name] = old_list + added
            changes.append(FieldChange(name, "; ".join(old_list), "; ".join(merged[name])))
    attributes = dict(known.get("attributes") or {})
    for header, value in (new.get("attributes") or {}).items():
        old = attributes.get(header)
        if old != value and (old in (None, "") or _rule(rules, "attributes") == "overwrite"):
            attributes[header] = value
            changes.append(FieldChange(header, str(old or ""), str(value)))
    if attributes:
        merged["attributes"] = attributes
    return merged, changes


def _take(
    target: dict[str, Any],
    new: Mapping[str, Any],
    name: str,
    rules: Mapping[str, OnConflict],
    changes: list[FieldChange],
) -> None:
    value, old = new.get(name), target.get(name)
    if value in (None, "") or _same(name, old, value):
        return
    if old not in (None, "") and _rule(rules, name) != "overwrite":
        return
    target[name] = value
    changes.append(FieldChange(name, "" if old is None else str(old), str(value)))


def _rule(rules: Mapping[str, OnConflict], name: str) -> OnConflict:
    return rules.get(name) or rules.get("") or "overwrite"


def _same(name: str, old: Any, new: Any) -> bool:
    if isinstance(old, str) and isinstance(new, str):
        if name == "phone":
            return _digits(old) == _digits(new)
        if name == "received_at":
            return old[:19] == new[:19] or old[:10] + "T00:00:00" == new[:19]
        if name == "email":
            return old.strip().casefold() == new.strip().casefold()
        return " ".join(old.split()) == " ".join(new.split())
    return bool(old == new)


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())

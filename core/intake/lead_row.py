"""One row of a lead list → one lead; what is read, what stays as it stands, and where its id comes from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from core.intake.lead_columns import field_of, may_hold_more, read_level

ATTRIBUTES = "attributes"
_CONTACT = ("name", "email", "company", "phone")
_LEVELS = ("engagement_level", "budget_indicator", "urgency")
_LISTS = ("interests", "pain_points")
_NUMBER = re.compile(r"\d{1,9}(\.\d{1,9})?", re.ASCII)
_ID_DIGITS = 12  # among 50,000 leads two meet with a chance of 4 in a million


def columns_of(headers: Sequence[str]) -> dict[str, str]:
    """Header → the field that it is read as; "attributes" for one that is kept under its own name."""
    return {name: field_of(name) or ATTRIBUTES for name in headers}


def read_row(
    values: Mapping[str, Any], columns: Mapping[str, str], cells: Sequence[Any]
) -> tuple[dict[str, Any], list[str]]:
    """The lead of a row, and the headers of dates that could not be read.

    `values` holds the filled cells by header. A field named twice takes its first filled cell; the others,
    and what does not fit its column, are kept as attributes. `cells` is the whole row, for the id.
    """
    known: dict[str, Any] = {}
    attributes: dict[str, Any] = {}
    unread_dates: list[str] = []
    for header, value in values.items():
        target = columns.get(header, ATTRIBUTES)
        if target in known or not _fits(target, header, value):
            if target == "received_at" and target not in known:
                unread_dates.append(header)
            target = ATTRIBUTES
        if target == ATTRIBUTES:
            attributes[header] = value
        else:
            known[target] = _read_value(target, value)
    parts = [known.pop(part, None) for part in ("first_name", "last_name")]
    if "name" not in known and any(parts):
        known["name"] = " ".join(str(part) for part in parts if part)
    contact = {part: known.pop(part) for part in _CONTACT if part in known}
    lead_id = known.pop("id", None) or derived_id(contact.get("email"), cells)
    lead = {"id": lead_id, "contact_info": contact, **known}
    if attributes:
        lead[ATTRIBUTES] = attributes
    return lead, unread_dates


def derived_id(email: Any, cells: Sequence[Any]) -> str:
    """The same id for the same person on every upload: from the e-mail, else from the whole row."""
    known = isinstance(email, str) and email.strip()
    seed = email.strip().casefold() if known else "\x1f".join(map(str, cells))
    return f"lead_{hashlib.sha256(seed.encode('utf-8', 'replace')).hexdigest()[:_ID_DIGITS]}"


def _fits(target: str, header: str, value: Any) -> bool:
    """Whether the value may be what its column says; everything else is for the handoff to judge."""
    if not isinstance(value, str):
        return True
    if target == "received_at":
        try:
            datetime.fromisoformat(value)
        except ValueError:
            return False
    return target not in _LEVELS or not may_hold_more(header) or read_level(value) is not None


def _read_value(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name == "score":
        if not _NUMBER.fullmatch(value):
            return value
        return float(value) if "." in value else int(value)
    if name in _LEVELS:
        return read_level(value) or value
    return split_list(name, value) if name in _LISTS else value


def split_list(name: str, text: str) -> list[str]:
    """The topics in a cell; a comma separates interests, but in a sentence about what hurts it is a comma."""
    separator = r"[;|\n]" if name == "pain_points" or re.search(r"[;|\n]", text) else ","
    return [part.strip() for part in re.split(separator, text) if part.strip()]

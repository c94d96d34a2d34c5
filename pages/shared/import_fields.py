"""The fields of a lead as the import names them on screen, and what may be done where two values meet."""

from __future__ import annotations

from datetime import UTC, datetime, time

from db.lead_import import MatchScope, Mode, OnConflict
from pages.shared.formats import day, moment

# Field of a lead → what a person calls it; the order is the one of the choice.
_LABELS = {
    "name": "Full name",
    "first_name": "First name",
    "middle_name": "Middle name",
    "last_name": "Last name",
    "email": "E-mail",
    "phone": "Phone",
    "company": "Company",
    "score": "Score",
    "engagement_level": "Engagement",
    "budget_indicator": "Budget",
    "urgency": "Urgency",
    "interests": "Interests",
    "pain_points": "Pain points",
    "received_at": "Received on",
    "source": "Source",
    "id": "Lead id",
    "attributes": "Extra field (kept as it is)",
}

_LEVELS = ("engagement_level", "budget_indicator", "urgency")

ON_CONFLICT: dict[OnConflict, str] = {
    "overwrite": "Take the file's value",
    "fill": "Only fill what is empty",
    "keep": "Keep what is stored",
}

MODES: dict[Mode, str] = {
    "both": "Add new, update known",
    "create": "Only add new",
    "update": "Only update known",
}

MATCH_SCOPES: dict[MatchScope, str] = {"all": "All campaigns", "campaign": "This campaign"}


def field_label(field: str) -> str:
    """`email` as "E-mail"; an extra field has the name that its column had."""
    return _LABELS.get(field, field)


def shown_value(field: str, value: str | None) -> str:
    """A value as a person reads it: `very_high` of a level as "very high", a score of 35.0 as 35, a moment at
    midnight as its day; "" for none."""
    if not value:
        return ""
    if field == "received_at":
        return _received(value)
    if field == "score":
        return value.removesuffix(".0")
    return value.replace("_", " ") if field in _LEVELS else value


def _received(value: str) -> str:
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return value  # of a lead that did not come by an import
    found = found.astimezone(UTC) if found.tzinfo else found
    return day(found) if found.time() == time.min else moment(found)


def field_choices(known: tuple[str, ...], rest: str) -> list[str]:
    """The fields in the order in which a person looks for them, and `rest` for what is no field."""
    ordered = [field for field in _LABELS if field in known]
    return [*ordered, *(field for field in known if field not in ordered), rest]

"""The fields of a lead as the import names them on screen, and what may be done where two values meet."""

from __future__ import annotations

from db.lead_import import MatchScope, Mode, OnConflict
from pages.shared.user_text import humanised

# Field of a lead → what a person calls it; the order is the one of the choice.
_LABELS = {
    "name": "Name (first and last)",
    "first_name": "First name",
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
    """`email` as "E-mail"."""
    return _LABELS.get(field) or humanised(field)


def field_choices(known: tuple[str, ...], rest: str) -> list[str]:
    """The fields in the order in which a person looks for them, and `rest` for what is no field."""
    ordered = [field for field in _LABELS if field in known]
    return [*ordered, *(field for field in known if field not in ordered), rest]

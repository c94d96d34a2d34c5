"""Which column of a lead list holds what: the header names that people and tools use, as a table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

# Field of a lead → header names, as `header_key` writes them. The first name is our own.
HEADER_NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "lead id", "record id", "contact id", "person id", "prospect id", "customer id", "leid"),
    "name": (
        "name", "full name", "contact name", "lead name", "client full name", "client name",
        "customer name", "person name", "buyer name", "contact", "contact person", "customer",
        "lead", "your name", "display name",
    ),
    "first_name": ("first name", "firstname", "given name", "forename", "prenom", "vorname"),
    "last_name": ("last name", "lastname", "surname", "family name", "nom", "nachname"),
    "email": (
        "email", "e mail", "email address", "e mail address", "mail", "work email",
        "business email", "contact email", "primary email", "person email", "email ids", "email id",
        "mail ids", "mail id", "e mail 1 value", "emails", "email 1", "your email",
    ),
    "phone": (
        "phone", "phone number", "telephone", "tel", "mobile", "mobile phone",
        "mobile phone number", "cell", "cell phone", "mobile number", "contact number",
        "contact nos", "contact no", "phones", "phone whatsapp", "mobile whatsapp", "whatsapp",
        "person phone", "phone 1 value", "work phone", "business phone", "sms", "telefon",
        "phone no",
    ),
    "company": (
        "company", "company name", "organization", "organisation", "organization name",
        "organisation name", "account", "account name", "business", "business name", "employer",
        "associated company", "firm", "organization 1 name", "client company", "societe",
        "entreprise", "firma",
    ),
    "score": ("score", "lead score", "marketing score", "hubspot score"),
    "engagement_level": ("engagement level", "engagement", "interest level", "activity level"),
    "budget_indicator": ("budget indicator", "budget level", "budget"),
    "urgency": ("urgency", "urgency level", "priority"),
    "interests": (
        "interests", "interest", "interested in", "topics", "services of interest",
        "products of interest",
    ),
    "pain_points": (
        "pain points", "pain point", "pains", "challenges", "challenge", "problems", "problem",
    ),
    "received_at": (
        "received at", "received", "received on", "created at", "created", "created on",
        "create date", "created date", "date created", "date registered", "date added",
        "added time", "optin time", "submitted at", "submission date", "timestamp",
    ),
    "source": (
        "source", "lead source", "original source", "channel", "utm source",
        "how did you hear about us",
    ),
}  # fmt: skip

_FIELD_OF = {name: field for field, names in HEADER_NAMES.items() for name in names}

# These may hold a level or something else, such as an amount: only a level is read as one.
_OPEN_NAMES = frozenset({"engagement", "interest level", "budget", "priority"})

_LEVEL_WORDS = {
    "h": "high", "hi": "high", "high": "high",
    "m": "medium", "med": "medium", "mid": "medium", "medium": "medium", "moderate": "medium",
    "l": "low", "lo": "low", "low": "low",
    "very high": "very_high", "very_high": "very_high", "none": "none", "unknown": "unknown",
}  # fmt: skip


def header_key(header: str) -> str:
    """The header as names are compared: `E-mail Address *` is `e mail address`."""
    plain = unicodedata.normalize("NFKD", header)
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(re.findall(r"[^\W_]+", plain.casefold()))


@lru_cache(maxsize=1024)
def field_of(header: str) -> str | None:
    """The field of a lead that a header names, or None. A second `Phone 2` is a phone too."""
    # A capital inside a word may begin a new one: firstName, leadScore; but not in WhatsApp.
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header[:200])
    for spelling in (header[:200], apart, re.sub(r"[ _]\d$", "", header[:200])):
        found = _FIELD_OF.get(header_key(spelling))
        if found:
            return found
    return None


def recognised(headers: Sequence[str]) -> int:
    """How many different fields the headers name."""
    return len({field for field in map(field_of, headers) if field})


def read_level(text: str) -> str | None:
    """`Med.` as `medium`; None for a word that is no level."""
    return _LEVEL_WORDS.get(" ".join(text.casefold().rstrip(".").split()))


def may_hold_more(header: str) -> bool:
    """Whether a column of levels by its name may as well hold something else, such as an amount."""
    return header_key(header) in _OPEN_NAMES

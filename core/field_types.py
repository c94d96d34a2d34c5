"""Fields that several contracts share: ids, optional text, e-mail addresses and phone numbers."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator

from core.contract import Text

_EMAIL = re.compile(r"""[^@\s,;:<>()\[\]"]+@[^@\s,;:<>()\[\]"]+\.[^@\s,;:<>()\[\]".]{2,}""")
_LONGEST_EMAIL = 254  # RFC 5321: no mail server carries a longer address
_FEWEST_PHONE_DIGITS = 5  # the shortest subscriber numbers in use; "n/a" and "12" are no phone


def read_identifier(value: Any) -> Any:
    """A whole number as its text, because many tools count their records."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def read_email(value: Any) -> Any:
    """The address without the space around it; blank is None, and no address is a ValueError."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if text and (len(text) > _LONGEST_EMAIL or not _EMAIL.fullmatch(text)):
        raise ValueError("must be an e-mail address like name@example.com")
    return text or None


def read_phone(value: Any) -> Any:
    """The number as typed; blank is None, and what has no digits to dial is a ValueError."""
    if not isinstance(value, str):
        return value
    if value.strip() and sum(character.isdigit() for character in value) < _FEWEST_PHONE_DIGITS:
        raise ValueError("must be a phone number like +1 555 010 0100")
    return value.strip() or None


def _blank_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


Identifier = Annotated[Text, BeforeValidator(read_identifier)]
"""The id of a record in another tool: text, or a whole number that is kept as text."""

OptionalText = Annotated[str | None, BeforeValidator(_blank_is_none)]
"""Text; blank is as good as not given."""

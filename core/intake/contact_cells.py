"""E-mail addresses and phone numbers as people type them into a cell → one to use, the others kept."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import phonenumbers

_LONGEST = 320  # characters of a cell that are looked at as an address; longer ones are prose
PLAIN_EMAIL = (
    r"[A-Za-z0-9_%+-]+(?:\.[A-Za-z0-9_%+-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)
"""What is certainly an address, as a pattern; of at most LONGEST_EMAIL characters."""
LONGEST_EMAIL = 254
_PLAIN_EMAIL = re.compile(PLAIN_EMAIL)
_EMAIL_PARTS = re.compile(r"[\s,;/|<>()\[\]\"“”„]+")
_UNSEEN = re.compile(r"[\u200b-\u200d\u2060\ufeff\u00ad]")
_NAMED = re.compile(r"\s*[\"']?([^\"'<>@;,:|]*[^\W\d_][^\"'<>@;,:|]*?)[\"']?\s*<[^<>\s]+@[^<>\s]+>\s*")
_PHONE_PARTS = re.compile(r"\s*(?:[;|,/\n]|\bor\b)\s*")
_EXTENSION = re.compile(
    r"(?:\s*[,;]?\s*(?:x|ext\.?|extension|durchwahl|poste)\s*:?\s*)(\d{1,7})\s*$", re.IGNORECASE
)
# What spreadsheets make of a column of numbers that they were not told to leave alone.
_DECIMAL = re.compile(r"(\+?\d{7,})\.0+")
_RUN = re.compile(r"\+?[\d(][\d\s().\-/]{5,}\d")  # the digits among words: "Tel. 212-555-0100 (office)"
_POWER = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})")
LOST = (
    "lost digits in a spreadsheet, which wrote it like 4.9E+11; it is kept as written, and is no number. "
    "Format the column as text there and save it again"
)
_FEWEST_DIGITS = 5  # the shortest subscriber numbers in use


class EmailCell(NamedTuple):
    """`email` as it is written to, `key` as it is compared; `further` addresses of the same cell. `problem`
    continues "The e-mail …" where the cell holds something else."""

    email: str | None = None
    key: str | None = None
    further: tuple[str, ...] = ()
    problem: str | None = None


class PhoneCell(NamedTuple):
    """`phone` in E.164 where it could be read, else as written with `doubt`; `key` is how it is compared."""

    phone: str | None = None
    key: str | None = None
    extension: str | None = None
    further: tuple[str, ...] = ()
    doubt: str | None = None


@lru_cache(maxsize=65_536)
def read_email_cell(text: str) -> EmailCell:
    """The address in a cell like `Ada <ada@x.org>` or `a@x.org; b@x.org`."""
    shown = _UNSEEN.sub("", text).strip()
    if not shown:
        return EmailCell()
    if _PLAIN_EMAIL.fullmatch(shown) and len(shown) <= LONGEST_EMAIL:
        return EmailCell(shown, shown.casefold())
    found: list[str] = []
    if len(shown) <= _LONGEST * 4 and not shown.startswith(("{", "[{", '["')):
        for part in _EMAIL_PARTS.split(shown):
            address = _address(part)
            if address and address.casefold() not in (known.casefold() for known in found):
                found.append(address)
    if not found:
        return EmailCell(problem=f"is no e-mail address: {shown[:80]}")
    return EmailCell(found[0], found[0].casefold(), tuple(found[1:]))


def name_beside(text: str) -> str | None:
    """`Ada` in `Ada <ada@x.org>`; None where no name stands there."""
    found = _NAMED.fullmatch(text) if "<" in text and len(text) <= _LONGEST else None
    return " ".join(found[1].split()) if found else None


def _address(part: str) -> str | None:
    candidate = part.strip("'").rstrip(".")
    if candidate[:7].casefold() == "mailto:":
        candidate = candidate[7:].partition("?")[0]
    if "@" not in candidate or len(candidate) > _LONGEST:
        return None
    from email_validator import EmailNotValidError, validate_email  # few lists need it, and it loads slowly

    try:
        return validate_email(candidate, check_deliverability=False, allow_smtputf8=True).normalized
    except EmailNotValidError:
        # Names for tests and examples are refused by the library and are addresses all the same.
        return candidate if _PLAIN_EMAIL.fullmatch(candidate) and len(candidate) <= LONGEST_EMAIL else None


@lru_cache(maxsize=65_536)
def read_phone_cell(text: str, country: str) -> PhoneCell:
    """The number in a cell; `country` (ISO 3166) is where a number without its country code is from."""
    shown = text.strip().lstrip("'").strip()
    if not shown:
        return PhoneCell()
    if _DECIMAL.fullmatch(shown):
        shown = shown.partition(".")[0]
    power = _POWER.fullmatch(shown)
    if power:
        first, others, exponent = power[1], power[2] or "", int(power[3])
        if len(others) != exponent:
            return PhoneCell(doubt=LOST)
        shown = first + others
    parts = [part for part in _PHONE_PARTS.split(shown) if part and _digits(part) >= _FEWEST_DIGITS]
    whole = _one_number(shown, country)
    if whole is None and len(parts) > 1:
        read = [_one_number(part, country) or PhoneCell(part, _key(part)) for part in parts]
        first, *rest = read
        further = tuple(one.phone for one in rest if one.phone and one.key != first.key)
        return first._replace(further=further)
    if whole is not None:
        return whole
    unusual = _one_number(shown, country, possible=False)
    if unusual is not None:
        return unusual._replace(doubt="has an unusual number of digits for its country")
    if _digits(shown) < _FEWEST_DIGITS:
        return PhoneCell(doubt="is no phone number")
    inside = _RUN.findall(shown)
    if len(inside) == 1 and _digits(inside[0]) == _digits(shown):
        among_words = _one_number(inside[0], country)
        if among_words is not None:
            return among_words
    return PhoneCell(shown[:60], _key(shown), doubt="could not be read for certain and is kept as written")


def _one_number(text: str, country: str, *, possible: bool = True) -> PhoneCell | None:
    extension = _EXTENSION.search(text)
    bare = text[: extension.start()] if extension else text
    try:
        number = phonenumbers.parse(bare, country)
    except phonenumbers.NumberParseException:
        return None
    inner, number.extension = number.extension, None
    if possible and not phonenumbers.is_possible_number(number):
        return None
    if not 4 <= len(str(number.national_number)) <= 13:
        return None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return PhoneCell(written, written, inner or (extension[1] if extension else None))


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)


def _key(text: str) -> str:
    digits = "".join(character for character in text if character.isdigit())
    return f"+{digits}" if text.startswith("+") else digits

"""Which field of a lead each column of a list holds, how sure that is, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from core.intake.blank_cells import says_nothing
from core.intake.contact_cells import read_email_cell
from core.intake.date_cells import read_date_cell
from core.intake.lead_columns import field_of, header_key
from core.intake.lead_frames import LEVELS
from core.intake.qualified_headers import is_ours
from core.intake.scale_cells import read_any_level, read_score_cell, score_scale

_FEWEST_PHONE_DIGITS = 5
_AMOUNT = re.compile(r"\D{0,4}\d[\d.,' ]*\D{0,4}")  # a number, with a sign of a currency, say

LEAD_FIELDS = (
    "id",
    "name",
    "first_name",
    "middle_name",
    "last_name",
    "email",
    "phone",
    "company",
    "score",
    "engagement_level",
    "budget_indicator",
    "urgency",
    "interests",
    "pain_points",
    "received_at",
    "source",
)
NAME_PARTS = ("first_name", "middle_name", "last_name")  # become one name, in this order
ATTRIBUTES = "attributes"  # any other column: kept under its own header, never dropped


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column and the field it was taken for; `confidence` in per cent, `reason` in words a person knows."""

    column: int
    header: str
    field: str
    confidence: int
    reason: str
    samples: tuple[str, ...]


def propose_mapping(
    headers: Sequence[str], sample: pl.DataFrame, remembered: Mapping[str, str] | None = None
) -> tuple[ColumnChoice, ...]:
    """The field of each column by its header, its values, and what was chosen last time for the same headers
    (`remembered`: header_key → field). A field is given once; the surest column gets it, and of equally sure
    ones the first. Further columns of addresses or numbers stand in where that is blank."""
    keys = [header_key(header) for header in headers]
    found = [
        _propose(position, header, _filled(sample, position), remembered or {}, is_ours(key, keys))
        for position, (header, key) in enumerate(zip(headers, keys, strict=True))
    ]
    if not any(choice.field == "company" for choice in found):
        found = _companies(found)
    surest: dict[str, ColumnChoice] = {}
    for choice in found:
        best = surest.get(choice.field)
        if choice.field != ATTRIBUTES and (best is None or choice.confidence > best.confidence):
            surest[choice.field] = choice
    return tuple(
        choice
        if choice.field == ATTRIBUTES or surest[choice.field] is choice
        else _second(choice, surest[choice.field])
        for choice in found
    )


def _propose(
    position: int, header: str, values: Sequence[str], remembered: Mapping[str, str], is_of_us: bool
) -> ColumnChoice:
    def choice(field: str, confidence: int, reason: str) -> ColumnChoice:
        return ColumnChoice(position, header, field, confidence, reason, tuple(values[:3]))

    known = remembered.get(header_key(header))
    if known in LEAD_FIELDS or known == ATTRIBUTES:
        return choice(str(known), _CHOSEN, "as you chose for this header last time")
    named = field_of(header)
    if is_of_us and named in (None, *_PEOPLE):
        return choice(ATTRIBUTES, 90, "is about who looks after the lead; kept under its own name")
    if named is not None:
        share = _share(named, values)
        less = _LESS if header_key(header) in _VAGUE else 0
        if not values:
            return choice(named, 80 - less, "by its header; the first rows are blank")
        if named in _CHECKED and share < _FEWEST_FIT:
            other = _by_values(values)
            if other is not None:
                return choice(other, 70, f"its values are {_WORDS[other]}, whatever its header says")
            return choice(ATTRIBUTES, 60, f"its header names {_WORDS[named]}, but its values are none")
        return choice(named, (95 if share >= 0.8 else 75) - less, "by its header")
    by_values = _by_values(values)
    if by_values is not None:
        return choice(by_values, 70, f"its values are {_WORDS[by_values]}")
    if header == f"Column {position + 1}" and _are_people(values):
        return choice("name", 55, "its values look like the names of people")
    return choice(ATTRIBUTES, 90 if values else 50, "kept under its own name")


_WORDS = {
    "email": "e-mail addresses",
    "phone": "phone numbers",
    "score": "scores",
    "received_at": "dates",
    "engagement_level": "levels",
    "budget_indicator": "levels",
    "urgency": "levels",
}
# Headers of these fields are believed only where the values fit: "Budget" often holds amounts.
_CHECKED = frozenset(_WORDS) - {"email", "phone"}
_FEWEST_FIT = 0.5
_BY_VALUES = 0.7
# Headers that say it less surely than another of the list may: an export's Account Name is often our own.
_VAGUE = frozenset({"account", "account name", "contact", "customer", "lead", "date", "platform", "channel"})
_LESS = 10
_PEOPLE = ("name", *NAME_PARTS, "email", "phone", "company")
_SEVERAL = frozenset({"email", "phone"})  # people have several of these
_STANDS_IN, _CHOSEN = 75, 100  # per cent of confidence


def _companies(found: list[ColumnChoice]) -> list[ColumnChoice]:
    """Where a lead has people, as in an export of "lead_name" and "display_name", the lead is the company."""
    people = [choice for choice in found if choice.field in ("name", "first_name", "last_name")]
    leads = [choice for choice in people if header_key(choice.header) == "lead name"]
    if not leads or len(people) == len(leads):
        return found
    reason = "the company: the people of this lead have a column of their own"
    return [
        replace(choice, field="company", confidence=75, reason=reason) if choice in leads else choice
        for choice in found
    ]


def _by_values(values: Sequence[str]) -> str | None:
    """E-mail addresses and phone numbers are known without a header."""
    if len(values) >= 1 and _share("email", values) >= _BY_VALUES:
        return "email"
    if len(values) >= 2 and _share("phone", values) >= _BY_VALUES and _looks_dialled(values):
        return "phone"
    return None


def _are_people(values: Sequence[str]) -> bool:
    """Whether the values are two to four words with a capital each."""

    def is_person(value: str) -> bool:
        words = value.split()
        letters = all(character.isalpha() or character in "'’.-" for character in "".join(words))
        return letters and 2 <= len(words) <= 4 and all(word[0].isupper() for word in words)

    return len(values) >= 2 and sum(map(is_person, values)) >= 0.8 * len(values)


def _looks_dialled(values: Sequence[str]) -> bool:
    """Whether numbers are written as people write phone numbers, not as ids or amounts."""
    return sum(value.strip().startswith(("+", "00", "(")) for value in values) >= len(values) / 2


def _share(field: str, values: Sequence[str]) -> float:
    """How many of the values fit the field, 0–1; 1 for a field that any text fits."""
    scale = score_scale(values if field == "score" else ())
    checks: dict[str, Callable[[str], bool]] = {
        "email": lambda value: "@" in value and read_email_cell(value).email is not None,
        "phone": lambda value: sum(character.isdigit() for character in value) >= _FEWEST_PHONE_DIGITS,
        "received_at": lambda value: read_date_cell(value, "dmy") is not None,
        "score": lambda value: read_score_cell(value, scale) is not None,
    }
    if field in LEVELS:
        # Where one number is an amount, the small ones beside it are no levels from 1 to 5 either.
        amounts = any(_AMOUNT.fullmatch(value.strip()) and read_any_level(value) is None for value in values)
        checks[field] = lambda value: (
            read_any_level(value) is not None and not (amounts and _AMOUNT.fullmatch(value.strip()))
        )
    check = checks.get(field)
    said = [value for value in values if not says_nothing(field, value.strip())]
    if check is None or not said:
        return 1.0
    return sum(map(check, said)) / len(said)


def _filled(sample: pl.DataFrame, position: int) -> list[str]:
    return [value for value in sample[f"c{position}"].to_list() if value.strip()]


def _second(choice: ColumnChoice, surest: ColumnChoice) -> ColumnChoice:
    stands_in = choice.field in _SEVERAL and choice.confidence >= _STANDS_IN
    if choice.column > surest.column and (stands_in or choice.confidence == _CHOSEN):
        reason = f"stands in where {surest.header} is blank; kept under its own name elsewhere"
        return replace(choice, confidence=min(choice.confidence, 85), reason=reason)
    reason = f"{surest.header} is surer to hold this; kept under its own name"
    return replace(choice, field=ATTRIBUTES, confidence=70, reason=reason)

"""Who a campaign speaks to: the segment and the age range, where the text has them."""

from __future__ import annotations

import re
from functools import cache
from typing import TypedDict

from core.result import Notice

_OLDEST = 120  # nobody older is on record
_AGE = r"(?<![\d.,$€£])(\d{1,3})(?![\d%])"
_DASH = r"\s*(?:-|–|—|to|and)\s*"
_CUE = r"\b(?:aged|ages|age)\s*:?\s*(?:between\s+|from\s+)?"
_YEARS = r"[\s-]*(?:years?[\s-]*olds?|yrs?[\s-]*olds?|y/?o|years?\s+of\s+age)\b"

# (what the words look like, how lower and upper age follow from the figures in them); compiled when a text
# gets as far, because the first form that fits leaves no figures for the others.
_FORMS = (
    (rf"{_CUE}{_AGE}{_DASH}{_AGE}(?:{_YEARS})?", "range"),
    (rf"(?:\bbetween\s+)?{_AGE}{_DASH}{_AGE}{_YEARS}", "range"),
    (rf"{_CUE}{_AGE}\s*(?:\+|and\s+(?:over|older|up)\b|or\s+older\b)", "from"),
    (rf"{_AGE}\s*\+?{_YEARS}\s*(?:and|or)\s+(?:over|older|up)\b", "from"),
    (rf"{_AGE}\s*\+{_YEARS}", "from"),
    (rf"{_CUE}(?:over|above)\s+{_AGE}", "over"),
    (rf"\bover\s+{_AGE}{_YEARS}", "over"),
    (rf"{_CUE}(?:under|below)\s+{_AGE}", "under"),
    (rf"\bunder\s+{_AGE}{_YEARS}", "under"),
    (rf"(?<=\badults ){_AGE}\s*\+", "from"),
    (rf"{_CUE}{_AGE}(?:{_YEARS})?", "exact"),
)
_FIGURE = re.compile(r"\d")
_LOOSE_ENDS = re.compile(r"^[\s,;:()\-–—]+|[\s,;:(\-–—]+$")

_SPACE_BEFORE = re.compile(r" ([,;.)])")


class Audience(TypedDict):
    """The audience as typed, and what was read in it. Ages in years, both inside; None where open or
    not stated. `segment` is the text without its ages; None where nothing else is said."""

    original: str
    segment: str | None
    age_from: int | None
    age_to: int | None
    read_from: str | None


def read_audience(text: str) -> tuple[Audience, list[Notice]]:
    """The audience behind "Tech professionals aged 25-45", and what to ask where ages are doubtful."""
    text = " ".join(text.split())
    found = _ages(text)
    if len(found) > 1:
        question = "names more than one age range; which one is the campaign for?"
        return _plain(text), [Notice("target_audience", question)]
    if not found:
        return _plain(text), []
    words, lower, upper = found[0]
    if max(lower or 0, upper or 0) > _OLDEST or (lower is not None and upper is not None and lower > upper):
        return _plain(text), [Notice("target_audience", "has an age range that cannot be; what is it?")]
    rest = text.replace(words, " ").replace("( )", " ")
    segment = _SPACE_BEFORE.sub(r"\1", " ".join(_LOOSE_ENDS.sub("", rest).split()))
    return {
        "original": text,
        "segment": segment or None,
        "age_from": lower,
        "age_to": upper,
        "read_from": words.strip(),
    }, []


def _ages(text: str) -> list[tuple[str, int | None, int | None]]:
    """(words, lower, upper) for each place that states ages."""
    found: list[tuple[str, int | None, int | None]] = []
    rest = text
    for pattern, form in _compiled():
        if not _FIGURE.search(rest):
            break
        for match in list(pattern.finditer(rest)):
            figures = [int(figure) for figure in match.groups()]
            found.append((match[0], *_limits(form, figures)))
            # Blanked out, so that no later pattern reads the same figures again.
            rest = rest[: match.start()] + "\x00" * len(match[0]) + rest[match.end() :]
    return found


@cache
def _compiled() -> list[tuple[re.Pattern[str], str]]:
    """The forms, compiled when the first text comes to them."""
    return [(re.compile(pattern, re.IGNORECASE), form) for pattern, form in _FORMS]


def _limits(form: str, figures: list[int]) -> tuple[int | None, int | None]:
    first = figures[0]
    if form == "range":
        return first, figures[1]
    if form == "exact":
        return first, first
    if form == "under":
        return None, first - 1
    return (first + 1 if form == "over" else first), None


def _plain(text: str) -> Audience:
    return {"original": text, "segment": text, "age_from": None, "age_to": None, "read_from": None}

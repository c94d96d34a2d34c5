"""Reading the dates that people type: "Q2 2025", "mid April 2025", "1 April – 15 May 2025"."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

_LONGEST_PHRASE = 120  # characters; a date phrase is short, and a page of prose is not one
UNREADABLE = "could not be read; when does it start and end, as in Q2 2025 or 2025-04-01?"
_YEARS = range(1970, 2200)  # a year outside is a typing mistake


class Period(NamedTuple):
    """First and last day, both inside.

    `is_day` where the words name a single day, `is_third` where early, mid or late was read as a third.
    """

    first: date
    last: date
    is_day: bool = False
    is_third: bool = False


class Unclear(NamedTuple):
    """Words that cannot be read for certain, with the question to ask (it follows the field's name)."""

    question: str


# Written out, because the names of the calendar module follow the locale of the machine.
_MONTH_NAMES = "January February March April May June July August September October November December".split()
_MONTHS = {
    name.lower()[:letters]: number for number, name in enumerate(_MONTH_NAMES, 1) for letters in (3, None)
} | {"sept": 9}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_PARTS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}

_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + ")"
_YEAR = r"(?P<year>\d{4})"
_FOUR_DIGITS = re.compile(r"\d{4}")
_SHORT_YEAR = re.compile(r"'(\d{2})\b")
_FILLERS = re.compile(r"\b(of|the|in|on|from|between|during|launch|launching)\b")
_DOT_AFTER_WORD = re.compile(r"(?<=[a-z])\.")
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NUMBER = r"(?P<month>\d{1,2})"
_PART = "(?:(?P<part>" + "|".join(_PARTS) + ")(?: |-))?"


def read_period(text: str) -> Period | Unclear:
    """The period that the words name, or the question to ask where they leave room for doubt."""
    words = _normal(text)
    if not words or len(words) > _LONGEST_PHRASE:
        return Unclear(UNREADABLE)
    found = _single(words)
    if found is None:
        found = _range(words)
    if found is not None:
        return found
    if not _FOUR_DIGITS.search(words) and isinstance(
        _single(f"{words} 2024") or _range(f"{words} 2024"), Period
    ):
        return Unclear("names no year; which year is meant?")
    return Unclear(UNREADABLE)


def _single(words: str) -> Period | Unclear | None:
    """One day, month, quarter, half, week or year; None where no pattern fits."""
    if not _FOUR_DIGITS.search(words):
        return None  # every pattern has a year
    for pattern, build in _compiled():
        match = pattern.fullmatch(words)
        if match:
            groups = match.groupdict()
            if "year" in groups and int(groups["year"]) not in _YEARS:
                return Unclear(f"has the year {groups['year']}; is it right?")
            try:
                return build(groups)
            except ValueError:
                return Unclear("names a date that is not in the calendar; which one is meant?")
    return None


def _range(words: str) -> Period | Unclear | None:
    """Two singles with a word or a dash between; the left may borrow month and year from the right."""
    for separator in _SEPARATORS.finditer(words):
        left, right = words[: separator.start()].strip(), words[separator.end() :].strip()
        if not left or not right:
            continue
        ending = _first_read(_right_readings(left, right))
        if ending is None:
            continue
        beginning = _first_read(_left_readings(left, right))
        if beginning is None:
            continue
        if isinstance(beginning, Unclear):
            return beginning
        if isinstance(ending, Unclear):
            return ending
        if ending.last < beginning.first:
            return Unclear("ends before it starts; which dates are meant?")
        return Period(beginning.first, ending.last, is_third=beginning.is_third or ending.is_third)
    return None


def _right_readings(left: str, right: str) -> list[str]:
    month = re.match(rf"{_MONTH}\b", left)  # "April 1-15 2025": the month stands on the left
    return [right, f"{month['month']} {right}"] if month else [right]


def _left_readings(left: str, right: str) -> list[str]:
    year = _FOUR_DIGITS.search(right)
    if year is None or _FOUR_DIGITS.search(left):
        return [left]
    month = re.search(rf"\b{_MONTH}\b", right)
    borrowed = [f"{left} {month['month']} {year[0]}"] if month else []
    return [f"{left} {year[0]}", *borrowed]


def _first_read(readings: list[str]) -> Period | Unclear | None:
    return next((found for words in readings if (found := _single(words)) is not None), None)


def _normal(text: str) -> str:
    words = unicodedata.normalize("NFKC", text).casefold().replace(",", " ").replace("’", "'")
    words = _SHORT_YEAR.sub(r"20\1", words)
    words = _FILLERS.sub(" ", words)
    words = _DOT_AFTER_WORD.sub(" ", words)
    return " ".join(words.split())


def _day(groups: dict[str, str]) -> Period:
    day = date(int(groups["year"]), _month_number(groups["month"]), int(groups["day"]))
    return Period(day, day, is_day=True)


def _slashed(groups: dict[str, str]) -> Period | Unclear:
    one, two, year = int(groups["one"]), int(groups["two"]), int(groups["year"])
    if one <= 12 and two <= 12 and one != two:
        ways = f"{one} {_MONTH_NAMES[two - 1]} or {two} {_MONTH_NAMES[one - 1]}"
        return Unclear(f"could be {ways} {year}; which one is meant?")
    month, day = (one, two) if two > 12 else (two, one)
    return Period(date(year, month, day), date(year, month, day), is_day=True)


def _months(groups: dict[str, str]) -> Period:
    year, month = int(groups["year"]), _month_number(groups["month"])
    if groups.get("part"):
        third = _PARTS[groups["part"]]
        last = calendar.monthrange(year, month)[1] if third == 2 else 10 * third + 10
        return Period(date(year, month, 10 * third + 1), date(year, month, last), is_third=True)
    return _span(year, month, 1)


def _quarter(groups: dict[str, str]) -> Period:
    return _third_of(groups, 3 * (_ordinal(groups) - 1) + 1, 3)


def _half(groups: dict[str, str]) -> Period:
    return _third_of(groups, 6 * (_ordinal(groups) - 1) + 1, 6)


def _year(groups: dict[str, str]) -> Period:
    return _third_of(groups, 1, 12)


def _third_of(groups: dict[str, str], month: int, months: int) -> Period:
    """The whole, or its early, mid or late third."""
    if groups.get("part"):
        third = months // 3
        span = _span(int(groups["year"]), month + third * _PARTS[groups["part"]], third)
        return span._replace(is_third=True)
    return _span(int(groups["year"]), month, months)


def _week(groups: dict[str, str]) -> Period:
    monday = date.fromisocalendar(int(groups["year"]), int(groups["week"]), 1)
    return Period(monday, monday + timedelta(days=6))


def _span(year: int, month: int, months: int) -> Period:
    last_month = month + months - 1
    return Period(date(year, month, 1), date(year, last_month, calendar.monthrange(year, last_month)[1]))


def _ordinal(groups: dict[str, str]) -> int:
    return _ORDINALS.get(groups["which"]) or int(groups["which"])


def _month_number(text: str) -> int:
    return _MONTHS.get(text) or int(text)


_Build = Callable[[dict[str, str]], "Period | Unclear"]
_WHICH = "(?P<which>" + "|".join(_ORDINALS) + ")"
# Compiled when a text gets as far: most dates are written in one of the first forms.
_PATTERNS: list[tuple[str, _Build]] = [
    (rf"{_YEAR}-{_NUMBER}-(?P<day>\d{{1,2}})", _day),
    (rf"{_YEAR}/{_NUMBER}/(?P<day>\d{{1,2}})", _day),
    (rf"(?P<day>\d{{1,2}})\.{_NUMBER}\.{_YEAR}", _day),
    (rf"(?P<one>\d{{1,2}})[/-](?P<two>\d{{1,2}})[/-]{_YEAR}", _slashed),
    (rf"{_DAY}[ -]{_MONTH}[ -]{_YEAR}", _day),
    (rf"{_MONTH} {_DAY} {_YEAR}", _day),
    (rf"{_PART}{_MONTH}[ /-]{_YEAR}", _months),
    (rf"{_YEAR}[ -]{_MONTH}", _months),
    (rf"{_YEAR}[-/]{_NUMBER}", _months),
    (rf"{_NUMBER}/{_YEAR}", _months),
    (rf"{_PART}q ?(?P<which>[1-4])[ /-]?{_YEAR}", _quarter),
    (rf"{_YEAR}[ /-]?q ?(?P<which>[1-4])", _quarter),
    (rf"{_PART}{_WHICH} quarter {_YEAR}", _quarter),
    (rf"{_PART}h ?(?P<which>[12])[ /-]?{_YEAR}", _half),
    (rf"{_YEAR}[ /-]?h ?(?P<which>[12])", _half),
    (rf"(?P<which>first|second|1st|2nd) half {_YEAR}", _half),
    (rf"(?:week|w|cw|kw) ?(?P<week>\d{{1,2}})[ /-]?{_YEAR}", _week),
    (rf"{_YEAR}[ -]?w(?P<week>\d{{1,2}})", _week),
    (rf"{_PART}{_YEAR}", _year),
]
# A dash between words may stand without spaces; a dash inside a date is tried too and then does not read.
_SEPARATORS = re.compile(r" (?:to|until|till|through|thru|and|bis) |\s*[-–—]\s*")


@cache
def _compiled() -> list[tuple[re.Pattern[str], _Build]]:
    """The patterns, compiled when the first text comes to them: most starts of the program need none."""
    return [(re.compile(pattern, re.ASCII), build) for pattern, build in _PATTERNS]

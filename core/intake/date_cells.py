"""Dates in any writing → moments in UTC; the whole column decides whether the day comes first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal

DateOrder = Literal["dmy", "mdy", "ymd"]

_TIME = (
    r"(?:[T ,]+(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
)
_WORD, _DAY = r"[A-Za-zÀ-ÿ]{2,10}\.?,?\s+", r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_NAME = r"(?P<name>[A-Za-zÀ-ÿ]{3,10})\.?"
_SLASHED = re.compile(rf"(?P<one>\d{{1,2}})[./-](?P<two>\d{{1,2}})[./-](?P<year>\d{{4}}|\d{{2}}){_TIME}")
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})[./-](?P<one>\d{{1,2}})[./-](?P<two>\d{{1,2}}){_TIME}")
_DAY_NAME = re.compile(
    rf"(?:{_WORD})?{_DAY}[\s-]+(?:de\s+)?{_NAME},?[\s-]+(?:de\s+)?(?P<year>\d{{4}}){_TIME}"
)
_NAME_DAY = re.compile(rf"(?:{_WORD})?{_NAME}\s+{_DAY},?\s+(?P<year>\d{{4}}){_TIME}")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier janv enero ene janeiro januari",
            "feb february februar février fevrier févr fev febrero fevereiro februari",
            "mar march märz marz mrz mars marzo março marco maart mrt",
            "apr april avril avr abril abr",
            "may mai mayo maio mei",
            "jun june juni juin junio junho",
            "jul july juli juillet juil julio julho",
            "aug august août aout agosto ago augustus",
            "sep sept september septembre septiembre setembro set",
            "oct october okt oktober octobre octubre outubro out",
            "nov november novembre noviembre novembro",
            "dec december dez dezember décembre decembre déc diciembre dic dezembro december",
        ),
        1,
    )
    for name in names.split()
}
EARLIEST_YEAR, LATEST_YEAR = 1990, 2100  # of dates in a lead list; what lies outside is something else
_EXCEL_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")  # 10000 is 1927, 99999 is 2173
_SECONDS = re.compile(r"\d{10}(?:\.\d+)?|\d{13}")


@dataclass(frozen=True, slots=True)
class OrderDecision:
    """Which part comes first in dates like 03/04/2026, and why; "" where no such date was seen."""

    order: DateOrder
    reason: str = ""
    is_certain: bool = True


class OrderSurvey:
    """Looks at every date of a column before any is read."""

    def __init__(self) -> None:
        self._day_first: str | None = None
        self._month_first: str | None = None
        self._either = 0
        self._counts = {"dmy": 0, "mdy": 0}

    def feed(self, values: Iterable[str]) -> None:
        for value in values:
            match = _SLASHED.fullmatch(value.strip())
            if not match:
                continue
            one, two = int(match["one"]), int(match["two"])
            if one > 12 >= two:
                self._day_first = self._day_first or value.strip()
                self._counts["dmy"] += 1
            elif two > 12 >= one:
                self._month_first = self._month_first or value.strip()
                self._counts["mdy"] += 1
            elif one != two:
                self._either += 1

    def decide(self, country: str, chosen: DateOrder | None = None) -> OrderDecision:
        """The order for the whole column; `country` decides where no date does."""
        usual: DateOrder = "mdy" if country in ("US", "PH") else "dmy"
        if chosen is not None:
            return OrderDecision(chosen, "as you chose")
        if self._day_first and self._month_first:
            order: DateOrder = "dmy" if self._counts["dmy"] >= self._counts["mdy"] else "mdy"
            return OrderDecision(
                order,
                f"{self._day_first} and {self._month_first} both appear, so the column mixes orders; most "
                f"dates have the {'day' if order == 'dmy' else 'month'} first",
                is_certain=False,
            )
        if self._day_first:
            return OrderDecision("dmy", f"{self._day_first} appears, so the day comes first")
        if self._month_first:
            return OrderDecision("mdy", f"{self._month_first} appears, so the month comes first")
        if self._either:
            first = "month" if usual == "mdy" else "day"
            return OrderDecision(
                usual,
                f"no date tells whether the day or the month comes first; the {first} is usual in {country}",
                is_certain=False,
            )
        return OrderDecision(usual)


@lru_cache(maxsize=65_536)
def read_date_cell(text: str, order: DateOrder) -> datetime | None:
    """The moment in UTC, or None for what is no date. No zone is read as UTC, no time as midnight."""
    shown = text.strip()
    try:
        found = _iso(shown) or _written(shown, order) or _numbered(shown)
    except (ValueError, OverflowError):
        return None
    return found if found is not None and EARLIEST_YEAR <= found.year <= LATEST_YEAR else None


def _iso(text: str) -> datetime | None:
    if not re.match(r"\d{4}-\d{2}-\d{2}", text):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _written(text: str, order: DateOrder) -> datetime | None:
    match = _YEAR_FIRST.fullmatch(text)
    if match:
        return _moment(match, int(match["year"]), int(match["one"]), int(match["two"]))
    match = _SLASHED.fullmatch(text)
    if match:
        one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
        day, month = (two, one) if order == "mdy" else (one, two)
        if month > 12 >= day:  # a date that can only be read the other way round
            day, month = month, day
        return _moment(match, year + 2000 if year < 100 else year, month, day)
    match = _DAY_NAME.fullmatch(text) or _NAME_DAY.fullmatch(text)
    if match:
        month_number = _MONTHS.get(match["name"].casefold())
        if month_number:
            return _moment(match, int(match["year"]), month_number, int(match["day"]))
    return None


def _moment(match: re.Match[str], year: int, month: int, day: int) -> datetime:
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    half = (match["half"] or "").replace(".", "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    found = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    zone = match["zone"]
    if zone and zone[0] in "+-":
        ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
        found -= ahead if zone[0] == "+" else -ahead
    return found


def _numbered(text: str) -> datetime | None:
    if _SECONDS.fullmatch(text):
        seconds = float(text) / (1000 if len(text) == 13 else 1)
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=0)
    if _SERIAL.fullmatch(text):
        return (_EXCEL_EPOCH + timedelta(days=float(text))).replace(microsecond=0)
    return None

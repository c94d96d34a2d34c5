"""Working days: the agency's weekdays without the public holidays of its country."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from core.errors import DefinitionInvalid
from core.policy import AgencyRules
from core.public_holidays import known_holidays

_LONGEST_CLOSURE_DAYS = 60  # a longer run of closed days is a mistake in the rules, not a holiday


class WorkingCalendar:
    """Answers which days the agency works. Raises DefinitionInvalid for rules without a working day."""

    def __init__(self, agency: AgencyRules) -> None:
        self._weekdays = frozenset(agency.working_weekdays)
        self._country = agency.country.strip().upper() if agency.country else ""

    def is_working(self, day: date) -> bool:
        return day.weekday() in self._weekdays and self.holiday(day) is None

    def holiday(self, day: date) -> str | None:
        """The name of the public holiday on that day, in English where it is known; None otherwise."""
        return _public_holidays(self._country, day.year).get(day) if self._country else None

    def why_closed(self, day: date) -> str | None:
        """ "Saturday", "Independence Day", or None on a working day."""
        if day.weekday() not in self._weekdays:
            return _WEEKDAYS[day.weekday()]
        return self.holiday(day)

    def next_working(self, day: date) -> date:
        """The day itself where it is a working day, else the next one."""
        return self._walk(day, timedelta(days=1))

    def previous_working(self, day: date) -> date:
        """The day itself where it is a working day, else the one before."""
        return self._walk(day, timedelta(days=-1))

    def add(self, day: date, working_days: int) -> date:
        """The working day that lies `working_days` after `day` (0: the next working day from it on)."""
        found = self.next_working(day)
        for _ in range(working_days):
            found = self.next_working(found + timedelta(days=1))
        return found

    def days_between(self, first: date, last: date) -> int:
        """How many working days there are from `first` to `last`, both included; 0 where last is earlier."""
        return sum(self.is_working(first + timedelta(days=n)) for n in range((last - first).days + 1))

    def _walk(self, day: date, step: timedelta) -> date:
        for _ in range(_LONGEST_CLOSURE_DAYS):
            if self.is_working(day):
                return day
            day += step
        raise DefinitionInvalid("The agency's rules leave no working day; correct the working weekdays.")


# Written out, because strftime follows the locale of the machine.
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


@lru_cache(maxsize=512)
def _public_holidays(country: str, year: int) -> Mapping[date, str]:
    """The holidays of one year; made whole before anyone sees it, so threads never meet half a year."""
    known = known_holidays(country, year)
    if known is not None:
        return known
    import holidays  # slow to load, and needed only for what the table does not cover

    try:
        found = holidays.country_holidays(country, years=year, language="en_US")
    except NotImplementedError:
        raise DefinitionInvalid(
            f"No public holidays are known for {country[:20]!r}; give two letters, like US or DE."
        ) from None
    return {day: name for day, name in found.items() if day.year == year}

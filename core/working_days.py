"""Working days: the agency's weekdays without the public holidays of its country."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from core.errors import DefinitionInvalid
from core.policy import AgencyRules

_LONGEST_CLOSURE_DAYS = 60  # a longer run of closed days is a mistake in the rules, not a holiday


class WorkingCalendar:
    """Answers which days the agency works. Raises DefinitionInvalid for rules without a working day."""

    def __init__(self, agency: AgencyRules) -> None:
        self._weekdays = frozenset(agency.working_weekdays)
        self._holidays = _public_holidays(agency.country) if agency.country else {}

    def is_working(self, day: date) -> bool:
        return day.weekday() in self._weekdays and day not in self._holidays

    def why_closed(self, day: date) -> str | None:
        """ "Saturday", "Presidents' Day", or None on a working day."""
        if day.weekday() not in self._weekdays:
            return f"{day:%A}"
        name = self._holidays.get(day)
        return str(name) if name else None

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


@lru_cache(maxsize=8)
def _public_holidays(country: str) -> Any:
    import holidays  # slow to load, and needed only where a date is planned

    try:
        return holidays.country_holidays(country.upper())
    except NotImplementedError:
        raise DefinitionInvalid(
            f"No public holidays are known for {country!r}; give the country's two letters, like US or DE."
        ) from None

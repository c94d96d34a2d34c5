"""Due moments inside office hours: an hour promised at half past four ends the next working morning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.errors import DefinitionInvalid
from core.policy import AgencyRules

_LONGEST_CLOSURE_DAYS = 60  # a longer run of closed days is a mistake in the rules, not a holiday


def add_office_hours(start: datetime, hours: float, agency: AgencyRules) -> datetime:
    """The moment (UTC) when `hours` of open office have passed since `start` (aware).

    Outside office hours the count begins at the next opening. Raises DefinitionInvalid when the
    agency's rules leave no open hours or name an unknown time zone.
    """
    left = timedelta(hours=max(hours, 0))
    moment = start.astimezone(UTC)
    for opens, closes in _open_spans(moment, agency):
        begin = max(opens, moment)
        if begin >= closes:
            continue
        if begin + left <= closes:
            return begin + left
        left -= closes - begin
    raise DefinitionInvalid("The agency's rules leave no working day with open hours; correct them.")


def office_hours_between(start: datetime, end: datetime, agency: AgencyRules) -> float:
    """Hours of open office between two aware moments; 0 where the second does not come after the first.

    Raises DefinitionInvalid as `add_office_hours` does.
    """
    passed = timedelta()
    for opens, closes in _open_spans(start.astimezone(UTC), agency):
        if opens >= end:
            break
        passed += max(timedelta(), min(closes, end) - max(opens, start))
    return passed.total_seconds() / 3600


def office_hours_words(agency: AgencyRules) -> str:
    """`09:00–17:00 UTC on working days`, for the explanation beside a due moment."""
    return f"{agency.office_opens:%H:%M}–{agency.office_closes:%H:%M} {agency.timezone} on working days"


def _open_spans(moment: datetime, agency: AgencyRules) -> Iterator[tuple[datetime, datetime]]:
    """Opening and closing moments (UTC) of the working days from `moment` on, until none follows."""
    from core.working_days import WorkingCalendar  # loads the public holidays: only when a date is due

    zone = _zone(agency)
    if agency.office_opens >= agency.office_closes:
        raise DefinitionInvalid("The office must open before it closes; correct the office hours.")
    calendar = WorkingCalendar(agency)
    day: date = moment.astimezone(zone).date()
    closed_days = 0
    while closed_days < _LONGEST_CLOSURE_DAYS:
        if calendar.is_working(day):
            closed_days = 0
            # Through UTC, so that a day on which the clock changes keeps its real length.
            yield (
                datetime.combine(day, agency.office_opens, zone).astimezone(UTC),
                datetime.combine(day, agency.office_closes, zone).astimezone(UTC),
            )
        else:
            closed_days += 1
        day += timedelta(days=1)


def _zone(agency: AgencyRules) -> ZoneInfo:
    try:
        return ZoneInfo(agency.timezone)
    except (KeyError, ValueError, OSError):  # an unknown key, a bad one, or the name of a folder
        raise DefinitionInvalid(
            f"{agency.timezone[:60]!r} is no time zone; write one like Europe/Berlin or UTC."
        ) from None

"""Promised hours are open hours: nights, weekends and holidays do not count."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DefinitionInvalid
from core.office_hours import add_office_hours, office_hours_words
from core.policy import AgencyRules

UTC_OFFICE = AgencyRules(country=None)
MOMENTS = st.builds(datetime.combine, st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.times(), st.just(UTC))


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2025-02-03T10:00", 1, "2025-02-03T11:00"),
        ("2025-02-03T16:30", 1, "2025-02-04T09:30"),
        ("2025-02-03T16:00", 1, "2025-02-03T17:00"),
        ("2025-02-03T20:00", 1, "2025-02-04T10:00"),
        ("2025-02-03T05:00", 1, "2025-02-03T10:00"),
        ("2025-02-03T09:00", 24, "2025-02-05T17:00"),
        ("2025-02-07T16:30", 1, "2025-02-10T09:30"),
        ("2025-02-08T12:00", 1, "2025-02-10T10:00"),
        ("2025-02-08T12:00", 0, "2025-02-10T09:00"),
        ("2025-02-03T10:00", 0.5, "2025-02-03T10:30"),
    ],
    ids=["now", "evening", "closing", "night", "early", "three days", "friday", "saturday", "none", "half"],
)
def test_hours_pass_only_while_the_office_is_open(start: str, hours: float, due: str) -> None:
    found = add_office_hours(datetime.fromisoformat(start).replace(tzinfo=UTC), hours, UTC_OFFICE)
    assert found == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_public_holidays_are_closed() -> None:
    start = datetime(2025, 12, 24, 16, 30, tzinfo=UTC)
    due = add_office_hours(start, 1, AgencyRules(country="US"))
    assert due == datetime(2025, 12, 26, 9, 30, tzinfo=UTC)


def test_office_hours_are_local_and_the_clock_change_is_no_extra_hour() -> None:
    berlin = AgencyRules(country=None, timezone="Europe/Berlin")
    friday = datetime(2025, 3, 28, 15, 30, tzinfo=UTC)  # 16:30 in winter time
    assert add_office_hours(friday, 1, berlin) == datetime(2025, 3, 31, 7, 30, tzinfo=UTC)  # 09:30 in summer


@pytest.mark.parametrize(
    "agency",
    [
        AgencyRules(working_weekdays=()),
        AgencyRules(office_opens=time(17), office_closes=time(9)),
        AgencyRules(timezone="Mars/Olympus"),
        AgencyRules(timezone=""),
        AgencyRules(timezone="../etc/passwd"),
    ],
    ids=["never", "backwards", "unknown zone", "no zone", "a path"],
)
def test_rules_without_open_hours_are_named_as_such(agency: AgencyRules) -> None:
    with pytest.raises(DefinitionInvalid):
        add_office_hours(datetime(2025, 2, 3, tzinfo=UTC), 1, agency)


@given(MOMENTS, st.floats(0, 80))
def test_a_due_moment_is_never_before_the_start_and_always_in_the_office(
    start: datetime, hours: float
) -> None:
    due = add_office_hours(start, hours, UTC_OFFICE)
    assert due >= start
    assert due.weekday() < 5
    assert time(9) <= due.time() <= time(17)


def test_the_hours_are_said_in_words() -> None:
    assert office_hours_words(UTC_OFFICE) == "09:00–17:00 UTC on working days"

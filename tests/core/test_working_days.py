"""Working days: weekends and the chosen country's public holidays are out, by name."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import working_days
from core.errors import DefinitionInvalid
from core.policy import AgencyRules
from core.working_days import WorkingCalendar

US = WorkingCalendar(AgencyRules(country="US"))
DE = WorkingCalendar(AgencyRules(country="DE"))
PLAIN = WorkingCalendar(AgencyRules(country=None))
days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("calendar", "day", "reason"),
    [
        (US, date(2025, 2, 1), "Saturday"),
        (US, date(2025, 2, 2), "Sunday"),
        (US, date(2025, 2, 3), None),
        (US, date(2025, 1, 20), "Martin Luther King Jr. Day"),
        (US, date(2025, 7, 4), "Independence Day"),
        (US, date(2025, 11, 27), "Thanksgiving Day"),
        (US, date(2025, 10, 3), None),
        (US, date(2026, 7, 3), "Independence Day (observed)"),
        (US, date(2021, 12, 31), "New Year's Day (observed)"),
        (DE, date(2025, 10, 3), "German Unity Day"),
        (DE, date(2025, 4, 18), "Good Friday"),
        (DE, date(2025, 6, 9), "Pentecost Monday"),
        (DE, date(2025, 7, 4), None),
        (PLAIN, date(2025, 12, 25), None),
        (PLAIN, date(2025, 12, 27), "Saturday"),
    ],
)
def test_a_closed_day_says_why(calendar: WorkingCalendar, day: date, reason: str | None) -> None:
    assert calendar.why_closed(day) == reason
    assert calendar.is_working(day) == (reason is None)


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2025, 2, 3), date(2025, 2, 14), 10),
        (date(2025, 2, 14), date(2025, 2, 18), 2),  # a weekend and a holiday between
        (date(2025, 2, 1), date(2025, 2, 2), 0),
        (date(2025, 2, 4), date(2025, 2, 3), 0),
    ],
)
def test_working_days_between_two_dates_count_both_ends(first: date, last: date, count: int) -> None:
    assert US.days_between(first, last) == count


def test_adding_days_walks_over_weekend_and_holiday() -> None:
    assert US.add(date(2025, 2, 14), 1) == date(2025, 2, 18)
    assert DE.add(date(2025, 2, 14), 1) == date(2025, 2, 17)
    assert US.add(date(2025, 2, 1), 0) == date(2025, 2, 3)


def test_the_week_of_another_country_is_kept() -> None:
    sunday_to_thursday = AgencyRules(country=None, working_weekdays=(6, 0, 1, 2, 3))
    calendar = WorkingCalendar(sunday_to_thursday)
    assert calendar.next_working(date(2025, 2, 7)) == date(2025, 2, 9)
    assert calendar.previous_working(date(2025, 2, 8)) == date(2025, 2, 6)


@settings(deadline=None)  # the first year that the table does not cover loads the library
@given(days, st.integers(0, 30))
def test_every_answer_is_a_working_day_at_that_distance(day: date, distance: int) -> None:
    found = US.add(day, distance)
    assert US.is_working(found)
    assert US.days_between(day, found) == distance + 1
    assert US.previous_working(found) == found == US.next_working(found)


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        (AgencyRules(country="XX"), "two letters"),
        (AgencyRules(country=None, working_weekdays=()), "no working day"),
        (AgencyRules(country=None, working_weekdays=(9,)), "no working day"),
    ],
    ids=["unknown country", "no weekday", "no such weekday"],
)
def test_rules_without_a_working_day_are_named(rules: AgencyRules, says: str) -> None:
    with pytest.raises(DefinitionInvalid, match=says):
        WorkingCalendar(rules).next_working(date(2025, 2, 3))


def test_threads_that_ask_for_a_new_year_at_once_all_see_its_holidays() -> None:
    working_days._public_holidays.cache_clear()
    answers: list[bool] = []
    start = threading.Barrier(8)

    def ask() -> None:
        start.wait()
        answers.append(all(US.why_closed(date(year, 7, 4)) is not None for year in range(2030, 2040)))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [True] * 8


def test_no_day_of_a_year_is_skipped() -> None:
    year = [date(2025, 1, 1) + timedelta(days=n) for n in range(365)]
    assert sum(US.is_working(day) for day in year) == 261 - 11  # weekdays less the federal holidays

"""Capacity by week: hours worked out by hand, and properties of the outlook."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.capacity import Capacity, Load, Outlook, Work, outlook
from core.policy import AgencyRules
from core.working_days import WorkingCalendar

MONDAY = date(2026, 11, 23)
CALENDAR = WorkingCalendar(AgencyRules(country=None))
WITH_HOLIDAYS = WorkingCalendar(AgencyRules(country="US"))
ONE = Capacity({"Designer": 1.0}, {}, 8.0, 0.8)


def week(number: int) -> date:
    return MONDAY + timedelta(weeks=number)


def work(hours: float, first: date, last: date, probability: float = 1.0, name: str = "p") -> Work:
    return Work(name, name, "Designer", hours, first, last, probability)


def load(found: Outlook, number: int) -> Load:
    return next(one for one in found.loads if one.week == week(number))


def test_hours_are_spread_over_working_days() -> None:
    # Wednesday to the next Tuesday: 3 + 2 working days, 40 hours.
    found = outlook([work(40, date(2026, 11, 25), date(2026, 12, 1))], ONE, CALENDAR, MONDAY)
    assert load(found, 0).agreed == pytest.approx(24)
    assert load(found, 1).agreed == pytest.approx(16)
    assert load(found, 2).agreed == 0


def test_a_person_has_working_days_times_hours_times_utilisation() -> None:
    found = outlook([], ONE, CALENDAR, MONDAY)
    assert load(found, 0).capacity == pytest.approx(5 * 8 * 0.8)
    # Thanksgiving is on Thursday the 26th.
    assert load(outlook([], ONE, WITH_HOLIDAYS, MONDAY), 0).capacity == pytest.approx(4 * 8 * 0.8)


def test_a_week_may_have_more_or_fewer_people_than_usual() -> None:
    capacity = ONE._replace(weeks={("Designer", week(2)): 0.0})
    found = outlook([work(10, week(2), week(2))], capacity, CALENDAR, MONDAY)
    assert load(found, 2).capacity == 0
    assert load(found, 2).over == pytest.approx(10)
    assert found.weeks_over_agreed == 1


def test_what_is_late_is_expected_within_the_next_five_working_days() -> None:
    thursday = MONDAY + timedelta(days=3)
    found = outlook([work(20, date(2026, 10, 1), date(2026, 10, 9))], ONE, CALENDAR, thursday)
    assert load(found, 0).agreed == pytest.approx(8)  # Thursday and Friday
    assert load(found, 1).agreed == pytest.approx(12)


def test_the_part_of_running_work_that_lies_behind_us_is_done() -> None:
    friday = MONDAY + timedelta(days=4)
    found = outlook([work(40, MONDAY, friday)], ONE, CALENDAR, friday)
    assert load(found, 0).agreed == pytest.approx(8)


def test_deals_count_with_the_probability_of_their_stage() -> None:
    deals = [work(10, week(1), week(1) + timedelta(days=4), 0.5, f"deal {n}") for n in range(40)]
    found = outlook(deals, ONE, CALENDAR, MONDAY)
    # 40 fair coins: half of the draws have at most 20 heads, nine tenths at most 24 (binomial).
    assert load(found, 1).likely == pytest.approx(200, abs=10)
    assert load(found, 1).high == pytest.approx(240, abs=10)
    assert load(found, 1).agreed == 0
    assert (found.weeks_over_agreed, found.weeks_over_likely, found.weeks_over_high) == (0, 1, 1)


def test_a_breach_names_the_deal_and_those_that_are_won_before_it() -> None:
    friday = week(1) + timedelta(days=4)
    deals = [
        work(20, week(1), friday, 0.7, "likely"),
        work(9, week(1), friday, 0.2, "unlikely"),
        work(10, week(1), friday, 0.4, "middling"),
    ]
    found = outlook([*deals, work(4, week(1), friday)], ONE, CALENDAR, MONDAY)
    [breach] = found.breaches
    # 32 hours there, 4 agreed: 28 left, the likely one leaves 8.
    assert (breach.name, breach.before, breach.week) == ("middling", ("likely",), week(1))
    assert breach.over == pytest.approx(2)


def test_a_week_that_agreed_work_fills_is_no_fault_of_a_deal() -> None:
    friday = week(1) + timedelta(days=4)
    found = outlook(
        [work(50, week(1), friday), work(20, week(1), friday, 0.5, "deal")], ONE, CALENDAR, MONDAY
    )
    assert found.breaches == ()
    assert load(found, 1).over == pytest.approx(18)


def test_a_role_of_which_nobody_said_how_many_there_are_is_never_over() -> None:
    found = outlook([work(900, MONDAY, MONDAY)], Capacity({}, {}, 8, 0.8), CALENDAR, MONDAY)
    assert load(found, 0).capacity is None
    assert (found.weeks_over_agreed, found.weeks_over_high, found.breaches) == (0, 0, ())


def test_nothing_to_do_is_no_load() -> None:
    found = outlook([], Capacity({}, {}, 8, 0.8), CALENDAR, MONDAY)
    assert found.loads == () and found.weeks_over_high == 0


LINES = st.lists(
    st.builds(
        lambda hours, start, days, odds, name: work(
            hours, MONDAY + timedelta(days=start), MONDAY + timedelta(days=start + days), odds, name
        ),
        st.floats(0, 200),
        st.integers(-30, 90),
        st.integers(0, 40),
        st.sampled_from([0.0, 0.1, 0.45, 0.7, 1.0]),
        st.sampled_from("abcdef"),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_the_outlook_is_ordered_repeatable_and_loses_no_hour(lines: list[Work]) -> None:
    found = outlook(lines, ONE, CALENDAR, MONDAY, weeks=30)
    assert found == outlook(lines, ONE, CALENDAR, MONDAY, weeks=30)
    for one in found.loads:
        assert -0.01 <= one.agreed <= one.likely + 0.01
        assert one.likely <= one.high + 0.01
    assert found.weeks_over_agreed <= found.weeks_over_likely <= found.weeks_over_high
    ahead = sum(line.hours for line in lines if line.probability == 1 and line.starts_on >= MONDAY)
    assert sum(one.agreed for one in found.loads) >= ahead - 0.01

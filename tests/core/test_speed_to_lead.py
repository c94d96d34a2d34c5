"""The clock of a first contact runs in office hours; speed to lead against figures worked by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.office_hours import add_office_hours, office_hours_between
from core.policy import AgencyRules
from core.speed_to_lead import FirstContact, hours_words, speed_to_lead, target_clock

OFFICE = AgencyRules(country=None)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2025-02-03T10:00", "2025-02-03T11:30", 1.5),
        ("2025-02-03T16:00", "2025-02-04T10:00", 2.0),
        ("2025-02-07T16:30", "2025-02-10T09:15", 0.75),
        ("2025-02-08T10:00", "2025-02-09T20:00", 0.0),
        ("2025-02-03T11:00", "2025-02-03T10:00", 0.0),
        ("2025-02-03T05:00", "2025-02-03T22:00", 8.0),
    ],
    ids=["a morning", "over night", "over a weekend", "a weekend", "backwards", "a day"],
)
def test_only_open_hours_pass(start: str, end: str, hours: float) -> None:
    assert office_hours_between(at(start), at(end), OFFICE) == pytest.approx(hours)


@given(
    st.builds(datetime.combine, st.dates(date(2024, 1, 1), date(2026, 1, 1)), st.times(), st.just(UTC)),
    st.floats(0.01, 60),
)
def test_hours_added_are_the_hours_between(start: datetime, hours: float) -> None:
    assert office_hours_between(start, add_office_hours(start, hours, OFFICE), OFFICE) == pytest.approx(
        hours, abs=1e-4
    )


@pytest.mark.parametrize(
    ("due", "contacted", "state", "words"),
    [
        ("2025-02-03T11:00", None, "due", "due in 1 h"),
        ("2025-02-03T09:20", None, "overdue", "overdue by 40 min"),
        ("2025-01-31T16:00", None, "overdue", "overdue by 2 h"),
        ("2025-02-03T09:20", "2025-02-03T09:10", "contacted", "contacted"),
        (None, None, "no target", "no target"),
    ],
    ids=["still time", "too late", "too late since Friday", "contacted", "no target"],
)
def test_the_clock_says_where_a_prospect_stands(
    due: str | None, contacted: str | None, state: str, words: str
) -> None:
    clock = target_clock(
        at(due) if due else None, at(contacted) if contacted else None, at("2025-02-03T10:00"), OFFICE
    )
    assert (clock.state, clock.words) == (state, words)


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0.0, "0 min"),
        (0.5, "30 min"),
        (0.999, "1 h"),
        (3 + 1 / 3, "3 h 20 min"),
        (23.5, "23 h 30 min"),
        (24, "3 working days"),
        (1200, "150 working days"),
    ],
)
def test_hours_are_written_as_people_say_them(hours: float, words: str) -> None:
    assert hours_words(hours) == words


def test_speed_to_lead_is_the_median_and_the_share_on_target() -> None:
    start = at("2025-02-03T09:00")
    contacts = [FirstContact("hot", start, start + timedelta(minutes=minutes)) for minutes in (20, 60, 180)]
    contacts.append(FirstContact("cold", start, start))
    (hot,) = speed_to_lead(contacts, {"hot": 1, "warm": 24}, OFFICE)
    assert (hot["band"], hot["n"], hot["median_hours"], hot["within"]) == ("hot", 3, 1.0, 2)
    assert hot["formula"] == "within 1 h: 2 ÷ 3"

"""A launch has a first and a last day, and its phases fill them without a gap."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.launch_timeline import PhaseRule, TimelineRules, read_timeline

RULES = TimelineRules()


def test_a_quarter_has_the_three_phases_inside_it() -> None:
    timeline = read_timeline("Q2 2025", RULES).timeline
    assert timeline is not None
    assert (timeline["starts_on"], timeline["ends_on"], timeline["days"]) == ("2025-04-01", "2025-06-30", 91)
    assert [(phase["name"], phase["starts_on"], phase["ends_on"]) for phase in timeline["phases"]] == [
        ("teaser", "2025-04-01", "2025-04-18"),
        ("launch", "2025-04-19", "2025-05-16"),
        ("sustain", "2025-05-17", "2025-06-30"),
    ]


def test_a_single_day_starts_a_launch_of_the_policys_length_and_says_so() -> None:
    timeline = read_timeline("2025-04-01", TimelineRules(days_from_a_single_date=10)).timeline
    assert timeline is not None
    assert timeline["ends_on"] == "2025-04-10"
    assert "10 days (from policy)" in timeline["formula"]


def test_a_third_of_a_month_is_said_to_be_one() -> None:
    timeline = read_timeline("mid April 2025", RULES).timeline
    assert timeline is not None
    assert "thirds" in timeline["formula"]


def test_an_unreadable_text_is_kept_beside_its_question() -> None:
    reading = read_timeline("when it is ready", RULES)
    assert (reading.original, reading.timeline) == ("when it is ready", None)
    assert reading.question is not None
    assert reading.question.endswith("?")


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_phases_cover_every_day_once(first: date, more_days: int) -> None:
    last = first + timedelta(days=more_days)
    timeline = read_timeline(f"{first} to {last}", RULES).timeline
    assert timeline is not None
    days: list[date] = []
    for phase in timeline["phases"]:
        begins, ends = date.fromisoformat(phase["starts_on"]), date.fromisoformat(phase["ends_on"])
        assert phase["days"] == (ends - begins).days + 1 >= 1
        days += [begins + timedelta(days=number) for number in range(phase["days"])]
    assert days == [first + timedelta(days=number) for number in range(more_days + 1)]


@pytest.mark.parametrize(
    ("last", "names"),
    [("01", ["launch"]), ("02", ["launch", "sustain"]), ("03", ["teaser", "launch", "sustain"])],
)
def test_a_launch_too_short_for_all_phases_keeps_the_launch(last: str, names: list[str]) -> None:
    timeline = read_timeline(f"2025-04-01 to 2025-04-{last}", RULES).timeline
    assert timeline is not None
    assert [phase["name"] for phase in timeline["phases"]] == names


def test_phases_that_do_not_add_up_are_no_policy() -> None:
    with pytest.raises(ValidationError, match="add up to 100"):
        TimelineRules(phases=(PhaseRule(name="launch", share_percent=90, purpose="Sell"),))

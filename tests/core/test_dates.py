"""Days as JSON carries them: read where they exist, refused in words where they do not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contract import Contract, read_contract
from core.dates import Day, OptionalDay, read_day, written
from core.errors import InputRejected


class Stay(Contract):
    first: Day
    last: OptionalDay = None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-02-15", date(2025, 2, 15)),
        (" 2025-02-15 ", date(2025, 2, 15)),
        ("2024-02-29", date(2024, 2, 29)),
        ("2025-02-15T10:00:00Z", date(2025, 2, 15)),
        ("2025-02-15T10:00:00+01:00", date(2025, 2, 15)),
        ("2025-02-15 10:00", date(2025, 2, 15)),
        ("2000-01-01", date(2000, 1, 1)),
        ("2100-12-31", date(2100, 12, 31)),
        ("", None),
        ("  ", None),
        (None, None),
    ],
)
def test_a_day_or_a_moment_is_read_as_its_day(text: str | None, day: date | None) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2025-02-30", "must be a date that exists"),
        ("2025-02-29", "must be a date that exists"),
        ("2025-13-01", "must be a date that exists"),
        ("2025-02-30T10:00:00Z", "must be a date that exists"),
        ("2025-02-15T25:00:00Z", "must be a date that exists"),
        ("15.02.2025", "must be a date that exists"),
        ("02/15/2025", "must be a date that exists"),
        ("tomorrow", "must be a date that exists"),
        ("0025-02-15", "must lie between the years 2000 and 2100"),
        ("1999-12-31", "must lie between the years 2000 and 2100"),
        ("2101-01-01", "must lie between the years 2000 and 2100"),
        (20250215, "written as text"),
        (True, "written as text"),
        (["2025-02-15"], "written as text"),
        ({}, "written as text"),
    ],
    ids=str,
)
def test_what_is_no_date_says_what_would_be_right(value: Any, words: str) -> None:
    with pytest.raises(InputRejected) as refused:
        read_contract(Stay, {"first": value, "last": value})
    assert [problem.field for problem in refused.value.problems] == ["first", "last"]
    assert all(words in problem.message for problem in refused.value.problems)


@pytest.mark.parametrize("given_", [{}, {"first": None}, {"first": " "}])
def test_only_an_optional_day_may_be_missing(given_: dict[str, Any]) -> None:
    with pytest.raises(InputRejected) as refused:
        read_contract(Stay, {**given_, "last": " "})
    assert [problem.field for problem in refused.value.problems] == ["first"]
    assert refused.value.problems[0].message.startswith("is required")


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_every_day_survives_its_way_through_json(day: date) -> None:
    stay = read_contract(Stay, {"first": day.isoformat()})
    assert stay.canonical() == {"first": day.isoformat()}
    assert written(day).split()[0] == str(day.day)


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_a_sentence(text: str) -> None:
    try:
        assert read_day(text) is None or date(2000, 1, 1) <= read_day(text) <= date(2100, 12, 31)  # type: ignore[operator]
    except ValueError as error:
        assert str(error).startswith("must ")

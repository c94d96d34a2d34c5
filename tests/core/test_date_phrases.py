"""Dates as people type them: read where they are certain, asked about where they are not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.date_phrases import Period, Unclear, read_period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Q2 2025", "2025-04-01", "2025-06-30"),
        ("2025 Q3", "2025-07-01", "2025-09-30"),
        ("Q2'25", "2025-04-01", "2025-06-30"),
        ("second quarter of 2025", "2025-04-01", "2025-06-30"),
        ("early Q3 2025", "2025-07-01", "2025-07-31"),
        ("H1 2025", "2025-01-01", "2025-06-30"),
        ("first half of 2025", "2025-01-01", "2025-06-30"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("late 2025", "2025-09-01", "2025-12-31"),
        ("March 2025", "2025-03-01", "2025-03-31"),
        ("Launch in Sept. 2025", "2025-09-01", "2025-09-30"),
        ("03/2025", "2025-03-01", "2025-03-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("early April 2025", "2025-04-01", "2025-04-10"),
        ("mid April 2025", "2025-04-11", "2025-04-20"),
        ("mid-April 2025", "2025-04-11", "2025-04-20"),
        ("end of May 2025", "2025-05-21", "2025-05-31"),
        ("2025-04-01", "2025-04-01", "2025-04-01"),
        ("01.04.2025", "2025-04-01", "2025-04-01"),
        ("April 1st, 2025", "2025-04-01", "2025-04-01"),
        ("1 April 2025", "2025-04-01", "2025-04-01"),
        ("13/04/2025", "2025-04-13", "2025-04-13"),
        ("04/13/2025", "2025-04-13", "2025-04-13"),
        ("week 14 2025", "2025-03-31", "2025-04-06"),
        ("2025-W14", "2025-03-31", "2025-04-06"),
        ("2025-04-01 to 2025-06-30", "2025-04-01", "2025-06-30"),
        ("2025-04-01 - 2025-06-30", "2025-04-01", "2025-06-30"),
        ("April to June 2025", "2025-04-01", "2025-06-30"),
        ("Apr–Jun 2025", "2025-04-01", "2025-06-30"),
        ("Q2-Q3 2025", "2025-04-01", "2025-09-30"),
        ("1-15 April 2025", "2025-04-01", "2025-04-15"),
        ("April 1-15, 2025", "2025-04-01", "2025-04-15"),
        ("between 1 April and 15 May 2025", "2025-04-01", "2025-05-15"),
        ("Nov 2025 – Feb 2026", "2025-11-01", "2026-02-28"),
    ],
)
def test_a_date_phrase_is_read(text: str, first: str, last: str) -> None:
    period = read_period(text)
    assert isinstance(period, Period), period
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Q2", "no year"),
        ("1 April", "no year"),
        ("April to June", "no year"),
        ("2025-02-30", "not in the calendar"),
        ("April 31, 2025", "not in the calendar"),
        ("week 60 2025", "not in the calendar"),
        ("04/01/2025", "could be 4 January or 1 April 2025"),
        ("2025-06-30 to 2025-04-01", "ends before it starts"),
        ("November to February 2026", "ends before it starts"),
        ("9999-01-01", "year 9999"),
        ("soon", "could not be read"),
        ("by April 2025", "could not be read"),
        ("spring 2025", "could not be read"),
        ("", "could not be read"),
        ("-" * 9000, "could not be read"),
    ],
)
def test_what_is_not_certain_is_asked(text: str, question: str) -> None:
    found = read_period(text)
    assert isinstance(found, Unclear)
    assert question in found.question


@given(st.dates(date(1970, 1, 1), date(2199, 12, 31)))
def test_every_iso_date_is_that_single_day(day: date) -> None:
    assert read_period(day.isoformat()) == Period(day, day, is_day=True)


@given(st.text(alphabet="qh0123456789 -–/.aprilto'", max_size=30) | st.text())
def test_no_text_breaks_the_reading_and_no_period_runs_backwards(text: str) -> None:
    found = read_period(text)
    assert isinstance(found, Unclear) or found.first <= found.last

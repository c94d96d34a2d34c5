"""Segment and ages are read where the text has them, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.audience import read_audience


@pytest.mark.parametrize(
    ("text", "segment", "lower", "upper"),
    [
        ("Tech professionals aged 25-45", "Tech professionals", 25, 45),
        ("Women (ages 30 to 50), urban", "Women, urban", 30, 50),
        ("25–45 year olds in Berlin", "in Berlin", 25, 45),
        ("Founders between 30 and 45 years old", "Founders", 30, 45),
        ("Age: 25-45, founders", "founders", 25, 45),
        ("Adults 18+", "Adults", 18, None),
        ("people aged 65 and over", "people", 65, None),
        ("Readers over 40 years old", "Readers", 41, None),
        ("Students under 30 years old", "Students", None, 29),
        ("aged 25-45", None, 25, 45),
        ("Companies with 10-50 employees", "Companies with 10-50 employees", None, None),
        ("Founders, 30-45, EU", "Founders, 30-45, EU", None, None),
    ],
)
def test_an_audience_is_read(text: str, segment: str | None, lower: int | None, upper: int | None) -> None:
    audience, notices = read_audience(text)
    assert (audience["segment"], audience["age_from"], audience["age_to"]) == (segment, lower, upper)
    assert notices == []


@pytest.mark.parametrize(
    "text", ["Parents aged 25-45 with kids aged 5-10", "Managers aged 45-25", "Trees aged 300"]
)
def test_doubtful_ages_are_asked_about_and_not_read(text: str) -> None:
    audience, notices = read_audience(text)
    assert (audience["segment"], audience["age_from"], audience["age_to"]) == (text, None, None)
    assert [notice.field for notice in notices] == ["target_audience"]
    assert notices[0].message.endswith("?")


@given(st.text(alphabet="aged 0123456789-+overund()", max_size=40) | st.text())
def test_any_text_is_an_audience(text: str) -> None:
    audience, _ = read_audience(text)
    lower, upper = audience["age_from"], audience["age_to"]
    assert lower is None or upper is None or lower <= upper

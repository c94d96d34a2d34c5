"""The table of public holidays says what the library says, and is not asked for what it does not cover."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from core.policy import AgencyRules
from core.public_holidays import TABLE, YEARS, known_holidays, table_of
from core.working_days import WorkingCalendar
from scripts.make_public_holidays import countries, library_holidays

ROOT = Path(__file__).resolve().parents[2]


def test_every_country_and_year_has_the_holidays_of_the_library() -> None:
    differing = [
        f"{country}: run python -m scripts.make_public_holidays"
        for country in countries()
        if _from_table(country) != library_holidays(country)
    ]
    assert differing == []


def _from_table(country: str) -> dict[date, str]:
    found: dict[date, str] = {}
    for year in YEARS:
        found |= known_holidays(country, year) or {}
    return found


@pytest.mark.parametrize(
    ("country", "year"),
    [
        ("US", YEARS.start - 1),
        ("US", YEARS.stop),
        ("USA", 2026),
        ("XX", 2026),
        ("", 2026),
        ("US]\n\n[DE", 2026),
    ],
    ids=["before", "after", "three letters", "no such country", "no letters", "two headings"],
)
def test_what_the_table_does_not_cover_is_left_to_the_library(country: str, year: int) -> None:
    assert known_holidays(country, year) is None


@pytest.mark.parametrize(
    ("country", "day", "name"),
    [
        ("US", date(YEARS.start - 1, 7, 4), "Independence Day"),
        ("US", date(YEARS.stop, 7, 4), "Independence Day"),
        ("USA", date(2025, 7, 4), "Independence Day"),
    ],
    ids=["before the table", "after the table", "three letters"],
)
def test_the_library_answers_where_the_table_ends(country: str, day: date, name: str) -> None:
    assert WorkingCalendar(AgencyRules(country=country)).holiday(day) == name


def test_two_holidays_of_one_name_in_a_year_are_both_kept() -> None:
    days = {date(2032, 1, 10): "Night of Power", date(2032, 12, 30): "Night of Power"}
    assert "01-10,12-30" in table_of({"CI": days})


def test_a_handoff_with_dates_is_planned_without_loading_the_library() -> None:
    told = (
        "import json, sys; from core.registry import Registry; "
        "given = json.load(open('sample_data/sales_to_fulfillment.json')); "
        "result = Registry().get('sales_to_fulfillment').run(given); "
        "print(json.dumps([result.success, 'holidays' in sys.modules]))"
    )
    answer = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, check=True)
    assert json.loads(answer.stdout) == [True, False]


def test_the_table_stays_small_enough_to_read_at_every_start() -> None:
    assert TABLE.stat().st_size < 600_000

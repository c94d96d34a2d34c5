"""The survey of a project: questions that fit it, days that are worked, ways to reach the client."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.policy import AgencyRules
from core.survey_design import (
    Question,
    SurveyRules,
    collection_methods,
    questions,
    rating_categories,
    survey_schedule,
)
from core.working_days import WorkingCalendar

RULES = SurveyRules()
US = WorkingCalendar(AgencyRules(country="US"))
PLAIN_KEYS = [
    "liked_most",
    "could_improve",
    "would_recommend",
    "likelihood_to_recommend",
    "future_services_interest",
]


def ask(**changes: Any) -> dict[str, Question]:
    about: dict[str, Any] = {
        "project": "Tech Corp Website",
        "deliverables": ["Design", "Build"],
        "not_approved": [],
        "promises": [],
        "days_late": 0,
    }
    return {question["key"]: question for question in questions(RULES, **{**about, **changes})}


def test_a_project_that_went_well_is_asked_the_five_questions_about_its_work() -> None:
    found = ask()
    assert list(found) == PLAIN_KEYS
    assert found["liked_most"]["text"] == "What did you like most about Tech Corp Website (Design, Build)?"
    assert found["would_recommend"]["choices"] == ["yes", "maybe", "no"]
    assert found["likelihood_to_recommend"]["kind"] == "scale"


@pytest.mark.parametrize(("days", "words"), [(1, "1 day later"), (2, "2 days later"), (40, "40 days later")])
def test_a_late_project_is_asked_about_its_delay(days: int, words: str) -> None:
    assert words in ask(days_late=days)["delay_impact"]["text"]


def test_each_open_approval_and_each_promise_has_its_own_question() -> None:
    found = ask(not_approved=["Build"], promises=["Ready in ten days", "Two free rounds"])
    assert found["not_approved_1"]["text"] == "You have not approved “Build” yet. What is missing?"
    assert [found[f"promise_{n}"]["about"] for n in (1, 2)] == ["Ready in ten days", "Two free rounds"]
    assert found["promise_2"]["choices"] == ["kept", "partly kept", "not kept"]


@given(st.text(max_size=30), st.lists(st.text(max_size=20), max_size=3))
def test_names_are_shown_as_they_are_written_never_filled_in(project: str, names: list[str]) -> None:
    found = ask(project=project, deliverables=names, promises=names, not_approved=names, days_late=1)
    assert found["liked_most"]["text"] == f"What did you like most about {project} ({', '.join(names)})?"
    for n, name in enumerate(names, 1):
        assert found[f"promise_{n}"]["text"] == f"We promised: “{name}”. Did we keep it?"


def test_a_name_that_looks_like_a_template_stays_text() -> None:
    assert (
        "$days_late {project} %s" in ask(project="$days_late {project} %s", days_late=3)["liked_most"]["text"]
    )


def test_the_five_ratings_have_one_to_five_stars() -> None:
    assert [found["key"] for found in rating_categories()] == [
        "overall_satisfaction", "communication", "timeliness", "quality", "value_for_money"
    ]  # fmt: skip
    assert {(found["lowest"], found["highest"]) for found in rating_categories()} == {(1, 5)}


@pytest.mark.parametrize(
    ("finished", "sends", "reminders", "expires"),
    [
        # Saturday + 2 days is Washington's Birthday, so it goes out on Tuesday.
        (date(2025, 2, 15), "2025-02-18", ["2025-02-24", "2025-02-28"], "2025-03-11"),
        (date(2025, 3, 3), "2025-03-05", ["2025-03-10", "2025-03-17"], "2025-03-26"),
        (date(2025, 12, 23), "2025-12-26", ["2025-12-31", "2026-01-05"], "2026-01-16"),
    ],
)
def test_the_days_of_a_survey_come_from_policy(
    finished: date, sends: str, reminders: list[str], expires: str
) -> None:
    found = survey_schedule(finished, finished, RULES, US)
    assert (found["sends_on"], found["reminders_on"], found["expires_on"]) == (sends, reminders, expires)
    assert "+ 2 days; reminders 5 and 10 days after sending; closes 21 days" in found["formula"]


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_no_day_of_a_survey_is_a_weekend_or_holiday(finished: date) -> None:
    found = survey_schedule(finished, finished, RULES, US)
    days = [found["sends_on"], *found["reminders_on"], found["expires_on"]]
    assert all(US.is_working(date.fromisoformat(day)) for day in days)
    assert days == sorted(set(days))
    assert date.fromisoformat(days[0]) > finished


@pytest.mark.parametrize(
    ("tier", "value", "email", "methods"),
    [
        (None, None, None, ["public_link"]),
        (None, 49_999.99, "a@b.co", ["public_link", "email"]),
        (None, 50_000, "a@b.co", ["public_link", "email", "call"]),
        ("Enterprise", None, None, ["public_link", "call"]),
        ("enterprise", 1, "a@b.co", ["public_link", "email", "call"]),
        ("standard", None, "a@b.co", ["public_link", "email"]),
    ],
)
def test_a_call_is_for_enterprise_clients_and_large_contracts(
    tier: str | None, value: float | None, email: str | None, methods: list[str]
) -> None:
    found = collection_methods(RULES, name=None, email=email, phone="+1 555", tier=tier, value=value)
    assert [method["method"] for method in found] == methods
    assert all(method["reason"] for method in found)


def test_the_tiers_of_the_policy_match_in_any_case() -> None:
    found = collection_methods(
        SurveyRules(call_tiers=("Gold",)), name=None, email=None, phone=None, tier="GOLD", value=None
    )
    assert found[-1] == {"method": "call", "to": None, "reason": "GOLD client"}


@pytest.mark.parametrize(
    "rules",
    [
        {"send_after_days": -1},
        {"reminders_after_days": [0]},
        {"expires_after_days": 0},
        {"liked_most": "What did you like, $client?"},
        {"liked_most": "It cost $5"},
        {"liked_most": " "},
    ],
    ids=str,
)
def test_rules_that_make_no_survey_are_refused(rules: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        SurveyRules.model_validate(rules)


def test_a_project_handed_over_late_gets_a_survey_that_is_still_open() -> None:
    found = survey_schedule(date(2025, 2, 14), date(2025, 6, 7), RULES, US)
    assert found["sends_on"] == "2025-06-09"  # the 7th is a Saturday
    assert found["expires_on"] > found["sends_on"]
    assert "from 7 Jun 2025" in found["formula"]

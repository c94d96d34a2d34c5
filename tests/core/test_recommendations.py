"""What feedback asks of the offer: priorities with their figures, prices, and services wanted next."""

from __future__ import annotations

from typing import Any

import pytest

from core.feedback_analysis import RatingAverage, SentimentRules, find_themes, rating_averages
from core.feedback_text.reading import read_answers
from core.feedback_text.themes import ThemeRules
from core.recommendations import (
    RecommendationRules,
    new_services,
    pricing_adjustments,
    service_adjustments,
)

THEMES, SENTIMENT, RULES = ThemeRules(), SentimentRules(), RecommendationRules()


def found(answers: list[dict[str, str]], ratings: dict[str, list[float]]) -> tuple[Any, list[RatingAverage]]:
    averages = rating_averages(ratings, SENTIMENT)
    return find_themes(read_answers(answers, THEMES), averages, THEMES, SENTIMENT), averages


def interests(*texts: str) -> list[dict[str, str]]:
    return [{"future_services_interest": text} for text in texts]


def test_priority_is_frequency_times_impact() -> None:
    answers = [
        {"could_improve": "Faster delivery"},
        {"could_improve": "Delivery was late"},
        {"liked_most": "x"},
    ]
    themes, _ = found(answers, {"timeliness": [3, 3, 4, 4]})
    line = service_adjustments(themes, 4, RULES)[0]
    assert (line["frequency"], line["impact"], line["priority"]) == (0.5, 0.375, 0.188)
    assert line["formula"] == "2 of 4 × impact 0.38 = 0.188; impact: (5 − its rating 3.5) ÷ 4"
    assert [quote["text"] for quote in line["evidence"]] == ["Faster delivery", "Delivery was late"]


def test_the_weightiest_change_comes_first() -> None:
    answers = [
        {"could_improve": "Faster delivery"},
        {"could_improve": "Clearer reports"},
        {"could_improve": "reports"},
    ]
    themes, _ = found(answers, {})
    assert [line["theme"] for line in service_adjustments(themes, 3, RULES)] == ["reporting", "timeliness"]


def test_a_weak_rating_without_words_counts_those_who_gave_it() -> None:
    themes, _ = found([], {"quality": [2, 3, 5]})
    line = service_adjustments(themes, 3, RULES)[0]
    assert (line["theme"], line["frequency"], line["evidence"]) == ("quality", 0.667, [])
    assert line["rating"] is not None
    assert line["rating"]["weak"] == 2


def test_a_wish_about_a_top_rated_theme_still_has_a_priority() -> None:
    themes, _ = found([{"could_improve": "Faster delivery"}], {"timeliness": [5]})
    line = next(line for line in service_adjustments(themes, 1, RULES) if line["theme"] == "timeliness")
    assert line["impact"] == RULES.least_impact
    assert "least of the policy" in line["formula"]


@pytest.mark.parametrize(
    ("complaints", "ratings", "action"),
    [
        (0, [], "hold"),
        (1, [], "hold"),
        (2, [], "review"),
        (0, [3.0, 3.0, 3.0], "review"),
        (0, [3.0, 3.0], "hold"),
        (0, [3.5, 3.0, 3.0], "hold"),
        (1, [5.0, 5.0, 5.0], "hold"),
    ],
)
def test_prices_are_questioned_only_on_enough_evidence(
    complaints: int, ratings: list[float], action: str
) -> None:
    answers = [{"could_improve": "The price is too high"}] * complaints
    themes, averages = found(answers, {"value_for_money": ratings})
    line = pricing_adjustments(themes, averages, 5, RULES)
    assert line["action"] == action
    assert len(line["evidence"]) == complaints
    assert f"{complaints} of 5 named the price" in line["reason"]
    assert ("change" in line) == (action == "review")


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("ongoing support", ["Ongoing support packages"]),
        ("We would like some ongoing support, please.", ["Ongoing support packages"]),
        ("SEO, content marketing", ["SEO packages", "Content marketing packages"]),
        ("Maybe a redesign next year", ["Redesign packages"]),
        ("A support plan", ["Support plan"]),
        ("maintenance package", ["Maintenance package"]),
        ("Help with a shop for our second brand in Spain", ["Shop for our second brand in Spain"]),
        ("none", []),
        ("maybe later", []),
        ("yes", []),
        ("?", []),
        ("", []),
        ("Mehr Unterstützung bei der Pflege", []),
        ("Node.js hosting", ["Node.js hosting packages"]),
    ],
)
def test_services_wanted_next_are_named_in_the_clients_words(text: str, services: list[str]) -> None:
    assert [line["service"] for line in new_services(interests(text), RULES)] == services


def test_the_service_that_most_people_want_comes_first_and_one_person_counts_once() -> None:
    lines = new_services(interests("hosting", "support plans; support plan", "Support plan", "SEO"), RULES)
    assert [(line["service"], line["respondents"]) for line in lines] == [
        ("Support plans", 2),
        ("Hosting packages", 1),
        ("SEO packages", 1),
    ]
    assert [quote["response"] for quote in lines[0]["quotes"]] == [1, 1, 2]

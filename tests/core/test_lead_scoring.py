"""A lead's score: exact on the guide's lead, made of lines that add up, honest about what is not known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.lead_scoring import LeadScorer, ScoreCard, ScoredAttribute, ScoringRules, whole_points
from core.leads import LEVELS, LeadInput

NOW = datetime(2025, 2, 3, 10, tzinfo=UTC)
HIGH = "high"
ALL_HIGH: dict[str, Any] = {
    "score": 85,
    "engagement_level": HIGH,
    "budget_indicator": HIGH,
    "urgency": HIGH,
}
NAMES = ("score", "engagement", "budget", "urgency")


def card(rules: ScoringRules | None = None, **known: Any) -> ScoreCard:
    lead = LeadInput.model_validate({"id": "lead_001", "contact_info": {}, **known})
    return LeadScorer(rules or ScoringRules(), NOW).score(lead)


def test_the_guides_lead_is_85_in_four_lines() -> None:
    found = card(**ALL_HIGH)
    assert (found["qualification_score"], found["band"], found["completeness"]) == (85, "hot", 100)
    assert [(line["name"], line["points"]) for line in found["contributions"]] == [
        ("score", 34),
        ("engagement", 21),
        ("budget", 17),
        ("urgency", 13),
    ]
    assert found["score_formula"] == "(40 × 85 + 25 × 85 + 20 × 85 + 15 × 85) ÷ 100 = 85"


@given(st.lists(st.floats(0.01, 1000), min_size=4, max_size=4))
def test_the_guides_lead_is_85_whatever_the_weights(weights: list[float]) -> None:
    attributes = tuple(
        attribute.model_copy(update={"weight": weight})
        for attribute, weight in zip(ScoringRules().attributes, weights, strict=True)
    )
    assert card(ScoringRules(attributes=attributes), **ALL_HIGH)["qualification_score"] == 85


@pytest.mark.parametrize(
    ("days", "score"), [(0, 85), (30, 68), (90, 54)], ids=["today", "a month old", "three months old"]
)
def test_what_a_lead_did_fades_with_age(days: int, score: int) -> None:
    found = card(**ALL_HIGH, received_at=(NOW - timedelta(days=days)).isoformat())
    assert found["qualification_score"] == score
    assert found["age_days"] == days


def test_fit_does_not_fade_and_engagement_halves_towards_low() -> None:
    found = card(**ALL_HIGH, received_at=(NOW - timedelta(days=30)).isoformat())
    values = {line["name"]: line["value"] for line in found["contributions"]}
    assert (values["budget"], values["engagement"]) == (85, 57.5)
    assert found["fit_score"] == 85
    assert found["engagement_score"] == 64
    assert "30 + (85 − 30) × ½^(30 ÷ 30) = 57.5" in [line["formula"] for line in found["contributions"]]


def test_what_is_low_already_does_not_fade_up_or_down() -> None:
    old = (NOW - timedelta(days=90)).isoformat()
    assert card(engagement_level="low", received_at=old)["contributions"][0]["value"] == 30
    assert card(engagement_level="none", received_at=old)["contributions"][0]["value"] == 0


@pytest.mark.parametrize(
    ("received", "note"),
    [(None, "No received date"), ("2025-03-01", "lies after this handoff"), ("2025-01-01", "fades with age")],
)
def test_the_card_says_whether_age_counted(received: str | None, note: str) -> None:
    assert note in card(**ALL_HIGH, received_at=received)["age_note"]


@pytest.mark.parametrize(
    ("level", "value"), [("very_high", 100), ("high", 85), ("medium", 60), ("low", 30), ("none", 0)]
)
def test_a_level_has_its_place_on_the_scale(level: str, value: int) -> None:
    assert card(urgency=level)["contributions"][0]["value"] == value


@pytest.mark.parametrize(
    ("score", "band"), [(100, "hot"), (80, "hot"), (79, "warm"), (50, "warm"), (49, "cold"), (0, "cold")]
)
def test_a_score_has_its_band(score: int, band: str) -> None:
    only_score = ScoringRules(attributes=(ScoredAttribute(name="score", label="S", kind="fit", weight=1),))
    found = card(only_score, score=score)
    assert (found["qualification_score"], found["band"]) == (score, band)


def test_a_score_alone_is_64_at_40_percent_with_the_prior_in_a_line_of_its_own() -> None:
    found = card(score=85)
    assert (found["qualification_score"], found["completeness"]) == (64, 40)
    assert found["unknown"] == ["engagement", "budget", "urgency"]
    prior = found["contributions"][-1]
    assert (prior["name"], prior["weight"], prior["value"], prior["points"]) == ("prior", 60, 50, 30)
    assert (found["fit_score"], found["engagement_score"]) == (None, 85)


def test_not_known_is_not_low() -> None:
    assert (
        card(score=85)["qualification_score"] > card(score=85, budget_indicator="low")["qualification_score"]
    )


def test_a_lead_of_which_nothing_is_known_is_insufficient_data() -> None:
    found = card()
    assert (found["band"], found["completeness"], found["unknown"]) == (
        "insufficient_data",
        0,
        ["marketing score", "engagement", "budget", "urgency"],
    )


levels = st.none() | st.sampled_from(LEVELS)


@given(
    score=st.none() | st.floats(0, 100),
    engagement_level=levels,
    budget_indicator=levels,
    urgency=levels,
    days=st.none() | st.floats(-10, 4000),
    weights=st.lists(st.floats(0, 1000), min_size=4, max_size=4).filter(lambda found: sum(found) > 0),
    prior=st.floats(0, 100),
)
def test_the_lines_always_add_up_to_the_score(
    days: float | None, weights: list[float], prior: float, **known: Any
) -> None:
    attributes = tuple(
        attribute.model_copy(update={"weight": weight})
        for attribute, weight in zip(ScoringRules().attributes, weights, strict=True)
    )
    if days is not None:
        known["received_at"] = (NOW - timedelta(days=days)).isoformat()
    found = card(ScoringRules(attributes=attributes, prior=prior), **known)
    assert sum(line["points"] for line in found["contributions"]) == found["qualification_score"]
    assert 0 <= found["qualification_score"] <= 100
    assert 0 <= found["completeness"] <= 100


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=8))
def test_whole_points_are_within_one_of_their_share(products: list[int]) -> None:
    total = round(sum(products) / 100)
    points = whole_points(products, 100, total)
    assert sum(points) == total
    assert all(abs(point - product / 100) <= 1 for point, product in zip(points, products, strict=True))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"qualified_from": 90}, "must lie between"),
        ({"qualified_from": 40}, "must lie between"),
        ({"attributes": ()}, "more than 0"),
        ({"attributes": (ScoringRules().attributes[0],) * 2}, "scored once"),
    ],
    ids=["above hot", "below warm", "no weight", "twice"],
)
def test_rules_that_contradict_themselves_are_no_policy(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        ScoringRules(**changes)

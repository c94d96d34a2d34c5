"""Feedback → Offer: the guide's sample, what is refused, and findings found again in the input."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.feedback_text.themes import ThemeRules
from core.result import HandoffResult
from core.workflows.feedback_to_offer import FeedbackToOfferPolicy, FeedbackToOfferWorkflow

SAMPLES = Path(__file__).resolve().parents[3] / "sample_data"
GUIDE: dict[str, Any] = json.loads((SAMPLES / "feedback_to_offer.json").read_text("utf-8"))
SURVEY: dict[str, Any] = json.loads((SAMPLES / "survey_responses.json").read_text("utf-8"))

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
COMMENT = st.text(max_size=60) | st.lists(
    st.sampled_from(
        [
            "Great team",
            " but ",
            "slow",
            ". ",
            "İ",
            "late delivery",
            "Could be clearer",
            ", ",
            "\n",
            "Sehr gut",
            " 👍",
        ]
    ),
    max_size=6,
).map("".join)
QUESTIONS = ("liked_most", "could_improve", "would_recommend", "future_services_interest", "comment")
FEEDBACK = st.fixed_dictionaries(
    {
        "responses": st.lists(st.dictionaries(st.sampled_from(QUESTIONS), COMMENT, max_size=4), max_size=3),
        "ratings": st.dictionaries(
            st.sampled_from(["overall_satisfaction", "timeliness", "value_for_money", "after_care"]),
            st.lists(st.floats(1, 5) | st.integers(1, 5), max_size=3),
            max_size=3,
        ),
    }
)


class Frozen:
    def now(self) -> datetime:
        return datetime(2025, 1, 31, 10, tzinfo=UTC)


class Rules:
    """The policy of one test."""

    def __init__(self, policy: FeedbackToOfferPolicy) -> None:
        self.policy = policy

    def current(self, workflow: str, model: Any) -> Any:
        return self.policy


def run(raw: Any, policy: FeedbackToOfferPolicy | None = None) -> HandoffResult:
    rules = Rules(policy or FeedbackToOfferPolicy())
    return FeedbackToOfferWorkflow().run(raw, clock=Frozen(), policies=rules)


def feedback(**fields: Any) -> dict[str, Any]:
    """The guide's feedback with other fields; None takes a field away."""
    raw = {**copy.deepcopy(GUIDE), **fields}
    return {name: value for name, value in raw.items() if value is not None}


def analysis(raw: dict[str, Any]) -> dict[str, Any]:
    result = run(raw)
    assert result.success, result.problems
    found: dict[str, Any] = result.handoff_data["feedback_analysis"]
    return found


def recommendations(raw: dict[str, Any]) -> dict[str, Any]:
    result = run(raw)
    assert result.success, result.problems
    found: dict[str, Any] = result.handoff_data["recommendations"]
    return found


def quotes_in(value: Any) -> list[dict[str, Any]]:
    """Every quote anywhere in a payload."""
    if isinstance(value, dict):
        own = [value] if {"text", "start", "end", "question"} <= set(value) else []
        return own + [quote for item in value.values() for quote in quotes_in(item)]
    return [quote for item in value for quote in quotes_in(item)] if isinstance(value, list) else []


def test_the_guides_feedback_gives_the_guides_answer() -> None:
    result = run(GUIDE)
    said = result.handoff_data["feedback_analysis"]
    asked = result.handoff_data["recommendations"]
    assert result.next_step == "offer_refinement"
    assert said["overall_sentiment"] == "very_positive"
    assert said["client_satisfaction_score"] == 92
    assert said["score_formula"] == "average rating: (5 + 5 + 4 + 5 + 4) ÷ 5 categories ÷ 5 stars × 100 = 92"
    assert said["key_strengths"] == [
        "Strong communication",
        "Professional, likeable team",
        "High quality of work",
    ]
    assert said["improvement_areas"] == ["Optimize delivery timelines"]
    assert [line["theme"] for line in asked["service_adjustments"]] == ["timeliness"]
    assert asked["pricing_adjustments"]["action"] == "hold"
    assert asked["new_service_opportunities"] == ["Ongoing support packages"]
    assert said["disagreement"] is None


def test_every_line_of_the_lists_has_its_evidence_under_the_same_words() -> None:
    for raw in (GUIDE, SURVEY):
        result = run(raw)
        said = result.handoff_data["feedback_analysis"]
        asked = result.handoff_data["recommendations"]
        lines = said["key_strengths"] + said["improvement_areas"]
        assert sorted(item["finding"] for item in said["evidence"]) == sorted(lines)
        assert all(item["quotes"] or item["rating"] for item in said["evidence"])
        assert [item["service"] for item in asked["opportunity_evidence"]] == asked[
            "new_service_opportunities"
        ]


@pytest.mark.parametrize("raw", [{"responses": None}, {"ratings": None}], ids=["ratings only", "words only"])
def test_words_or_ratings_are_enough(raw: dict[str, Any]) -> None:
    assert run(feedback(**raw)).success


def test_without_ratings_there_is_no_score_and_the_sentiment_says_that_it_is_from_words() -> None:
    said = analysis(feedback(ratings=None))
    assert said["client_satisfaction_score"] is None
    assert said["score_formula"] == "no ratings were given, so there is no score"
    assert (said["overall_sentiment"], said["sentiment_source"]) == ("positive", "words")
    assert said["csat"]["value"] is None


def test_words_without_a_view_and_no_ratings_leave_nothing_to_read() -> None:
    said = analysis(feedback(ratings=None, responses=[{"could_improve": "Nothing"}]))
    assert (said["overall_sentiment"], said["sentiment_source"]) == ("neutral", "nothing to read")
    assert said["key_strengths"] == said["improvement_areas"] == []


@pytest.mark.parametrize(
    ("fields", "places"),
    [
        ({"feedback_id": None, "project_id": " "}, ["feedback_id", "project_id"]),
        ({"responses": None, "ratings": None}, ["ratings"]),
        ({"responses": [], "ratings": {}}, ["ratings"]),
        ({"responses": [{"liked_most": "  "}], "ratings": {"quality": []}}, ["ratings"]),
        ({"responses": "great"}, ["responses[0]"]),
        ({"responses": [{"liked_most": ["a", "b"]}]}, ["responses[0].liked_most"]),
        (
            {"ratings": {"quality": [5, 6], "timeliness": [0.5]}},
            ["ratings.quality[1]", "ratings.timeliness[0]"],
        ),
        ({"ratings": {"quality": [True]}}, ["ratings.quality[0]"]),
        ({"ratings": {"quality": ["5"]}}, ["ratings.quality[0]"]),
        ({"ratings": {"quality": "5"}}, ["ratings.quality"]),
        ({"ratings": {"quality": [5, None]}}, ["ratings.quality[1]"]),
        ({"ratings": [5]}, ["ratings"]),
        ({"likelihood_to_recommend": [9, 11]}, ["likelihood_to_recommend[1]"]),
        ({"likelihood_to_recommend": [True]}, ["likelihood_to_recommend[0]"]),
        ({"likelihood_to_recommend": [8.5]}, ["likelihood_to_recommend[0]"]),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, list) else "",
)
def test_every_bad_field_is_named_at_its_place(fields: dict[str, Any], places: list[str]) -> None:
    result = run(feedback(**fields))
    assert not result.success
    assert result.code == "invalid_input"
    assert [problem.field for problem in result.problems] == places


def test_lists_of_different_lengths_halves_and_unknown_categories_are_taken() -> None:
    said = analysis(feedback(ratings={"overall_satisfaction": [4.5, 5], "after_care": [2], "quality": 5}))
    assert [(line["category"], line["mean"], line["n"]) for line in said["rating_averages"]] == [
        ("overall_satisfaction", 4.75, 2),
        ("after_care", 2.0, 1),
        ("quality", 5.0, 1),
    ]
    assert "Improve after care" in said["improvement_areas"]


def test_answers_to_further_questions_are_kept_and_read() -> None:
    raw = feedback(responses=[{"anything_else": "The reports were excellent", "seats": 12, "paid": True}])
    data = FeedbackToOfferWorkflow().parse(raw)
    assert data.responses[0].extras == {
        "anything_else": "The reports were excellent",
        "seats": 12,
        "paid": True,
    }
    assert "Clear reporting" in analysis(raw)["key_strengths"]


def test_the_figures_come_from_their_own_answers_only() -> None:
    raw = feedback(
        responses=[{"would_recommend": text} for text in ("yes", "Yes!", "no", "maybe", "purple")],
        ratings={"overall_satisfaction": [5, 4, 3, 2, 4.5]},
        likelihood_to_recommend=[10, 9, 7, 0],
    )
    said = analysis(raw)
    assert (said["csat"]["value"], said["csat"]["n"]) == (60.0, 5)
    assert (said["nps"]["value"], said["nps"]["n"], said["nps"]["enough"]) == (25.0, 4, False)
    assert (said["recommend_rate"]["value"], said["recommend_rate"]["n"]) == (50.0, 4)
    assert said["recommend_answers"] == {"yes": 2, "maybe": 1, "no": 1, "unread": 1}
    assert "1 answered neither yes, maybe nor no" in str(run(raw).warnings)


def test_a_score_from_0_to_10_beside_the_answers_counts_for_the_nps() -> None:
    raw = feedback(
        responses=[{"liked_most": "All", "likelihood_to_recommend": 9}], likelihood_to_recommend=[3]
    )
    assert analysis(raw)["nps"]["n"] == 2


@pytest.mark.parametrize(("people", "warned"), [(4, True), (5, False)])
def test_few_answers_are_said_to_be_few(people: int, warned: bool) -> None:
    result = run(feedback(responses=[{"liked_most": "Great team"}] * people))
    assert ("no figure is a trend" in str(result.warnings)) == warned


def test_ratings_and_words_that_disagree_are_a_finding_with_quotes() -> None:
    raw = feedback(responses=[{"comment": "A terrible mess. The support was useless and we hated it."}])
    said = analysis(raw)
    assert said["overall_sentiment"] == "very_positive"
    assert said["disagreement"].startswith("The ratings say very positive, the words say very negative.")
    assert said["disagreement_quotes"]
    assert any(notice.message == said["disagreement"] for notice in run(raw).warnings)


def test_what_is_not_english_is_named_and_not_read() -> None:
    raw = feedback(
        ratings=None,
        responses=[
            {
                "liked_most": "Das Team war sehr freundlich",
                "future_services_interest": "Mehr Beratung für uns",
            }
        ],
    )
    result = run(raw)
    said = result.handoff_data["feedback_analysis"]
    assert [(line["question"], line["language"]) for line in said["not_analysed"]] == [
        ("liked_most", "German"),
        ("future_services_interest", "German"),
    ]
    assert said["key_strengths"] == []
    assert result.handoff_data["recommendations"]["new_service_opportunities"] == []
    assert "responses[0].liked_most" in [notice.field for notice in result.warnings]


@pytest.mark.parametrize("text", ["Nothing so far", "n/a", "-", "No complaints", "Everything was perfect"])
def test_nothing_to_improve_asks_for_nothing(text: str) -> None:
    raw = feedback(ratings=None, responses=[{"could_improve": text}])
    said = analysis(raw)
    assert said["improvement_areas"] == []
    assert said["requests_without_theme"] == []
    assert recommendations(raw)["service_adjustments"] == []


def test_a_request_without_a_theme_is_kept_for_people() -> None:
    said = analysis(feedback(responses=[{"could_improve": "A blue carpet"}]))
    assert said["requests_without_theme"] == [
        {"response": 0, "question": "could_improve", "text": "A blue carpet"}
    ]


def test_the_texts_and_bands_are_policy() -> None:
    themes = ThemeRules()
    reworded = tuple(
        theme.model_copy(update={"improvement": "Deliver sooner"}) if theme.key == "timeliness" else theme
        for theme in themes.themes
    )
    policy = FeedbackToOfferPolicy(
        themes=themes.model_copy(update={"themes": reworded}),
        sentiment=FeedbackToOfferPolicy().sentiment.model_copy(update={"very_positive_from": 95}),
    )
    said = run(GUIDE, policy).handoff_data["feedback_analysis"]
    assert said["improvement_areas"] == ["Deliver sooner"]
    assert said["overall_sentiment"] == "positive"


def test_the_policy_survives_being_stored_as_json() -> None:
    policy = FeedbackToOfferPolicy()
    assert FeedbackToOfferPolicy.model_validate_json(policy.model_dump_json()) == policy


@settings(max_examples=60, deadline=None)
@given(FEEDBACK)
def test_every_finding_can_be_found_again_in_the_input(fields: dict[str, Any]) -> None:
    raw = {"feedback_id": "fb", "project_id": "p", **fields}
    result = run(raw)
    if not result.success:
        assert result.code == "invalid_input"
        return
    said = result.handoff_data["feedback_analysis"]
    for quote in quotes_in(result.handoff_data):
        assert quote["text"]
        assert (
            raw["responses"][quote["response"]][quote["question"]][quote["start"] : quote["end"]]
            == quote["text"]
        )
    for item in said["evidence"]:
        assert item["quotes"] or raw["ratings"][item["rating"]["category"]]
    for line in result.handoff_data["recommendations"]["service_adjustments"]:
        assert 0 <= line["priority"] <= 1
        assert line["evidence"] or line["rating"]


@settings(max_examples=40, deadline=None)
@given(FEEDBACK)
def test_the_same_input_gives_the_same_bytes(fields: dict[str, Any]) -> None:
    raw = {"feedback_id": "fb", "project_id": "p", **fields}

    def payload() -> str:
        data = run(copy.deepcopy(raw)).handoff_data
        return json.dumps({key: data.get(key) for key in ("feedback_analysis", "recommendations")})

    assert payload() == payload()


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["feedback_id", "responses", "ratings", "likelihood_to_recommend", "product_name"]),
    ANY_JSON,
)
def test_any_json_in_any_field_is_answered_and_never_breaks(field: str, value: Any) -> None:
    result = run(feedback(**{field: value}))
    assert result.success or result.code == "invalid_input"


@settings(max_examples=30, deadline=None)
@given(ANY_JSON)
def test_any_json_as_a_response_is_answered_and_never_breaks(value: Any) -> None:
    result = run(feedback(responses=[value, {"liked_most": value, "other": value}]))
    assert result.success or result.code == "invalid_input"

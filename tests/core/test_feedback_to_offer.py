"""Feedback → Offer: the guide's example, what is refused, figures, prices, priorities, and evidence."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.plain_json import find_problems
from core.result import HandoffResult
from core.workflows.feedback_to_offer import FeedbackToOfferWorkflow

GUIDE: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parents[2] / "sample_data" / "feedback_to_offer.json").read_text("utf-8")
)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
# Pieces of comments, with signs that move places: accents, ligatures, pictures, quotes, line ends.
PIECES = st.sampled_from(
    "great slow not but, . ! ? \n “ ” ’ – 👍 İ ﬁ é communication team price late nothing could be faster "
    "reports on time n't never however expensive friendly \t … ;".split(" ")
)
COMMENT = st.lists(PIECES, max_size=25).map(" ".join) | st.text(
    st.characters(exclude_categories=("Cs", "Cc")), max_size=60
)
RESPONSE = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("liked_most", "could_improve", "future_services_interest", "anything_else"), COMMENT
    ),
)
STARS = st.lists(st.integers(1, 5), max_size=4)


class Frozen:
    def now(self) -> datetime:
        return datetime(2025, 4, 1, 9, tzinfo=UTC)


def run(raw: Any) -> HandoffResult:
    return FeedbackToOfferWorkflow().run(raw, clock=Frozen())


def feedback(responses: Any = (), ratings: Any = None, **more: Any) -> dict[str, Any]:
    return {
        "feedback_id": "fb_1",
        "project_id": "proj_1",
        "responses": list(responses) if isinstance(responses, tuple) else responses,
        "ratings": ratings or {},
        **more,
    }


def package(raw: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    result = run(raw)
    assert result.success, result.problems
    return result.handoff_data["feedback_analysis"], result.handoff_data["recommendations"]


def problems(raw: Any) -> dict[str, str]:
    result = run(raw)
    assert result.code == "invalid_input"
    return {problem.field: problem.message for problem in result.problems}


def quotes_in(value: Any) -> list[dict[str, Any]]:
    """Every quote in a package, wherever it stands."""
    if isinstance(value, dict):
        own = [value] if {"text", "start", "end", "question"} <= value.keys() else []
        return own + [quote for inner in value.values() for quote in quotes_in(inner)]
    return [quote for inner in value for quote in quotes_in(inner)] if isinstance(value, list) else []


def test_the_guides_example_gives_the_guides_answer() -> None:
    result = run(GUIDE)
    analysis, advice = package(GUIDE)
    assert result.next_step == "offer_refinement"
    assert analysis["overall_sentiment"] == "very_positive"
    assert analysis["client_satisfaction_score"] == 92
    assert analysis["key_strengths"][0] == "Strong communication"
    assert analysis["improvement_areas"] == ["Optimize delivery timelines"]
    assert advice["new_service_opportunities"] == ["Ongoing support packages"]
    assert advice["pricing_adjustments"]["action"] == "hold"
    assert [change["theme"] for change in advice["service_adjustments"]] == ["timeliness"]
    assert "(5 + 5 + 4 + 5 + 4) ÷ 5" in analysis["score_formula"]


@pytest.mark.parametrize("value", [0, 5.5, 6, -1, True, False, "5", "", None, [], {}], ids=repr)
def test_what_is_no_rating_is_named_with_its_row(value: Any) -> None:
    found = problems(feedback(ratings={"quality": [5, value, 4]}))
    assert list(found) == ["ratings.quality[1]"]
    assert "1" in found["ratings.quality[1]"]
    assert "5" in found["ratings.quality[1]"]


def test_every_bad_rating_is_named_at_once() -> None:
    found = problems(feedback(ratings={"quality": [9, 5, "x"], "timeliness": [0]}))
    assert set(found) == {"ratings.quality[0]", "ratings.quality[2]", "ratings.timeliness[0]"}


@pytest.mark.parametrize("value", [11, -1, True, "9", 7.5], ids=repr)
def test_a_recommendation_is_a_whole_number_from_0_to_10(value: Any) -> None:
    raw = feedback(ratings={"quality": [5]}, likelihood_to_recommend=[9, value])
    assert list(problems(raw)) == ["likelihood_to_recommend[1]"]


@pytest.mark.parametrize(
    "said",
    [feedback(), feedback(({},)), feedback(({"liked_most": "  "},)), feedback(ratings={"quality": []})],
    ids=["nothing", "an empty row", "blanks", "an empty category"],
)
def test_feedback_that_says_nothing_is_refused(said: dict[str, Any]) -> None:
    assert "nothing was said yet" in problems(said)["ratings"]


def test_categories_of_different_length_count_alike() -> None:
    analysis, _ = package(feedback(ratings={"quality": [5, 5, 5, 5], "timeliness": [1]}))
    assert analysis["client_satisfaction_score"] == 60
    assert analysis["respondents"] == 4
    assert [(line["category"], line["n"]) for line in analysis["rating_averages"]] == [
        ("quality", 4),
        ("timeliness", 1),
    ]


@pytest.mark.parametrize(
    ("stars", "sentiment"),
    [
        ([5, 4], "very_positive"),
        ([4.4], "positive"),
        ([3.75], "positive"),
        ([3.7], "neutral"),
        ([3], "neutral"),
        ([2.9], "negative"),
        ([2], "negative"),
        ([1.9], "very_negative"),
    ],
)
def test_sentiment_follows_the_score(stars: list[float], sentiment: str) -> None:
    assert package(feedback(ratings={"quality": stars}))[0]["overall_sentiment"] == sentiment


def test_a_score_is_rounded_half_up() -> None:
    stars = [5] * 3 + [4] * 5  # a mean of 4.375, so 87.5 %
    assert package(feedback(ratings={"quality": stars}))[0]["client_satisfaction_score"] == 88


@pytest.mark.parametrize(
    ("text", "sentiment"),
    [
        ("Fantastic, brilliant and flawless work!", "very_positive"),
        ("Terrible, rude and useless.", "very_negative"),
    ],
)
def test_without_ratings_there_is_no_score_and_the_words_tell_the_sentiment(
    text: str, sentiment: str
) -> None:
    analysis, _ = package(feedback(({"comment": text},)))
    assert analysis["client_satisfaction_score"] is None
    assert "no ratings" in analysis["score_formula"]
    assert analysis["overall_sentiment"] == sentiment
    assert analysis["sentiment_source"] == "words"


def test_words_that_contradict_the_ratings_are_a_finding_with_quotes() -> None:
    comment = {"comment": "The work was terrible and the team rude."}
    raw = feedback((comment,), {"quality": [5], "timeliness": [5]})
    analysis, _ = package(raw)
    assert analysis["overall_sentiment"] == "very_positive"
    assert "Ask the client" in analysis["disagreement"]
    assert analysis["disagreement_quotes"][0]["text"] in comment["comment"]
    assert analysis["disagreement"] in [notice.message for notice in run(raw).warnings]


def test_words_one_step_from_the_ratings_are_no_disagreement() -> None:
    analysis, _ = package(feedback(({"comment": "Good work."},), {"quality": [5]}))
    assert analysis["disagreement"] is None
    assert analysis["disagreement_quotes"] == []


def test_csat_and_nps_come_from_their_own_questions_only() -> None:
    ratings = {"overall_satisfaction": [5, 4, 3, 2, 5], "quality": [1]}
    analysis, _ = package(feedback(({"would_recommend": "yes"},), ratings))
    assert (analysis["csat"]["value"], analysis["csat"]["n"]) == (60.0, 5)
    assert analysis["nps"]["value"] is None
    assert analysis["recommend_rate"]["n"] == 1
    analysis, _ = package(feedback(ratings=ratings, likelihood_to_recommend=[10] * 14 + [8] * 5 + [3] * 6))
    assert (analysis["nps"]["value"], analysis["nps"]["n"]) == (32.0, 25)


@pytest.mark.parametrize(("answers", "warned"), [(4, True), (5, False)])
def test_few_answers_are_warned_of(answers: int, warned: bool) -> None:
    warnings = run(feedback(ratings={"quality": [5] * answers})).warnings
    assert any("no figure is a trend" in notice.message for notice in warnings) is warned


@pytest.mark.parametrize(
    ("stars", "complaints", "action"),
    [
        ([5, 5, 5], 0, "hold"),
        ([5, 5, 5], 1, "hold"),
        ([5, 5, 5], 2, "review"),
        ([3, 3, 3], 0, "review"),
        ([3, 3], 0, "hold"),
        ([4, 3, 3], 0, "hold"),
    ],
)
def test_a_price_is_questioned_by_low_ratings_or_by_two_people(
    stars: list[int], complaints: int, action: str
) -> None:
    said = tuple({"could_improve": "It was too expensive."} for _ in range(complaints))
    pricing = package(feedback(said, {"value_for_money": stars}))[1]["pricing_adjustments"]
    assert pricing["action"] == action
    assert pricing["reason"]
    assert len(pricing["evidence"]) == complaints
    assert ("change" in pricing) is (action == "review")


def test_priority_is_frequency_times_impact_and_the_weightiest_comes_first() -> None:
    said = (
        {"could_improve": "Faster turnaround time"},
        {"could_improve": "It was too expensive."},
        {"could_improve": "Faster delivery"},
        {"liked_most": "The team"},
    )
    changes = package(feedback(said, {"timeliness": [2, 3, 3, 4]}))[1]["service_adjustments"]
    assert [change["theme"] for change in changes] == ["timeliness", "value"]
    # Three of four rated 3.5 or less; a mean of 3 lacks half of the way from 1 to 5.
    assert (changes[0]["frequency"], changes[0]["impact"], changes[0]["priority"]) == (0.75, 0.5, 0.375)
    assert (changes[1]["frequency"], changes[1]["impact"], changes[1]["priority"]) == (0.25, 0.5, 0.125)
    assert "3 of 4 × impact 0.50 = 0.375" in changes[0]["formula"]


@pytest.mark.parametrize("text", ["nothing", "n/a", "No complaints at all", "Can't think of anything"])
def test_an_answer_that_asks_for_nothing_improves_nothing(text: str) -> None:
    analysis, advice = package(feedback(({"liked_most": "The team", "could_improve": text},)))
    assert analysis["improvement_areas"] == []
    assert analysis["requests_without_theme"] == []
    assert advice["service_adjustments"] == []


@pytest.mark.parametrize("text", ["none", "no thanks", "not at the moment", "maybe later"])
def test_an_answer_that_wants_nothing_more_names_no_service(text: str) -> None:
    raw = feedback(({"liked_most": "All", "future_services_interest": text},))
    assert package(raw)[1]["new_service_opportunities"] == []


def test_a_service_that_two_people_want_is_named_once() -> None:
    said = ({"future_services_interest": "ongoing support"}, {"future_services_interest": "Ongoing support"})
    _, advice = package(feedback(said))
    assert [(line["service"], line["respondents"]) for line in advice["opportunity_evidence"]] == [
        ("Ongoing support packages", 2)
    ]


def test_a_wish_that_names_no_theme_is_kept_word_by_word() -> None:
    analysis, _ = package(feedback(({"could_improve": "More parrots"},)))
    assert analysis["requests_without_theme"] == [
        {"response": 0, "question": "could_improve", "text": "More parrots"}
    ]


def test_another_language_is_said_to_be_unread() -> None:
    raw = feedback(({"liked_most": "Die Arbeit war sehr gut und das Team ist nicht langsam"},))
    analysis, _ = package(raw)
    assert analysis["not_analysed"] == [{"response": 0, "question": "liked_most", "language": "German"}]
    assert analysis["evidence"] == []
    assert any("German" in notice.message for notice in run(raw).warnings)


@pytest.mark.parametrize("text", ["!!!", "...", "?", "-", "(", "👎", "' ' '", "\u200b"], ids=repr)
@pytest.mark.parametrize("question", ["liked_most", "could_improve", "comment"])
def test_an_answer_without_words_breaks_nothing(question: str, text: str) -> None:
    assert run(feedback(({question: text},), {"quality": [4]})).success


@given(ANY_JSON | st.dictionaries(st.sampled_from([*GUIDE, "likelihood_to_recommend"]), ANY_JSON))
@settings(max_examples=150, deadline=None)
def test_any_json_is_answered_and_never_breaks(raw: Any) -> None:
    assert run(raw).code != "internal_error"


@given(st.sampled_from([*GUIDE["responses"][0], "likelihood_to_recommend", "else"]), ANY_JSON, st.booleans())
@settings(max_examples=150, deadline=None)
def test_anything_in_an_answer_or_a_rating_never_breaks(field: str, value: Any, is_rating: bool) -> None:
    raw = copy.deepcopy(GUIDE)
    if is_rating:
        raw["ratings"][field] = value
    else:
        raw["responses"][0][field] = value
    result = run(raw)
    assert result.code != "internal_error"
    assert not find_problems(result.to_envelope())


@given(st.lists(RESPONSE, min_size=1, max_size=4), st.dictionaries(st.sampled_from(["quality", "x"]), STARS))
@settings(max_examples=200, deadline=None)
def test_every_quote_is_the_clients_text_at_that_place(
    responses: list[dict[str, str]], ratings: dict[str, list[int]]
) -> None:
    result = run(feedback(responses, ratings | {"overall_satisfaction": [4]}))
    assert result.success
    for quote in quotes_in(result.handoff_data):
        said = responses[quote["response"]][quote["question"]]
        assert quote["text"]
        assert said[quote["start"] : quote["end"]] == quote["text"]


@given(st.lists(RESPONSE, min_size=1, max_size=3))
@settings(max_examples=50, deadline=None)
def test_the_same_input_gives_the_same_bytes(responses: list[dict[str, str]]) -> None:
    raw = feedback(responses, {"quality": [4]})
    first, second = run(raw), run(copy.deepcopy(raw))
    assert first.success
    for key in ("feedback_analysis", "recommendations"):  # beside them stands the id of the run
        assert json.dumps(first.handoff_data[key]) == json.dumps(second.handoff_data[key])

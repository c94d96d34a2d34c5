"""What a person fills in stays as it was typed, and what cannot be taken is named."""

from __future__ import annotations

from typing import Any

import pytest

from core.responses import FeedbackInput
from core.survey_answers import LONGEST_ANSWER, clean_fields, feedback_input, read_form

REQUEST: dict[str, Any] = {
    "request_id": "FR_p1",
    "project_id": "p1",
    "rating_categories": [{"key": "quality", "label": "Quality", "lowest": 1, "highest": 5}],
    "feedback_questions": [
        {"key": "liked_most", "kind": "text", "text": "What did you like?"},
        {"key": "would_recommend", "kind": "choice", "text": "?", "choices": ["yes", "maybe", "no"]},
        {"key": "likelihood_to_recommend", "kind": "scale", "text": "How likely?"},
    ],
}
NASTY = [
    "<script>alert(1)</script>",
    "👩🏽‍💻 great",
    "שלום — \u202eabc",
    "a\n\nb",
    "=1+1",
    "${x} {y} %s",
    "'; DROP",
]


@pytest.mark.parametrize("text", NASTY)
def test_an_answer_is_kept_letter_by_letter(text: str) -> None:
    assert read_form(REQUEST, {"answer.liked_most": text}).response == {"liked_most": text}


def test_what_was_filled_in_becomes_the_input_of_the_handoff() -> None:
    form = {
        "rating.quality": "4",
        "answer.liked_most": "Fast",
        "answer.would_recommend": "yes",
        "answer.likelihood_to_recommend": "9",
    }
    raw = feedback_input(REQUEST, "FB_1", read_form(REQUEST, form), {"offer_id": "o1"})
    data = FeedbackInput.model_validate(raw)
    assert (data.ratings, data.recommend_scores) == ({"quality": [4.0]}, [9])
    assert data.responses[0].answers() == {"liked_most": "Fast", "would_recommend": "yes"}
    assert (data.project_id, data.request_id, data.offer_id) == ("p1", "FR_p1", "o1")


@pytest.mark.parametrize("value", ["0", "6", "-1", "4.5", "five", "٤", "4" * 5000])
def test_a_rating_out_of_range_is_named(value: str) -> None:
    reading = read_form(REQUEST, {"rating.quality": value})
    assert reading.mistakes == {"rating.quality": "not_offered"}
    assert reading.ratings == {}


@pytest.mark.parametrize(
    ("field", "value"), [("answer.would_recommend", "perhaps"), ("answer.likelihood_to_recommend", "11")]
)
def test_an_answer_that_was_not_offered_is_named(field: str, value: str) -> None:
    assert read_form(REQUEST, {field: value}).mistakes == {field: "not_offered"}


def test_the_length_of_an_answer_has_a_limit() -> None:
    assert not read_form(REQUEST, {"answer.liked_most": "é" * LONGEST_ANSWER}).mistakes
    assert read_form(REQUEST, {"answer.liked_most": "é" * (LONGEST_ANSWER + 1)}).mistakes == {
        "answer.liked_most": "too_long"
    }


@pytest.mark.parametrize("form", [{}, {"answer.liked_most": " \n "}, {"answer.likelihood_to_recommend": "9"}])
def test_a_form_without_a_rating_or_a_word_says_nothing(form: dict[str, str]) -> None:
    assert not read_form(REQUEST, form).says_something


def test_only_the_fields_of_the_survey_are_kept() -> None:
    form = {"answer.other": "x", "project_id": "p2", "answer.liked_most": "a\x00b\r\nc"}
    assert clean_fields(REQUEST, form) == {"answer.liked_most": "ab\nc"}

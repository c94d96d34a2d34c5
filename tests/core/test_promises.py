"""Promised × kept: the answers to "did we keep it?" and the words that are about a promise."""

from __future__ import annotations

from typing import Any

import pytest

from core.promise_words import PROMISE_CHOICES, promise_key, promise_number, read_verdict
from core.promises import verdict_of
from core.registry import Registry
from core.statistics import share_figure
from core.survey_design import SurveyRules, questions

PROMISES = ["Live in 30 days", "Weekly progress report", "One contact person"]


def analysed(responses: list[dict[str, Any]], promises: list[str] | None = None) -> list[dict[str, Any]]:
    raw = {"feedback_id": "f", "project_id": "p", "responses": responses}
    result = Registry().get("feedback_to_offer").run({**raw, "promises": promises or PROMISES})
    assert result.success, result.error
    found: list[dict[str, Any]] = result.handoff_data["feedback_analysis"]["promises"]
    return found


def test_verdicts_are_counted_by_promise_with_their_share() -> None:
    first, second, third = analysed(
        [
            {"promise_1": "not kept", "promise_2": "Kept.", "liked_most": "Nice people"},
            {"promise_1": "partly kept", "promise_2": "yes"},
            {"promise_1": "kept", "promise_2": "kept", "promise_3": "no idea"},
        ]
    )
    assert (first["kept"], first["partly"], first["not_kept"]) == (1, 1, 1)
    assert first["share"]["formula"].endswith("1 ÷ 3")
    assert (second["kept"], second["share"]["value"]) == (3, 100.0)
    assert (third["kept"], third["partly"], third["not_kept"], third["share"]["value"]) == (0, 0, 0, None)


def test_words_about_a_promise_are_quoted_and_can_be_pointed_at() -> None:
    responses = [
        {"liked_most": "The weekly progress report was great", "could_improve": "It took 60 days to go live"},
        {"could_improve": "More photos"},
    ]
    first, second, third = analysed(responses)
    assert (second["praised"], second["to_improve"]) == (1, 0)
    assert [quote["text"] for quote in second["quotes"]] == ["The weekly progress report was great"]
    assert (first["praised"], first["to_improve"]) == (0, 1)
    assert third["quotes"] == []
    for line in (first, second):
        for quote in line["quotes"]:
            text = responses[quote["response"]][quote["question"]]
            assert text[quote["start"] : quote["end"]] == quote["text"]


@pytest.mark.parametrize(
    ("kept", "asked", "missed", "praised", "to_improve", "verdict"),
    [
        (11, 13, 1, 0, 0, "kept"),  # 85 %, 58-96
        (12, 18, 3, 0, 0, "doubted"),  # 67 %, 44-84
        (1, 9, 8, 0, 0, "broken"),  # 11 %, 2-43
        (3, 4, 1, 0, 0, "doubted"),
        (3, 3, 0, 0, 0, "kept"),
        (0, 0, 0, 0, 1, "doubted"),
        (0, 0, 0, 2, 1, "kept"),
        (0, 0, 0, 0, 0, "nothing said"),
        (0, 2, 0, 0, 0, "doubted"),  # partly kept, both
    ],
)
def test_a_promise_is_kept_doubted_or_broken_by_its_interval(
    kept: int, asked: int, missed: int, praised: int, to_improve: int, verdict: str
) -> None:
    share = share_figure(kept, asked, "kept ÷ answers")
    assert verdict_of(share, missed, praised, to_improve) == verdict


def test_a_verdict_is_no_comment_and_moves_no_sentiment() -> None:
    raw = {"feedback_id": "f", "project_id": "p", "promises": PROMISES}
    result = Registry().get("feedback_to_offer").run({**raw, "responses": [{"promise_1": "not kept"}]})
    analysis = result.handoff_data["feedback_analysis"]
    assert (analysis["sentiment_source"], analysis["themes"]) == ("nothing to read", [])


def test_without_promises_there_is_nothing_to_say() -> None:
    raw = {"feedback_id": "f", "project_id": "p", "responses": [{"liked_most": "All of it"}]}
    assert Registry().get("feedback_to_offer").run(raw).handoff_data["feedback_analysis"]["promises"] == []


def test_every_choice_of_the_survey_is_a_verdict() -> None:
    asked = questions(
        SurveyRules(), project="p", deliverables=["d"], not_approved=[], promises=PROMISES, days_late=0
    )
    promised = [line for line in asked if line["kind"] == "promise"]
    assert [promise_number(line["key"]) for line in promised] == [1, 2, 3]
    assert [line["about"] for line in promised] == PROMISES
    for line in promised:
        assert [read_verdict(choice) for choice in line["choices"]] == list(PROMISE_CHOICES)


@pytest.mark.parametrize(
    ("answer", "verdict"), [("KEPT", "kept"), ("partially", "partly kept"), ("well …", None), (None, None)]
)
def test_verdicts_are_read_in_any_case_and_others_are_none(answer: Any, verdict: str | None) -> None:
    assert read_verdict(answer) == verdict


def test_promises_are_compared_without_case_and_spacing() -> None:
    assert promise_key("Live  in 30 Days") == promise_key("live in 30 days")
    assert promise_number("promise_x") is promise_number("liked_most") is None

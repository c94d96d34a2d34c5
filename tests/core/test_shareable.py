"""An analysis without names and without what too few answered; other documents without names."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from core.redaction import Redactor
from core.shareable import shareable
from core.workflows.feedback_to_offer import FeedbackToOfferPolicy, FeedbackToOfferWorkflow


def analysis(people: int) -> dict[str, Any]:
    answers = [{"liked_most": "Sarah's communication was great"}] * (people - 1)
    raw = {
        "feedback_id": "f",
        "project_id": "p",
        "product_name": "Websites",
        "responses": [*answers, {"could_improve": "Oakline Interiors waited, delivery was slow"}],
        "ratings": {"overall_satisfaction": [5] * people, "timeliness": [2] * 4},
        "likelihood_to_recommend": [9] * 4,
    }
    workflow = FeedbackToOfferWorkflow()
    found = workflow.transform(workflow.parse(raw), FeedbackToOfferPolicy(), datetime(2026, 1, 1, tzinfo=UTC))
    return dict(found.payload)


def hide(payload: dict[str, Any]) -> dict[str, Any]:
    return shareable(payload, Redactor(["Sarah Connor"], ["Oakline Interiors"]))


def test_of_seven_answers_what_enough_people_say_stays() -> None:
    found = hide(analysis(7))
    kept = found["feedback_analysis"]
    assert kept["csat"]["n"] == 7
    assert kept["nps"] == "hidden"  # four scores
    assert [line["category"] for line in kept["rating_averages"]] == ["overall_satisfaction"]
    assert {line["theme"] for line in kept["evidence"]} == {"communication"}
    text = json.dumps(found)
    for name in ("Sarah", "Oakline", "slow"):
        assert name not in text
    assert any("nps: fewer than 5 answers" in note for note in found["what_was_hidden_and_why"])


def test_of_four_answers_nothing_stays_but_the_reason() -> None:
    found = hide(analysis(4))
    assert list(found) == ["what_was_hidden_and_why"]
    assert "fewer than 5 answers (4)" in found["what_was_hidden_and_why"][1]


@pytest.mark.parametrize(
    "payload", [{}, {"work_order": {"client_id": "client_oakline", "title": "For Sarah"}}]
)
def test_other_documents_lose_names_alone(payload: dict[str, Any]) -> None:
    text = json.dumps(hide(payload))
    assert "Sarah" not in text
    assert "oakline" not in text
    assert set(hide(payload)) == {*payload, "what_was_hidden_and_why"}

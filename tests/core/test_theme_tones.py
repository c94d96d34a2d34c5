"""Praise, blame, both and wishes: one mention a person and theme, each on words that stand in an answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from core.theme_tones import ThemeMention, mentions_of_analysis
from core.workflows.feedback_to_offer import FeedbackToOfferPolicy, FeedbackToOfferWorkflow


def read(*people: dict[str, str]) -> list[ThemeMention]:
    workflow = FeedbackToOfferWorkflow()
    raw: dict[str, Any] = {"feedback_id": "f", "project_id": "p", "responses": list(people)}
    data = workflow.parse(raw)
    package = workflow.transform(data, FeedbackToOfferPolicy(), datetime(2026, 1, 1, tzinfo=UTC))
    return mentions_of_analysis(package.payload["feedback_analysis"])


@pytest.mark.parametrize(
    ("answers", "theme", "tone"),
    [
        ({"liked_most": "Great communication"}, "communication", "positive"),
        ({"could_improve": "The communication was terrible"}, "communication", "negative"),
        ({"could_improve": "Communication"}, "communication", "request"),
        ({"could_improve": "Faster turnaround time"}, "timeliness", "request"),
        (
            {"liked_most": "Great communication", "could_improve": "Communication was poor at the end"},
            "communication",
            "mixed",
        ),
    ],
    ids=["praise", "blame", "a bare wish", "a wish in words", "both"],
)
def test_a_person_speaks_of_a_theme_in_one_tone(answers: dict[str, str], theme: str, tone: str) -> None:
    (mention,) = (line for line in read(answers) if line["theme"] == theme)
    assert (mention["tone"], mention["person"]) == (tone, 0)
    for quote in mention["quotes"]:
        assert answers[quote["question"]][quote["start"] : quote["end"]] == quote["text"]


def test_praise_of_one_and_blame_of_another_stay_apart() -> None:
    found = read({"liked_most": "Great communication"}, {"could_improve": "The communication was terrible"})
    tones = {line["person"]: line["tone"] for line in found if line["theme"] == "communication"}
    assert tones == {0: "positive", 1: "negative"}


def test_a_theme_that_only_ratings_name_has_no_mention() -> None:
    assert mentions_of_analysis({"themes": [], "evidence": []}) == []

"""Talking points come from this lead's words and meet the campaign's messages only where they really do."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from core.leads import LeadInput
from core.talking_points import TalkingPoint, TalkingPoints, TalkingRules
from core.word_stems import stems

MESSAGES = ["AI-powered automation", "Every process automated", "24/7 customer support"]


def points(messages: list[str], rules: TalkingRules | None = None, **words: Any) -> list[TalkingPoint]:
    lead = LeadInput.model_validate({"id": "lead_001", "contact_info": {}, **words})
    return TalkingPoints(rules or TalkingRules(), messages, "Widget Pro Launch").of(lead)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("automation", "automated"),
        ("manual processes", "Every process"),
        ("SUPPORTING", "customer support"),
        ("reports", "reporting"),
    ],
)
def test_words_meet_in_any_form(one: str, other: str) -> None:
    assert stems(one) & stems(other)


@pytest.mark.parametrize(
    ("one", "other"), [("we need more of it", "all you need"), ("art", "start"), ("", "x")]
)
def test_small_words_and_parts_of_words_do_not_meet(one: str, other: str) -> None:
    assert not stems(one) & stems(other)


def test_the_strongest_meeting_comes_first_and_each_message_once() -> None:
    found = points(MESSAGES, interests=["automation", "AI"], pain_points=["slow manual processes"])
    assert [(point["words"], point["message"], point["strength"]) for point in found] == [
        ("automation", "AI-powered automation", 100),
        ("slow manual processes", "Every process automated", 33),
        ("AI", None, 0),
    ]
    assert found[0]["shared_stems"] == ["autom"]
    assert (
        found[1]["text"]
        == "They struggle with “slow manual processes”. Your answer: “Every process automated”"
    )


def test_pain_points_come_before_interests_of_the_same_strength() -> None:
    found = points(["Better reports", "Better support"], interests=["support"], pain_points=["reports"])
    assert [point["words"] for point in found] == ["reports", "support"]


def test_where_nothing_meets_the_leads_own_words_are_named() -> None:
    found = points(MESSAGES, pain_points=["rising rents"], interests=["gardens"])
    assert [point["text"] for point in found] == [
        "Ask them to describe “rising rents” and what it costs them today",
        "Ask what they hope for from “gardens”",
    ]
    assert {point["message"] for point in found} == {None}


def test_where_nothing_is_known_that_is_said() -> None:
    (only,) = points(MESSAGES)
    assert (
        only["text"] == "Nothing is known of their needs yet: ask what caught their eye in Widget Pro Launch"
    )


def test_no_more_points_than_the_policy_wants() -> None:
    assert len(points([], TalkingRules(most=2), interests=["a1", "b2", "c3"])) == 2


def test_what_people_typed_is_text_also_where_it_looks_like_a_template() -> None:
    (only,) = points([], pain_points=["$message {0} ${words}"])
    assert "“$message {0} ${words}”" in only["text"]


def test_a_sentence_with_an_unknown_name_is_no_policy() -> None:
    with pytest.raises(ValidationError, match=r"may use \$words, \$campaign"):
        TalkingRules(pain_alone="Tell them about $message")


def test_the_default_sentences_pass_their_own_check() -> None:
    assert TalkingRules.model_validate(TalkingRules().model_dump()) == TalkingRules()

"""The score, the sentiment from ratings and from words, and where the two disagree."""

from __future__ import annotations

import pytest

from core.feedback_analysis import (
    SENTIMENTS,
    SentimentRules,
    disagreement,
    find_themes,
    rating_averages,
    satisfaction_score,
    sentiment_of_score,
    sentiment_of_words,
    worded,
)
from core.feedback_text.reading import read_answers
from core.feedback_text.themes import ThemeRules

THEMES, RULES = ThemeRules(), SentimentRules()


@pytest.mark.parametrize(
    ("ratings", "score"),
    [
        ({"a": [5.0], "b": [5.0], "c": [4.0], "d": [5.0], "e": [4.0]}, 92),
        ({"a": [5.0, 5.0, 5.0], "b": [1.0]}, 60),  # categories weigh the same, however many rated them
        ({"a": [4.5]}, 90),
        ({"a": [4.1, 4.2]}, 83),
        ({"a": [4.625]}, 93),  # 92.5 goes up
        ({"a": [5.0], "b": []}, 100),
        ({}, None),
        ({"a": []}, None),
    ],
)
def test_the_score_is_the_average_rating_in_percent(
    ratings: dict[str, list[float]], score: int | None
) -> None:
    result, formula = satisfaction_score(ratings)
    assert result == score
    assert formula.endswith(f"= {score}") or score is None


@pytest.mark.parametrize(
    ("score", "sentiment"),
    [
        (100, "very_positive"),
        (90, "very_positive"),
        (89, "positive"),
        (75, "positive"),
        (74, "neutral"),
        (60, "neutral"),
        (59, "negative"),
        (40, "negative"),
        (39, "very_negative"),
        (20, "very_negative"),
    ],
)
def test_the_bands_of_sentiment(score: int, sentiment: str) -> None:
    assert sentiment_of_score(score, RULES) == sentiment


@pytest.mark.parametrize(
    ("responses", "sentiment"),
    [
        (
            [{"liked_most": "Professional team and great communication", "could_improve": "Faster"}],
            "positive",
        ),
        ([{"liked_most": "Absolutely brilliant work, fantastic people, we love it"}], "very_positive"),
        ([{"comment": "Terrible. A scam, and the support is useless"}], "very_negative"),
        ([{"could_improve": "Faster turnaround time"}], "negative"),
        ([{"could_improve": "Nothing"}], None),
        ([{"comment": "We met on Monday"}], None),
        ([{"liked_most": "Sehr gut"}], None),
        ([{"liked_most": "Not much"}], "negative"),
        ([{"comment": "good"}, {"comment": "bad"}, {"comment": "excellent"}], "positive"),
        ([{"would_recommend": "No, because the support was terrible"}], "negative"),
        ([{"would_recommend": "no"}], None),
        ([], None),
    ],
)
def test_the_sentiment_of_words_is_that_of_the_median_person(
    responses: list[dict[str, str]], sentiment: str | None
) -> None:
    assert sentiment_of_words(read_answers(responses, THEMES), RULES) == sentiment


@pytest.mark.parametrize("ratings", [*SENTIMENTS, None])
@pytest.mark.parametrize("words", [*SENTIMENTS, None])
def test_ratings_and_words_disagree_from_two_steps_on(ratings: str | None, words: str | None) -> None:
    reading = read_answers([{"comment": "Terrible support. Great people"}], THEMES)
    sentence, quotes = disagreement(ratings, words, reading, RULES)
    apart = (
        bool(ratings and words) and abs(SENTIMENTS.index(ratings or "") - SENTIMENTS.index(words or "")) >= 2
    )
    assert bool(sentence) == bool(quotes) == apart


def test_a_disagreement_shows_the_words_that_say_otherwise() -> None:
    responses = [{"comment": "Great people"}, {"comment": "A terrible mess. We met on Monday."}]
    reading = read_answers(responses, THEMES)
    sentence, quotes = disagreement("very_positive", "negative", reading, RULES)
    assert sentence == (
        "The ratings say very positive, the words say negative. Ask the client which of them to believe."
    )
    assert quotes[0] == {
        "text": "A terrible mess",
        "response": 1,
        "question": "comment",
        "start": 0,
        "end": 15,
    }


def test_the_question_decides_before_the_words() -> None:
    reading = read_answers([{"liked_most": "turnaround time", "could_improve": "good communication"}], THEMES)
    assert {(mention.theme.key, mention.kind) for mention in reading.mentions} == {
        ("timeliness", "strength"),
        ("communication", "improvement"),
    }


def test_praise_in_the_answer_about_improvement_stays_praise() -> None:
    answers = [
        {"could_improve": "Great team, but slower than promised"},
        {"could_improve": "The support was great!"},
    ]
    reading = read_answers(answers, THEMES)
    kinds = {(mention.theme.key, mention.kind) for mention in reading.mentions}
    assert {("team", "strength"), ("timeliness", "improvement"), ("support", "strength")} <= kinds
    assert reading.unthemed == ((1, "could_improve", "The support was great!"),)


def test_a_request_without_a_theme_is_kept_for_people() -> None:
    reading = read_answers([{"could_improve": "A blue carpet"}], THEMES)
    assert reading.unthemed == ((0, "could_improve", "A blue carpet"),)


@pytest.mark.parametrize(
    ("mean", "kinds"), [(5.0, ["strength"]), (4.5, ["strength"]), (4.0, []), (3.5, ["improvement"])]
)
def test_strong_and_weak_ratings_are_findings_without_words(mean: float, kinds: list[str]) -> None:
    averages = rating_averages({"quality": [mean]}, RULES)
    found = find_themes(read_answers([], THEMES), averages, THEMES, RULES)
    assert [worded(item)["kind"] for item in found] == kinds


def test_a_category_of_ones_own_is_a_finding_by_its_name() -> None:
    averages = rating_averages({"creative_direction": [2.0, 3.0], "overall_satisfaction": [1.0]}, RULES)
    found = find_themes(read_answers([], THEMES), averages, THEMES, RULES)
    assert [worded(item)["finding"] for item in found] == ["Improve creative direction"]

"""Would they recommend us? What counts as yes, maybe and no."""

from __future__ import annotations

import pytest

from core.recommend_answers import RecommendWords, count_recommend_answers, recommend_rate

WORDS = RecommendWords()


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        ("yes", "yes"),
        (" Yes! ", "yes"),
        ("Definitely", "yes"),
        ("Oh yes", "yes"),
        ("Absolutely, they are great", "yes"),
        ("100 %", "yes"),
        ("I would", "yes"),
        ("maybe", "maybe"),
        ("Not sure", "maybe"),
        ("It depends on the project", "maybe"),
        ("no", "no"),
        ("Definitely not", "no"),
        ("I wouldn’t", "no"),
        ("Not really", "no"),
        ("purple", "unread"),
        ("8", "unread"),
        ("👍", "unread"),
    ],
)
def test_an_answer_counts_for_what_it_means(answer: str, meaning: str) -> None:
    counts = count_recommend_answers([answer], WORDS)
    assert {key for key, count in counts.items() if count} == {meaning}


def test_the_rate_is_yes_among_the_answers_that_were_read() -> None:
    figure = recommend_rate(count_recommend_answers(["yes", "yes", "no", "maybe", "purple"], WORDS))
    assert figure["value"] == 50.0
    assert figure["n"] == 4


def test_the_words_are_policy() -> None:
    words = RecommendWords(yes=("ja",), no=("nein",), maybe=("vielleicht",))
    assert count_recommend_answers(["ja", "nein", "yes"], words) == {
        "yes": 1,
        "maybe": 0,
        "no": 1,
        "unread": 1,
    }

"""A text cut into clauses and words: every piece can be found again where it is said to stand."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.feedback_text.clauses import split_clauses
from core.feedback_text.reading import read_answers
from core.feedback_text.themes import ThemeRules
from core.feedback_text.tokens import plain, tokens_of
from core.recommendations import RecommendationRules, new_services

SLOWEST_CPU_SECONDS = 5.0  # for three answers of 10,000 characters on a busy machine; real ones take 0.01

ANY_TEXT = st.text(max_size=80) | st.lists(
    st.sampled_from(["great", " but ", "slow", ". ", "İstanbul", "didn’t", "sooo", "👍", ", and ", "\n", "…"])
).map("".join)


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Great team, but slower than promised", ["Great team", "but slower than promised"]),
        ("Nothing but praise for them", ["Nothing but praise for them"]),
        ("Not only fast but also friendly", ["Not only fast but also friendly"]),
        ("Good work. Bad price!", ["Good work", "Bad price"]),
        ("Fast and friendly", ["Fast and friendly"]),
        ("The site is good and the support is slow", ["The site is good", "the support is slow"]),
        ("Version 2.0 is fine", ["Version 2.0 is fine"]),
        ("useful.Unfortunately slow", ["useful", "Unfortunately slow"]),
        ("- fast\n- friendly", ["fast", "friendly"]),
        (" ... ", []),
    ],
)
def test_a_comment_is_cut_where_the_view_may_turn(text: str, clauses: list[str]) -> None:
    assert [clause.text for clause in split_clauses(text)] == clauses


@given(ANY_TEXT)
def test_every_clause_and_word_stands_where_it_says(text: str) -> None:
    ends = 0
    for clause in split_clauses(text):
        assert text[clause.start : clause.end] == clause.text
        assert clause.start >= ends
        ends = clause.end
        assert clause.text
    for token in tokens_of(text):
        assert 0 <= token.start < token.end <= len(text)


@given(ANY_TEXT)
def test_lower_case_keeps_every_place(text: str) -> None:
    assert len(plain(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Didn’t WORK", ["didn't", "work"]),
        ("soooo goood", ["so", "good"]),
        ("well-made 24/7", ["well", "made", "24", "7"]),
        ("Thanks :-) 👍", ["thanks", ":)", "👍"]),
        ("A+ work", ["a+", "work"]),
    ],
)
def test_words_are_set_right(text: str, words: list[str]) -> None:
    assert [token.word for token in tokens_of(text)] == words


@pytest.mark.parametrize(
    "text",
    [
        "a" + " " * 9_990 + "b",
        "x" + ", " * 4_990 + "y",
        ";" * 9_990 + "x",
        "not " * 2_500,
        "no " * 3_300,
        "great and slow, " * 620,
        "👍" * 5_000,
        "a" * 10_000,
    ],
    ids=["blanks", "commas", "semicolons", "denials", "no", "views", "pictures", "one word"],
)
def test_a_text_made_to_be_slow_is_read_in_time(text: str) -> None:
    answers = [{"could_improve": text, "future_services_interest": text, "comment": text}]
    start = time.process_time()
    read_answers(answers, ThemeRules())
    new_services(answers, RecommendationRules())
    assert time.process_time() - start < SLOWEST_CPU_SECONDS

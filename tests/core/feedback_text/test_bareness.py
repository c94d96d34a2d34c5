"""A single word names a theme only where something is said of it, unless it is the theme's own word."""

from __future__ import annotations

import pytest

from core.feedback_text.reading import comment_themes, read_answers
from core.feedback_text.themes import ThemeEdit, ThemeRules

RULES = ThemeRules()


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("I once had a job at the export department of a brewery, so I loved it", "reporting"),
        ("She wrote a long piece about the research institute in Leeds", "expertise"),
        ("We run a family business in the north of England", "team"),
        ("They built a booking form for our clinic in Leeds", "process"),
        ("Please find the contact information below the picture", "communication"),
    ],
)
def test_what_a_client_sells_or_orders_names_no_theme(text: str, theme: str) -> None:
    assert theme not in {key for key, _ in comment_themes(text, RULES)}


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("We talked about the communication in our last meeting with her", "communication"),
        ("The handbook they left us was very clear and the exports were excellent", "reporting"),
        ("Exports, forms", "reporting"),
    ],
)
def test_words_of_the_theme_praised_words_and_short_answers_count(text: str, theme: str) -> None:
    assert theme in {key for key, _ in comment_themes(text, RULES)}


def test_an_agencys_own_word_counts_wherever_it_stands() -> None:
    rules = ThemeRules.model_validate({"edits": [ThemeEdit(key="reporting", words=("looker",))]})
    text = "We opened the looker page with the board of directors on Monday and loved it"
    assert "reporting" in {key for key, _ in comment_themes(text, rules)}


def test_a_wish_counts_by_its_single_word() -> None:
    answers = [{"could_improve": "I would have liked the exports sent to my office"}]
    assert {m.theme.key for m in read_answers(answers, RULES).mentions} >= {"reporting"}

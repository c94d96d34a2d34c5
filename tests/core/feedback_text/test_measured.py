"""The reading of words measured on comments that people labelled; skipped where those files are not."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from core.feedback_text.language import unread_language
from core.feedback_text.polarity import comment_score
from core.feedback_text.reading import comment_themes, read_answers
from core.feedback_text.themes import ThemeRules

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "feedback_text"
SENTENCES = DATA / "amazon_cells_labelled.txt"
COMMENTS = DATA / "client_comments_themes.json"
RULES = ThemeRules()
LONGEST_CPU_SECONDS = 1.5  # for a thousand comments

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the labelled comments are not here")


def sentences() -> list[tuple[str, bool]]:
    lines = SENTENCES.read_text("utf-8").split("\n")
    return [(text, label == "1") for text, _, label in (line.rpartition("\t") for line in lines if line)]


def comments() -> list[tuple[str, set[tuple[str, str]]]]:
    kinds = {"positive": "strength", "negative": "improvement"}
    return [
        (entry["text"], {(theme["theme"], kinds[theme["polarity"]]) for theme in entry["themes"]})
        for entry in json.loads(COMMENTS.read_text("utf-8"))
    ]


def test_the_sign_of_a_sentence_is_right_in_nine_of_ten() -> None:
    rows = sentences()
    assert len(rows) == 1000
    scores = [(comment_score(text), positive) for text, positive in rows]
    right = sum(0.5 if score == 0 else (score > 0) == positive for score, positive in scores)
    assert right / len(rows) >= 0.925


def test_themes_are_found_and_heard_the_right_way() -> None:
    hits = false = missed = agree = 0
    for text, labels in comments():
        found = set(comment_themes(text, RULES))
        named, expected = {key for key, _ in found}, {key for key, _ in labels}
        hits += len(named & expected)
        false += len(named - expected)
        missed += len(expected - named)
        agree += sum(
            {kind for key, kind in found if key == theme} == {kind for key, kind in labels if key == theme}
            for theme in named & expected
        )
    assert 2 * hits / (2 * hits + false + missed) >= 0.90
    assert agree / hits >= 0.94


def test_a_thousand_comments_are_read_in_time() -> None:
    answers = [{"comment": text} for text, _ in sentences()]
    read_answers(answers[:5], RULES)
    start = time.process_time()
    read_answers(answers, RULES)
    assert time.process_time() - start < LONGEST_CPU_SECONDS


def test_no_english_comment_is_turned_away() -> None:
    texts = [text for text, _ in sentences()] + [text for text, _ in comments()]
    assert [text for text in texts if unread_language(text)] == []

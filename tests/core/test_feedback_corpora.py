"""Feedback written by strangers is read about as well as measured; skipped where the files are absent."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from core.feedback_text.polarity import comment_score
from core.feedback_text.reading import comment_themes, read_answers
from core.feedback_text.themes import ThemeRules

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "feedback_text"
LEAST_POLARITY = 0.90
LEAST_THEMES = 0.86
LEAST_KINDS = 0.95
KINDS = {"positive": "strength", "negative": "improvement"}

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the files of strangers are not here")


def comments() -> list[tuple[str, dict[str, str]]]:
    raw = json.loads((FOLDER / "client_comments_themes.json").read_text("utf-8"))
    return [(line["text"], {one["theme"]: one["polarity"] for one in line["themes"]}) for line in raw]


def test_sentences_are_told_apart_into_praise_and_blame() -> None:
    lines = (FOLDER / "amazon_cells_labelled.txt").read_text("utf-8").split("\n")
    labelled = [line.rsplit("\t", 1) for line in lines if "\t" in line]
    points = 0.0
    for text, label in labelled:
        score = comment_score(text)
        points += ((score > 0) == (label.strip() == "1")) if score else 0.5
    assert len(labelled) == 1000
    assert points / len(labelled) >= LEAST_POLARITY


def test_themes_and_how_they_sound_agree_with_a_reader() -> None:
    rules = ThemeRules()
    hits = found = wanted = same_kind = 0
    for text, themes in comments():
        got = set(comment_themes(text, rules))
        keys = {key for key, _ in got}
        hits += len(keys & themes.keys())
        found += len(keys)
        wanted += len(themes)
        same_kind += sum((key, KINDS.get(themes[key])) in got for key in keys & themes.keys())
    assert 2 * hits / (found + wanted) >= LEAST_THEMES
    assert same_kind / hits >= LEAST_KINDS


def test_a_thousand_comments_are_read_quickly() -> None:
    rules = ThemeRules()
    texts = [text for text, _ in comments()]
    begun = time.process_time()
    read_answers([{"comment": f"{texts[i % len(texts)]} {i}"} for i in range(1000)], rules)
    assert time.process_time() - begun < 3  # about one second; the rest is for a busy machine

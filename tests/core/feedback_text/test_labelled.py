"""What the lists reach on labelled texts of our own: floors a little below."""

from __future__ import annotations

import pytest

from benchmarks import feedback_labels, feedback_measures
from benchmarks.feedback_labels import Part
from core.feedback_text.reading import read_answers
from core.feedback_text.themes import ThemeRules

RULES = ThemeRules()
FLOORS = pytest.mark.parametrize(
    ("part", "comments", "sentences", "themes", "recall"),
    [
        ("dev", 0.96, 0.97, 0.93, 0.97),
        ("second dev", 0.96, 0.95, 0.92, 0.97),
        ("blind", 0.86, 0.88, 0.80, 0.86),
    ],
)


@FLOORS
def test_the_labelled_texts_are_read_as_well_as_measured(
    part: Part, comments: float, sentences: float, themes: float, recall: float
) -> None:
    rows = feedback_labels.comments(part)
    assert feedback_measures.sound_of_comments(rows, RULES).value >= comments
    assert feedback_measures.theme_counts(rows, RULES).micro.f1 >= themes
    read = feedback_measures.sound_of_sentences(feedback_labels.labelled("sentences", part))
    assert read.value >= sentences
    nothing = feedback_measures.nothing_counts(feedback_labels.labelled("nothing", part))
    assert nothing.precision >= 0.95
    assert nothing.recall >= recall
    languages = feedback_measures.foreign_accepted(feedback_labels.labelled("languages", part))
    assert languages.value <= (0.06 if part == "blind" else 0.03)


def test_hardly_any_english_text_is_refused() -> None:
    texts = [row.text for row in feedback_labels.comments()]
    for name in ("sentences", "nothing"):
        texts += [row.text for row in feedback_labels.labelled(name)]
    assert feedback_measures.english_refused(texts).value <= 0.005


def test_every_mention_points_at_its_words() -> None:
    for row in feedback_labels.comments():
        for mention in read_answers([row.answer], RULES).mentions:
            assert row.text[mention.start : mention.end] == mention.quote
            assert mention.words in mention.quote


def test_labels_name_known_themes_and_no_text_stands_twice() -> None:
    rows = feedback_labels.comments()
    known = {f"{theme.key}{sign}" for theme in RULES.themes for sign in "+-"}
    assert all(row.themes <= known and row.sound in "+-~" for row in rows)
    assert len({row.text for row in rows}) == len(rows)

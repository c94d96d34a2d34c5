"""How well the words of clients are read: counts over labelled texts, with intervals."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from benchmarks.feedback_labels import Comment, Labelled
from core.feedback_text.language import unread_language
from core.feedback_text.nothing import says_nothing
from core.feedback_text.polarity import comment_score
from core.feedback_text.reading import read_answers
from core.feedback_text.themes import ThemeRules
from core.statistics import wilson_interval

RESAMPLES = 2_000
ENGLISH = "English"
SIGNS = {"strength": "+", "improvement": "-"}


class Counts(NamedTuple):
    """What was found and meant (`hits`), found and not meant (`false`), meant and not found (`missed`)."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    @property
    def n(self) -> int:
        return self.hits + self.missed

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.false) if self.hits + self.false else 1.0

    @property
    def recall(self) -> float:
        return self.hits / self.n if self.n else 1.0

    @property
    def f1(self) -> float:
        found = 2 * self.hits + self.false + self.missed
        return 2 * self.hits / found if found else 1.0

    def plus(self, other: Counts) -> Counts:
        return Counts(self.hits + other.hits, self.false + other.false, self.missed + other.missed)


class Share(NamedTuple):
    """`hits` of `n`; half a hit where nothing was heard at all."""

    hits: float
    n: int

    @property
    def value(self) -> float:
        return self.hits / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        return wilson_interval(round(self.hits), self.n)


class ThemeCounts(NamedTuple):
    """Themes of comments: per theme, per comment (for the interval), and how often the sound agrees."""

    by_theme: dict[str, Counts]
    by_comment: tuple[Counts, ...]
    sounds: Share

    @property
    def micro(self) -> Counts:
        return summed(self.by_comment)


def sound_of_sentences(rows: Iterable[Labelled]) -> Share:
    """How often a sentence of which nothing else is known sounds as it is meant."""
    points = [_point(comment_score(row.text), row.label) for row in rows if row.label in "+-"]
    return Share(sum(points), len(points))


def sound_of_comments(rows: Iterable[Comment], rules: ThemeRules) -> Share:
    """How often a comment sounds as it is meant; the question that was asked counts too."""
    points = []
    for row in rows:
        if row.sound in "+-":
            answers = read_answers([row.answer], rules).answers
            points.append(_point(answers[0].total if answers else 0.0, row.sound))
    return Share(sum(points), len(points))


def themes_found(row: Comment, rules: ThemeRules) -> frozenset[str]:
    """The themes that are read in a comment, marked as the labels are: "team+"."""
    mentions = read_answers([row.answer], rules).mentions
    return frozenset(f"{mention.theme.key}{SIGNS[mention.kind]}" for mention in mentions)


def theme_counts(rows: Iterable[Comment], rules: ThemeRules) -> ThemeCounts:
    """Themes found against themes meant; a theme both praised and blamed counts once as a theme."""
    by_theme: Counter[tuple[str, str]] = Counter()
    by_comment, agree, hits = [], 0, 0
    for row in rows:
        found = themes_found(row, rules)
        named, meant = ({mark[:-1] for mark in marks} for marks in (found, row.themes))
        for theme in named | meant:
            by_theme[
                theme, "hits" if theme in named & meant else "false" if theme in named else "missed"
            ] += 1
        by_comment.append(Counts(len(named & meant), len(named - meant), len(meant - named)))
        hits += len(named & meant)
        agree += sum(
            {mark for mark in found if mark[:-1] == theme} == {m for m in row.themes if m[:-1] == theme}
            for theme in named & meant
        )
    keys = [theme.key for theme in rules.themes]
    table = {
        key: Counts(by_theme[key, "hits"], by_theme[key, "false"], by_theme[key, "missed"]) for key in keys
    }
    return ThemeCounts(table, tuple(by_comment), Share(agree, hits))


def nothing_counts(rows: Iterable[Labelled]) -> Counts:
    """Answers that ask for nothing, found against meant."""
    counts = Counts()
    for row in rows:
        found, meant = says_nothing(row.text), row.label == "nothing"
        counts = counts.plus(Counts(found and meant, found and not meant, meant and not found))
    return counts


def english_refused(texts: Sequence[str]) -> Share:
    """How many English texts are taken for another language."""
    return Share(sum(unread_language(text) is not None for text in texts), len(texts))


def foreign_accepted(rows: Iterable[Labelled]) -> Share:
    """How many texts of other languages are read as English."""
    texts = [row.text for row in rows if row.label != ENGLISH]
    return Share(sum(unread_language(text) is None for text in texts), len(texts))


def summed(counts: Iterable[Counts]) -> Counts:
    """All counts in one."""
    total = Counts()
    for one in counts:
        total = total.plus(one)
    return total


def f1_interval(by_comment: Sequence[Counts]) -> tuple[float, float]:
    """The 95 % bootstrap interval of the micro-F1: comments drawn again, always the same draws."""
    draw = random.Random(0)
    values = sorted(_f1_of_sample(by_comment, draw.choices) for _ in range(RESAMPLES))
    return values[int(RESAMPLES * 0.025)], values[int(RESAMPLES * 0.975) - 1]


def _f1_of_sample(by_comment: Sequence[Counts], choices: Callable[..., list[Counts]]) -> float:
    sample = choices(by_comment, k=len(by_comment))
    hits, false, missed = (sum(column) for column in zip(*sample, strict=True))
    return Counts(hits, false, missed).f1


def _point(score: float, label: str) -> float:
    return 0.5 if score == 0 else float((score > 0) == (label == "+"))

"""What other words for themes would hear in comments that are known already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from core.feedback_text.reading import Mention, read_answers
from core.feedback_text.themes import ThemeRules

EXAMPLES = 3  # of each theme, gained and lost


class Example(NamedTuple):
    """A comment, and the characters `start:end` of it that name the theme."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class ThemeMove:
    """A theme whose comments change: how many name it before and after, gain and lose it, with examples."""

    label: str
    before: int = 0
    after: int = 0
    gained: int = 0
    lost: int = 0
    gained_examples: list[Example] = field(default_factory=list)
    lost_examples: list[Example] = field(default_factory=list)


class ThemeEffect(NamedTuple):
    """`comments` that were read; the themes that any of them gain or lose, the most changed first."""

    comments: int
    moves: list[ThemeMove]


def theme_effect(
    answers: Iterable[tuple[str, str]], old: ThemeRules, new: ThemeRules, *, most: int
) -> ThemeEffect:
    """Read the answers (question, text) by both rules; no more than `most` comments, choices left out."""
    labels = {theme.key: theme.label for rules in (old, new) for theme in rules.themes}
    moves: dict[str, ThemeMove] = {}
    read = 0
    for question, text in answers:
        if read >= most:
            break
        reading = read_answers([{question: text}], new)
        if not reading.answers:
            continue
        read += 1
        now = {mention.theme.key: mention for mention in reading.mentions}
        then = {mention.theme.key: mention for mention in read_answers([{question: text}], old).mentions}
        for key in dict.fromkeys([*then, *now]):
            move = moves.setdefault(key, ThemeMove(labels[key]))
            move.before += key in then
            move.after += key in now
            if key not in then:
                move.gained += 1
                _keep(move.gained_examples, text, now[key])
            elif key not in now:
                move.lost += 1
                _keep(move.lost_examples, text, then[key])
    changed = [move for move in moves.values() if move.gained or move.lost]
    return ThemeEffect(read, sorted(changed, key=lambda one: -(one.gained + one.lost)))


def _keep(examples: list[Example], text: str, mention: Mention) -> None:
    if len(examples) >= EXAMPLES or any(one.text == text for one in examples):
        return
    start = text.find(mention.words, mention.start, mention.end)
    start, end = (mention.start, mention.end) if start < 0 else (start, start + len(mention.words))
    examples.append(Example(text, start, end))

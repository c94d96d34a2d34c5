"""How a clause sounds: the sum of its words and idioms, with negation."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from core.feedback_text.clauses import Clause, split_clauses
from core.feedback_text.lexicon import BOOSTERS, IDIOMS, NEGATORS, WEIGHTS

NEGATION_WINDOW = 4  # words that a negation reaches back over
NEGATED_PRAISE = -0.74  # "not good" is milder than "bad"
NEGATED_BLAME = -0.60  # "not bad" is milder than "good"
AFTER_BUT = 1.35  # what follows "but" is what is meant
BEFORE_BUT = 0.75
DAMPING = 15.0  # T ÷ √(T² + 15): the score of a comment stays between −1 and 1
NEUTRAL_WITHIN = 0.10

_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*")
_BUT = re.compile(r"^(?:but|however|although|though|yet|except|unfortunately)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heard:
    """A word or idiom that weighed in: `place` is its span in the clause."""

    words: str
    weight: float
    start: int
    end: int


def hear(clause: str) -> list[Heard]:
    """Every word and idiom of the clause that carries a weight, in order."""
    text = clause.casefold().replace("’", "'")
    if len(text) != len(clause):  # a letter whose lower case is longer would move the places
        text = clause.lower() if len(clause.lower()) == len(clause) else text[: len(clause)]
    found: list[Heard] = []
    for pattern, weight in _idioms():
        for match in pattern.finditer(text):
            found.append(Heard(match[0], weight, match.start(), match.end()))
            text = text[: match.start()] + "\x00" * (match.end() - match.start()) + text[match.end() :]
    words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
    for position, (word, start, end) in enumerate(words):
        weight = WEIGHTS.get(word, 0.0)
        if weight:
            before = [earlier for earlier, _, _ in words[max(0, position - NEGATION_WINDOW) : position]]
            found.append(Heard(word, _in_context(weight, before), start, end))
    return sorted(found, key=lambda heard: heard.start)


def clause_score(clause: str) -> float:
    """The sum of what is heard in a clause; 0 where nothing is."""
    return sum(heard.weight for heard in hear(clause))


def scored_clauses(text: str) -> list[tuple[Clause, float]]:
    """The clauses of a comment with their scores; contrast moves weight to what follows it."""
    clauses = split_clauses(text)
    scores = [clause_score(clause.text) for clause in clauses]
    for position, clause in enumerate(clauses):
        if position and _BUT.match(clause.text):
            scores[position] *= AFTER_BUT
            scores[position - 1] *= BEFORE_BUT
    return list(zip(clauses, scores, strict=True))


def comment_score(text: str) -> float:
    """How a whole comment sounds, from −1 to 1; within ±0.10 it is neutral."""
    total = sum(score for _, score in scored_clauses(text))
    return total / math.sqrt(total * total + DAMPING)


def _in_context(weight: float, before: list[str]) -> float:
    for word in before[-2:]:
        weight *= BOOSTERS.get(word, 1.0)
    if sum(word in NEGATORS or word.endswith("n't") for word in before) % 2:
        weight *= NEGATED_PRAISE if weight > 0 else NEGATED_BLAME
    return weight


@lru_cache(maxsize=1)
def _idioms() -> list[tuple[re.Pattern[str], float]]:
    return [
        (re.compile(rf"\b(?:{pattern})\b" if pattern[-1] != "+" else pattern), weight)
        for pattern, weight in IDIOMS
    ]

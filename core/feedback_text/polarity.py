"""How a clause sounds: the sum of its words and sayings, with negation, degree and contrast."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from core.feedback_text.clauses import Clause, split_clauses
from core.feedback_text.elsewhere import blames_others, tells_of_before
from core.feedback_text.lexicon import denies, grouped_lines, strength_of, weight_of
from core.feedback_text.phrases import Found, PhraseBook
from core.feedback_text.tokens import Token, tokens_of

NEGATION_WINDOW = 4  # words that a denial reaches over
NEGATED_PRAISE = -0.74  # "not good" is milder than "bad"
NEGATED_BLAME = -0.60  # "not bad" is milder than "good"
MERE_DENIAL = -0.30  # "it does not fit": a denial with nothing to turn around leans to blame
AFTER_TURN = 1.35  # what follows "but" is what is meant
BEFORE_TURN = 0.75
DAMPING = 15.0  # T ÷ √(T² + 15): the score of a comment stays between −1 and 1
NEUTRAL_WITHIN = 0.10

# Where the reach of a denial ends: "never late and always friendly".
_NEGATION_ENDS = frozenset(
    "and but because since as when if until so that's which who while then how".split()
)
# Words of blame that strengthen the praise after them: "insanely good", "scary accurate".
_STRONG = frozenset(
    "awfully insanely wickedly ridiculously stupidly terribly scary crazy mad damn dead".split()
)
_PAUSES = frozenset(",;:()–—")


class Heard(NamedTuple):
    """A word or saying that weighed in; it stands on `start:end` of the clause."""

    words: str
    weight: float
    start: int
    end: int


class HeardClause(NamedTuple):
    """A clause, what was heard in it, and the sum, moved by contrast.

    `is_elsewhere`: all that was heard in it was blame for another, and is left out.
    """

    clause: Clause
    heard: tuple[Heard, ...]
    score: float
    is_elsewhere: bool = False


def hear(clause: str) -> tuple[Heard, ...]:
    """Every word and saying of the clause that carries a weight, in order."""
    tokens = tokens_of(clause)
    sayings = _sayings_in(tokens)
    taken = {place for saying in sayings for place in range(saying.first, saying.last)}
    heard = []
    for saying in sayings:
        if saying.tag:
            weight = saying.tag
            if not denies(tokens[saying.first].word):
                weight = _in_context(weight, clause, tokens, saying.first, taken)
            heard.append(_heard(clause, tokens, saying.first, saying.last, weight))
    for position, token in enumerate(tokens):
        weight = weight_of(token.word) if position not in taken else 0.0
        if weight and not _only_strengthens(weight, tokens, position, taken):
            weight = _in_context(weight, clause, tokens, position, taken)
            heard.append(_heard(clause, tokens, position, position + 1, weight))
    if not heard:
        denial = next((i for i, token in enumerate(tokens) if denies(token.word) and i not in taken), None)
        if denial is not None:
            heard.append(_heard(clause, tokens, denial, denial + 1, MERE_DENIAL))
    return tuple(sorted(heard, key=lambda one: one.start))


def _only_strengthens(weight: float, tokens: Sequence[Token], place: int, taken: set[int]) -> bool:
    """Whether a word only says how much: "incredibly slow" and "pretty bad" praise nothing."""
    word, after = tokens[place].word, place + 1
    if after >= len(tokens) or after in taken:
        return False
    following = weight_of(tokens[after].word)
    if following * weight >= 0:
        return False
    return (weight > 0 and (word.endswith("ly") or strength_of(word) != 1.0)) or word in _STRONG


def clause_weight(clause: str) -> float:
    """The sum of what is heard in one clause."""
    return math.fsum(one.weight for one in hear(clause))


def heard_clauses(text: str) -> list[HeardClause]:
    """The clauses of a comment as they were heard; contrast moves weight to what is meant."""
    clauses = split_clauses(text)
    heard = [hear(clause.text) for clause in clauses]
    elsewhere = set()
    for position in _not_of_them(text, clauses):
        praise = tuple(one for one in heard[position] if one.weight > 0)
        if heard[position] and not praise:
            elsewhere.add(position)
        heard[position] = praise
    scores = [math.fsum(one.weight for one in found) for found in heard]
    for position, clause in enumerate(clauses):
        if clause.turns and position:
            scores[position] *= AFTER_TURN
            scores[position - 1] *= BEFORE_TURN
        elif clause.concedes and len(clauses) > 1:
            scores[position] *= BEFORE_TURN
    return [
        HeardClause(clause, heard[position], scores[position], position in elsewhere)
        for position, clause in enumerate(clauses)
    ]


def _not_of_them(text: str, clauses: Sequence[Clause]) -> Iterator[int]:
    """The clauses whose blame is for another, or for the time before."""
    for position, clause in enumerate(clauses):
        if tells_of_before(clause.text):
            yield position
            after = position + 1
            if after < len(clauses) and text[clause.end : clauses[after].start].strip() in ("", ","):
                yield after
        elif blames_others(clause.text):
            yield position


def comment_score(text: str) -> float:
    """How a whole comment sounds, from −1 to 1; within ±0.10 it is neutral."""
    return damped(math.fsum(found.score for found in heard_clauses(text)))


def damped(total: float) -> float:
    """A sum of weights brought between −1 and 1."""
    return total / math.sqrt(total * total + DAMPING)


def _heard(clause: str, tokens: Sequence[Token], first: int, last: int, weight: float) -> Heard:
    start, end = tokens[first].start, tokens[last - 1].end
    return Heard(clause[start:end], weight, start, end)


def _in_context(weight: float, clause: str, tokens: Sequence[Token], place: int, taken: set[int]) -> float:
    """The weight with the words before it: degree from two words back, denial from four."""
    denials = 0
    for back in range(1, NEGATION_WINDOW + 1):
        earlier = place - back
        if earlier < 0 or earlier in taken:
            break
        word = tokens[earlier].word
        if word in _NEGATION_ENDS or _PAUSES.intersection(
            clause[tokens[earlier].end : tokens[earlier + 1].start]
        ):
            break
        if back <= 2:
            weight *= strength_of(word)
        denials += denies(word)
    if denials % 2:
        weight *= NEGATED_PRAISE if weight > 0 else NEGATED_BLAME
    return weight


def _sayings_in(tokens: Sequence[Token]) -> list[Found[float]]:
    """The sayings of a clause that do not overlap: the first, then the longest, then the strongest."""
    chosen: list[Found[float]] = []
    end = 0
    for found in sorted(_sayings().find(tokens), key=lambda one: (one.first, -one.last, -abs(one.tag))):
        if found.first >= end:
            chosen.append(found)
            end = found.last
    return chosen


@lru_cache(maxsize=1)
def _sayings() -> PhraseBook[float]:
    return PhraseBook((line, float(group)) for group, line in grouped_lines("idioms.txt"))

"""Single words that only look like a theme: "we sell exports", "a script for students"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from core.feedback_text.lexicon import grouped_lines
from core.feedback_text.polarity import Heard
from core.feedback_text.themes import Named
from core.feedback_text.tokens import Token

_SHORT_CLAUSE = 4  # words: in "Data and forms" a word alone is what is meant
_BEFORE = 1  # words between the praise and the word it stands before: "clear and short agendas"
_AFTER = 3  # words between the word and what is said of it: "the forms were far too long"


def is_bare(named: Named, tokens: Sequence[Token], heard: Sequence[Heard]) -> bool:
    """Whether a theme stands on a single word that nothing near it praises or blames.

    Words of an agency's own, and those of the theme wherever they stand ("deadline"), are never bare. Both
    `tokens` and `heard` are those of one clause, in order.
    """
    if named.is_own or len(tokens) <= _SHORT_CLAUSE:
        return False
    place = bisect_left(tokens, named.start, key=lambda token: token.start)
    if tokens[place].end < named.end or _speaks_for_itself(tokens[place].word):
        return False
    after = bisect_left(heard, named.start, key=lambda one: one.start)
    return not any(_is_near(one, tokens, place) for one in heard[max(0, after - 1) : after + 1])


def _is_near(one: Heard, tokens: Sequence[Token], place: int) -> bool:
    first = bisect_left(tokens, one.start, key=lambda token: token.start)
    last = bisect_left(tokens, one.end, key=lambda token: token.end)
    if first <= place <= last:
        return True
    return place - last - 1 <= _BEFORE if last < place else first - place - 1 <= _AFTER


@lru_cache(maxsize=20_000)
def _speaks_for_itself(word: str) -> bool:
    words, beginnings = _core()
    return word in words or word.startswith(beginnings)


@lru_cache(maxsize=1)
def _core() -> tuple[frozenset[str], tuple[str, ...]]:
    entries = [entry for _, line in grouped_lines("bare.txt") for entry in line.split()]
    return (
        frozenset(entry for entry in entries if not entry.endswith("*")),
        tuple(entry[:-1] for entry in entries if entry.endswith("*")),
    )

"""Words that mean the same in different forms: "automation" meets "automated"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_MANY_WORDS = 50_000  # the vocabulary of a large lead list, a few megabytes
_LONGEST_WORD = 40  # longer runs of letters are codes or noise

# Words that join a lead and a message in every campaign and so say nothing about either.
STOP_WORDS = frozenset(
    """
    a about above after again all also am an and any are as at be because been before being below
    between both but by can could did do does doing down during each few for from further get gets had
    has have having he her here hers him his how i if in into is it its just like make makes me more
    most much my need needs new no nor not of off on once one only or other our out over own per same
    she should so some such than that the their them then there these they this those through to too
    under until up us use uses very want wants was we were what when where which while who why will with
    without would yet you your
    """.split()
)


def stems(text: str) -> frozenset[str]:
    """The stems of the words in `text` that carry meaning."""
    found = (stem(word) for word in _WORD.findall(text.casefold()) if word not in STOP_WORDS)
    return frozenset(found)


@lru_cache(maxsize=_MANY_WORDS)
def stem(word: str) -> str:
    """The English stem (Snowball) of one lower-case word."""
    if len(word) > _LONGEST_WORD:
        return word
    result: str = _stemmer().stemWord(word)
    return result


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import Stemmer  # type: ignore[import-not-found]  # compiled; only the handoff that compares words needs it

    return Stemmer.Stemmer("english", 0)  # no cache of its own: `stem` has one

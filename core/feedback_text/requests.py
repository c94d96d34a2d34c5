"""Whether a clause asks for a change: "could be faster", "Faster turnaround time", "please add reports"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from core.feedback_text.lexicon import grouped_lines
from core.feedback_text.phrases import PhraseBook
from core.feedback_text.tokens import Token

# "Faster than promised", "could not be better", "couldn't ask for more": praise in the words of a wish.
_NOT_A_WISH = (
    "more|better|faster|quicker|sooner|earlier|easier|cheaper|less|longer ... than",
    "couldn't|can't|cannot|wouldn't ... more|better|happier|faster|easier|smoother|enough",
    "could|can not ... more|better|happier|faster|easier|smoother|enough",
    "what more",
    "keep up",
    "nothing|never is|was|ever ... too much|small|big",
    "thank*",
    "make|makes|made sure|it|us|me",
)


def asks_for_change(tokens: Sequence[Token]) -> bool:
    """Whether the words of one clause are a wish, a proposal or a lack."""
    return next(_wishes().find(tokens), None) is not None and next(_praise().find(tokens), None) is None


@lru_cache(maxsize=1)
def _wishes() -> PhraseBook[None]:
    return PhraseBook((line, None) for _, line in grouped_lines("requests.txt"))


@lru_cache(maxsize=1)
def _praise() -> PhraseBook[None]:
    return PhraseBook((line, None) for line in _NOT_A_WISH)

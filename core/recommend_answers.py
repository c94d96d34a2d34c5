"""Would they recommend us? Yes, maybe or no, read from the words people answer with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypedDict

from core.policy import PolicyPart
from core.statistics import Figure, share_figure

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_MOST_WORDS = 3  # of an answer in which "yes" may stand later: "oh yes", "100 % yes"


class RecommendWords(PolicyPart):
    """The words an answer may begin with; "maybe" is looked for first, so "not sure" is not "no"."""

    maybe: tuple[str, ...] = (
        "maybe",
        "perhaps",
        "possibly",
        "probably",
        "not sure",
        "unsure",
        "depends",
        "it depends",
    )
    no: tuple[str, ...] = (
        "no",
        "nope",
        "never",
        "not",
        "definitely not",
        "absolutely not",
        "certainly not",
        "n",
    )
    yes: tuple[str, ...] = (
        "yes", "yep", "yeah", "y", "definitely", "absolutely", "certainly", "sure", "of course",
        "100", "always", "already", "i would", "we would", "i have", "we have", "would",
    )  # fmt: skip


class RecommendAnswers(TypedDict):
    """How many answered what; `unread` answers fit none of the words and count for nothing."""

    yes: int
    maybe: int
    no: int
    unread: int


def count_recommend_answers(given: Sequence[str], words: RecommendWords) -> RecommendAnswers:
    """The answers to "would you recommend us?" by what they mean."""
    counts: RecommendAnswers = {"yes": 0, "maybe": 0, "no": 0, "unread": 0}
    for answer in given:
        said = _WORD.findall(answer.casefold().replace("’", "'"))
        if _begins(said, words.maybe):
            counts["maybe"] += 1
        elif _begins(said, words.no) or said[:2] in (["i", "wouldn't"], ["we", "wouldn't"]):
            counts["no"] += 1
        elif _begins(said, words.yes) or (len(said) <= _MOST_WORDS and not set(words.yes).isdisjoint(said)):
            counts["yes"] += 1
        else:
            counts["unread"] += 1
    return counts


def recommend_rate(counts: RecommendAnswers) -> Figure:
    """The share of yes among yes, maybe and no; a recommend rate, never an NPS."""
    known = counts["yes"] + counts["maybe"] + counts["no"]
    return share_figure(counts["yes"], known, "answered yes, of yes, maybe and no")


def _begins(said: Sequence[str], phrases: Sequence[str]) -> bool:
    return any(list(said[: len(phrase.split())]) == phrase.split() for phrase in phrases)

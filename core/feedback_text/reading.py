"""From answers to mentions: which theme, praised or to be improved, and on which words it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from core.feedback_text.answers import says_nothing, unread_language
from core.feedback_text.polarity import scored_clauses
from core.feedback_text.themes import Theme, ThemeRules, themes_in

Kind = Literal["strength", "improvement"]

# Questions whose meaning is known before the words are read; every other text is read by its words.
PRAISE_QUESTION = "liked_most"
IMPROVE_QUESTION = "could_improve"
NOT_COMMENTS = frozenset({"would_recommend", "future_services_interest", "likelihood_to_recommend"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A theme in an answer: `text[start:end]` of answer `question` of response number `response`."""

    theme: Theme
    kind: Kind
    response: int
    question: str
    quote: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """All mentions, the requests that name no theme, and the answers that were not analysed."""

    mentions: tuple[Mention, ...]
    unthemed: tuple[tuple[int, str, str], ...]
    not_analysed: tuple[tuple[int, str, str], ...]


def read_answers(responses: Sequence[Mapping[str, object]], rules: ThemeRules) -> Reading:
    """Read every text answer; which question was asked counts before the words."""
    mentions: list[Mention] = []
    unthemed: list[tuple[int, str, str]] = []
    not_analysed: list[tuple[int, str, str]] = []
    for number, response in enumerate(responses):
        for question, text in response.items():
            if not isinstance(text, str) or not text.strip() or question in NOT_COMMENTS:
                continue
            language = unread_language(text)
            if language:
                not_analysed.append((number, question, language))
            elif question == IMPROVE_QUESTION and says_nothing(text):
                continue
            else:
                found = _mentions(number, question, text, rules)
                mentions += found
                if question == IMPROVE_QUESTION and not any(m.kind == "improvement" for m in found):
                    unthemed.append((number, question, text))
    return Reading(tuple(mentions), tuple(unthemed), tuple(not_analysed))


def _mentions(number: int, question: str, text: str, rules: ThemeRules) -> list[Mention]:
    found: dict[tuple[str, Kind], Mention] = {}
    for clause, score in scored_clauses(text):
        kind = _kind(question, clause.text, score)
        if kind is None:
            continue
        for theme, _, _ in themes_in(clause.text, rules):
            mention = Mention(theme, kind, number, question, clause.text, clause.start, clause.end, score)
            found.setdefault((theme.key, kind), mention)
    return list(found.values())


def _kind(question: str, clause: str, score: float) -> Kind | None:
    if question == PRAISE_QUESTION:
        return "improvement" if score <= -0.5 else "strength"
    if question == IMPROVE_QUESTION:
        # "Great team, but slower than promised": the praise stays praise, a wish has no praise in it.
        return "strength" if score >= 1.5 and not says_nothing(clause) else "improvement"
    if score >= 0.5:
        return "strength"
    return "improvement" if score <= -0.5 else None

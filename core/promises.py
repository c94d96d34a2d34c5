"""Promises: whether clients say that a selling point was kept, and the words that are about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, TypedDict

from core.feedback_analysis import Quote
from core.feedback_text.reading import (
    CLEAR_BLAME,
    CLEAR_PRAISE,
    IMPROVE_QUESTION,
    NOT_COMMENTS,
    PRAISE_QUESTION,
    ReadClause,
    Reading,
    read_clauses,
)
from core.promise_words import PROMISE_CHOICES, promise_number, read_verdict
from core.statistics import FEWEST_ANSWERS, Figure, share_figure
from core.word_stems import stems


class PromiseKept(TypedDict):
    """What was promised, how many say kept, partly kept, not kept, and the quotes that are about it.

    `share` is kept ÷ all who answered the question; `praised` and `to_improve` count people by their words.
    """

    promise: str
    kept: int
    partly: int
    not_kept: int
    share: Figure
    praised: int
    to_improve: int
    quotes: list[Quote]


Verdict = Literal["kept", "doubted", "broken", "nothing said"]
_HALF = 50.0  # %


def verdict_of(share: Figure, missed: int, praised: int, to_improve: int) -> Verdict:
    """What clients say of a promise, all together.

    From five answers on the 95 % interval of `share` (kept ÷ answers) decides: all of it above one half is
    kept, all of it below is broken. With fewer, one `missed` (not kept) or more people who want it better
    than praise it is doubt enough.
    """
    n, low, high = share["n"], share["low"], share["high"]
    if n >= FEWEST_ANSWERS and low is not None and high is not None:
        return "kept" if low > _HALF else "broken" if high < _HALF else "doubted"
    if missed or to_improve > praised or (n and not share["value"]):
        return "doubted"
    return "kept" if share["value"] or praised else "nothing said"


class _About(NamedTuple):
    """A clause that is about a promise: `is_praise` is None where it holds no view."""

    quote: Quote
    is_praise: bool | None


def promises_kept(
    promises: Sequence[str], responses: Sequence[Mapping[str, str]], reading: Reading
) -> list[PromiseKept]:
    """One line a promise, in the order they were made.

    A clause is about a promise where it shares at least half of the stems that tell it from the other
    promises: "the weekly report was great" is about "Weekly progress report".
    """
    if not promises:
        return []
    clauses = _clauses(responses, reading)
    lines: list[PromiseKept] = []
    for number, (promise, wanted) in enumerate(zip(promises, _telling_stems(promises), strict=True), 1):
        verdicts = [read_verdict(answers.get(f"promise_{number}")) for answers in responses]
        kept, partly, missed = (verdicts.count(choice) for choice in PROMISE_CHOICES)
        about = [one for one, words in clauses if wanted and 2 * len(wanted & words) >= len(wanted)]
        lines.append(
            {
                "promise": promise,
                "kept": kept,
                "partly": partly,
                "not_kept": missed,
                "share": share_figure(kept, kept + partly + missed, "kept ÷ answers to “did we keep it?”"),
                "praised": len({one.quote["response"] for one in about if one.is_praise}),
                "to_improve": len({one.quote["response"] for one in about if one.is_praise is False}),
                "quotes": [one.quote for one in about],
            }
        )
    return lines


def _clauses(responses: Sequence[Mapping[str, str]], reading: Reading) -> list[tuple[_About, frozenset[str]]]:
    """Every clause of every comment in a language that is read, with its stems."""
    unread = {(number, question) for number, question, _ in reading.not_analysed}
    found = []
    for number, answers in enumerate(responses):
        for question, text in answers.items():
            is_verdict = promise_number(question) and read_verdict(text)
            if question in NOT_COMMENTS or is_verdict or (number, question) in unread:
                continue
            for read in read_clauses(text, question):
                clause = read.clause
                quote: Quote = {
                    "text": clause.text,
                    "response": number,
                    "question": question,
                    "start": clause.start,
                    "end": clause.end,
                }
                found.append((_About(quote, _is_praise(question, read)), stems(clause.text)))
    return found


def _is_praise(question: str, read: ReadClause) -> bool | None:
    """Which question was asked counts before the words, unless they clearly say otherwise."""
    if question == PRAISE_QUESTION:
        return read.score > CLEAR_BLAME
    if question == IMPROVE_QUESTION:
        return not read.is_request and read.score >= CLEAR_PRAISE
    return None if not read.score else read.score > 0


def _telling_stems(promises: Sequence[str]) -> list[frozenset[str]]:
    """The stems of each promise that no other promise has; all of them where none is left."""
    found = [stems(promise) for promise in promises]
    telling = []
    for position, own in enumerate(found):
        others: frozenset[str] = frozenset().union(*found[:position], *found[position + 1 :])
        telling.append((own - others) or own)
    return telling

"""A comment cut into clauses, each with its place in the text."""

from __future__ import annotations

import re
from typing import NamedTuple

from core.feedback_text.tokens import plain

# Where the view may turn: sentence ends, lines, semicolons, words of contrast, and a new subject after
# a comma or "and". "Nothing but praise" and "not only …, but also" hold no contrast.
# The looks behind keep a long run of blanks from being tried at each of its places.
_BREAK = re.compile(
    r"[.!?…]{2,}|[!?…]|\.(?=\s|$|[\"')]|[A-Z][a-z])|;(?=\s|$)|\n+|\s[-–—]+\s"
    r"|(?i:(?<!nothing)(?<!anything)(?<!\ball)(?<!\bnone)(?<!\s),?\s+(?=but\b(?!\s+also))"
    r"|(?<!\s),?\s+(?=(?:however|although|(?:even )?though|yet|except|unfortunately|sadly|while|whereas)\b)"
    r"|(?<!\s),?\s+(?=apart from\b)"
    r"|,\s+(?=(?:and|so|just|only|the|it|we|they|i|he|she|my|our|their|his|her|this|you|which|there)\b)"
    r"|(?<!\s)\s+and\s+(?=(?:it|we|they|i|the|he|she|everything|nothing|their|his|her|my|our|then|there)\b))"
)
_EDGES = " \t\r\n,;:-–—.!?\"'“”…•*()"
_TURN = re.compile(r"(?:but|however|yet|except|unfortunately|sadly|only|just)\b")
_CONCESSION = re.compile(r"(?:although|(?:even )?though|while|whereas|despite)\b")


class Clause(NamedTuple):
    """`text` is `whole[start:end]` of the comment.

    `turns`: it begins with a word of contrast, so it is what is meant; `concedes`: the other one is.
    """

    text: str
    start: int
    end: int
    turns: bool = False
    concedes: bool = False


def split_clauses(text: str) -> list[Clause]:
    """The clauses of a comment in order; those without a letter, digit or picture are left out."""
    lowered = plain(text)
    clauses = []
    position = 0
    for found in [*_BREAK.finditer(text), None]:
        end = found.start() if found else len(text)
        part = text[position:end]
        stripped = part.strip(_EDGES)
        if stripped:
            start = position + len(part) - len(part.lstrip(_EDGES))
            words = lowered[start : start + len(stripped)]
            clauses.append(
                Clause(
                    stripped,
                    start,
                    start + len(stripped),
                    turns=bool(_TURN.match(words)),
                    concedes=bool(_CONCESSION.match(words)),
                )
            )
        if found:
            position = found.end()
    return clauses

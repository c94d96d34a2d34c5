"""A comment cut into clauses, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Where the view may turn: sentence ends, lines, semicolons, and words of contrast.
_BREAK = re.compile(
    r"[.!?;\n]+(?=\s|$)|\n+"
    r"|,?\s+(?=(?:but|however|although|though|yet|except|unfortunately|while|whereas)\b)"
    r"|,\s+(?=(?:and|just|only|the|it|we|they|i)\b)"
    r"|\s+and\s+(?=(?:it|we|they|i|the|everything|nothing|delivery|support)\b)",
    re.IGNORECASE,
)
_EDGES = " \t\r\n,;:-–—.!?\"'“”"


@dataclass(frozen=True, slots=True)
class Clause:
    """`text` is `whole[start:end]` of the comment."""

    text: str
    start: int
    end: int


def split_clauses(text: str) -> list[Clause]:
    """The clauses of a comment in order; empty ones are left out."""
    clauses = []
    position = 0
    for found in [*_BREAK.finditer(text), None]:
        end = found.start() if found else len(text)
        part = text[position:end]
        left = len(part) - len(part.lstrip(_EDGES))
        stripped = part.strip(_EDGES)
        if stripped:
            start = position + left
            clauses.append(Clause(stripped, start, start + len(stripped)))
        if found:
            position = found.end()
    return clauses

"""A text cut into its words, each with the place it stands on."""

from __future__ import annotations

import re
from typing import NamedTuple

from core.feedback_text.lexicon import weight_of

# Amounts ("£1,800"), words with their apostrophes ("didn't"), grades ("a+"), faces (":)") and pictures
# (one sign each).
_TOKEN = re.compile(
    r"[£$€] ?\d+(?:[.,]\d+)*[km]?\b|\d+(?:[.,]\d+)* ?[£$€]"
    r"|[^\W_]+(?:'[^\W_]+)*(?:(?<=\b[ab])\+)*"
    r"|(?<!\w)[:;=]-?[()DP](?!\w)"
    r"|[☹☺❤♥★]|[\U0001F44D\U0001F44E\U0001F44F\U0001F525\U0001F4A9\U0001F389\U0001F64C\U0001F64F]"
    r"|[\U0001F493-\U0001F49F\U0001F600-\U0001F64F\U0001F910-\U0001F97A\U0001F90D\U0001F90E]"
)
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'"})
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")


class Token(NamedTuple):
    """A word in lower case; it stands on `start:end` of the text it was cut from."""

    word: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """The words of a text in order; stretched ones are set right ("sooo" is "so", "goood" is "good")."""
    return [
        Token(_unstretched(found[0]), found.start(), found.end()) for found in _TOKEN.finditer(plain(text))
    ]


def plain(text: str) -> str:
    """Lower case with straight apostrophes, of the same length, so that places stay what they are."""
    lowered = text.translate(_STRAIGHT).lower()
    if len(lowered) != len(text):
        lowered = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text).translate(
            _STRAIGHT
        )
    return lowered


def _unstretched(word: str) -> str:
    if word[0] in ":;=":
        return word.replace("-", "")
    if not _STRETCHED.search(word):
        return word
    doubled = _STRETCHED.sub(r"\1\1", word)
    return doubled if weight_of(doubled) else _STRETCHED.sub(r"\1", word)

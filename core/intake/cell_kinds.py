"""What a cell looks like: an address, a number, a date, a phone number, or just text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

CellKind = Literal["blank", "email", "link", "date", "number", "phone", "text"]

_DAY = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}"
_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?(?: ?(?:Z|UTC|[+-]\d{2}:?\d{2}))?)?"
# In the order in which they are tried: a date is made of numbers, a phone number too.
_KINDS: tuple[tuple[CellKind, re.Pattern[str]], ...] = (
    ("email", re.compile(r"[^@\s,;<>]+@[^@\s,;]+\.[^@\s,;.]{2,}")),
    ("link", re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)),
    ("date", re.compile(_DAY + _TIME)),
    ("number", re.compile(r"[-+]?[$€£]? ?\d[\d.,]{0,24} ?[%€$£]?")),
    ("phone", re.compile(r"[+(]{0,2}\d[\d ().\-/]{5,24}(?: ?(?:x|ext\.?) ?\d{1,6})?", re.IGNORECASE)),
)
_NAME_AT_MOST = 120  # characters; a question of a survey as a header has up to 100
_EMAIL_WITHIN = re.compile(r"[^@\s,;<>|\"']+@[^@\s,;<>|\"']+\.[a-zA-Z]{2,}")


@lru_cache(maxsize=8192)
def kind_of(cell: str) -> CellKind:
    """The kind of one cell, spaces around it left out."""
    plain = cell.strip()
    if not plain:
        return "blank"
    if len(plain) <= _NAME_AT_MOST:
        for kind, pattern in _KINDS:
            if pattern.fullmatch(plain):
                return kind
    return "text"


def has_address(cell: str) -> bool:
    """Whether an e-mail address stands anywhere in the cell."""
    return _EMAIL_WITHIN.search(cell[:1000]) is not None


def may_be_header(cells: Sequence[str]) -> bool:
    """Whether every filled cell could be the name of a column: short text, no address, no date, no amount."""
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and all(
        kind_of(cell) == "text" and len(cell.strip()) <= _NAME_AT_MOST and not has_address(cell)
        for cell in filled
    )


def is_blank(cells: Sequence[str]) -> bool:
    """Whether a row is blank in all its cells."""
    return not any(cell and cell.strip("\0").strip() for cell in cells)

"""The labelled texts of the feedback analysis, each half by half: what may be read, and what is kept back.

The half is told by the text itself, so that a text added later moves no other one. Improve the lists on
"dev" alone: who reads the errors of "held-out" has no measure left.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "core" / "feedback_text" / "labelled"
HELD_OUT_BELOW = 102  # of 256: two texts in five

Half = Literal["dev", "held-out"]
HALVES: tuple[Half, Half] = ("dev", "held-out")


class Comment(NamedTuple):
    """A comment: how it sounds ("+", "-", "~"), what was asked ("any" if unknown), "team+" and the like."""

    text: str
    sound: str
    question: str
    themes: frozenset[str]

    @property
    def answer(self) -> dict[str, str]:
        """The comment as an answer to its question; one that reads by its words alone where it is unknown."""
        return {"comment" if self.question == "any" else self.question: self.text}


class Labelled(NamedTuple):
    """A text with its one label: a sound, "nothing" or "something", or a language."""

    text: str
    label: str


def half_of(text: str) -> Half:
    """To which half a text belongs."""
    return "held-out" if hashlib.sha256(text.encode()).digest()[0] < HELD_OUT_BELOW else "dev"


def comments(half: Half | None = None) -> list[Comment]:
    """The comments of clients, all of them or those of one half."""
    found = []
    for sound, question, themes, text in _rows("comments.txt", 4, half):
        named = frozenset() if themes == "none" else frozenset(themes.split())
        found.append(Comment(text, sound, question, named))
    return found


def labelled(name: str, half: Half | None = None) -> list[Labelled]:
    """The texts of "sentences", "nothing" or "languages", all of them or those of one half."""
    return [Labelled(text, label) for label, text in _rows(f"{name}.txt", 2, half)]


def _rows(name: str, cells: int, half: Half | None) -> Iterator[list[str]]:
    for line in (FOLDER / name).read_text("utf-8").splitlines():
        if line.startswith("# "):
            continue
        row = [cell.strip() for cell in line.split("|", cells - 1)]
        if len(row) != cells:
            raise ValueError(f"{name}: {line!r} has {len(row)} cells, not {cells}")
        if half is None or half_of(row[-1]) == half:
            yield row

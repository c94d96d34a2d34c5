"""The labelled texts of the feedback analysis, part by part: what may be read, and what is kept back.

"dev" and "second dev" are told apart by the text itself, so that a text added later moves no other one;
"blind" is a folder of its own. Improve the lists on the first two alone: who reads the errors of "blind"
has no measure left.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "core" / "feedback_text" / "labelled"
SECOND_BELOW = 102  # of 256: two texts in five

Part = Literal["dev", "second dev", "blind"]
PARTS: tuple[Part, ...] = ("dev", "second dev", "blind")


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


def comments(part: Part | None = None) -> list[Comment]:
    """The comments of clients, all of them or those of one part."""
    found = []
    for sound, question, themes, text in _rows("comments.txt", 4, part):
        named = frozenset() if themes == "none" else frozenset(themes.split())
        found.append(Comment(text, sound, question, named))
    return found


def labelled(name: str, part: Part | None = None) -> list[Labelled]:
    """The texts of "sentences", "nothing" or "languages", all of them or those of one part."""
    return [Labelled(text, label) for label, text in _rows(f"{name}.txt", 2, part)]


def _rows(name: str, cells: int, part: Part | None) -> Iterator[list[str]]:
    if part != "blind":
        for row in _read(FOLDER / name, cells):
            if part is None or part == _development_part(row[-1]):
                yield row
    if part in (None, "blind"):
        yield from _read(FOLDER / "blind" / name, cells)


def _development_part(text: str) -> Part:
    return "second dev" if hashlib.sha256(text.encode()).digest()[0] < SECOND_BELOW else "dev"


def _read(path: Path, cells: int) -> Iterator[list[str]]:
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("# "):
            continue
        row = [cell.strip() for cell in line.split("|", cells - 1)]
        if len(row) != cells:
            raise ValueError(f"{path.name}: {line!r} has {len(row)} cells, not {cells}")
        yield row

"""The word list: what a word weighs, and whether it denies, strengthens or softens what follows it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_FEWEST_LETTERS = 3  # of the part before the star of "word*"
_MANY_WORDS = 20_000  # words remembered with their weight: the vocabulary of some ten thousand comments


class Lexicon(NamedTuple):
    """Entries by word; beginnings ("word*") are kept apart. `groups` are words that change others."""

    words: dict[str, float]
    beginnings: dict[str, float]
    groups: dict[str, frozenset[str]]


@lru_cache(maxsize=_MANY_WORDS)
def weight_of(word: str) -> float:
    """What a lower-case word weighs, positive for praise; 0 for words without a view."""
    words, beginnings, _ = lexicon()
    if word in words:
        return words[word]
    for length in range(len(word), _FEWEST_LETTERS - 1, -1):
        if word[:length] in beginnings:
            return beginnings[word[:length]]
    return next((words[base] for base in _bases(word) if base in words), 0.0)


def _bases(word: str) -> Iterator[str]:
    """What "dirtiest", "crispier" and "blandest" are made of."""
    for ending, letters in (("iest", "y"), ("ier", "y"), ("est", ""), ("est", "e")):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _FEWEST_LETTERS:
            yield stem + letters


def denies(word: str) -> bool:
    """Whether a word turns what follows it around: "not", "never", "didn't"."""
    return word.endswith("n't") or word in lexicon().groups["not"]


def strength_of(word: str) -> float:
    """By what factor a word strengthens (over 1) or softens what follows it."""
    groups = lexicon().groups
    if word in groups["very"]:
        return 1.3
    return 0.7 if word in groups["slightly"] else 1.0


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The list of words.txt, read once."""
    words: dict[str, float] = {}
    beginnings: dict[str, float] = {}
    groups: dict[str, set[str]] = {}
    for group, line in grouped_lines("words.txt"):
        if not _is_number(group):
            groups.setdefault(group, set()).update(line.split())
            continue
        weight = float(group)
        for entry in line.split():
            if entry.endswith("*"):
                beginnings[entry[:-1]] = weight
            else:
                words[entry] = weight
    return Lexicon(words, beginnings, {name: frozenset(entries) for name, entries in groups.items()})


def grouped_lines(name: str) -> Iterator[tuple[str, str]]:
    """Each line of a list beside this module with the "[group]" it stands in; "## " begins a remark."""
    group = ""
    for line in Path(__file__).with_name(name).read_text("utf-8").splitlines():
        line = line.strip()
        if line.startswith("[") and line.endswith("]"):
            group = line[1:-1]
        elif line and not line.startswith("## "):
            yield group, line


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()

"""Cells of survey exports: stars as numbers or words, scores from 0 to 10, and what they look like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

LOWEST_STARS, HIGHEST_STARS = 1, 5
HIGHEST_SCORE = 10

# `4`, `4.0`, `4/5`, `4 of 5`, `5 stars`, `5 - Very satisfied`, and the other way round `Very satisfied (5)`.
_LEADING = re.compile(
    r"(-?\d{1,6}(?:[.,]\d{1,3})?)\s*(?:(?:/|out of|of)\s*\d{1,3}|stars?|points?)?(?:\s*[-–—:.(=]\s*\D.*)?",
    re.I,
)
_WHOLE = re.compile(r"(?:/|of)\s*(\d{1,3})")
_TRAILING = re.compile(r"\D+?\s*[-–—:(=]\s*(\d{1,2})\)?")
_STARS = re.compile(r"([★⭐]{1,10})[☆✩\ufe0f]*")
_SPACES = re.compile(r"[\s’']+")

# Five words from worst to best; a column is read by the first list that knows all of its words.
_WORD_SCALES: tuple[tuple[tuple[str, ...], ...], ...] = (
    (
        ("very dissatisfied", "very unsatisfied", "extremely dissatisfied", "not at all satisfied"),
        ("dissatisfied", "unsatisfied", "somewhat dissatisfied"),
        ("neither satisfied nor dissatisfied", "neutral"),
        ("satisfied", "somewhat satisfied"),
        ("very satisfied", "extremely satisfied"),
    ),
    (
        ("strongly disagree",),
        ("disagree", "somewhat disagree"),
        ("neutral", "neither agree nor disagree", "undecided"),
        ("agree", "somewhat agree"),
        ("strongly agree",),
    ),
    (("very poor", "terrible"), ("poor",), ("average", "fair", "ok", "okay"), ("good",), ("excellent",)),
    (("very poor", "very bad"), ("poor", "bad"), ("average", "fair"), ("good",), ("very good",)),
    (("poor",), ("fair",), ("good",), ("very good",), ("excellent",)),
    (
        ("not at all happy", "very unhappy"),
        ("not so happy", "unhappy"),
        ("somewhat happy", "neutral"),
        ("happy",),
        ("very happy", "extremely happy"),
    ),
)
_NOT_ASKED = frozenset(("n/a", "na", "not applicable", "don t know", "do not know", "no answer", "-", "–"))


def plain(text: str) -> str:
    """Words as they are compared: small letters, single spaces, no apostrophes."""
    return _SPACES.sub(" ", text.casefold()).strip(" .!")


def is_blank(text: str) -> bool:
    """Whether a cell says nothing, or that the question did not apply."""
    return not text.strip() or plain(text) in _NOT_ASKED


def number_in(text: str) -> float | None:
    """The number of a cell like `4`, `4/5`, `5 - Very satisfied` or `★★★★`; None where there is none."""
    shown = text.strip()
    stars = _STARS.fullmatch(shown)
    if stars:
        return float(len(stars[1]))
    found = _LEADING.fullmatch(shown) or _TRAILING.fullmatch(shown)
    return float(found[1].replace(",", ".")) if found else None


def word_scale(values: Iterable[str]) -> dict[str, int]:
    """The stars of each word of a column; empty where no list of words knows all of them."""
    words = {plain(value) for value in values if not is_blank(value) and number_in(value) is None}
    if not words:
        return {}
    for scale in _WORD_SCALES:
        known = {word: stars for stars, names in enumerate(scale, LOWEST_STARS) for word in names}
        if words <= set(known):
            return known
    return {}


def any_scale() -> dict[str, int]:
    """The stars of every word that means the same in each list; for columns with a stray word in them."""
    found: dict[str, set[int]] = {}
    for scale in _WORD_SCALES:
        for stars, names in enumerate(scale, LOWEST_STARS):
            for name in names:
                found.setdefault(name, set()).add(stars)
    return {name: next(iter(stars)) for name, stars in found.items() if len(stars) == 1}


def read_stars(text: str, words: dict[str, int]) -> float | None:
    """1 to 5, or None for what is no star rating; `words` comes from `word_scale`."""
    number = number_in(text)
    if number is None:
        known = words.get(plain(text))
        return float(known) if known else None
    whole = _WHOLE.search(text)
    if whole and int(whole[1]) != HIGHEST_STARS:
        return None
    return number if LOWEST_STARS <= number <= HIGHEST_STARS else None


def read_score(text: str) -> int | None:
    """0 to 10, or None for what is no answer to "how likely are you to recommend us?"."""
    number = number_in(text)
    if number is None or number != int(number) or not 0 <= number <= HIGHEST_SCORE:
        return None
    return int(number)


def looks_like_stars(values: Sequence[str]) -> bool:
    """Whether nearly all filled cells are stars, as numbers or as words of one scale."""
    filled = [value for value in values if not is_blank(value)]
    words = word_scale(filled) or any_scale()
    good = sum(read_stars(value, words) is not None for value in filled)
    return _mostly(good, len(filled))


def _mostly(good: int, filled: int) -> bool:
    """Half of a few cells are enough to tell; of many, four fifths must fit, or it is another scale."""
    return good > 0 and good >= filled * (0.5 if filled < 10 else 0.8)


def looks_like_scores(values: Sequence[str]) -> bool:
    """Whether nearly all filled cells are whole numbers from 0 to 10."""
    filled = [value for value in values if not is_blank(value)]
    return _mostly(sum(read_score(value) is not None for value in filled), len(filled))


def has_words_of_a_scale(values: Sequence[str]) -> bool:
    """Whether the cells are words like "Agree" or "Very satisfied"."""
    return bool(word_scale(values))


def looks_like_sentences(values: Sequence[str]) -> bool:
    """Whether people wrote: some cell has three words or more, and the cells differ."""
    filled = [value for value in values if not is_blank(value)]
    wordy = sum(len(value.split()) >= 3 and number_in(value) is None for value in filled)
    return wordy > 0 and wordy >= 0.2 * len(filled) and len(set(filled)) > min(len(filled), 3) // 2

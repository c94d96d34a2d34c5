"""Phrases that people can read and edit, found in a text: "kept us|me informed|updated", "took # weeks".

| notation | stands for |
|---|---|
| word | this word |
| word* | every word that begins so |
| one\\|two | one of them |
| word? | the word may be missing |
| ... | up to three words, or none |
| # | a number, in digits or as a word |
| <money> | an amount: "£90", "5k", "20€" |
| <good> <bad> | a word of praise or of blame |
| <not> | a word that denies |
| ^ $ | the beginning, the end of the clause |

Matching never backtracks over more than three words a gap, so no phrase can make a text slow to read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from core.feedback_text.lexicon import denies, weight_of
from core.feedback_text.tokens import Token

GAP = "..."
_LONGEST_GAP = 3
_LONGEST_PHRASE = 12  # elements; real ones have up to seven
_KINDS = ("#", "<money>", "<good>", "<bad>", "<not>")
_NUMBERS = frozenset(
    "one two three four five six seven eight nine ten twelve fifteen twenty thirty several couple".split()
)

Tag = TypeVar("Tag")


class Element(NamedTuple):
    """One place of a phrase: any of `words`, `beginnings` or `kinds` fits."""

    words: frozenset[str]
    beginnings: tuple[str, ...]
    kinds: frozenset[str]
    is_optional: bool = False

    def fits(self, word: str) -> bool:
        return (
            word in self.words
            or (bool(self.beginnings) and word.startswith(self.beginnings))
            or (bool(self.kinds) and not self.kinds.isdisjoint(kinds_of(word)))
        )


class Found(NamedTuple, Generic[Tag]):
    """A phrase found on `tokens[first:last]`."""

    first: int
    last: int
    tag: Tag


@lru_cache(maxsize=20_000)
def kinds_of(word: str) -> frozenset[str]:
    """Which of the kinds of the notation a word is."""
    kinds = set()
    if word[0] in "0123456789£$€" or word in _NUMBERS:
        kinds.add("#")
    if word[0] in "£$€" or (word[0].isdigit() and word[-1] in "k£$€"):
        kinds.add("<money>")
    weight = weight_of(word)
    if weight:
        kinds.add("<good>" if weight > 0 else "<bad>")
    if denies(word):
        kinds.add("<not>")
    return frozenset(kinds)


def check_phrase(text: str) -> str:
    """The phrase as it is; ValueError says what in it cannot be read."""
    read_phrase(text)
    return text


@lru_cache(maxsize=16_384)
def read_phrase(text: str) -> tuple[Element | str, ...]:
    """The elements of a phrase; "^", "$" and "..." stand for themselves."""
    parts = _parts(text)
    if len(parts) > _LONGEST_PHRASE:
        raise ValueError(f"may have at most {_LONGEST_PHRASE} words")
    elements: list[Element | str] = []
    for position, part in enumerate(parts):
        if part == GAP:
            elements.append(GAP)
        elif part in ("^", "$"):
            if position != (0 if part == "^" else len(parts) - 1):
                raise ValueError('may have "^" only at its beginning and "$" only at its end')
            elements.append(part)
        else:
            elements.append(_element(part))
    solid = [element for element in elements if isinstance(element, Element)]
    if not solid or all(element.is_optional for element in solid):
        raise ValueError("must hold a word")
    sure = next(
        place for place, one in enumerate(elements) if isinstance(one, Element) and not one.is_optional
    )
    if GAP in elements[:sure] or elements[-1] == GAP:
        raise ValueError('may have "..." only between words')
    return tuple(elements)


def _parts(text: str) -> list[str]:
    return text.casefold().replace("’", "'").replace("-", " ").split()


def _element(part: str) -> Element:
    is_optional = part.endswith("?")
    words, beginnings, kinds = set(), [], set()
    for choice in part.removesuffix("?").split("|"):
        if choice in _KINDS:
            kinds.add(choice)
        elif choice.endswith("*") and len(choice) > 2 and _is_word(choice[:-1]):
            beginnings.append(choice[:-1])
        elif _is_word(choice):
            words.add(choice)
        else:
            raise ValueError(f"holds {choice or part!r}, which is no word and no sign of the notation")
    return Element(frozenset(words), tuple(beginnings), frozenset(kinds), is_optional)


def _is_word(text: str) -> bool:
    return text.isalnum() or (
        bool(text) and all(sign.isalnum() or sign in "'+" or ord(sign) > 0x2000 for sign in text)
    )


class PhraseBook(Generic[Tag]):
    """Phrases with a tag each, found in one pass over the words of a text.

    A phrase is read whole when the first word that it may begin with turns up: of the many hundred
    phrases, a comment comes near a few.
    """

    def __init__(self, phrases: Iterable[tuple[str, Tag]]) -> None:
        self._starts: dict[str, list[tuple[str, int, Tag]]] = {}
        self._beginnings: set[str] = set()
        for text, tag in phrases:
            for left_out, choices in enumerate(_first_choices(text)):
                for choice in choices:
                    self._starts.setdefault(choice, []).append((text, left_out, tag))
                    if choice.endswith("*"):
                        self._beginnings.add(choice[:-1])
        self._lengths = sorted({len(start) for start in self._beginnings})
        self._memory: dict[str, list[tuple[tuple[Element | str, ...], Tag]]] = {}

    def find(self, tokens: Sequence[Token]) -> Iterator[Found[Tag]]:
        """Every phrase found, at every place, each as long as it can be."""
        for position, token in enumerate(tokens):
            for elements, tag in self._candidates(token.word):
                if elements[0] == "^":
                    if position:
                        continue
                    elements = elements[1:]
                last = _longest(elements, tokens, position)
                if last is not None:
                    yield Found(position, last, tag)

    def _candidates(self, word: str) -> list[tuple[tuple[Element | str, ...], Tag]]:
        known = self._memory.get(word)
        if known is None:
            keys = [
                word,
                *(f"{word[:length]}*" for length in self._lengths if word[:length] in self._beginnings),
            ]
            known = [
                (_without_leading(left_out, read_phrase(text)), tag)
                for key in dict.fromkeys((*keys, *sorted(kinds_of(word))))
                for text, left_out, tag in self._starts.get(key, ())
            ]
            if len(self._memory) > 20_000:
                self._memory.clear()
            self._memory[word] = known
        return known


def _first_choices(text: str) -> Iterator[list[str]]:
    """What a match may begin with: the choices of the first place that must be there, and of those
    before it that may be missing."""
    parts = _parts(text)
    for part in parts[1:] if parts[0] == "^" else parts:
        yield part.removesuffix("?").split("|")
        if not part.endswith("?"):
            return


def _without_leading(left_out: int, elements: tuple[Element | str, ...]) -> tuple[Element | str, ...]:
    """The phrase without its first words, which may be missing; "^" stays."""
    anchored = elements[0] == "^"
    return elements[:anchored] + elements[anchored + left_out :]


def _longest(elements: Sequence[Element | str], tokens: Sequence[Token], position: int) -> int | None:
    """Where the longest match that begins at `position` ends; None where there is none."""
    # The first element was looked up, so it fits. Up to the first gap or option there is one way to go,
    # and nearly every phrase fails or ends on it.
    end, sure = position + 1, 1
    while sure < len(elements):
        element = elements[sure]
        if not isinstance(element, Element) or element.is_optional:
            break
        if end >= len(tokens) or not element.fits(tokens[end].word):
            return None
        end, sure = end + 1, sure + 1
    if sure == len(elements):
        return end
    ends = {end}
    for element in elements[sure:]:
        if element == "$":
            ends &= {len(tokens)}
        elif element == GAP:
            ends = {
                end + more for end in ends for more in range(_LONGEST_GAP + 1) if end + more < len(tokens)
            }
        elif isinstance(element, Element):
            after = {end + 1 for end in ends if end < len(tokens) and element.fits(tokens[end].word)}
            ends = after | ends if element.is_optional else after
        if not ends:
            return None
    return max(ends)

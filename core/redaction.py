"""Names, addresses and numbers taken out of what leaves the app, also inside free text.

What is known by name (people, companies) is found in any case and with or without accents; e-mail addresses,
phone numbers and links by their shape. A name that nobody recorded cannot be found.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

Kind = Literal["name", "company", "e-mail", "phone", "link", "id"]
SHOWN: Mapping[Kind, str] = {
    "name": "[name]",
    "company": "[company]",
    "e-mail": "[e-mail]",
    "phone": "[phone]",
    "link": "[link]",
    "id": "[id]",
}

_EMAIL = re.compile(r"[^\s<>()\[\],;:\"'@]+@[^\s<>()\[\],;:\"'@]+\.[^\W\d_]{2,}")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"\]]+", re.I)
_DIGITS = re.compile(r"(?<![\w.,])\+?\(?\d[\d \u00a0().\-/]{5,}\d(?![\w])")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}\s*[-/]\s*\d{4}")
_FEWEST_DIGITS = 7  # of a phone number
_WORD = re.compile(r"[^\W_]+")
_ID_FIELDS = re.compile(r"(?:^|_)ids?$")
_SHORTEST_PART = 3  # letters of a first or last name that is hidden alone
_LEGAL = frozenset(
    "ltd limited llc llp inc corp corporation co company gmbh ag kg ug ohg mbh sa sas sarl bv nv ab as oy "
    "aps spa srl plc pty pte group holding the and und".split()
)
# Names that are words too: alone they are hidden only with a capital letter.
_WORDS_TOO = frozenset(
    "will may mark grace art rose hope joy bill frank grant rich max summer autumn dawn faith sky bob rob "
    "pat chase dean drew gene guy jack june april august lance miles nick penny ray rusty sandy sue ted "
    "victor wade young long short white black brown green gray king price stone wood best case day".split()
)


class _Known(NamedTuple):
    """Words that stand for one kind; `capital` says that a capital letter is needed to be sure."""

    words: tuple[str, ...]
    kind: Kind
    capital: bool


class Redactor:
    """Takes known names out of texts; `hidden` counts what it took out, by kind."""

    def __init__(self, people: Iterable[str] = (), companies: Iterable[str] = ()) -> None:
        self.hidden: Counter[Kind] = Counter()
        self._known: dict[str, list[_Known]] = {}
        for company in companies:
            for one in _of_company(company):
                self._add(one)
        for person in people:
            for one in _of_person(person):
                self._add(one)
        for found in self._known.values():
            found.sort(key=lambda one: -len(one.words))

    def text(self, text: str) -> str:
        """`text` with a word in brackets in place of each name, address, number and link."""
        for pattern, kind in ((_EMAIL, "e-mail"), (_LINK, "link")):
            text = pattern.sub(lambda _, kind=kind: self._mark(kind), text)  # type: ignore[misc]
        text = _DIGITS.sub(self._phone, text)
        return self._without_names(text)

    def document(self, value: Any) -> Any:
        """A JSON document with every text in it redacted, and every id: ids are made of names."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            # Where the words of a quote stand is told by characters that are no longer there.
            left_out = {"start", "end"} if "text" in value else set()
            return {
                name: self._id(part) if _ID_FIELDS.search(str(name)) else self.document(part)
                for name, part in value.items()
                if name not in left_out
            }
        if isinstance(value, list | tuple):
            return [self.document(part) for part in value]
        return value

    def _id(self, value: Any) -> Any:
        return self._mark("id") if value else value

    def _mark(self, kind: Kind) -> str:
        self.hidden[kind] += 1
        return SHOWN[kind]

    def _phone(self, match: re.Match[str]) -> str:
        digits = sum(sign.isdigit() for sign in match[0])
        if digits < _FEWEST_DIGITS or _DATE.fullmatch(match[0].strip()):
            return match[0]
        return self._mark("phone")

    def _add(self, one: _Known) -> None:
        if one.words:
            self._known.setdefault(one.words[0], []).append(one)

    def _without_names(self, text: str) -> str:
        words = [(match.start(), match.end(), _folded(match[0])) for match in _WORD.finditer(text)]
        parts: list[str] = []
        place = number = 0
        while number < len(words):
            start = words[number][0]
            found = self._name_at(text, words, number)
            if found is None:
                number += 1
                continue
            parts += [text[place:start], self._mark(found.kind)]
            number += len(found.words)
            place = words[number - 1][1]
        return "".join([*parts, text[place:]])

    def _name_at(self, text: str, words: list[tuple[int, int, str]], number: int) -> _Known | None:
        start = words[number][0]
        if text[start - 1 : start] == "[" and text[words[number][1] : words[number][1] + 1] == "]":
            return None  # a word of ours
        for one in self._known.get(words[number][2], ()):
            given = words[number : number + len(one.words)]
            if tuple(word for _, _, word in given) != one.words:
                continue
            if not one.capital or text[start].isupper():
                return one
        return None


def hidden_words(hidden: Mapping[Kind, int]) -> str:
    """What was taken out: "3 names, 1 phone"; "nothing" where nothing was found."""
    found = [f"{count:,} {kind}{'' if count == 1 else 's'}" for kind, count in hidden.items() if count]
    return ", ".join(found).replace("companys", "companies") or "nothing"


def _of_person(name: str) -> Iterator[_Known]:
    words = _words(name)
    if len(words) > 1:
        yield _Known(words, "name", capital=False)
    for word in words:
        if len(word) >= _SHORTEST_PART or len(words) == 1:
            yield _Known((word,), "name", capital=word in _WORDS_TOO)


def _of_company(name: str) -> Iterator[_Known]:
    words = _words(name)
    bare = tuple(words)
    while len(bare) > 1 and bare[-1] in _LEGAL:
        bare = bare[:-1]
    yield _Known(words, "company", capital=False)
    yield _Known(bare, "company", capital=len(bare) == 1 and bare[0] in _WORDS_TOO)
    # People shorten a company to its first word; as a word of the language it is written small.
    first = next((word for word in bare if word not in _LEGAL and len(word) > _SHORTEST_PART), None)
    if first and len(bare) > 1:
        yield _Known((first,), "company", capital=True)


def _words(name: str) -> tuple[str, ...]:
    return tuple(_folded(match[0]) for match in _WORD.finditer(name))


def _folded(word: str) -> str:
    """Small letters without accents: "José" and "JOSE" are one name."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))

"""Whether a text is in English; what is not is named and left alone, never misread."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from core.feedback_text.lexicon import grouped_lines, lexicon, weight_of
from core.feedback_text.tokens import plain

ENGLISH = "English"
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_SCRIPTS = {
    "CJK": "Chinese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
    "GREEK": "Greek",
    "ARABIC": "Arabic script",
    "HEBREW": "Hebrew",
    "THAI": "Thai",
    "CYRILLIC": "Cyrillic script",
    "DEVANAGARI": "Devanagari script",
}
_FEWEST_FOREIGN = 0.25  # share of the words that one language claims before a text is called that
_FEWEST_UNKNOWN = 3  # words of which none is in any of our English lists, before a text is called foreign
_FEWEST_ENGLISH = 4  # letters: shorter words of two languages look alike by chance ("die", "was")
_OTHER = "a language that was not recognised"


def unread_language(text: str) -> str | None:
    """The language of a text that is not English, as a name for people; None for English.

    Letters outside the Latin script decide at once; else the language whose everyday words are the
    most. Texts without any everyday word ("Top") pass as English.
    """
    return _script(text) or _by_words(text)


def _script(text: str) -> str | None:
    letters = [sign for sign in text if sign.isalpha()]
    foreign = [
        sign for sign in letters if ord(sign) > 0x24F and not unicodedata.name(sign, "").startswith("LATIN")
    ]
    if not letters or len(foreign) * 2 <= len(letters):
        return None
    names = [unicodedata.name(sign, "").split(" ")[0].split("-")[0] for sign in foreign]
    if "HIRAGANA" in names or "KATAKANA" in names:
        return "Japanese"
    return _SCRIPTS.get(names[0], _OTHER)


def _by_words(text: str) -> str | None:
    words = _WORD.findall(plain(text))
    lists = _everyday_words()
    english = sum(word in lists[ENGLISH] for word in words)
    claimed = {
        name: [word for word in words if word in own] for name, own in lists.items() if name != ENGLISH
    }
    best = max(claimed, key=lambda name: len(claimed[name]))
    if _outweighs(claimed[best], english, len(words)):
        return best
    if not english and len(words) >= _FEWEST_UNKNOWN and not any(_is_known(word) for word in words):
        return best if claimed[best] else _OTHER
    marked = sum(not word.isascii() for word in words)
    has_view = any(weight_of(word) for word in words if word.isascii())
    if not english and not has_view and words and marked * 4 >= len(words):
        return best if claimed[best] else _OTHER
    return None


def _outweighs(claimed: list[str], english: int, words: int) -> bool:
    """Whether the words that a language claims say more than the English ones beside them."""
    if not claimed or len(claimed) < english or len(claimed) < words * _FEWEST_FOREIGN:
        return False
    if len(claimed) == english:
        return len(claimed) >= 2 or not claimed[0].isascii()
    # One short word may be a name: "AT&T", "LA".
    return len(claimed) > 1 or not claimed[0].isascii() or len(claimed[0]) > 3 or words <= 2


def _is_known(word: str) -> bool:
    """Whether a word stands in one of the English lists that texts are read by."""
    lists = ("themes.txt", "idioms.txt", "nothing.txt", "requests.txt")
    return bool(weight_of(word)) or any(
        one in _listed_words(name) for name in lists for one in (word, word.removesuffix("s"))
    )


def _tells(word: str) -> bool:
    """Whether a word of another language is no English one too, and more than a letter."""
    if not word.isascii() or 1 < len(word) < _FEWEST_ENGLISH:
        return True
    return len(word) > 1 and word not in lexicon().words and word not in _listed_words("themes.txt")


@lru_cache(maxsize=4)
def _listed_words(name: str) -> frozenset[str]:
    return frozenset(word for _, line in grouped_lines(name) for word in re.split(r"[^\w']+", line))


@lru_cache(maxsize=1)
def _everyday_words() -> dict[str, frozenset[str]]:
    lists: dict[str, set[str]] = {}
    for name, line in grouped_lines("languages.txt"):
        lists.setdefault(name, set()).update(line.split())
    # What English says too tells nothing, except in English.
    own = {
        name: frozenset(word for word in words - lists[ENGLISH] if _tells(word))
        for name, words in lists.items()
        if name != ENGLISH
    }
    return {ENGLISH: frozenset(lists[ENGLISH]), **own}

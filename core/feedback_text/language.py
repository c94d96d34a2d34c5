"""Whether a text is in English; what is not is named and left alone, never misread."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from core.feedback_text.detector import opinion
from core.feedback_text.english import is_known, looks_foreign
from core.feedback_text.lexicon import grouped_lines, weight_of
from core.feedback_text.tokens import plain

ENGLISH = "English"
_WORD = re.compile(r"(?<![\w])[^\W\d_]+(?:'[^\W\d_]+)*(?!\d)")
# Words that English took over, and the heads of a list of pros and cons.
_LOANS = re.compile(
    r"\b(?:en route|de facto|al dente|bon (?:appetit|voyage)|a la carte|à la carte|per se|pro bono|ad hoc"
    r"|status quo|vis[- ]à[- ]vis|et al|très chic|voilà|über|ciao|zilch|déjà vu|du jour|los angeles"
    r"|c'est la vie|hasta la vista)\b"
    r"|^(?:merci|danke|gracias|muchas gracias|grazie|obrigado|namaste)\b[ ,!.]+(?=\w)"
    r"|^(?:pros?|cons?)\b(?=\s*[:\-–])"
)
# Words that many languages say, so that they count for none.
_EVERYWHERE = frozenset(
    "team service design website marketing support feedback report meeting super top ok online seo perfect"
    " a site rapid delivery fin alt go car client contact hat man men per son van na".split()
)
_SHORT_TEXT = 8  # words, up to which a text is judged by the look of its words too
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
# How many times as likely as English another language must be: for what may be names, for one strange word,
# for words of which none is an everyday one of English, and where such a word stands among strange ones.
_TIMES_NAMES, _TIMES_ALONE, _TIMES, _TIMES_BESIDE_ENGLISH = 50.0, 15.0, 3.0, 2.0
_OTHER = "a language that was not recognised"


def unread_language(text: str) -> str | None:
    """The language of a text that is not English, as a name for people; None for English.

    Letters outside the Latin script decide at once; else the language whose everyday words are the
    most; else how likely the words that no list knows are another language. What says nothing either way
    ("Top") passes as English.
    """
    found = _script(text)
    if found is None:
        by_words = _by_words(text)
        found = _named(by_words, text) if by_words else _by_letters(text)
    return found


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
    plainly = _LOANS.sub(" ", plain(text))
    words = _WORD.findall(plainly)
    lists = _everyday_words()
    english = sum(word in lists[ENGLISH] and word not in _EVERYWHERE for word in words)
    claimed = {
        name: [word for word in words if word in own] for name, own in lists.items() if name != ENGLISH
    }
    best = max(claimed, key=lambda name: len(claimed[name]))
    if _outweighs(claimed[best], english, len(words)) and not _is_acronym(claimed[best], text):
        return best
    named = best if claimed[best] else _OTHER
    strange = [word for word in words if not (word in lists[ENGLISH] or is_known(word))]
    if not english and len(words) >= _FEWEST_UNKNOWN and len(strange) == len(words):
        return named
    has_view = any(weight_of(word) and is_known(word) for word in words if word.isascii())
    known = sum(is_known(word) and word not in _EVERYWHERE for word in words if word.isascii())
    marked = sum(not word.isascii() for word in words)
    if not english and not has_view and marked > known and marked * 4 >= len(words):
        return None if _are_names(text) and not claimed[best] else named
    return named if _is_strange(text, words, strange, claimed[best], english) else None


def _by_letters(text: str) -> str | None:
    """The language that the letters of strange words speak for, where they outnumber English ones."""
    words = _WORD.findall(_LOANS.sub(" ", plain(text)))
    english = sum(word in _everyday_words()[ENGLISH] and word not in _EVERYWHERE for word in words)
    strange = [word for word in words if not _is_english(word) and _is_no_name(word, text)]
    if not strange or english * 2 >= len(words) or english > len(strange):
        return None
    found = opinion(" ".join(words))
    if _are_names(text):
        least = _TIMES_NAMES
    elif len(words) == 1 or (strange == words[:1] and text.strip()[0].isupper()):
        least = _TIMES_ALONE  # one word, which may be somebody's name
    else:
        least = _TIMES_BESIDE_ENGLISH if english else _TIMES
    return (found.language or _OTHER) if found.times > least else None


def _named(language: str, text: str) -> str:
    """What the letters say where a single everyday word of a language, or none, gave it its name."""
    words = _WORD.findall(plain(text))
    if sum(word in _everyday_words().get(language, ()) for word in words) > 1:
        return language
    found = opinion(" ".join(words))
    return found.language if found.language and found.times > _TIMES else language


def _is_english(word: str) -> bool:
    return word in _everyday_words()[ENGLISH] or word in _EVERYWHERE or is_known(word)


def _is_strange(
    text: str, words: Sequence[str], strange: Sequence[str], claimed: Sequence[str], english: int
) -> bool:
    """Whether a short text speaks by words that no English list knows, and that are no names."""
    if len(words) > _SHORT_TEXT or not strange:
        return False
    low = [word for word in strange if _is_no_name(word, text)]
    shaped = [word for word in low if looks_foreign(word)]
    if not english:
        if len(strange) == len(words) > 1 and any(word != words[0] for word in low):
            return True
        known = len(words) - len(strange) - sum(word in _EVERYWHERE or word in claimed for word in words)
        return len(shaped) > min(known, 1) or bool(set(low) - set(claimed) and claimed)
    told = [word for word in claimed if len(word) >= _FEWEST_ENGLISH]
    english -= sum(bool(weight_of(word)) for word in words if word in _everyday_words()[ENGLISH])
    return (bool(told) and len(set(told) | set(low)) > english) or len(shaped) > english


def _is_acronym(claimed: Sequence[str], text: str) -> bool:
    """Whether the one claimed word is short and stands in capitals, alone: "MIT license"."""
    word = claimed[0].upper()
    return len(claimed) == 1 and len(word) < _FEWEST_ENGLISH and word in text and not text.isupper()


def _is_no_name(word: str, text: str) -> bool:
    """Whether a word of a text stands there in lower case, or at its beginning, where nobody can tell."""
    place = plain(text).find(word)
    return place <= 0 or not text[place].isupper() or text.isupper()


def _are_names(text: str) -> bool:
    """Whether each word of a text begins with a capital letter: "José", "Zoë & Chloë"."""
    return all(word[0].isupper() for word in _WORD.findall(text))


def _outweighs(claimed: list[str], english: int, words: int) -> bool:
    """Whether the words that a language claims say more than the English ones beside them."""
    if not claimed or len(claimed) < english or len(claimed) < words * _FEWEST_FOREIGN:
        return False
    if len(claimed) == english:
        return len(claimed) >= 2 or not claimed[0].isascii()
    # One short word may be a name: "AT&T", "LA".
    return len(claimed) > 1 or not claimed[0].isascii() or len(claimed[0]) > 3 or words <= 2


def _tells(word: str) -> bool:
    """Whether a word of another language is no English one too, and more than a letter."""
    if not word.isascii() or 1 < len(word) < _FEWEST_ENGLISH:
        return True
    return len(word) > 1 and not is_known(word)


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

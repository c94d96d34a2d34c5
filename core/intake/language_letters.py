"""Which letters the languages written in Latin letters have, and how well a text keeps to those of one.

A wrong encoding of the same part of the world makes letters, too, but seldom those of one language: Hungarian
read as Western European has the õ of Estonian beside the û of French.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

# Beyond a to z, in small letters; a language's country domains stand before them.
_LETTERS = {
    "de at ch": "äöüß|é",
    "fr": "éèçêàôë|âîïûùœüæÿ",
    "es mx ar co cl": "áéíñó|úüçº",
    "cat": "àèéíòóç|ïúü",
    "pt br": "ãçáéíóâ|êôúàüõ",
    "it": "àèòù|éìó",
    "nl be": "éëï|èöüêáó",
    "se fi": "åäö|éü",
    "dk no": "æøå|éöäü",
    "is": "áðéíóöúþ|æý",
    "pl": "ąćęłńóśż|ź",
    "cz": "áčéěířšůýž|ďňóťú",
    "sk": "áäčéíľšťúýž|ďĺňóôŕ",
    "hu": "áéíóöőúü|ű",
    "hr si rs ba": "čćđšž|",
    "ro md": "ăîşţșț|â",
    "tr": "çğıöşü|âîû",
    "lt": "čėšųūž|ąęį",
    "lv": "āēīņšū|čģķļž",
    "ee": "äõöü|šž",
    "al": "ç|ë",
}
_RARE = 0.3  # what a letter counts that a language has in few words
_LANGUAGES = {
    name: dict.fromkeys(letters.partition("|")[2], _RARE) | dict.fromkeys(letters.partition("|")[0], 1.0)
    for name, letters in _LETTERS.items()
}
# Lists of several languages of one part of the world, which an encoding can hold together.
_PARTS = (
    ("de at ch", "fr", "es mx ar co cl", "cat", "pt br", "it", "nl be", "se fi", "dk no"),
    ("de at ch", "pl", "cz", "sk", "hu", "hr si rs ba", "ro md"),
    ("de at ch", "fr", "es mx ar co cl", "tr"),
    ("de at ch", "lt", "lv", "ee"),
)
_MIXED = 0.5  # what a letter of such a list counts, beside 1 in a list of one language
_TOGETHER = [{letter: _MIXED for name in part for letter in _LANGUAGES[name]} for part in _PARTS]
_STRANGER = -3.0
_AT_HOME = 0.3  # for a language whose country the e-mail addresses name
_DOMAIN = re.compile(rb"@[\w.-]+\.([a-z]{2})\b", re.IGNORECASE)
_BESIDE_WORDS = frozenset("“”„‚‘’«»¿¡…–—\u00a0·€£§°ªº®™©")


def fit(text: str, domains: Counter[str]) -> float:
    """From -2 to about 1.3: how far what is beyond ASCII are letters of one language, and signs of prose."""
    letters: Counter[str] = Counter()
    signs = strange = 0
    for match in re.finditer(r"[^\x00-\x7f]", text):
        sign, place = match[0], match.start()
        beside = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
        if sign in _BESIDE_WORDS:
            signs += 1
        elif sign.isalpha() and any(map(str.isalpha, beside)):
            letters["ı" if sign == "İ" else sign.lower()] += 1
        else:
            strange += 1
    total = letters.total() + strange
    if not total:
        return _MIXED if signs else 0.0
    best = max(_share(letters, own, total) for own in _TOGETHER)
    for countries, own in _LANGUAGES.items():
        home = sum(domains[country] for country in countries.split())
        at_home = _AT_HOME if home and 2 * home >= domains.total() else 0.0
        best = max(best, _share(letters, own, total) + at_home)
    return best


def domains_of(sample: bytes) -> Counter[str]:
    """The countries that e-mail addresses name, and how often."""
    return Counter(match[1].decode().lower() for match in _DOMAIN.finditer(sample))


def _share(letters: dict[str, int], own: Mapping[str, float], total: int) -> float:
    inside = sum(count for letter, count in letters.items() if letter in own)
    worth = sum(count * own[letter] for letter, count in letters.items() if letter in own)
    return (worth + (total - inside) * _STRANGER) / total

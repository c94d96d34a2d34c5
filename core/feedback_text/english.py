"""Whether a word is English as far as our lists know, and whether it is built as no English word is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from core.feedback_text.lexicon import grouped_lines, lexicon

_LISTS = ("english.txt", "themes.txt", "idioms.txt", "nothing.txt", "requests.txt")
_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "ers", "est", "ness", "y")
_SHORTEST_STEM = 3
# What may follow a beginning of our lists ("profession*") in an English word.
_REST = re.compile(
    r"(?:s|es|ed|d|ings?|ly|ers?|ors?|est|al|als|ally|abl[ey]|ibl[ey]|ness|e?ments?|t?ions?|ations?|ional(?:ly|ism|s)?"
    r"|ful|fully|fulness|less|ive(?:ly|ness)?|ity|ism|ist|ists|y|ies|ied|ying|e|en[ct]e?|an[ct]e?|ently|antly|ous(?:ly)?"
    r"|te|ted|ting|tes|il[ey]|i[sz](?:e|es|ed|ing|ation|ations)|ic|ical|ically|ship|'s|al|ual|ually|ure|ures|th)?"
)
_LONGEST_SHORT = 3  # letters: shorter words tell nothing by their build

# Endings and runs of letters that words of other languages have and English ones hardly ever.
_FOREIGN = re.compile(
    r"(?:issim[oaie]|zion[ei]|[aeiou]mente|amento|imento|menti|[aeiou]dad|idade|ität|keit|heit|schaft|[bdfgklmnrst]ung"
    r"|ungen|isch|ische[rnsm]?|liche?[rnsm]?|heid|lijke?|tjes?|aste|amos|emos|imos|aram|eram|iram|eux|euse|aient|uje|ujem|ność"
    r"|ości|nosti|nost|cja|cji|icza|owany|owana|owane|ych|skt|igt|ligt|lig|else|erne|arna|erna|orna|inen|aista|oista"
    r"|uus|yys|ssa|ssä|llä|stä|iin|aan|ään|nya|kkan|akan|ikan|iyor|lar[ıi]|ler[i]|mı[zş]|dik|elor|oare|ului|eşte"
    r"|ság|ség|nak|nek|tető|iau|imas|umas|iv[oa]s?|enza|anza|ales|ante|antes|tät|ellt|elt|jonel|onal[ao]|šana|ību|quei|dzo|nzi|isa|ilia|ika|andi|agem|agens|ções|ção|ados|adas|idos|idas"
    r"|ando|endo|ieren|iert|tet|elen|eren|enden|enen|sten|ijk|oon|eel)$"
    r"|^(?:zw|schl|schm|schw|ng|mb|nd|nj|mw|nk|mf|vl|vr|zd|zg|dz|sv|fj|bj|tj|nz|hv|sr|hl|hr|ts(?!u)|pj|kj|gj|kv|zn|zm|vz|wsp|prz|trz|krz)"
    r"|sz|cz|dz(?!i$)|jj|uu(?!m)|ii(?!ng)|yy|vv|ij|lj|sj(?!on)|hj|kj|gj|tsch|gk|mw|gh[aei]k|ahk|kw[aei](?!rd)|ajt|ejt|ojt|auj"
    r"|øy|aj[aiou]|ej[aiou]|ij[aiou]|oj[aiou]|uj[aiou]|yj|ngg[aio]|nyi|kh[aio]|bh|dh[aeiou]|jh|xh|qq|wj|pf[aeiou]|[aeiou]ks[aeiou]"
)


@lru_cache(maxsize=20_000)
def is_known(word: str) -> bool:
    """Whether a lower-case word, or what is left without an English ending, stands in one of our lists."""
    return any(one in _words() or _has_weight(one) for one in (word, *_stems(word)))


@lru_cache(maxsize=20_000)
def looks_foreign(word: str) -> bool:
    """Whether a lower-case word has letters, endings or runs of letters that English has not."""
    return len(word) > _LONGEST_SHORT and bool(_FOREIGN.search(word))


def _has_weight(word: str) -> bool:
    """Whether a word stands in the word list, or is an English word of one of its beginnings."""
    words, beginnings, _ = lexicon()
    if word in words:
        return True
    return any(
        word[:length] in beginnings and _REST.fullmatch(word[length:]) is not None
        for length in range(_SHORTEST_STEM, len(word) + 1)
    )


def _stems(word: str) -> Iterator[str]:
    word = word.removesuffix("'s")
    yield word
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _SHORTEST_STEM:
            continue
        yield stem
        yield f"{stem}e"
        if stem[-1] == stem[-2]:
            yield stem[:-1]
        if stem[-1] == "i":
            yield f"{stem[:-1]}y"


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    return frozenset(
        word
        for name in _LISTS
        for _, line in grouped_lines(name)
        for word in re.split(r"[^\w']+", line)
        if word
    )

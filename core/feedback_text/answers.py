"""Answers that say nothing to act on, and answers in a language that is not analysed."""

from __future__ import annotations

import re
import unicodedata

# Words that an answer may hold and still ask for nothing.
_EMPTY_WORDS = frozenset(
    "honestly really actually well so far for now at the moment to be honest absolutely literally i "
    "we there there's is was were are am can can't cannot could couldn't think find of say know "
    "have has had nothing none no nope nada nil na n a not much anything any one thing things comes "
    "come mind improve improved improvement improvements add complain complaint complaints about "
    "yet that it all everything perfect great good fine ok okay as they keep up work same idea sure "
    "happy satisfied with very comment comments need needed needs would change suggestion "
    "suggestions just don't do my our us me this you your and".split()
)
_DENIAL = re.compile(
    r"\b(?:nothing|none|no|nope|nada|nil|n/?a|not (?:much|really|anything|sure)|can'?t think|couldn'?t|cannot"
    r"|no idea|all (?:was |is |were )?(?:good|great|perfect|fine)"
    r"|everything (?:was|is) (?:\w+ )?(?:perfect|great|good|fine|ok|okay)"
    r"|keep (?:it )?up|fully satisfied|very happy)\b|^[-–—. ]+$",
    re.IGNORECASE,
)
_REQUEST_AFTER_NOTHING = re.compile(
    r"\b(?:except|but|other than|apart from|although|though|however|besides|only|maybe|perhaps|just)\b",
    re.IGNORECASE,
)
_DECLINED = re.compile(
    r"^(?:no(?:ne|thing|t (?:now|yet|at the moment|really|sure))?|nope|n/?a|maybe(?: later)?|later|unsure"
    r"|don'?t know|[-–—.]*)\W*$",
    re.IGNORECASE,
)

_ENGLISH = frozenset(
    "the a an and or but of to in is was were are be been it its this that they them we us our you "
    "your i my me not no with for on at as by from very more most all so had have has did do would "
    "could should will can just than when what who which their there great good".split()
)
_FOREIGN: dict[str, frozenset[str]] = {
    "German": frozenset(
        "der die das und ist nicht ein eine sehr mit auch auf für war wir ich aber alles gut "
        "schnell wurde haben sind zu im von den dem immer noch mehr bei uns".split()
    ),
    "French": frozenset(
        "le la les et est pas une un très avec pour mais nous je des du au sur bien plus était tout "
        "que qui dans rapide bonne équipe".split()
    ),
    "Spanish": frozenset(
        "el los las y es una un muy con para pero nosotros yo del al por bien más fue todo que en "
        "no equipo buena bueno rápido gracias".split()
    ),
    "Italian": frozenset(
        "il lo gli e è una un molto con per ma noi io del della al più era tutto che non di bene "
        "veloce".split()
    ),
    "Portuguese": frozenset(
        "o os as e é uma um muito com para mas nós eu do da ao mais foi tudo que não em bom boa "
        "equipe rápido".split()
    ),
    "Dutch": frozenset(
        "de het een en is niet zeer met voor maar wij ik van op aan was alles goed snel heel erg "
        "ook werd".split()
    ),
}
_OWN_WORDS = re.compile(r"[^\W\d_]+")


def says_nothing(text: str) -> bool:
    """Whether an answer to "what could be better" asks for nothing: "Nothing so far", "all good", "n/a"."""
    plain = " ".join(text.replace("’", "'").split())
    if not plain or not any(sign.isalnum() for sign in plain):
        return True
    if not _DENIAL.search(plain):
        return False
    if _is_empty(plain):
        return True
    head = re.split(r"[,.;!]|\s[-–—]\s", plain, maxsplit=1)[0]
    rest = plain[len(head) :]
    return _is_empty(head) and bool(_DENIAL.search(head)) and not _REQUEST_AFTER_NOTHING.search(rest)


def _is_empty(text: str) -> bool:
    return all(word in _EMPTY_WORDS for word in re.findall(r"[^\W_]+(?:'[^\W_]+)?", text.casefold()))


def declines(text: str) -> bool:
    """Whether an answer to "what next" names no service: "none", "maybe later"."""
    return bool(_DECLINED.match(text.strip()))


def unread_language(text: str) -> str | None:
    """The language of a text that is not English, as a name for people; None for English.

    Counts words that only one language uses all the time; letters outside the Latin script decide at
    once. Short texts without any such word pass as English.
    """
    letters = [sign for sign in text if sign.isalpha()]
    if letters:
        foreign = [sign for sign in letters if not unicodedata.name(sign, "").startswith("LATIN")]
        if len(foreign) > len(letters) / 2:
            return f"{unicodedata.name(foreign[0], 'another').split()[0].capitalize()} script"
    words = [word.casefold() for word in _OWN_WORDS.findall(text)]
    english = sum(word in _ENGLISH for word in words)
    counts = {
        name: sum(word in own and word not in _ENGLISH for word in words) for name, own in _FOREIGN.items()
    }
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] >= 2 and counts[best] > english else None

"""Answers that ask for nothing: "Nothing so far", "n/a", "can't fault them"; and "no thanks" to more."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from core.feedback_text.clauses import split_clauses
from core.feedback_text.lexicon import grouped_lines
from core.feedback_text.phrases import PhraseBook
from core.feedback_text.polarity import clause_weight, hear
from core.feedback_text.requests import asks_for_change
from core.feedback_text.tokens import plain, tokens_of

_SHORTEST = 2  # letters and digits of an answer that says something; "x" and a smile are none
_PAUSE = re.compile(r"[,:;/(–—]")
CLEAR_BLAME = -0.6  # blame of this weight beside a denial is the answer: "nothing else, awful invoices"

CLEAR_PRAISE = 1.4
# What is praised when all of it is; a praised "report" may still be what is asked for.
_OF_ALL = re.compile(
    r"\b(?:(?:a|an|the|my|our|your|this|overall|whole) (?:[\w']+ ){0,3}"
    r"(?:experience|job|work|service|outcome|results?|project)"
    r"|(?:i|we|i'm|we're|i've|we've)\b.* (?:happy|satisfied|pleased|delighted|impressed|thrilled|grateful)"
    r"|(?:great|excellent|good|fantastic|amazing|superb|brilliant|top|perfect|wonderful)"
    r" (?:job|work|service|experience|stuff)"
    r"|love[sd]?|(?:everything|it|all) (?:is|was|has been)"
    r"|you (?:guys |all )?(?:are|were|have been|did|do))\b"
)

# After "nothing", these words bring the exception that is the answer: "nothing, except the price".
_EXCEPTION = re.compile(
    r"\b(?:except|but|other than|apart from|aside from|although|though|however|besides|only|just|maybe"
    r"|perhaps|if|unless|until|probably|possibly)\b"
)
_NO_EXCEPTION = re.compile(
    r"\bnothing (?:but|other than) (?:praise|good|great|positive|excellent|love|respect|thanks)"
    r"|\bif (?:anything$|i had to|it (?:ain'?t|isn'?t|is not|works))"
    r"|\bbut (?:nothing|no\b|none|all good|so far)"
    r"|\bjust (?:carry|keep|continue|stay|more of|the same|perfect|great|fine|right|brilliant|nothing|as|love"
    r"|happy)"
    r"|\bonly (?:good|great|positive|nice|praise|the best|kind|compliments|happy)|\buntil now\b"
)
# "Nothing works" and "none of the reports" complain.
_COMPLAINT = re.compile(
    r"\b(?:nothing (?:(?:ever|actually|really) )?(?:works?|worked|gets?|got|happen\w*|arrived|changed)"
    r"|nothing (?:was|were) (?:ever |really )?(?:on time|done|delivered|fixed|explained|clear|ready)"
    r"|nothing is (?:ever |really )?(?:on time|done|clear|perfect|easy|working)"
    r"|nothing (?:but|other than)(?! (?:praise|good|great|positive))|none of (?:the|our|my|it|them|what)"
    r"|no (?:idea|clue) (?:who|whom|where|when|why"
    r"|(?:what|how|which)(?! (?:to|could|should|would|else|you)\b)))\b"
)
_LATER = "now|yet|moment|time|later|sure|planned|present|stage|currently|day|future"
_NONE = "thanks?|you|mind|needed|really|anything|interested|specific|particular|point"
_DECLINED = re.compile(
    r"(?:no|none|nothing|nope|n/?a|nil|na|maybe|perhaps|possibly|later|unsure|undecided|pass|yes|yeah|sure|tbd)"
    rf"|(?:no|not|nothing|none|maybe|perhaps|possibly)\b[\w', ]*?\b(?:{_LATER}|{_NONE})(?: being| on)?"
    r"|(?:i |we )?(?:don'?t|do not) (?:know|think so|need \w+|have \w+)[\w ]*"
    r"|(?:we(?:'re| are) )?all set|no (?:need|plans?|interest)\b.*"
)


def says_nothing(text: str) -> bool:
    """Whether an answer to "what could be better" asks for nothing.

    It must deny that there is something ("nothing", "no complaints", "can't think of anything") and hold
    neither an exception, nor a wish, nor a complaint beside it. Praise of all of it asks for nothing too:
    "We are delighted with the outcome".
    """
    lowered = " ".join(plain(text).split())
    if sum(sign.isalnum() for sign in lowered) < _SHORTEST:
        return clause_weight(lowered) >= 0
    if _COMPLAINT.search(lowered) or _EXCEPTION.search(_NO_EXCEPTION.sub(" ", lowered)):
        return False
    is_denied = False
    praise = 0.0
    for clause in split_clauses(text):
        tokens = tokens_of(clause.text)
        end = max((found.last for found in _denials().find(tokens)), default=0)
        if end:
            is_denied = True
            aside = _PAUSE.search(clause.text, tokens[end - 1].end)
            if aside and clause_weight(clause.text[aside.end() :]) <= CLEAR_BLAME:
                return False
            continue
        heard = hear(clause.text)
        weight = math.fsum(one.weight for one in heard)
        if asks_for_change(tokens) or weight < 0:
            return False
        praise += weight if min((one.weight for one in heard), default=0.0) >= 0 else -CLEAR_PRAISE
    return is_denied or (praise >= CLEAR_PRAISE and bool(_OF_ALL.search(lowered)))


def declines(text: str) -> bool:
    """Whether an answer to "what next" names no service: "none", "maybe later", "not at the moment"."""
    lowered = " ".join(plain(text).split()).strip(" .!?-–—,;:")
    return not any(sign.isalnum() for sign in lowered) or bool(_DECLINED.fullmatch(lowered))


@lru_cache(maxsize=1)
def _denials() -> PhraseBook[None]:
    return PhraseBook((line, None) for _, line in grouped_lines("nothing.txt"))

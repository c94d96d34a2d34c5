"""Answers that ask for nothing: "Nothing so far", "n/a", "can't fault them"; and "no thanks" to more."""

from __future__ import annotations

import re
from functools import lru_cache

from core.feedback_text.clauses import split_clauses
from core.feedback_text.lexicon import grouped_lines
from core.feedback_text.phrases import PhraseBook
from core.feedback_text.polarity import clause_weight
from core.feedback_text.requests import asks_for_change
from core.feedback_text.tokens import plain, tokens_of

# After "nothing", these words bring the exception that is the answer: "nothing, except the price".
_EXCEPTION = re.compile(
    r"\b(?:except|but|other than|apart from|aside from|although|though|however|besides|only|just|maybe"
    r"|perhaps|if|unless|until|probably|possibly)\b"
)
_NO_EXCEPTION = re.compile(
    r"\bnothing (?:but|other than) (?:praise|good|great|positive|excellent)|\bif (?:anything$|i had to)"
)
# "Nothing works" and "none of the reports" complain.
_COMPLAINT = re.compile(
    r"\b(?:nothing (?:works?|worked|gets?|got|happen\w*|arrived|changed)"
    r"|nothing was (?:done|delivered|fixed|explained|clear|ready)"
    r"|nothing is (?:done|clear|perfect|easy|working)"
    r"|nothing (?:but|other than)(?! (?:praise|good|great|positive))|none of (?:the|our|my|it|them|what)"
    r"|no (?:idea|clue) (?:what|how|where|why|when|who|which)(?! (?:to|could|should|would|else|you)\b))\b"
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
    neither an exception, nor a wish, nor a complaint beside it.
    """
    lowered = " ".join(plain(text).split())
    if not any(sign.isalnum() for sign in lowered):
        return True
    if _COMPLAINT.search(lowered) or _EXCEPTION.search(_NO_EXCEPTION.sub(" ", lowered)):
        return False
    is_denied = False
    for clause in split_clauses(text):
        tokens = tokens_of(clause.text)
        if next(_denials().find(tokens), None) is not None:
            is_denied = True
        elif asks_for_change(tokens) or clause_weight(clause.text) < 0:
            return False
    return is_denied


def declines(text: str) -> bool:
    """Whether an answer to "what next" names no service: "none", "maybe later", "not at the moment"."""
    lowered = " ".join(plain(text).split()).strip(" .!?-–—,;:")
    return not any(sign.isalnum() for sign in lowered) or bool(_DECLINED.fullmatch(lowered))


@lru_cache(maxsize=1)
def _denials() -> PhraseBook[None]:
    return PhraseBook((line, None) for _, line in grouped_lines("nothing.txt"))

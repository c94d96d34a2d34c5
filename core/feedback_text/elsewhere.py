"""Blame that is not meant for who is rated: another provider's work, and how things were before."""

from __future__ import annotations

import re

from core.feedback_text.tokens import plain

_PROVIDER = (
    r"(?:agenc(?:y|ies)|compan(?:y|ies)|developers?|designers?|providers?|vendors?|freelancers?|firms?"
    r"|contractors?|studios?|suppliers?|consultants?|editors?|writers?|photographers?|teams?|guys?|people|website)"
)
_FORMER = rf"(?:previous|former|prior|last|old|earlier|ex)[\s-](?:[\w-]+\s){{0,2}}?{_PROVIDER}"
_OTHER = rf"(?:others?|another|several|many|multiple|different|countless)\s(?:[\w-]+\s){{0,2}}?{_PROVIDER}"
_LET_DOWN = (
    r"(?:let down|burn(?:ed|t)|disappoint\w*|struggl\w*|ripped off|scammed|bad experiences?|frustrat\w*"
    r"|fed up|tried|failed|cheated|hurt|messed|ruined|wasted)"
)
_DID = (
    r"(?:who|that|had|have|could|couldn't|can't|failed|left|didn't|don't|doesn't|promised?|said|told|never"
    r"|gave|was|were|is|are)"
)
# "Our old agency was much better" blames by praise.
_WAS_BETTER = (
    r"(?!\s(?:was|were|did|had)\b.*\b(?:better|more|faster|cheaper|quicker|best|great|never|always|good)\b)"
)
_OTHERS = re.compile(
    rf"\b{_FORMER}\b{_WAS_BETTER}|\b{_LET_DOWN}\b.{{0,40}}\b{_OTHER}\b"
    rf"|\b(?:unlike|most|many|several)\s(?:of the )?(?:other\s)?{_PROVIDER}\s{_DID}\b|\b{_OTHER}\s{_DID}\b"
)
# "Worse than our previous agency" and "we went back to our old agency" are meant for who is rated.
_COMPARED = re.compile(
    r"\b(?:than|compared|(?:back|switch\w*|return\w*|mov\w*|go|going|went) to|miss(?:ed)?|wish|hir\w+|find"
    r"|found|need|look\w* for|so (?:bad|poor|slow) as|as (?:bad|poor|slow) as|just like|same as)\b"
)
_CAME = (
    r"(?:met|meet\w*|found|find\w*|hir\w+|came|com\w+|start\w+|contact\w+|work\w+|join\w+|sign\w+|switch\w+"
    r"|discover\w+|partner\w+|engag\w+|using|used|bring\w+|brought|step\w+|took|tak\w+|call\w+)"
)
_BEFORE = re.compile(rf"(?:before|prior to)\b.{{0,30}}?\b{_CAME}\b")
_UNTIL = re.compile(
    r"\b(?:until|till)\b.{0,30}?"
    r"\b(?:met|found|hired|came|contacted|switched|discovered|took over|stepped in|joined)\b"
)


def blames_others(clause: str) -> bool:
    """Whether the blame in a clause is for another: "our last agency vanished", "lost until we met Ed"."""
    words = plain(clause)
    return bool(_UNTIL.search(words)) or (bool(_OTHERS.search(words)) and not _COMPARED.search(words))


def tells_of_before(clause: str) -> bool:
    """Whether a clause sets the one after it in the time before: "Before we hired them, sales were poor"."""
    return bool(_BEFORE.match(plain(clause)))

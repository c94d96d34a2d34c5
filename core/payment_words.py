"""The words of payment terms: what says when a payment is due, and what says nothing about it."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Trigger = Literal["kickoff", "deliverable", "acceptance", "final_delivery", "date", "monthly"]

# One spelling for each word that people write in several ways.
_SPELLINGS = (
    (re.compile(r"\bkick[- ]?off\b"), "kickoff"),
    (re.compile(r"\bup[- ]?front\b"), "upfront"),
    (re.compile(r"\bsign(?:ed)?[- ]?off\b"), "signoff"),
    (re.compile(r"\bgo(?:ing|es)?[- ]?live\b"), "golive"),
    (re.compile(r"\bhand(?:ed)?[- ]?over\b"), "handover"),
    (re.compile(r"\bdown[- ]payment\b"), "deposit"),
    (re.compile(r"\b(?:with|on|upon|at|after)(?: the)? order\b"), "upon ordering"),
    (re.compile(r"\bper ?cent\b"), "%"),
)
_DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "‐": "-", "’": "'", "⁄": "/"})
_BULLET = re.compile(r"^(?:[-*•·]|\d{1,2}[.)])\s+")


def normalised(text: str) -> str:
    """Lower case, one kind of dash and space, one spelling for each word, without a bullet in front."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_DASHES)
    plain = _BULLET.sub("", " ".join(plain.split()))
    for pattern, word in _SPELLINGS:
        plain = pattern.sub(word, plain)
    return plain


def words_of(text: str) -> list[str]:
    """The words and numbers of a normalised text, in order."""
    return re.findall(r"\d+(?:[.,/:]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)?", text)


# These say "before the work": what else stands on the line does not change it.
PREPAYMENT = frozenset(
    "upfront advance prepaid prepayment deposit signing signature ordering booking".split()
)
START = frozenset("kickoff start starting begin beginning commencement".split())
ACCEPTANCE = frozenset("acceptance accepted accepts signoff".split())
APPROVAL = frozenset("approval approved approves approve".split())
FINISH = frozenset(
    "completion completed complete completing finished finish final delivery delivered handover launch "
    "launched golive end".split()
)
TRIGGER_WORDS = PREPAYMENT | START | ACCEPTANCE | APPROVAL | FINISH

# Words that a deliverable may also be called by: "on launch" beside a deliverable "Launch campaign".
NAMES_OF_BOTH = frozenset("launch kickoff handover acceptance golive signoff".split())

# fmt: off
FILLER = frozenset((
    "a an the this that of on upon at in by with when is are be to for from as and once it its our us "
    "we you your their within after before following due date payable paid pay pays payment payments "
    "installment instalment installments instalments invoice invoiced billed receipt fee fees amount "
    "sum price value cost client client's customer customer's project project's work works job "
    "service services engagement contract contract's agreement order first second third fourth last "
    "initial milestone deliverable deliverables step will shall must non refundable balance rest "
    "remainder remaining outstanding full total whole entire everything all immediately net day days "
    "week weeks only each equal"
).split())
# fmt: on

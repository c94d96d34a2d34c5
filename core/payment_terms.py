"""Payment terms as contracts write them: "50% upfront", "25% net 30", "rest on completion"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from core.errors import Problem
from core.money import CENT, format_money, read_money

Trigger = Literal["kickoff", "deliverable", "acceptance", "final_delivery", "date"]

_SHARE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:%|percent\b|per cent\b)")
_NET = re.compile(r"\bnet\s*(\d{1,3})\b|\b(\d{1,3})\s*days?\b")
_DATE = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")
_REST = re.compile(r"\b(rest|remainder|remaining|balance)\b")
_FRACTIONS = {
    "half": Decimal(50),
    "one third": Decimal(100) / 3,
    "a quarter": Decimal(25),
    "one quarter": Decimal(25),
}
# Tried in this order: "final payment on acceptance" is about acceptance.
_TRIGGERS: tuple[tuple[Trigger, re.Pattern[str]], ...] = (
    ("acceptance", re.compile(r"\b(acceptance|sign-?off|accepted)\b")),
    (
        "kickoff",
        re.compile(
            r"\b(up-?\s?front|in advance|advance|deposit|signing|signature|signed|order|contract"
            r"|kick-?\s?off|start|beginning|booking)\b"
        ),
    ),
    ("final_delivery", re.compile(r"\b(completion|completed|final|delivery|handover|launch|go-?live|end)\b")),
)
_FILLER = frozenset(
    "on upon at after before of the a an by with when is are client approval approved approve payment pay "
    "paid invoice due milestone deliverable delivery completion final phase step and for to".split()
)


@dataclass(frozen=True, slots=True)
class Term:
    """One line of the schedule as it was read.

    Exactly one of `share` (percent), `amount` (units) and `is_rest` says how much. `deliverable` is the
    name of the deliverable that releases it; `net_days` are calendar days after the trigger.
    """

    text: str
    share: Decimal | None = None
    amount: Decimal | None = None
    is_rest: bool = False
    trigger: Trigger = "final_delivery"
    deliverable: str | None = None
    date: str | None = None
    net_days: int = 0
    assumed_trigger: bool = False


def read_terms(
    schedule: Sequence[str], *, deliverables: Sequence[str], currency: str, field: str
) -> tuple[list[Term], list[Problem]]:
    """Each line as a Term, or a problem on that line with the question to answer."""
    terms: list[Term] = []
    problems: list[Problem] = []
    for position, text in enumerate(schedule):
        term = _read_term(text, deliverables, currency)
        if isinstance(term, Term):
            terms.append(term)
        else:
            problems.append(Problem(f"{field}[{position}]", term, text))
    return terms, problems


def term_amounts(terms: Sequence[Term], total: Decimal, currency: str) -> list[Decimal] | str:
    """What each term is worth, to the cent and adding up to `total`; else a sentence on what differs."""
    amounts = [
        term.amount
        if term.amount is not None
        else (total * (term.share or Decimal(0)) / 100).quantize(CENT, ROUND_HALF_UP)
        for term in terms
    ]
    rests = [position for position, term in enumerate(terms) if term.is_rest]
    if len(rests) > 1:
        return "names the rest more than once; only one line can take the rest"
    if rests:
        left = total - sum((amount for n, amount in enumerate(amounts) if n != rests[0]), Decimal(0))
        if left <= 0:
            return "leaves nothing for the rest; the other lines already add up to the contract value or more"
        amounts[rests[0]] = left
        return amounts
    if sum((term.share or Decimal(0) for term in terms), Decimal(0)) == 100 and all(t.share for t in terms):
        amounts[-1] = total - sum(amounts[:-1], Decimal(0))
    elif terms and all(term.share for term in terms):
        shares = sum((term.share or Decimal(0) for term in terms), Decimal(0))
        if abs(shares - 100) < Decimal("0.05"):  # thirds written as 33.3 %
            amounts[-1] = total - sum(amounts[:-1], Decimal(0))
    given = sum(amounts, Decimal(0))
    if given == total:
        return amounts
    difference = format_money(abs(total - given), currency)
    way = "less" if given < total else "more"
    fix = 'add a line such as "rest on completion"' if given < total else "lower one of the lines"
    return f"adds up to {format_money(given, currency)}, {difference} {way} than the contract value; {fix}"


def _read_term(text: str, deliverables: Sequence[str], currency: str) -> Term | str:
    lowered = " ".join(text.casefold().replace("–", "-").split())
    how_much = _how_much(lowered, text, currency)
    if isinstance(how_much, str):
        return how_much
    share, amount, is_rest, remaining = how_much
    net = _NET.search(remaining)
    net_days = int(net[1] or net[2]) if net else 0
    day = _DATE.search(remaining)
    term = Term(text, share=share, amount=amount, is_rest=is_rest, net_days=net_days)
    if day:
        return replace(term, trigger="date", date=day[1])
    named = _named_deliverable(remaining, deliverables)
    if isinstance(named, list):
        return f"could mean {' or '.join(named)}; which deliverable releases it?"
    if named:
        return replace(term, trigger="deliverable", deliverable=named)
    for trigger, pattern in _TRIGGERS:
        if pattern.search(remaining):
            return replace(term, trigger=trigger)
    if net:
        return replace(term, trigger="final_delivery", assumed_trigger=True)
    return 'does not say when it is due; add for example "upfront", "on completion" or "on 2025-03-01"'


def _how_much(
    lowered: str, text: str, currency: str
) -> tuple[Decimal | None, Decimal | None, bool, str] | str:
    """Share, amount, whether it is the rest, and the words that are left."""
    shares = _SHARE.findall(lowered)
    if len(shares) > 1:
        return "names more than one share; write one payment a line"
    if shares:
        share = Decimal(shares[0].replace(",", "."))
        if not 0 < share <= 100:
            return "must be a share between 0 and 100 %"
        return share, None, False, _SHARE.sub(" ", lowered)
    if _REST.search(lowered):
        return None, None, True, _REST.sub(" ", lowered)
    for word, fraction in _FRACTIONS.items():
        if lowered.startswith(word):
            return fraction, None, False, lowered.removeprefix(word)
    if re.match(r"(the )?(full|total|whole|all|everything)\b", lowered):
        return Decimal(100), None, False, lowered
    head = re.split(
        r"\s+(?:on|upon|at|after|before|by|net|up-?\s?front|in advance|deposit|as)\b",
        text,
        maxsplit=1,
        flags=re.I,
    )[0]
    reading = read_money(head, currency)
    if reading.money is None:
        return 'does not say how much; start with a share like "50%", an amount like "$5,000", or "rest"'
    if reading.money.currency != currency:
        return f"is in {reading.money.currency}, but the contract is in {currency}; give it in {currency}"
    if reading.money.amount <= 0:
        return "must be more than zero"
    return None, reading.money.amount, False, lowered[len(head) :]


def _named_deliverable(words: str, deliverables: Sequence[str]) -> str | list[str] | None:
    """The deliverable that the words name; a list where several fit equally well."""
    wanted = {word for word in re.findall(r"[^\W\d_]+", words) if word not in _FILLER}
    scored = []
    for name in deliverables:
        own = {word for word in re.findall(r"[^\W\d_]+", name.casefold()) if word not in _FILLER}
        hits = len(wanted & own)
        if hits:
            scored.append((hits, hits / max(1, len(own)), name))
    if not scored:
        return None
    scored.sort(reverse=True)
    best = [name for hits, part, name in scored if (hits, part) == scored[0][:2]]
    return best[0] if len(set(best)) == 1 else best

"""Payment terms as contracts write them: "50% upfront", "25% net 30", "rest on completion"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from core.date_phrases import Period, read_period
from core.dates import EARLIEST, LATEST
from core.errors import Problem
from core.payment_amounts import HowMuch, read_how_much, starts_with_amount
from core.payment_words import (
    ACCEPTANCE,
    APPROVAL,
    FILLER,
    FINISH,
    NAMES_OF_BOTH,
    PREPAYMENT,
    START,
    TRIGGER_WORDS,
    Trigger,
    normalised,
    words_of,
)

# Plain texts are compiled when a line comes to them; few lines name a date.
_ISO_DATE = r"\b\d{4}-\d{2}-\d{2}\b"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WORD_DATE = rf"\b{_DAY}\s+{_MONTH}\s+\d{{4}}\b|\b{_MONTH}\s+{_DAY},?\s+\d{{4}}\b"
_COMMA_IN_DATE = rf"(?i)\b({_MONTH}\s+{_DAY}),\s+(\d{{4}})\b"
_SLASHES = re.compile(r"\d+[/.:]\d+[/.:]\d+")
_OFFSET = re.compile(
    r"\bnet[- ]?(?P<net>\d{1,3})\b(?: days?\b)?"
    r"|\b(?P<count>\d{1,3}) ?(?P<unit>days?|weeks?)\b(?P<before> (?:before|prior to|ahead of)\b)?"
)
_PIECES = re.compile(r"\s*;\s*|\s*,\s+|\s+(?:and|plus|then|&|\+)\s+")
_SPLIT_WITHOUT_WHEN = re.compile(r"\d{1,3}%?(?:\s*[/-]\s*\d{1,3}%?)+")

_ASK_WHEN = 'does not say when it is due; add for example "upfront", "on completion" or "on 2025-03-01"'
_ASK_START = "is due at the start of a deliverable, but a payment follows its delivery; give a date instead"
_ASK_WHICH_DATE = "names a date that is not in the calendar; write it like 2025-03-01"


class Term(NamedTuple):
    """One payment of the schedule as it was read; `line` is its position in the schedule.

    Exactly one of `share` (percent), `amount` (units) and `is_rest` says how much. A `monthly` term is
    paid `times` times (None: once for each month of the timeline), at the end of each month where
    `in_arrears`; its share or amount is the whole of it unless `is_each`. `deliverable` is the name of the
    deliverable that releases it; `offset_days` are calendar days after the trigger (negative: before it).
    `assumption` is what the words do not say for certain, as a sentence to check.
    """

    text: str
    line: int = 0
    share: Decimal | None = None
    amount: Decimal | None = None
    is_rest: bool = False
    trigger: Trigger = "final_delivery"
    deliverable: str | None = None
    on: date | None = None
    offset_days: int = 0
    times: int | None = None
    is_each: bool = False
    in_arrears: bool = False
    assumption: str | None = None


def read_terms(
    schedule: Sequence[str], *, deliverables: Sequence[str], currency: str, field: str
) -> tuple[list[Term], list[Problem]]:
    """Each payment as a Term, or a problem on its line with the question to answer.

    A line that lists several payments, each with its own amount, is read as several.
    """
    terms: list[Term] = []
    problems: list[Problem] = []
    for line, text in enumerate(schedule):
        for piece in _payments_in(text):
            term = _read_term(piece, deliverables, currency)
            if isinstance(term, Term):
                terms.append(term._replace(line=line))
            else:
                problems.append(Problem(f"{field}[{line}]", term, text))
                break
    return terms, problems


def _payments_in(text: str) -> list[str]:
    whole = re.sub(_COMMA_IN_DATE, r"\1 \2", text) if "," in text else text
    pieces = [piece for piece in _PIECES.split(whole.strip()) if piece]
    return pieces if len(pieces) > 1 and all(starts_with_amount(piece) for piece in pieces) else [text]


def _read_term(text: str, deliverables: Sequence[str], currency: str) -> Term | str:
    plain = normalised(text)
    if _SPLIT_WITHOUT_WHEN.fullmatch(plain):
        return 'says no dates; write one payment a line, like "50% upfront" and "50% on completion"'
    day, plain = _take_date(plain)
    if isinstance(day, str):
        return day
    how_much = read_how_much(plain, currency)
    if isinstance(how_much, str):
        return how_much
    term = _with_amount(Term(text), how_much)
    if how_much.is_monthly:
        return _monthly(term, how_much) if day is None else "names a date and a month's rhythm; keep one"
    if day is not None:
        strange = _strange(words_of(how_much.words), ())
        return _ask_about(strange) if strange else term._replace(trigger="date", on=day)
    return _with_trigger(term, how_much.words, deliverables)


def _with_amount(term: Term, how_much: HowMuch) -> Term:
    return term._replace(share=how_much.share, amount=how_much.amount, is_rest=how_much.is_rest)


def _monthly(term: Term, how_much: HowMuch) -> Term | str:
    strange = _strange(words_of(how_much.words), ())
    if strange:
        return _ask_about(strange)
    when = "end" if how_much.in_arrears else "start"
    return term._replace(
        trigger="monthly",
        times=how_much.times,
        is_each=how_much.is_each,
        in_arrears=how_much.in_arrears,
        assumption=None
        if how_much.says_when
        else f"names no day of the month; planned at the {when} of each month of work, from kickoff on",
    )


def _with_trigger(term: Term, words: str, deliverables: Sequence[str]) -> Term | str:
    """The term with the milestone that its words name; a question where they leave room for doubt."""
    offset, words = _take_offset(words)
    term = term._replace(offset_days=offset or 0)
    named, rest = _named_deliverable(words, deliverables)
    if isinstance(named, list):
        return f"could mean {' or '.join(named)}; which deliverable releases it?"
    said = set(words_of(rest))
    if said & PREPAYMENT and not said & (ACCEPTANCE | START) and not _numbers(rest):
        strange = _strange(words_of(words), ())
        note = f'was read as due at kickoff; is that right, with "{" ".join(strange)}"?' if strange else None
        return term._replace(trigger="kickoff", assumption=note) if not said & FINISH else _ASK_WHEN
    if named:
        strange = _strange(words_of(rest), ())
        if said & START:
            return _ASK_START
        return _ask_about(strange) if strange else term._replace(trigger="deliverable", deliverable=named)
    strange = _strange(words_of(words), ())
    if strange:
        return _ask_about(strange)
    doubtful = _also_a_deliverable(said, deliverables)
    if doubtful:
        return f"could mean the deliverable {doubtful!r} or the project's own milestone; which is it?"
    found: list[tuple[frozenset[str], Trigger]] = [
        (ACCEPTANCE | APPROVAL, "acceptance"), (PREPAYMENT | START, "kickoff"), (FINISH, "final_delivery")
    ]  # fmt: skip
    meant = [trigger for vocabulary, trigger in found if said & vocabulary]
    if "kickoff" in meant and len(meant) > 1:
        return "names more than one moment; write one payment a line"
    if meant:
        return term._replace(trigger=meant[0])
    if offset is not None:
        note = "names no milestone; its days are counted from final delivery. Is that right?"
        return term._replace(trigger="final_delivery", assumption=note)
    return _ASK_WHEN


def _take_date(plain: str) -> tuple[date | str | None, str]:
    """The one date in the text and what is left; a question where it does not exist."""
    if not re.search(r"\d{4}", plain):
        return None, plain
    found = re.findall(_ISO_DATE, plain) + re.findall(_WORD_DATE, plain)
    if not found:
        return None, plain
    if len(found) > 1:
        return "names more than one date; write one payment a line", plain
    period = read_period(found[0])
    if not isinstance(period, Period) or not period.is_day:
        return _ASK_WHICH_DATE, plain
    if not EARLIEST <= period.first.year <= LATEST:
        return f"names a date outside the years {EARLIEST} to {LATEST}; which one is meant?", plain
    return period.first, plain.replace(found[0], " ")


def _take_offset(words: str) -> tuple[int | None, str]:
    found = _OFFSET.search(words)
    if found is None:
        return None, words
    count = int(found["net"] or found["count"])
    days = count * 7 if (found["unit"] or "").startswith("week") else count
    return (-days if found["before"] else days), words[: found.start()] + " " + words[found.end() :]


def _named_deliverable(words: str, deliverables: Sequence[str]) -> tuple[str | list[str] | None, str]:
    """The deliverable that the words name and the words left; a list where several fit equally well."""
    names = {name: normalised(name) for name in deliverables}
    for name in sorted(names, key=lambda name: len(names[name]), reverse=True):
        whole = re.search(rf"(?<!\w){re.escape(names[name])}(?!\w)", words)
        if whole and not set(words_of(names[name])) <= FILLER:
            return name, words[: whole.start()] + " " + words[whole.end() :]
    wanted = {_stem(word) for word in _strange(words_of(words), ())}
    hits = {name: wanted & {_stem(word) for word in words_of(plain)} for name, plain in names.items()}
    most = max((len(found) for found in hits.values()), default=0)
    if not most:
        return None, words
    best = [name for name, found in hits.items() if len(found) == most]
    if len(best) > 1:
        return best, words
    left = " ".join(word for word in words_of(words) if _stem(word) not in hits[best[0]])
    return best[0], left


def _also_a_deliverable(said: set[str], deliverables: Sequence[str]) -> str | None:
    both = said & NAMES_OF_BOTH
    return next((name for name in deliverables if both & set(words_of(normalised(name)))), None)


def _strange(words: Sequence[str], known: Sequence[str]) -> list[str]:
    """The words that are neither about time nor mere filling."""
    return [word for word in words if word not in FILLER and word not in TRIGGER_WORDS and word not in known]


def _numbers(text: str) -> bool:
    return any(word[0].isdigit() for word in words_of(text))


def _ask_about(strange: Sequence[str]) -> str:
    if any(_SLASHES.fullmatch(word) for word in strange):
        return f'has "{" ".join(strange)}", which could be two dates; write it like 2025-03-01'
    return f'has "{" ".join(strange)}", which names no deliverable or milestone of this deal; when is it due?'


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word

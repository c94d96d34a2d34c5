"""The payments of a contract: amounts that add up to its value, to the cent, and the days they are due."""

from __future__ import annotations

import calendar as month_lengths
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import TypedDict

from core.dates import written
from core.money import CENT, format_money, plain_amount
from core.payment_amounts import MOST_MONTHS
from core.payment_terms import Term
from core.project_planning import Milestone
from core.working_days import WorkingCalendar

_ALL = Decimal(100)


class PlannedPayment(TypedDict):
    """One payment. `terms` is the contract's own text, `amount` a decimal string, `reading` how the text
    was understood, `formula` where the amount comes from. `milestone` is empty where a date releases it."""

    terms: str
    amount: str
    currency: str
    share_percent: str
    milestone: str
    due_on: str
    reading: str
    formula: str


def with_months(terms: Sequence[Term], starts_on: date, ends_on: date) -> list[Term]:
    """Monthly terms that name no number take one payment for each month of work begun."""
    months = 1
    while months < MOST_MONTHS and add_months(starts_on, months) <= ends_on:
        months += 1
    return [
        term._replace(times=months) if term.trigger == "monthly" and term.times is None else term
        for term in terms
    ]


def term_amounts(terms: Sequence[Term], total: Decimal, currency: str) -> list[Decimal] | str:
    """What each term is worth, together `total`; else a sentence on what differs and what would be right."""
    amounts = [_worth(term, total) for term in terms]
    rests = [position for position, term in enumerate(terms) if term.is_rest]
    if len(rests) > 1:
        return "names the rest more than once; only one line can take the rest"
    given = sum(amounts, Decimal(0))
    if rests:
        if given >= total:
            return (
                f"leaves nothing for the rest: the other lines already add up to "
                f"{format_money(given, currency)} of {format_money(total, currency)}; "
                "lower them, or remove the rest"
            )
        amounts[rests[0]] = total - given
    elif _is_rounding(terms, total - given):
        shares = [position for position, term in enumerate(terms) if term.share is not None]
        amounts[shares[-1]] += total - given
    elif given != total:
        return _difference(given, total, currency)
    if any(amount < CENT * _times(term) for amount, term in zip(amounts, terms, strict=True)):
        return "has a payment of less than a cent; join it with another one"
    return amounts


def plan_payments(
    terms: Sequence[Term],
    amounts: Sequence[Decimal],
    *,
    currency: str,
    milestones: Sequence[Milestone],
    calendar: WorkingCalendar,
) -> list[PlannedPayment]:
    """The payments in the order of the terms; every due day is a working day."""
    total = sum(amounts, Decimal(0))
    payments: list[PlannedPayment] = []
    for term, amount in zip(terms, amounts, strict=True):
        times = _times(term)
        for number, part in enumerate(_equal_parts(amount, times)):
            milestone, due, when = _due(term, number, milestones)
            due = calendar.next_working(due)
            payments.append(
                {
                    "terms": term.text,
                    "amount": plain_amount(part),
                    "currency": currency,
                    "share_percent": f"{(part / total * _ALL).quantize(CENT):f}",
                    "milestone": milestone,
                    "due_on": due.isoformat(),
                    "reading": f"{format_money(part, currency)} {when}, due {written(due)}",
                    "formula": _formula(term, amount, total, currency),
                }
            )
    return payments


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, month_lengths.monthrange(year, month + 1)[1]))


def rounding_note(terms: Sequence[Term]) -> str | None:
    """A sentence where written shares such as 33.3 % only nearly add up to 100; None where they do."""
    shares = [term.share for term in terms if term.share is not None and not term.is_each]
    together = sum(shares, Decimal(0))
    if len(shares) < len(terms) or abs(together - _ALL) < CENT / 100:
        return None
    return f"The shares add up to {together.normalize():f} %, read as 100 % rounded; the last takes the rest."


def _equal_parts(amount: Decimal, times: int) -> list[Decimal]:
    """Rounded down, so that the last one takes what is left and is never the smallest."""
    part = (amount / times).quantize(CENT, ROUND_DOWN)
    return [part] * (times - 1) + [amount - part * (times - 1)]


def _times(term: Term) -> int:
    return term.times or 1


def _worth(term: Term, total: Decimal) -> Decimal:
    times = _times(term) if term.is_each else 1
    if term.amount is not None:
        return term.amount * times
    return (total * (term.share or Decimal(0)) * times / _ALL).quantize(CENT, ROUND_HALF_UP)


def _is_rounding(terms: Sequence[Term], missing: Decimal) -> bool:
    """Whether what is missing is only rounding: of shares to cents, or of thirds as they are written."""
    shares = [term for term in terms if term.share is not None]
    if not shares:
        return False
    if abs(missing) <= CENT * len(shares):
        return len(shares) < len(terms) or _nearly_all(shares)
    return len(shares) == len(terms) and _nearly_all(shares)


def _nearly_all(terms: Sequence[Term]) -> bool:
    """33.3 % three times is meant as all of it; 33 % three times is not."""
    together = sum(((term.share or Decimal(0)) * _each(term) for term in terms), Decimal(0))
    slack = sum((_last_digit(term.share or Decimal(0)) * _each(term) for term in terms), Decimal(0)) / 2
    return abs(together - _ALL) <= slack


def _each(term: Term) -> int:
    return _times(term) if term.is_each else 1


def _last_digit(share: Decimal) -> Decimal:
    """The worth of the last decimal as it was written; nothing for a whole number."""
    places = -int(share.as_tuple().exponent)
    return Decimal(1).scaleb(-places) if places > 0 else Decimal(0)


def _difference(given: Decimal, total: Decimal, currency: str) -> str:
    gap = abs(total - given)
    share = (gap / total * _ALL).quantize(CENT).normalize()
    way, fix = ("less", "add") if given < total else ("more", "take away")
    example = ', for example as "rest on completion"' if given < total else ""
    return (
        f"adds up to {format_money(given, currency)}, {format_money(gap, currency)} {way} than the contract "
        f"value of {format_money(total, currency)}; "
        f"{fix} {format_money(gap, currency)} ({share:f} %){example}"
    )


def _due(term: Term, number: int, milestones: Sequence[Milestone]) -> tuple[str, date, str]:
    """The milestone that releases the payment, its day before weekends are left out, and both in words."""
    if term.on is not None:
        return "", term.on, "by date"
    if term.trigger == "monthly":
        kickoff = next(point for point in milestones if point.kind == "kickoff")
        when = f"for month {number + 1} of {_times(term)}"
        return "", add_months(kickoff.due_on, number + int(term.in_arrears)), when
    point = next(
        point
        for point in milestones
        if point.kind == term.trigger and term.deliverable in (None, point.deliverable)
    )
    event = f"{point.deliverable!r} is delivered" if point.deliverable else point.name.lower()
    when = f"when {event}" if point.deliverable else f"at {event}"
    if term.offset_days:
        days = "1 day" if abs(term.offset_days) == 1 else f"{abs(term.offset_days)} days"
        when = f"{days} {'after' if term.offset_days > 0 else 'before'} {event}"
    return point.name, point.due_on + timedelta(days=term.offset_days), when


def _formula(term: Term, amount: Decimal, total: Decimal, currency: str) -> str:
    whole, worth = format_money(total, currency), format_money(amount, currency)
    times = _times(term)
    if term.is_rest:
        start = f"{whole} less the other lines = {worth}"
    elif term.share is not None:
        count = f" × {times} months" if term.is_each and times > 1 else ""
        share = term.share.quantize(CENT).normalize()
        start = f"{share:f} % of {whole}{count} = {worth}"
    elif term.is_each:
        start = f"{format_money(term.amount or amount, currency)} × {times} months = {worth}"
    else:
        start = f"{worth}, as written"
    return start + (f", in {times} payments" if times > 1 and not term.is_each else "")

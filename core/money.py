"""Money as people type it: read where it is certain, asked about where it is not, split to the cent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

CENT = Decimal("0.01")
LARGEST = Decimal(10) ** 12  # beyond any contract; more digits are a slip of the keyboard

SYMBOLS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "A$": "AUD", "C$": "CAD", "₹": "INR"}
# fmt: off
CODES = frozenset({
    "USD", "EUR", "GBP", "CHF", "JPY", "AUD", "CAD", "NZD", "SEK", "NOK", "DKK",
    "PLN", "CZK", "HUF", "RON", "INR", "BRL", "MXN", "ZAR", "SGD", "HKD", "AED",
})
# fmt: on
_WORDS = {"dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR", "pound": "GBP", "pounds": "GBP"}
_SIGNS = {code: sign for sign, code in reversed(SYMBOLS.items())}
_FACTORS = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "mio": 1_000_000, "million": 1_000_000}

# One amount, with its currency before or after it and nothing else in the text.
_AMOUNT = re.compile(
    r"""^(?P<first_sign>[-−]?)(?P<before>US\$|A\$|C\$|[$€£¥₹]|[A-Za-z]{3})?\s*
    (?P<sign>[-−]?)\s*(?P<digits>\d[\d.,'’\s]*)\s*
    (?P<factor>million|thousand|mio\.?|k|m)?\s*
    (?P<after>[$€£¥₹]|[A-Za-z]{3,7})?\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
_PARTS_OF_A_CENT = "has parts of a cent; which amount is meant, to the cent?"
# "1.250k" is 1,250 to one reader and 1,250,000 to another; "1,250,000k" is nothing but thousands.
_GAPS, _GROUP = re.compile(r"[\s'’]+"), re.compile(r"\d{3}(?!\d)")
_THREE_DECIMALS = re.compile(r"^\d+[.,]\d{3}\s*$")
# What binary fractions leave behind (0.1 + 0.2) is far smaller; a real part of a cent is far larger.
_NOISE = Decimal("0.000001")


class Money(NamedTuple):
    """An amount in units of its currency (ISO 4217)."""

    amount: Decimal
    currency: str


class MoneyReading(NamedTuple):
    """What was typed and how it was read; `question` is what to ask where it is not certain."""

    original: str
    money: Money | None
    question: str | None = None

    @property
    def shown(self) -> str | None:
        """The reading as people write it; None where there is none."""
        return format_money(self.money.amount, self.money.currency) if self.money else None


def read_money(text: str | int | float | Decimal, default_currency: str) -> MoneyReading:
    """The amount that `text` states. Never guesses: what is not certain comes back as a question.

    A single comma or dot before exactly three digits separates thousands in every currency here ("10,000",
    "10.000 EUR", "€1,234"), because none of them has a third decimal; before one or two digits it is the
    decimal sign. Where both occur the last one is the decimal sign. Before a factor three digits could be
    either ("1.250k"), so that is asked about. A negative amount is read as it is; refusing it is the
    caller's rule.
    """
    if isinstance(text, bool):
        return MoneyReading(str(text), None, "must be an amount such as 10,000 or $10,000")
    if not isinstance(text, str):
        return _read_number(text, default_currency)
    found = _AMOUNT.match(text.strip())
    if found is None:
        return MoneyReading(text, None, _question(text))
    currency = _currency(found["before"], found["after"], default_currency)
    number = _number(found["digits"])
    if currency is None or number is None or (found["sign"] and found["first_sign"]):
        return MoneyReading(text, None, _question(text))
    factor = _FACTORS[found["factor"].lower().rstrip(".")] if found["factor"] else 1
    if factor > 1 and _THREE_DECIMALS.search(found["digits"]):
        return MoneyReading(text, None, "could be thousands or decimals; what is it in full, like 1,250,000?")
    amount = number * factor * (-1 if found["sign"] or found["first_sign"] else 1)
    if abs(amount) > LARGEST:
        return MoneyReading(text, None, f"is more than {LARGEST:,}; is a digit too many?")
    if amount != _rounded(amount):
        return MoneyReading(text, None, _PARTS_OF_A_CENT)
    return MoneyReading(text, Money(_rounded(amount), currency))


def read_total(value: Any) -> Any:
    """The positive amount of a field that holds nothing else: a number, or money as text. ValueError else."""
    if isinstance(value, Decimal):
        return value
    reading = read_money(value if isinstance(value, str | int | float) else str(value), "USD")
    if reading.money is None:
        raise ValueError(str(reading.question))
    if reading.money.amount <= 0:
        raise ValueError("must be more than zero")
    return reading.money.amount


def split_amount(total: Decimal, shares: Sequence[Decimal]) -> list[Decimal]:
    """`total` in parts proportional to `shares`, each to the cent; the last takes the rounding cent."""
    whole = sum(shares, Decimal(0))
    if not shares or whole <= 0 or any(share < 0 for share in shares):
        raise ValueError("shares must be positive numbers")
    parts = [_rounded(total * share / whole) for share in shares]
    parts[-1] = total - sum(parts[:-1], Decimal(0))
    return parts


def format_money(amount: Decimal, currency: str) -> str:
    """`$25,000.00`, `-€5,000.00`, `CHF 1,000.00`."""
    sign = _SIGNS.get(currency, f"{currency} ")
    return f"{'-' if amount < 0 else ''}{sign}{abs(amount):,.2f}"


def plain_amount(amount: Decimal) -> str:
    """An amount as outputs carry it: `25000.00`."""
    return f"{_rounded(amount):.2f}"


def _read_number(number: int | float | Decimal, currency: str) -> MoneyReading:
    if isinstance(number, int) and abs(number) > LARGEST:  # too long a number cannot even be written
        return MoneyReading(
            "a number of many digits", None, f"is more than {LARGEST:,}; is a digit too many?"
        )
    amount = Decimal(str(number))
    if not amount.is_finite() or abs(amount) > LARGEST:
        return MoneyReading(str(number), None, "is not an amount; how much is it?")
    if abs(amount - _rounded(amount)) > _NOISE:
        return MoneyReading(str(number), None, _PARTS_OF_A_CENT)
    return MoneyReading(str(number), Money(_rounded(amount), currency))


def _currency(before: str | None, after: str | None, default: str) -> str | None:
    named = {_currency_code(mark) for mark in (before, after) if mark}
    if not named:
        return default
    return named.pop() if len(named) == 1 else None


def _currency_code(mark: str) -> str | None:
    upper = mark.upper()
    return SYMBOLS.get(upper) or (upper if upper in CODES else _WORDS.get(mark.lower()))


def _number(digits: str) -> Decimal | None:
    spaced = _GAPS.split(digits.strip())
    if not digits.strip()[-1].isdigit() or any(not _GROUP.match(part) for part in spaced[1:]):
        return None
    text = "".join(spaced)
    dots, commas = text.count("."), text.count(",")
    if dots and commas:
        decimal = max(".", ",", key=text.rfind)
        group = "," if decimal == "." else "."
        if text.count(decimal) > 1 or not _grouped(text.split(decimal)[0], group):
            return None
        return Decimal(text.replace(group, "").replace(decimal, "."))
    mark = "." if dots else ","
    if text.count(mark) == 0:
        return Decimal(text)
    whole, _, tail = text.rpartition(mark)
    if len(tail) == 3 and _grouped(text, mark) and whole.lstrip("0"):
        return Decimal(text.replace(mark, ""))
    if text.count(mark) == 1 and len(tail) in (1, 2):
        return Decimal(f"{whole}.{tail}")
    return None


def _grouped(text: str, mark: str) -> bool:
    """Whether the digits stand in groups of three: `1,234,567`."""
    first, *rest = text.split(mark)
    return 1 <= len(first) <= (3 if rest else 18) and all(len(part) == 3 for part in rest)


def _question(text: str) -> str:
    if len(re.findall(r"\d[\d.,]*", text)) > 1:
        return "names more than one figure; which single amount is meant?"
    if re.search(r"\d", text):
        return "is not clearly one amount; what is it exactly, like $10,000?"
    return "names no amount; how much is it, like $10,000?"


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)

"""How much one payment line says: a share, an amount, the rest, and how often in a month's rhythm."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from core.money import CODES, read_money
from core.payment_words import normalised

_SHARE = re.compile(r"(?<![\d.,])(?P<minus>(?:(?<=\s)|^)-)?(?P<share>\d+(?:[.,]\d+)?)\s*%")
_GROUPED = re.compile(r"\d{1,3},\d{3}")  # "1,000%" is a slip, and certainly not one percent
_LIKE_A_SHARE = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")  # a figure without a mark, up to 100
_REST = re.compile(r"\b(?:the )?(?:rest|remainder|remaining|balance|outstanding)\b")
# Plain texts from here on, compiled when a line comes to them; most lines do not.
_FULL = r"\b(?:full|whole|entire|everything|all)\b|\btotal\b"
_FRACTIONS = {
    r"three quarters|3/4": Decimal(75),
    r"two thirds|2/3": Decimal(200) / 3,
    r"(?:one|a) third|1/3": Decimal(100) / 3,
    r"(?:one|a) quarter|1/4": Decimal(25),
    r"(?:one |a )?half|1/2": Decimal(50),
}
_FRACTION = r"\b(?:" + "|".join(f"({words})" for words in _FRACTIONS) + r")\b(?![-/])"

_DIGITS = r"(?:\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?|\d(?:[\d.,]*\d)?)"
_FACTOR = r"(?:\s*(?:million|thousand|mio|k|m)\b)?"
_MARK = r"(?:us\$|a\$|c\$|[$€£¥₹]|\b(?:" + "|".join(sorted(code.lower() for code in CODES)) + r")\b)"
_MARK_AFTER = rf"(?:{_MARK}|\b(?:dollars?|euros?|pounds?)\b)"
_MARKED = re.compile(rf"-?{_MARK}\s*-?{_DIGITS}{_FACTOR}|(?<![\w.,])-?{_DIGITS}{_FACTOR}\s*{_MARK_AFTER}")
# A figure without a currency is an amount only where a line begins with it, and counts nothing else.
_NOT_A_COUNT = r"(?![\w%/:-])(?!\s*(?:%|days?|weeks?|months?|x\b|/|-|(?:equal )?(?:monthly|payments?|inst)))"
_BARE = rf"(?:^|(?<=: )|(?<=- )|(?<=\bof ))-?{_DIGITS}{_FACTOR}{_NOT_A_COUNT}"

_NUMBERS = dict(
    zip("two three four five six seven eight nine ten eleven twelve".split(), range(2, 13), strict=True)
)
_COUNT = r"(?P<{0}>\d{{1,3}}|" + "|".join(_NUMBERS) + ")"
_MONTHLY = (
    rf"(?:\b(?P<divided>in|over|into|as) )?(?<![\w.,$€£¥₹]){_COUNT.format('count')} (?:equal )?"
    r"monthly (?:payments?|instal+ments?)\b"
    r"|(?:\b(?P<parts>in|into|as) )?\b(?:equal )?monthly"
    r"(?: (?:payments?|instal+ments?|retainer|fees?|rates?))?\b"
    r"|(?:\b(?:per|a|each|every) month\b|/ ?mo(?:nth)?\b)"
)
_FOR_MONTHS = rf"\b(?:for|over|during) {_COUNT.format('count')} months\b"
_ARREARS = r"\bin arrears\b|\b(?:at )?(?:the )?(?:month[- ]end|end of (?:the|each|every) month)\b"
_ADVANCE = r"\bin advance\b|\b(?:at )?(?:the )?(?:start|beginning) of (?:the|each|every) month\b"
MOST_MONTHS = 120  # ten years; longer is a slip of the keyboard

_ASK = 'does not say how much; write a share like "50%", an amount like "$5,000", or "rest"'
_ASK_ONE = "gives a range; which single amount is meant, like $5,000?"
_ONE_A_LINE = "names more than one {0}; write one payment a line"


class HowMuch(NamedTuple):
    """What a line says about the amount, and the words that are left.

    Exactly one of `share`, `amount` and `is_rest` is set. `is_each` where it is the amount of each month.
    """

    words: str
    share: Decimal | None = None
    amount: Decimal | None = None
    is_rest: bool = False
    is_monthly: bool = False
    times: int | None = None
    is_each: bool = False
    in_arrears: bool = False
    says_when: bool = False


class _Rhythm(NamedTuple):
    times: int | None
    is_divided: bool
    in_arrears: bool
    says_when: bool


def starts_with_amount(text: str) -> bool:
    """Whether the text carries an amount of its own at its beginning."""
    plain = normalised(text)
    patterns = (_SHARE, _MARKED, _BARE, _REST, _FRACTION)
    return any(re.match(pattern, plain) for pattern in patterns)


def read_how_much(plain: str, currency: str) -> HowMuch | str:
    """How much a normalised line says, or the question to ask."""
    rhythm, words = _take_rhythm(plain)
    if isinstance(rhythm, str):
        return rhythm
    found = _one_amount(words, currency)
    if isinstance(found, str):
        if rhythm is None or found != _ASK:
            return found
        found = HowMuch(words, is_rest=True)
    if rhythm is None:
        return found
    is_each = not found.is_rest and not rhythm.is_divided
    return HowMuch(
        found.words, found.share, found.amount, found.is_rest, True, rhythm.times, is_each,
        rhythm.in_arrears, rhythm.says_when,
    )  # fmt: skip


def _take_rhythm(plain: str) -> tuple[_Rhythm | str | None, str]:
    if "mo" not in plain and "arrears" not in plain:
        return None, plain  # no month in any spelling, as in most lines
    arrears, advance = re.search(_ARREARS, plain), re.search(_ADVANCE, plain)
    words = plain
    if arrears or re.search(_MONTHLY, plain):
        words = re.sub(_ADVANCE, " ", re.sub(_ARREARS, " ", plain))
    monthly, months = re.search(_MONTHLY, words), re.search(_FOR_MONTHS, words)
    if monthly is None:
        if arrears and re.search(r"\b(?:each|every)\b", arrears[0]):
            return _Rhythm(None, False, True, True), words
        return None, plain
    count = monthly["count"] or (months["count"] if months else None)
    times = _NUMBERS.get(count) or int(count) if count else None
    if times is not None and not 1 <= times <= MOST_MONTHS:
        return f"must be between 1 and {MOST_MONTHS} monthly payments", words
    divided = bool(monthly["divided"] or monthly["parts"])
    words = re.sub(_FOR_MONTHS, " ", re.sub(_MONTHLY, " ", words, count=1))
    return _Rhythm(times, divided, arrears is not None, bool(arrears or advance)), " ".join(words.split())


def _one_amount(words: str, currency: str) -> HowMuch | str:
    shares = list(_SHARE.finditer(words))
    money = _MARKED.findall(words) or re.findall(_BARE, words)
    if len(shares) > 1:
        return _ONE_A_LINE.format("share")
    if len(money) > 1:
        return _ONE_A_LINE.format("amount")
    if shares:
        if _MARKED.search(words):
            return "names both a share and an amount; keep one of them"
        if _GROUPED.fullmatch(shares[0]["share"]):
            return 'could be thousands or decimals; write the share like "33.333%"'
        share = Decimal(shares[0]["share"].replace(",", "."))
        if shares[0]["minus"] or not 0 < share <= 100:
            return "must be a share above 0 and up to 100 %"
        return HowMuch(_SHARE.sub(" ", words), share=share)
    if money:
        return _amount(money[0], words, currency)
    if _REST.search(words):
        return HowMuch(_REST.sub(" ", words), is_rest=True)
    fraction = re.search(_FRACTION, words)
    if fraction and fraction.lastindex:
        part = list(_FRACTIONS.values())[fraction.lastindex - 1]
        return HowMuch(re.sub(_FRACTION, " ", words, count=1), share=part)
    if re.search(_FULL, words):
        return HowMuch(re.sub(_FULL, " ", words), share=Decimal(100))
    return _ASK_ONE if re.search(r"\d ?- ?\d", words) else _ASK


def _amount(text: str, words: str, currency: str) -> HowMuch | str:
    reading = read_money(text, currency)
    if reading.money is None:
        return str(reading.question)
    if reading.money.currency != currency:
        return f"is in {reading.money.currency}, but the contract is in {currency}; give it in {currency}"
    if reading.money.amount <= 0:
        return "must be more than zero"
    if _LIKE_A_SHARE.fullmatch(text) and reading.money.amount <= 100:
        return f'could be a share or an amount; write "{text}%" or "{text} {currency}"'
    return HowMuch(words.replace(text, " ", 1), amount=reading.money.amount)

"""Money is read where it is certain and asked about where it is not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import format_money, read_money, split_amount

CERTAIN = [
    ("$10,000", "10000", "USD"),
    ("€5k", "5000", "EUR"),
    ("10.000,00 EUR", "10000", "EUR"),
    ("1.2m", "1200000", "USD"),
    ("10 000 €", "10000", "EUR"),
    ("CHF 1'250.50", "1250.50", "CHF"),
    ("1,234,567.89", "1234567.89", "USD"),
    ("1.234.567", "1234567", "USD"),
    ("12,5 EUR", "12.50", "EUR"),
    ("£99", "99", "GBP"),
    ("250 dollars", "250", "USD"),
    ("2.5k", "2500", "USD"),
    ("0.99", "0.99", "USD"),
    ("-$5,000", "-5000", "USD"),
    ("$-5000", "-5000", "USD"),
    ("−5.000,00 €", "-5000", "EUR"),
    ("1,234", "1234", "USD"),
    ("€1,234", "1234", "EUR"),
    ("1.234 EUR", "1234", "EUR"),
    ("1,250,000", "1250000", "USD"),
    ("1.25 million", "1250000", "USD"),
    ("A$700", "700", "AUD"),
    (50000, "50000", "USD"),
    (19.99, "19.99", "USD"),
    (0.1 + 0.2, "0.30", "USD"),
    (Decimal("250.5"), "250.50", "USD"),
]


@pytest.mark.parametrize(("text", "amount", "currency"), CERTAIN)
def test_a_certain_amount_is_read(text: str | float | Decimal, amount: str, currency: str) -> None:
    money = read_money(text, "USD").money
    assert money is not None
    assert (money.amount, money.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    "text",
    [
        "Premium - $99/month", "5-10k", "about 5k", "1.2.3", "1,23,456", "$10,000 or so", "TBD", "",
        "ten thousand",
        "$5 EUR", "10,0000", "1.2345", "0,123", "5 XYZ", "1e5", "½ million", "12.345,6,7", "999999999999999",
        "$", "k", "€ 1 2.5.", "1 2", "12 34 567",
        "1.250k", "1,250 million", "--5", "-$-5",
    ],
)  # fmt: skip
def test_what_is_not_certain_is_a_question_and_never_a_guess(text: str) -> None:
    reading = read_money(text, "USD")
    assert reading.money is None
    assert reading.question
    assert reading.original == text


@pytest.mark.parametrize(
    "number",
    [True, float("nan"), float("inf"), 1e300, 10**5000, -(10**13), Decimal("sNaN"), 10.005, Decimal("0.001")],
    ids=[
        "yes",
        "nan",
        "infinite",
        "huge",
        "huge whole",
        "huge debt",
        "signalling nan",
        "half a cent",
        "mill",
    ],
)
def test_a_number_that_is_no_amount_is_a_question(number: float | Decimal) -> None:
    reading = read_money(number, "USD")
    assert reading.money is None
    assert reading.question


@given(st.text(max_size=30) | st.from_regex(r"[-$€ ]{0,2}[0-9.,' k]{1,12}( EUR| USD)?", fullmatch=True))
def test_any_text_is_read_or_asked_about(text: str) -> None:
    reading = read_money(text, "USD")
    assert (reading.money is None) == (reading.question is not None)


amounts = st.decimals(0, 10**9, places=2)


@given(amounts, st.sampled_from(["USD", "EUR", "CHF"]))
def test_what_is_written_is_read_back(amount: Decimal, currency: str) -> None:
    money = read_money(format_money(amount, currency), "GBP").money
    assert money is not None
    assert (money.amount, money.currency) == (amount, currency)


@given(amounts, st.lists(st.integers(1, 100), min_size=1, max_size=9))
def test_parts_always_add_up_to_the_cent(total: Decimal, shares: list[int]) -> None:
    parts = split_amount(total, [Decimal(share) for share in shares])
    assert sum(parts) == total
    assert all(part == part.quantize(Decimal("0.01")) for part in parts)


def test_the_last_part_takes_the_rounding_cent() -> None:
    parts = split_amount(Decimal("100.00"), [Decimal(1)] * 3)
    assert parts == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]

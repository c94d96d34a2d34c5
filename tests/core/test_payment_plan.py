"""Payments add up to the contract value, to the cent, and are due on working days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.payment_plan import (
    PlannedPayment,
    add_months,
    plan_payments,
    rounding_note,
    term_amounts,
    with_months,
)
from core.payment_terms import Term, read_terms
from core.policy import AgencyRules
from core.project_planning import Milestone
from core.working_days import WorkingCalendar

US = WorkingCalendar(AgencyRules(country="US"))
DE = WorkingCalendar(AgencyRules(country="DE"))
POINTS = [
    Milestone("Kickoff", "kickoff", date(2025, 2, 3)),
    Milestone("Logo delivered", "deliverable", date(2025, 2, 14), "Logo"),
    Milestone("Client acceptance", "acceptance", date(2025, 2, 20)),
    Milestone("Final delivery", "final_delivery", date(2025, 2, 21)),
]
START, END = date(2025, 2, 3), date(2025, 4, 15)


def terms_of(*schedule: str) -> list[Term]:
    terms, problems = read_terms(schedule, deliverables=["Logo"], currency="USD", field="s")
    assert problems == []
    return with_months(terms, START, END)


def amounts_of(total: str, *schedule: str) -> list[str] | str:
    amounts = term_amounts(terms_of(*schedule), Decimal(total), "USD")
    return amounts if isinstance(amounts, str) else [f"{amount:.2f}" for amount in amounts]


def plan(total: str, *schedule: str, calendar: WorkingCalendar = US) -> list[PlannedPayment]:
    terms = terms_of(*schedule)
    amounts = term_amounts(terms, Decimal(total), "USD")
    assert isinstance(amounts, list), amounts
    return plan_payments(terms, amounts, currency="USD", milestones=POINTS, calendar=calendar)


@pytest.mark.parametrize(
    ("total", "schedule", "amounts"),
    [
        ("50000", ["50% upfront", "50% on completion"], ["25000.00", "25000.00"]),
        ("0.05", ["50% upfront", "50% on completion"], ["0.03", "0.02"]),
        ("100", ["one third upfront", "one third on acceptance", "one third on completion"],
         ["33.33", "33.33", "33.34"]),
        ("50000", ["33.3% upfront", "33.3% on acceptance", "33.3% on completion"],
         ["16650.00", "16650.00", "16700.00"]),
        ("50000", ["$5,000 on kickoff", "rest on completion"], ["5000.00", "45000.00"]),
        ("1000", ["$100 upfront", "30% on acceptance", "rest on completion"], ["100.00", "300.00", "600.00"]),
        ("1000", ["$100 upfront", "90% on completion"], ["100.00", "900.00"]),
        ("1000", ["monthly"], ["1000.00"]),
        ("6000", ["$2,000 monthly"], ["6000.00"]),
        ("1000", ["40% upfront", "20% monthly"], ["400.00", "600.00"]),
    ],
)  # fmt: skip
def test_each_line_is_worth_its_part_of_the_value(
    total: str, schedule: list[str], amounts: list[str]
) -> None:
    assert amounts_of(total, *schedule) == amounts


@pytest.mark.parametrize(
    ("schedule", "says"),
    [
        (["40% upfront", "40% on completion"],
         "adds up to $8,000.00, $2,000.00 less than the contract value of $10,000.00; "
         'add $2,000.00 (20 %), for example as "rest on completion"'),
        (["60% upfront", "60% on completion"],
         "adds up to $12,000.00, $2,000.00 more than the contract value of $10,000.00; "
         "take away $2,000.00 (20 %)"),
        (["$4,000 upfront", "$5,999.99 on completion"], "$0.01 less than the contract value"),
        (["33% upfront", "33% on acceptance", "33% on completion"], "$100.00 less"),
        (["$2,000 monthly"], "adds up to $6,000.00, $4,000.00 less"),
        (["rest upfront", "rest on completion"], "names the rest more than once"),
        (["100% upfront", "rest on completion"], "leaves nothing for the rest"),
        (["$12,000 upfront", "rest on completion"], "already add up to $12,000.00 of $10,000.00"),
    ],
)  # fmt: skip
def test_a_schedule_that_does_not_add_up_names_the_difference(schedule: list[str], says: str) -> None:
    found = amounts_of("10000", *schedule)
    assert isinstance(found, str)
    assert says in found


def test_a_payment_of_nothing_is_no_payment() -> None:
    assert "less than a cent" in amounts_of("0.02", "10% upfront", "90% on completion")
    assert "less than a cent" in amounts_of("0.02", "monthly")


def test_rounded_thirds_are_said_and_exact_shares_are_not() -> None:
    assert rounding_note(terms_of("50% upfront", "50% on completion")) is None
    assert rounding_note(terms_of("one third upfront", "two thirds on completion")) is None
    assert rounding_note(terms_of("20% upfront", "rest on completion")) is None
    note = rounding_note(terms_of("33.3% upfront", "33.3% on acceptance", "33.3% on completion"))
    assert note is not None
    assert "99.9 %" in note


@pytest.mark.parametrize(
    ("line", "milestone", "due", "reading"),
    [
        ("100% upfront", "Kickoff", "2025-02-03", "$900.00 at kickoff, due 3 Feb 2025"),
        ("100% on logo approval", "Logo delivered", "2025-02-14",
         "$900.00 when 'Logo' is delivered, due 14 Feb 2025"),
        ("100% on acceptance", "Client acceptance", "2025-02-20", "at client acceptance"),
        ("100% net 30 after acceptance", "Client acceptance", "2025-03-24",
         "$900.00 30 days after client acceptance, due 24 Mar 2025"),
        ("100% 1 day before completion", "Final delivery", "2025-02-20", "1 day before final delivery"),
        ("100% on 2025-07-04", "", "2025-07-07", "$900.00 by date, due 7 Jul 2025"),
    ],
)  # fmt: skip
def test_a_payment_is_due_after_its_trigger_on_a_working_day(
    line: str, milestone: str, due: str, reading: str
) -> None:
    (payment,) = plan("900", line)
    assert (payment["milestone"], payment["due_on"], payment["terms"]) == (milestone, due, line)
    assert reading in payment["reading"]
    assert (payment["amount"], payment["currency"], payment["share_percent"]) == ("900.00", "USD", "100.00")


def test_the_country_decides_what_a_working_day_is() -> None:
    assert plan("900", "100% on 2025-10-03", calendar=DE)[0]["due_on"] == "2025-10-06"
    assert plan("900", "100% on 2025-10-03", calendar=US)[0]["due_on"] == "2025-10-03"


def test_monthly_payments_follow_the_months_of_the_work() -> None:
    payments = plan("1000", "monthly")
    assert [(pay["amount"], pay["due_on"]) for pay in payments] == [
        ("333.33", "2025-02-03"),
        ("333.33", "2025-03-03"),
        ("333.34", "2025-04-03"),
    ]
    assert payments[1]["reading"] == "$333.33 for month 2 of 3, due 3 Mar 2025"
    assert payments[1]["formula"] == "$1,000.00 less the other lines = $1,000.00, in 3 payments"
    arrears = plan("1200", "$100 per month for 12 months in arrears")
    assert (len(arrears), arrears[0]["due_on"]) == (12, "2025-03-03")
    assert arrears[0]["formula"] == "$100.00 × 12 months = $1,200.00"


@pytest.mark.parametrize(
    ("line", "formula"),
    [
        ("25% upfront", "25 % of $1,000.00 = $250.00"),
        ("$250 upfront", "$250.00, as written"),
        ("a quarter upfront", "25 % of $1,000.00 = $250.00"),
    ],
)
def test_every_amount_says_where_it_comes_from(line: str, formula: str) -> None:
    first, last = plan("1000", line, "rest on completion")
    assert first["formula"] == formula
    assert last["formula"] == "$1,000.00 less the other lines = $750.00"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 11, 15), 2, date(2026, 1, 15)),
        (date(2025, 1, 31), 0, date(2025, 1, 31)),
        (date(2025, 12, 1), 12, date(2026, 12, 1)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_months_last(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


def test_a_timeline_of_centuries_has_a_bounded_number_of_months() -> None:
    terms, _ = read_terms(["monthly"], deliverables=[], currency="USD", field="s")
    (term,) = with_months(terms, date(2000, 1, 1), date(2100, 12, 31))
    assert term.times == 120


values = st.decimals("0.50", 10**9, places=2)


@given(values, st.lists(st.integers(1, 400), min_size=1, max_size=6))
def test_payments_add_up_whatever_the_shares(total: Decimal, weights: list[int]) -> None:
    whole = Decimal(sum(weights))
    schedule = [f"{(weight * 100 / whole):.4f}% upfront" for weight in weights]
    found = term_amounts(terms_of(*schedule), total, "USD")
    assert isinstance(found, str) or sum(found) == total


@given(values, st.integers(1, 49), st.integers(1, 120))
def test_payments_add_up_with_a_rest_and_months(total: Decimal, share: int, months: int) -> None:
    terms = terms_of(f"{share}% upfront", f"rest in {months} monthly payments in advance")
    amounts = term_amounts(terms, total, "USD")
    if isinstance(amounts, str):
        assert "less than a cent" in amounts
        assert total < 3
        return
    payments = plan_payments(terms, amounts, currency="USD", milestones=POINTS, calendar=US)
    assert sum(Decimal(pay["amount"]) for pay in payments) == total
    assert len(payments) == months + 1
    assert all(Decimal(pay["amount"]) > 0 for pay in payments)
    assert all(US.is_working(date.fromisoformat(pay["due_on"])) for pay in payments)

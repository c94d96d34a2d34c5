"""Change orders: the project afterwards, and what does not fit together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.change_orders import ChangeOrderInput, Instalment, Part, ProjectTerms, agree
from core.contract import read_contract
from core.errors import HandoffRefused, InputRejected

PROJECT = ProjectTerms(
    status="active",
    starts_on=date(2026, 3, 2),
    ends_on=date(2026, 4, 30),
    value=Decimal("10000.00"),
    currency="USD",
    parts=[Part("Audit", "completed"), Part("Pages", "in_progress"), Part("Old", "cancelled")],
    payments=[
        Instalment(1, Decimal("5000.00"), is_paid=True),
        Instalment(2, Decimal("3000.00"), is_paid=False),
        Instalment(3, Decimal("2000.00"), is_paid=False),
    ],
)
PAGE = {"name": "Booking page", "starts_on": "2026-04-01", "ends_on": "2026-04-20"}


def change(**parts: Any) -> ChangeOrderInput:
    return read_contract(ChangeOrderInput, {"reason": "They asked", "agreed_on": "2026-03-20", **parts})


def test_more_work_for_more_money_is_one_more_payment() -> None:
    after = agree(PROJECT, change(value_change="$2,500", payment_due_on="2026-05-04", added=[PAGE]))
    assert after.value == Decimal("12500.00")
    assert after.extra == Decimal("2500.00")
    assert after.lowered == {}
    assert after.ends_on == PROJECT.ends_on


@pytest.mark.parametrize(
    ("less", "lowered"),
    [
        ("-500", {3: Decimal("1500.00")}),
        ("-$2,000", {3: None}),
        ("-2500", {3: None, 2: Decimal("2500.00")}),
        ("-5000", {3: None, 2: None}),
    ],
)
def test_less_money_lowers_the_last_open_payments(less: str, lowered: dict[int, Decimal | None]) -> None:
    after = agree(PROJECT, change(value_change=less))
    assert after.lowered == lowered
    assert after.extra is None


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({}, "value_change"),
        ({"value_change": "$0"}, "value_change"),
        ({"value_change": "-5001"}, "value_change"),
        ({"value_change": "much"}, "value_change"),
        ({"value_change": "$100"}, "payment_due_on"),
        ({"new_end": "2026-03-01"}, "new_end"),
        ({"new_end": "2026-02-30"}, "new_end"),
        ({"added": [{**PAGE, "ends_on": "2026-05-20"}]}, "added[0].ends_on"),
        ({"added": [{**PAGE, "ends_on": "2026-03-01"}]}, "added[0].ends_on"),
        ({"added": [{**PAGE, "name": "pages"}]}, "added[0].name"),
        ({"added": [PAGE, PAGE]}, "added[1].name"),
        ({"dropped": ["Audit"]}, "dropped[0]"),
        ({"dropped": ["Nothing like it"]}, "dropped[0]"),
        ({"dropped": ["Old"]}, "dropped[0]"),
        ({"reason": " ", "new_end": "2026-05-29"}, "reason"),
    ],
)
def test_what_does_not_fit_together_is_refused_at_its_field(parts: dict[str, Any], field: str) -> None:
    with pytest.raises(InputRejected) as refusal:
        agree(PROJECT, change(**parts))
    assert field in {problem.field for problem in refusal.value.problems}


def test_a_project_keeps_something_to_deliver() -> None:
    only = PROJECT._replace(parts=[Part("Pages", "planned")])
    with pytest.raises(InputRejected, match="dropped"):
        agree(only, change(dropped=["Pages"]))
    assert agree(only, change(dropped=["Pages"], added=[PAGE])).value == only.value


def test_a_new_end_lets_added_work_end_later() -> None:
    late = {**PAGE, "ends_on": "2026-05-20"}
    assert agree(PROJECT, change(added=[late], new_end="2026-05-29")).ends_on == date(2026, 5, 29)


def test_a_completed_project_takes_no_change() -> None:
    with pytest.raises(HandoffRefused, match="completed"):
        agree(PROJECT._replace(status="completed"), change(new_end="2026-05-29"))


@given(
    st.lists(st.tuples(st.integers(1, 1_000_000), st.booleans()), min_size=1, max_size=8),
    st.integers(-2_000_000, 2_000_000).filter(bool),
)
def test_payments_add_up_to_the_value_to_the_cent(parts: list[tuple[int, bool]], difference: int) -> None:
    payments = [
        Instalment(number, Decimal(cents) / 100, is_paid) for number, (cents, is_paid) in enumerate(parts)
    ]
    value = sum((one.amount for one in payments), Decimal(0))
    project = PROJECT._replace(value=value, payments=payments)
    asked = change(value_change=str(Decimal(difference) / 100), payment_due_on="2026-05-04")
    try:
        after = agree(project, asked)
    except InputRejected:
        unpaid = sum((one.amount for one in payments if not one.is_paid), Decimal(0))
        assert -Decimal(difference) / 100 > unpaid or value + Decimal(difference) / 100 <= 0
        return
    left = [after.lowered.get(one.number, one.amount) or Decimal(0) for one in payments]
    assert sum(left, after.extra or Decimal(0)) == after.value
    assert all(amount >= 0 for amount in left)
    assert all(after.lowered.get(one.number, one.amount) == one.amount for one in payments if one.is_paid)

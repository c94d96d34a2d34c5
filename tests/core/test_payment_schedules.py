"""Payment terms as contracts write them: read to the cent and the day, or asked about, never guessed."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.result import HandoffResult
from core.workflows.sales_to_fulfillment import SalesToFulfillmentWorkflow

DEAL: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parents[2] / "sample_data" / "sales_to_fulfillment.json").read_text("utf-8")
)
FIELD = "contract_terms.payment_schedule"
# Kickoff Mon 3 Feb, Website Design done 7 Feb, Online Shop 14 Feb, Sprint 1 18 Feb, Sprint 2 19 Feb,
# acceptance 24 Feb, final delivery 25 Feb 2025; the 17th is a holiday.
DELIVERABLES = [("Website Design", 5), ("Online Shop", 5), ("Sprint 1", 1), ("Sprint 2", 1)]
START, DESIGN, SHOP = ("Kickoff", "2025-02-03"), "Website Design delivered", "Online Shop delivered"
ACCEPTED, FINAL = ("Client acceptance", "2025-02-24"), ("Final delivery", "2025-02-25")


class Frozen:
    def now(self) -> datetime:
        return datetime(2025, 1, 31, 10, tzinfo=UTC)


def run(*schedule: str, value: Any = 10_000) -> HandoffResult:
    raw = copy.deepcopy(DEAL)
    raw["service_package"]["deliverables"] = [
        {"name": name, "estimated_days": days} for name, days in DELIVERABLES
    ]
    raw["contract_terms"] = {"total_value": value, "payment_schedule": list(schedule)}
    return SalesToFulfillmentWorkflow().run(raw, clock=Frozen())


def payments(*schedule: str, value: Any = 10_000) -> list[dict[str, Any]]:
    result = run(*schedule, value=value)
    assert result.success, result
    found: list[dict[str, Any]] = result.handoff_data["work_order"]["payments"]
    return found


@pytest.mark.parametrize(
    ("term", "amount", "milestone", "due_on"),
    [
        ("50% upfront", "5000.00", *START),
        ("50 % up-front", "5000.00", *START),
        ("12.5% in advance", "1250.00", *START),
        ("12,5 percent deposit", "1250.00", *START),
        ("30% on signing", "3000.00", *START),
        ("30% on kickoff", "3000.00", *START),
        ("30% at kick-off", "3000.00", *START),
        ("Half upfront", "5000.00", *START),
        ("$5,000 on kickoff", "5000.00", *START),
        ("$2.5k upfront", "2500.00", *START),
        ("USD 1,000.50 on signing", "1000.50", *START),
        ("30% on design approval", "3000.00", DESIGN, "2025-02-07"),
        ("30% when Website Design is approved", "3000.00", DESIGN, "2025-02-07"),
        ("$500 on delivery of the online shop", "500.00", SHOP, "2025-02-14"),
        ("20% 10 days after website design", "2000.00", DESIGN, "2025-02-18"),
        ("10% on Sprint 1", "1000.00", "Sprint 1 delivered", "2025-02-18"),
        ("10% on Sprint 2", "1000.00", "Sprint 2 delivered", "2025-02-19"),
        ("20% on acceptance", "2000.00", *ACCEPTED),
        ("20% on client sign-off", "2000.00", *ACCEPTED),
        ("Final payment of 20% on acceptance", "2000.00", *ACCEPTED),
        ("25% on completion", "2500.00", *FINAL),
        ("25% on final delivery", "2500.00", *FINAL),
        ("25% at launch", "2500.00", *FINAL),
        ("25% on contract completion", "2500.00", *FINAL),
        ("25% at the end of the project", "2500.00", *FINAL),
        ("25% net 30", "2500.00", "Final delivery", "2025-03-27"),
        ("25% net 30 days", "2500.00", "Final delivery", "2025-03-27"),
        ("25% 14 days after kickoff", "2500.00", "Kickoff", "2025-02-18"),
        ("25% 2 weeks after kickoff", "2500.00", "Kickoff", "2025-02-18"),
        ("25% on 2025-03-03", "2500.00", "", "2025-03-03"),
        ("25% on 2025-03-01", "2500.00", "", "2025-03-03"),  # a Saturday
    ],
)
def test_a_term_is_read_to_the_cent_and_the_day(term: str, amount: str, milestone: str, due_on: str) -> None:
    first, last = payments(term, "rest on completion")
    assert (first["amount"], first["milestone"], first["due_on"]) == (amount, milestone, due_on)
    assert first["terms"] == term
    assert Decimal(last["amount"]) == 10_000 - Decimal(amount)


@pytest.mark.parametrize("word", ["rest", "Balance", "the remainder", "remaining amount"])
def test_the_rest_takes_what_is_left(word: str) -> None:
    assert [found["amount"] for found in payments("$3,333.33 upfront", f"{word} on completion")] == [
        "3333.33",
        "6666.67",
    ]


def test_days_without_a_milestone_are_counted_from_final_delivery_and_it_says_so() -> None:
    fields = [notice.field for notice in run("75% upfront", "25% net 30").warnings]
    assert f"{FIELD}[1]" in fields


@pytest.mark.parametrize(
    "term",
    [
        "50%",
        "upfront",
        "net 30",
        "soon",
        "???",
        "0% upfront",
        "150% upfront",
        "-50% upfront",
        "30-50% upfront",
        "1,000% upfront",
        "-$500 upfront",
        "€500 upfront",
        "$500",
        "30 on kickoff",
        "50% on signing or completion",
        "50% at the start of website design",
        "50% on sprint",
        "25% on Website Design and Sprint 1",
        "50% on 2025-02-30",
        "50% on 9999-01-01",
        "50% on 2025-03-01 or 2025-04-01",
        "25% at the end of March",
        "25% 1 month after kickoff",
        "20% on testing",
    ],
)
def test_what_is_not_certain_is_asked_about_at_its_line(term: str) -> None:
    result = run("10% upfront", term, "rest on completion")
    assert result.code == "invalid_input", result
    assert [problem.field for problem in result.problems] == [f"{FIELD}[1]"]
    assert result.problems[0].value == term
    assert len(result.problems[0].message) > 15


def test_every_unclear_line_is_asked_about_at_once() -> None:
    fields = [problem.field for problem in run("50%", "half on completion", "soon").problems]
    assert fields == [f"{FIELD}[0]", f"{FIELD}[2]"]


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (["50% upfront", "40% on completion"], "$9,000.00"),
        (["50% upfront", "40% on completion"], "$1,000.00 less"),
        (["60% upfront", "50% on completion"], "$1,000.00 more"),
        (["$5,000 upfront", "$4,999.99 on completion"], "$0.01 less"),
        (["33% upfront", "33% on acceptance", "33% on completion"], "$100.00 less"),
        (["rest upfront", "rest on completion"], "rest more than once"),
        (["100% upfront", "rest on completion"], "nothing for the rest"),
        (["$12,000 upfront", "rest on completion"], "nothing for the rest"),
    ],
)
def test_a_schedule_that_does_not_add_up_says_by_how_much(schedule: list[str], words: str) -> None:
    (problem,) = run(*schedule).problems
    assert problem.field == FIELD
    assert words in problem.message


@pytest.mark.parametrize(
    ("schedule", "value", "amounts"),
    [
        (["50% upfront", "50% on completion"], "100.01", ["50.01", "50.00"]),
        (["1/3 upfront", "one third on acceptance", "1/3 on completion"], 100, ["33.33", "33.33", "33.34"]),
        (["33.3% upfront", "33.3% on acceptance", "33.3% at launch"], 1000, ["333.00", "333.00", "334.00"]),
        (["100% upfront"], "0.01", ["0.01"]),
        (["$40 upfront", "60% on completion"], 100, ["40.00", "60.00"]),
    ],
)  # fmt: skip
def test_rounding_goes_where_it_adds_up(schedule: list[str], value: Any, amounts: list[str]) -> None:
    assert [found["amount"] for found in payments(*schedule, value=value)] == amounts


def test_a_payment_of_nothing_is_refused() -> None:
    result = run(*["10% upfront"] * 10, value="0.05")
    assert result.code == "invalid_input"
    assert result.problems[0].field.startswith(FIELD)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_or_asked_about(lines: list[str]) -> None:
    result = run(*lines)
    assert result.success or result.code == "invalid_input", result.error


WORDS = (
    "50% $5,000 30 rest half net days weeks after before on upfront completion design "
    "sprint 1 2025-03-01 and or %"
)


@given(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=8).map(" ".join), st.integers(1, 10**8))
@settings(max_examples=300, deadline=None)
def test_whatever_is_read_adds_up_to_the_cent(line: str, cents: int) -> None:
    result = run(line, "rest on completion", value=f"{Decimal(cents) / 100:.2f}")
    if result.success:
        amounts = [Decimal(found["amount"]) for found in result.handoff_data["work_order"]["payments"]]
        assert sum(amounts) == Decimal(cents) / 100
        assert min(amounts) > 0
    else:
        assert result.code == "invalid_input"
        assert all(problem.field.startswith(FIELD) for problem in result.problems)

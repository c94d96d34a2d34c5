"""One line of payment terms at a time: what it says, what it leaves open, and what must be asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.errors import Problem
from core.payment_terms import Term, read_terms

DELIVERABLES = ["Website Design", "Website Copy", "Logo"]


def read(text: str, deliverables: list[str] | None = None) -> list[Term] | Problem:
    names = DELIVERABLES if deliverables is None else deliverables
    terms, problems = read_terms([text], deliverables=names, currency="USD", field="schedule")
    return problems[0] if problems else terms


CERTAIN: list[tuple[str, dict[str, Any]]] = [
    ("Up-front payment of 40%", {"share": Decimal(40), "trigger": "kickoff"}),
    ("Deposit: 30%", {"share": Decimal(30), "trigger": "kickoff"}),
    ("- 30% on signing of the contract", {"share": Decimal(30), "trigger": "kickoff"}),
    ("1. 12,5% with order", {"share": Decimal("12.5"), "trigger": "kickoff"}),
    ("½ upfront", {"share": Decimal(50), "trigger": "kickoff"}),
    ("3/4 on completion", {"share": Decimal(75), "trigger": "final_delivery"}),
    ("Final payment – 40%", {"share": Decimal(40), "trigger": "final_delivery"}),
    ("payment in full on completion", {"share": Decimal(100), "trigger": "final_delivery"}),
    ("25% on client approval", {"share": Decimal(25), "trigger": "acceptance"}),
    ("5k   on  kick-off", {"amount": Decimal(5000), "trigger": "kickoff"}),
    ("10,000 on signing", {"amount": Decimal(10000), "trigger": "kickoff"}),
    ("2000 dollars at handover", {"amount": Decimal(2000), "trigger": "final_delivery"}),
    ("30% on completion of WEBSITE COPY", {"deliverable": "Website Copy", "trigger": "deliverable"}),
    ("30% after website designs are delivered", {"deliverable": "Website Design"}),
    ("20% net 30 after acceptance", {"trigger": "acceptance", "offset_days": 30}),
    ("20% 5 days before completion", {"trigger": "final_delivery", "offset_days": -5}),
    ("20% by 3 March 2025", {"trigger": "date", "on": date(2025, 3, 3)}),
    ("20% due March 3, 2025", {"trigger": "date", "on": date(2025, 3, 3)}),
    ("monthly in advance", {"is_rest": True, "trigger": "monthly", "times": None}),
    ("$500 per month for 6 months in arrears",
     {"amount": Decimal(500), "trigger": "monthly", "times": 6, "is_each": True, "in_arrears": True}),
    ("rest in three equal monthly instalments, in advance",
     {"is_rest": True, "trigger": "monthly", "times": 3, "is_each": False}),
    ("10% at the end of each month", {"share": Decimal(10), "is_each": True, "in_arrears": True}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CERTAIN, ids=[text for text, _ in CERTAIN])
def test_a_certain_line_is_read_without_an_assumption(text: str, expected: dict[str, Any]) -> None:
    terms = read(text)
    assert isinstance(terms, list), terms
    (term,) = terms
    assert {name: getattr(term, name) for name in expected} == expected
    assert (term.text, term.assumption) == (text, None)


ASSUMED = [
    ("25% net 30", "final_delivery", "counted from final delivery"),
    ("$1,000 due 15 days after invoice", "final_delivery", "counted from final delivery"),
    ("monthly", "monthly", "at the start of each month"),
    ("$2,000 monthly", "monthly", "at the start of each month"),
    ("12 monthly payments of $1,000", "monthly", "at the start of each month"),
    ("50% deposit to secure the slot", "kickoff", "secure slot"),
]


@pytest.mark.parametrize(("text", "trigger", "says"), ASSUMED, ids=[row[0] for row in ASSUMED])
def test_what_the_words_leave_open_is_read_and_said(text: str, trigger: str, says: str) -> None:
    terms = read(text)
    assert isinstance(terms, list), terms
    assert terms[0].trigger == trigger
    assert terms[0].assumption is not None
    assert says in terms[0].assumption


UNCLEAR = [
    ("50%", "when it is due"),
    ("25% on invoice", "when it is due"),
    ("on completion", "how much"),
    ("<b>50</b>", "how much"),
    ("50/50", "one payment a line"),
    ("40/30/30", "one payment a line"),
    ("50% ($25,000) upfront", "both a share and an amount"),
    ("1.2.3 upfront", "not clearly one amount"),
    ("5-10k upfront", "range"),
    ("€5,000 on kickoff", "is in EUR, but the contract is in USD"),
    ("50% on website approval", "Website Copy"),
    ("50% on website design and logo approval", '"logo"'),
    ("50% on beta launch", '"beta"'),
    ("50% upfront for phase 2", '"phase 2"'),
    ("50% end of month", '"month"'),
    ("20% quarterly", '"quarterly"'),
    ("10% after 10 working days", '"10 working"'),
    ("50% on kickoff and on final delivery", "more than one moment"),
    ("50% on 03/01/2025", "two dates"),
    ("500 monthly payments of $1", "between 1 and 120"),
    ("0 monthly payments of $1", "between 1 and 120"),
]


@pytest.mark.parametrize(("text", "asks"), UNCLEAR, ids=[text for text, _ in UNCLEAR])
def test_the_question_is_about_what_is_unclear(text: str, asks: str) -> None:
    problem = read(text)
    assert isinstance(problem, Problem), problem
    assert asks in problem.message
    assert (problem.field, problem.value) == ("schedule[0]", text)


def test_several_payments_on_one_line_are_several() -> None:
    terms = read("30% upfront, 30% on logo approval and the rest on completion")
    assert isinstance(terms, list)
    assert [(term.text, term.trigger, term.line) for term in terms] == [
        ("30% upfront", "kickoff", 0),
        ("30% on logo approval", "deliverable", 0),
        ("the rest on completion", "final_delivery", 0),
    ]


@pytest.mark.parametrize(
    ("text", "name", "asks"),
    [
        ("50% on launch", "Launch campaign", True),
        ("50% at kickoff", "Kickoff workshop", True),
        ("50% on launch campaign approval", "Launch campaign", False),
        ("50% on phase 1", "Phase 1", False),
    ],
)
def test_a_milestones_word_in_a_deliverables_name_is_asked_about(text: str, name: str, asks: bool) -> None:
    found = read(text, [name, "Report"])
    if asks:
        assert isinstance(found, Problem)
        assert name in found.message
    else:
        assert isinstance(found, list)
        assert found[0].deliverable == name


words = st.sampled_from(
    "50% 33.3% $5,000 5k € rest half monthly in 3 net 30 days before after on upfront completion acceptance "
    "logo design website phase 2025-02-30 3 march 2025 , and ; - ( ) of the for months 1/2 %".split()
)


@given(st.lists(words, max_size=9).map(" ".join) | st.text(max_size=40))
@example("²³ monthly payments of 5")
@example("٣ monthly payments of $5")
@example("50% on ٢٠٢٥-٠٣-٠١")
@example("net ²")
@example("½" * 40)
def test_any_line_is_read_or_asked_about(text: str) -> None:
    terms, problems = read_terms([text], deliverables=DELIVERABLES, currency="USD", field="schedule")
    assert terms or problems
    for term in terms:
        assert (term.share is not None) + (term.amount is not None) + term.is_rest == 1
        assert (term.trigger == "deliverable") == (term.deliverable in DELIVERABLES)
        assert (term.trigger == "date") == (term.on is not None)

"""Sales → Fulfillment: the guide's deal, every refusal, and payments that add up to the cent."""

from __future__ import annotations

import copy
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.policy import AgencyRules
from core.result import HandoffResult
from core.workflows.sales_to_fulfillment import SalesToFulfillmentPolicy, SalesToFulfillmentWorkflow
from core.working_days import WorkingCalendar

GUIDE: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parents[3] / "sample_data" / "sales_to_fulfillment.json").read_text("utf-8")
)
CALENDAR = WorkingCalendar(AgencyRules())
SCHEDULE = "contract_terms.payment_schedule"
NOTHING = object()

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


class Frozen:
    def now(self) -> datetime:
        return datetime(2025, 1, 31, 10, tzinfo=UTC)


class Rules:
    """The policy of one test."""

    def __init__(self, policy: SalesToFulfillmentPolicy) -> None:
        self.policy = policy

    def current(self, workflow: str, model: Any) -> Any:
        return self.policy


def paths(value: Any, before: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in JSON data."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [before, *(path for key, item in inner for path in paths(item, (*before, key)))]


PLACES = paths(GUIDE)[1:]


def deal(changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """The guide's deal with values replaced by dotted path; NOTHING takes the field away."""
    raw = copy.deepcopy(GUIDE)
    for path, value in (changes or {}).items():
        *groups, last = (int(step) if step.isdigit() else step for step in path.split("."))
        place: Any = raw
        for step in groups:
            place = place[step]
        if value is NOTHING:
            del place[last]
        else:
            place[last] = value
    return raw


def run(changes: dict[str, Any] | None = None) -> HandoffResult:
    return SalesToFulfillmentWorkflow().run(deal(changes), clock=Frozen())


def order(changes: dict[str, Any] | None = None) -> dict[str, Any]:
    result = run(changes)
    assert result.success, result
    found: dict[str, Any] = result.handoff_data["work_order"]
    return found


def test_the_guides_deal_gives_the_guides_work_order() -> None:
    result = run()
    found = result.handoff_data["work_order"]
    assert result.to_envelope()["next_step"] == "project_initiation"
    assert found["work_order_id"].startswith("WO_deal_123_")
    assert (found["priority"], found["status"]) == ("high", "pending_assignment")
    assert (found["contract_value"], found["currency"]) == ("50000.00", "USD")
    assert found["client_info"] == GUIDE["client_info"]
    assert [(point["kind"], point["due_on"]) for point in found["requirements"]["milestones"]] == [
        ("kickoff", "2025-02-03"),
        ("deliverable", "2025-02-14"),
        ("acceptance", "2025-02-20"),
        ("final_delivery", "2025-02-21"),
    ]
    assert [(pay["amount"], pay["milestone"], pay["due_on"]) for pay in found["payments"]] == [
        ("25000.00", "Kickoff", "2025-02-03"),
        ("25000.00", "Final delivery", "2025-02-21"),
    ]
    assert found["requirements"]["milestones"][0]["releases"] == ["$25,000.00 (50% upfront)"]
    assert found["requirements"]["resource_requirements"]["total_hours"] == 80
    assert (found["starts_on"], found["ends_on"], found["planned_finish_on"]) == (
        "2025-02-03",
        "2025-03-15",
        "2025-02-21",
    )


def test_the_guides_start_on_a_saturday_is_a_warning() -> None:
    warning = next(n for n in run().warnings if n.field == "service_package.timeline.start_date")
    assert "1 Feb 2025 is not a working day (Saturday)" in warning.message


def test_the_id_of_a_work_order_is_the_deals_own() -> None:
    assert order()["work_order_id"] == order({"contract_terms.total_value": 1})["work_order_id"]
    assert order()["work_order_id"] != order({"deal_id": "deal_124"})["work_order_id"]


@pytest.mark.parametrize("status", ["open", "closed_lost", "closed won", "negotiation", "won"])
def test_a_deal_that_is_not_won_is_refused(status: str) -> None:
    result = run({"status": status})
    assert (result.code, [problem.field for problem in result.problems]) == ("handoff_refused", ["status"])
    assert result.error == (
        f"Only a won deal goes to fulfillment, and this one is {status!r}. Close it as won first."
    )


@pytest.mark.parametrize("status", ["pending", "unpaid", "refunded", "partially_paid"])
def test_a_deal_that_is_not_paid_is_refused(status: str) -> None:
    result = run({"payment_status": status})
    assert [problem.field for problem in result.problems] == ["payment_status"]
    assert result.code == "handoff_refused"
    assert result.error is not None
    assert "Hand the deal over when it is one of: verified, paid, deposit paid." in result.error


@pytest.mark.parametrize("status", ["verified", "paid", "deposit_paid", "PAID", " Verified "])
def test_the_accepted_payment_statuses_pass(status: str) -> None:
    assert run({"payment_status": status, "status": "Closed_Won"}).success


def test_the_words_of_the_policy_match_in_any_case() -> None:
    policy = SalesToFulfillmentPolicy(
        won_statuses=("Signed",), accepted_payment_statuses=("OK",), high_priority_tiers=("Gold",)
    )
    raw = deal(
        {
            "status": "signed",
            "payment_status": "ok",
            "client_info.tier": "gold",
            "contract_terms.total_value": 5,
        }
    )
    result = SalesToFulfillmentWorkflow().run(raw, policies=Rules(policy), clock=Frozen())
    assert result.success, result
    assert result.handoff_data["work_order"]["priority"] == "high"


@pytest.mark.parametrize(
    ("tier", "value", "priority"),
    [
        ("enterprise", 1, "high"),
        ("Enterprise", 1, "high"),
        ("standard", 50_000, "high"),
        ("standard", 49_999.99, "medium"),
        ("standard", 15_000, "medium"),
        ("standard", 14_999.99, "normal"),
        (None, 100, "normal"),
        (None, "€1.2m", "high"),
    ],
)
def test_the_priority_follows_tier_and_value(tier: str | None, value: Any, priority: str) -> None:
    found = order({"client_info.tier": tier, "contract_terms.total_value": value})
    assert found["priority"] == priority
    assert ("tier is" in found["priority_reason"]) == (str(tier).lower() == "enterprise")


TIMELINE = "service_package.timeline"
ITEMS = "service_package.deliverables"


@pytest.mark.parametrize(
    ("path", "value", "field", "words"),
    [
        ("deal_id", NOTHING, "deal_id", "is required"),
        ("deal_id", " ", "deal_id", "must not be blank"),
        ("status", NOTHING, "status", "is required"),
        ("payment_status", NOTHING, "payment_status", "is required"),
        ("client_info", "Tech Corp", "client_info", "must be a group of named fields"),
        ("client_info.company_name", NOTHING, "client_info.company_name", "is required"),
        ("client_info.primary_contact", NOTHING, "client_info.primary_contact", "is required"),
        ("client_info.primary_contact.name", NOTHING, "client_info.primary_contact.name", "is required"),
        ("client_info.primary_contact.email", NOTHING, "client_info.primary_contact.email", "is required"),
        ("client_info.primary_contact.email", "john@", "client_info.primary_contact.email", "e-mail address"),
        ("client_info.primary_contact.phone", "12", "client_info.primary_contact.phone", "phone number"),
        ("service_package.type", "", "service_package.type", "must not be blank"),
        (ITEMS, [], ITEMS, "needs at least 1 entry"),
        (ITEMS, "Website", ITEMS, "must be a list"),
        (ITEMS, [{"name": f"D{n}"} for n in range(201)], ITEMS, "has more than 200 entries"),
        (f"{ITEMS}.0.name", NOTHING, f"{ITEMS}[0].name", "is required"),
        (f"{ITEMS}.0.estimated_days", -1, f"{ITEMS}[0].estimated_days", "must be more than 0"),
        (f"{ITEMS}.0.estimated_days", 0, f"{ITEMS}[0].estimated_days", "must be more than 0"),
        (f"{ITEMS}.0.estimated_days", "10", f"{ITEMS}[0].estimated_days", "must be a number"),
        (f"{ITEMS}.0.estimated_hours", True, f"{ITEMS}[0].estimated_hours", "must be a number"),
        (f"{ITEMS}.0.depends_on", ["Nothing"], f"{ITEMS}[0].depends_on", "which is no deliverable"),
        (f"{ITEMS}.0.depends_on", ["Website Design"], f"{ITEMS}[0].depends_on", "waits for itself"),
        (ITEMS, [{"name": "A"}, {"name": "A"}], f"{ITEMS}[1].name", "is the name of two deliverables"),
        (TIMELINE, NOTHING, TIMELINE, "is required"),
        (f"{TIMELINE}.start_date", NOTHING, f"{TIMELINE}.start_date", "is required"),
        (f"{TIMELINE}.start_date", "2025-02-30", f"{TIMELINE}.start_date", "must be a date that exists"),
        (f"{TIMELINE}.end_date", "2025-02-30", f"{TIMELINE}.end_date", "must be a date that exists"),
        (f"{TIMELINE}.end_date", "2125-02-03", f"{TIMELINE}.end_date", "between the years 2000 and 2100"),
        ("contract_terms.total_value", NOTHING, "contract_terms.total_value", "is required"),
        ("contract_terms.total_value", -50_000, "contract_terms.total_value", "must be more than zero"),
        ("contract_terms.total_value", "-$50,000", "contract_terms.total_value", "must be more than zero"),
        ("contract_terms.total_value", 0, "contract_terms.total_value", "must be more than zero"),
        ("contract_terms.total_value", True, "contract_terms.total_value", "must be an amount"),
        ("contract_terms.total_value", "a lot", "contract_terms.total_value", "names no amount"),
        (SCHEDULE, [], SCHEDULE, "needs at least 1 entry"),
        (SCHEDULE, ["  "], f"{SCHEDULE}[0]", "must not be blank"),
        (SCHEDULE, [50, 50], f"{SCHEDULE}[0]", "must be text"),
    ],
)
def test_every_bad_field_is_named_with_what_would_be_right(
    path: str, value: Any, field: str, words: str
) -> None:
    result = run({path: value})
    assert (result.success, result.code) == (False, "invalid_input")
    assert any(problem.field == field and words in problem.message for problem in result.problems), result


def test_an_end_before_the_start_is_refused_at_the_timeline() -> None:
    result = run({f"{TIMELINE}.end_date": "2025-01-31"})
    (problem,) = result.problems
    assert problem.field.startswith(TIMELINE)
    assert "on or after" in problem.message


def test_deliverables_that_wait_for_each_other_are_refused() -> None:
    items = [{"name": "Cake", "depends_on": ["Icing"]}, {"name": "Icing", "depends_on": ["Cake"]}]
    (problem,) = run({ITEMS: items}).problems
    assert problem.field.startswith(ITEMS)
    assert "circle" in problem.message


def test_work_without_end_is_refused_and_not_planned() -> None:
    items = [{"name": f"D{n}", "estimated_days": 1_000} for n in range(200)]
    result = run({ITEMS: items})
    assert result.code == "invalid_input"
    assert result.problems[0].field.startswith(ITEMS)


def test_a_value_in_two_currencies_is_not_guessed() -> None:
    result = run({"contract_terms.total_value": "€50,000", "contract_terms.currency": "USD"})
    assert result.code == "invalid_input"
    assert result.problems[0].field.startswith("contract_terms")


@pytest.mark.parametrize(
    ("value", "currency", "paid_in"),
    [
        (50_000, NOTHING, "USD"),
        ("€50,000", NOTHING, "EUR"),
        (50_000, "chf", "CHF"),
        ("50.000 EUR", "EUR", "EUR"),
    ],
)
def test_the_currency_is_the_contracts_own(value: Any, currency: Any, paid_in: str) -> None:
    changes = {"contract_terms.total_value": value}
    found = order(changes if currency is NOTHING else {**changes, "contract_terms.currency": currency})
    assert {found["currency"], *(pay["currency"] for pay in found["payments"])} == {paid_in}


def test_too_little_time_and_missing_estimates_are_warnings() -> None:
    result = run({f"{TIMELINE}.end_date": "2025-02-10", ITEMS: [{"name": "Site"}]})
    messages = {notice.field: notice.message for notice in result.warnings}
    assert "3 working days after the promised 10 Feb 2025" in messages[f"{TIMELINE}.end_date"]
    assert any("Site" in message and "policy" in message for message in messages.values())


shares = st.lists(st.integers(1, 50), min_size=1, max_size=8).map(
    lambda parts: [Decimal(part) * 100 / sum(parts) for part in parts]
)
WHEN = st.sampled_from(
    ["upfront", "on completion", "on design approval", "net 30", "on acceptance", "on 2025-07-05"]
)


@given(shares, st.integers(10_000, 10**9), st.data())
@settings(max_examples=60, deadline=None)
def test_payments_add_up_to_the_cent_on_working_days(
    parts: list[Decimal], cents: int, data: st.DataObject
) -> None:
    lines = [f"{part:.2f}% {data.draw(WHEN)}" for part in parts[:-1]] + [f"rest {data.draw(WHEN)}"]
    total = Decimal(cents) / 100
    found = order({SCHEDULE: lines, "contract_terms.total_value": f"{total:.2f}"})
    amounts = [Decimal(pay["amount"]) for pay in found["payments"]]
    assert sum(amounts) == total
    assert all(amount > 0 for amount in amounts)
    days = [pay["due_on"] for pay in found["payments"]]
    days += [point["due_on"] for point in found["requirements"]["milestones"]]
    assert all(CALENDAR.is_working(date.fromisoformat(day)) for day in days)


@given(st.integers(1, 10**7), st.integers(1, 12))
@settings(max_examples=40, deadline=None)
def test_equal_amounts_and_the_rest_add_up(cents: int, lines: int) -> None:
    each = Decimal(cents) / 100
    value = each * (lines + 1)
    found = order({SCHEDULE: [f"${each:,.2f} upfront"] * lines + ["rest on completion"],
                   "contract_terms.total_value": f"{value:.2f}"})  # fmt: skip
    assert [pay["amount"] for pay in found["payments"]] == [f"{each:.2f}"] * (lines + 1)


@given(ANY_JSON)
@settings(max_examples=100, deadline=None)
def test_any_json_gets_an_answer(raw: Any) -> None:
    result = SalesToFulfillmentWorkflow().run(raw, clock=Frozen())
    assert result.code == "invalid_input"


@given(st.sampled_from(PLACES), ANY_JSON)
@settings(max_examples=250, deadline=None)
def test_one_field_of_any_json_gets_an_answer_too(path: tuple[str | int, ...], value: Any) -> None:
    raw = copy.deepcopy(GUIDE)
    place: Any = raw
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    result = SalesToFulfillmentWorkflow().run(raw, clock=Frozen())
    assert result.success or result.code in ("invalid_input", "handoff_refused"), result.error
    json.dumps(result.to_envelope(), allow_nan=False)

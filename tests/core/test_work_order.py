"""The work order of a won deal: where it came from, what was passed on, and what a manager should check."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from core.policy import AgencyRules
from core.result import HandoffResult
from core.workflows.sales_to_fulfillment import SalesToFulfillmentPolicy, SalesToFulfillmentWorkflow

DEAL: dict[str, Any] = {
    "deal_id": "deal_123",
    "status": "closed_won",
    "client_info": {
        "company_name": "Tech Corp",
        "primary_contact": {"name": "John Doe", "email": "john@example.com"},
        "tier": "standard",
    },
    "service_package": {
        "type": "web_development",
        "deliverables": [
            {"name": "Design", "estimated_days": 5},
            {"name": "Texts", "estimated_hours": 20, "depends_on": []},
            {"name": "Build", "estimated_days": 10, "depends_on": ["Design", "Texts"]},
        ],
        "timeline": {"start_date": "2025-02-03", "end_date": "2025-04-15"},
    },
    "contract_terms": {"total_value": 12_000, "payment_schedule": ["50% upfront", "50% on completion"]},
    "payment_status": "verified",
}


def run(country: str = "US", **changes: Any) -> HandoffResult:
    raw = {**copy.deepcopy(DEAL), **changes}

    class Rules:
        def current(self, workflow: str, model: Any) -> Any:
            return SalesToFulfillmentPolicy(agency=AgencyRules(country=country))

    result = SalesToFulfillmentWorkflow().run(raw, policies=Rules())
    assert result.success, result
    return result


def order(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = run(**changes).handoff_data["work_order"]
    return found


def terms(*schedule: str, **more: Any) -> dict[str, Any]:
    return {"total_value": 12_000, "payment_schedule": list(schedule), **more}


def messages(result: HandoffResult) -> dict[str, str]:
    return {notice.field: notice.message for notice in result.warnings}


def test_a_work_order_carries_where_the_deal_came_from() -> None:
    found = order(offer_id="offer_1", campaign_id="camp_1", prospect_id="lead_1", promises=["24/7 support"])
    assert (found["offer_id"], found["campaign_id"], found["lead_id"]) == ("offer_1", "camp_1", "lead_1")
    assert found["promises"] == ["24/7 support"]
    assert order(lead_id="lead_2", prospect_id="lead_1")["lead_id"] == "lead_2"
    assert order()["lead_id"] is None


def test_fields_that_nobody_knows_are_passed_on() -> None:
    package = copy.deepcopy(DEAL["service_package"])
    package["deliverables"][0]["owner"] = "Mara"
    package["phase"] = {"n": 1}
    found = order(service_package=package, source="referral")
    assert found["extra_fields"] == {"source": "referral", "service_package": {"phase": {"n": 1}}}
    assert found["requirements"]["deliverables"][0]["extra_fields"] == {"owner": "Mara"}


def test_deliverables_wait_for_what_they_depend_on() -> None:
    found = order()["requirements"]["deliverables"]
    assert [(item["name"], item["starts_on"], item["ends_on"], item["depends_on"]) for item in found] == [
        ("Design", "2025-02-03", "2025-02-07", []),
        ("Texts", "2025-02-03", "2025-02-05", []),
        ("Build", "2025-02-10", "2025-02-24", ["Design", "Texts"]),
    ]
    assert found[1]["formula"] == "20 hours ÷ 8 hours a day, rounded up = 3"


@pytest.mark.parametrize(
    ("country", "finish"), [("US", "2025-02-28"), ("DE", "2025-02-27")], ids=["a holiday", "none"]
)
def test_the_plan_follows_the_holidays_of_the_country(country: str, finish: str) -> None:
    assert run(country).handoff_data["work_order"]["planned_finish_on"] == finish


def test_each_milestone_names_the_payments_it_releases() -> None:
    schedule = ["20% upfront", "$1,000 on kickoff", "20% on design approval", "rest on acceptance"]
    points = order(contract_terms=terms(*schedule))["requirements"]["milestones"]
    assert {point["name"]: point["releases"] for point in points if point["releases"]} == {
        "Kickoff": ["$2,400.00 (20% upfront)", "$1,000.00 ($1,000 on kickoff)"],
        "Design delivered": ["$2,400.00 (20% on design approval)"],
        "Client acceptance": ["$6,200.00 (rest on acceptance)"],
    }


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"contract_terms": terms("75% upfront", "25% net 30")},
         "contract_terms.payment_schedule[1]",
         "'25% net 30' names no milestone; its days are counted from final delivery. Is that right?"),
        ({"contract_terms": terms("monthly")}, "contract_terms.payment_schedule[0]",
         "'monthly' names no day of the month; planned at the start of each month of work, from kickoff on."),
        ({"contract_terms": terms("50% on 2025-01-15", "rest on completion")},
         "contract_terms.payment_schedule",
         "due 15 Jan 2025 (50% on 2025-01-15): that is before the kickoff."),
        ({"contract_terms": terms("33.3% upfront", "33.3% on acceptance", "33.3% on completion")},
         "contract_terms.payment_schedule", "99.9 %"),
        ({"contract_terms": terms("100% upfront", currency="JPY")}, "contract_terms.currency",
         "no exchange rate was used"),
        ({"service_package": {**DEAL["service_package"], "timeline":
            {"start_date": "2025-02-03T09:00:00", "end_date": "2025-04-15T17:00:00Z"}}},
         "service_package.timeline.start_date", "names no time zone"),
    ],
    ids=["net", "monthly", "before kickoff", "thirds", "other currency", "no zone"],
)  # fmt: skip
def test_what_was_assumed_is_a_warning_at_its_field(changes: dict[str, Any], field: str, says: str) -> None:
    found = messages(run(**changes))
    assert list(found) == [field]
    assert says in found[field]


def test_a_clean_deal_has_no_warning() -> None:
    assert messages(run()) == {}


def test_the_same_deal_always_gives_the_same_work_order() -> None:
    assert order() == order()

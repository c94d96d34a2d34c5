"""Delivery templates: what a sold offer fills in, and what cannot be one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.contract import read_contract
from core.errors import InputRejected
from core.policy import AgencyRules
from core.project_planning import PlanningRules
from core.service_template import ServiceTemplate, check_template, fill_deal

AGENCY, RULES = AgencyRules(country=None), PlanningRules()
MONDAY = date(2026, 11, 23)
RAW: dict[str, Any] = {
    "type": "local_seo",
    "price": "$7,400",
    "start_after_days": 5,
    "deliverables": [
        {"name": "Audit", "estimated_days": 4},
        {"name": "Pages", "estimated_hours": 80},
    ],
    "payment_schedule": "50% upfront\n50% on completion",
}
DRAFT: dict[str, Any] = {
    "deal_id": "d",
    "service_package": {"deliverables": [], "timeline": {}},
    "contract_terms": {"total_value": "", "payment_schedule": [], "currency": "USD"},
}


def template(**changes: Any) -> ServiceTemplate:
    return read_contract(ServiceTemplate, {**RAW, **changes})


def test_a_deal_starts_from_the_template_with_dates_worked_out_by_hand() -> None:
    filled = fill_deal(DRAFT, template(), AGENCY, RULES, MONDAY)
    package, terms = filled["service_package"], filled["contract_terms"]
    assert [item["name"] for item in package["deliverables"]] == ["Audit", "Pages"]
    assert package["type"] == "local_seo"
    # 5 working days after Monday 23 November: Monday 30. Audit to 3 December, pages 10 days to the 17th,
    # acceptance 3 days later on the 22nd, final delivery the day after.
    assert package["timeline"] == {"start_date": "2026-11-30", "end_date": "2026-12-23"}
    assert terms["total_value"] == "7400.00"
    assert terms["payment_schedule"] == ["50% upfront", "50% on completion"]


def test_what_the_deal_says_itself_is_kept() -> None:
    draft = {
        **DRAFT,
        "service_package": {"type": "branding", "deliverables": [{"name": "Logo"}], "timeline": {}},
        "contract_terms": {"total_value": "900.00", "payment_schedule": ["100% upfront"], "currency": "USD"},
    }
    filled = fill_deal(draft, template(), AGENCY, RULES, MONDAY)
    assert filled["service_package"]["type"] == "branding"
    assert filled["service_package"]["deliverables"] == [{"name": "Logo"}]
    assert filled["contract_terms"] == draft["contract_terms"]


def test_a_price_in_another_currency_is_not_the_value_of_the_deal() -> None:
    filled = fill_deal(DRAFT, template(currency="EUR"), AGENCY, RULES, MONDAY)
    assert filled["contract_terms"]["total_value"] == ""


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"deliverables": []}, "deliverables"),
        ({"type": " "}, "type"),
        ({"price": "-5"}, "price"),
        ({"start_after_days": 400}, "start_after_days"),
        ({"payment_schedule": ["40% upfront", "40% on completion"]}, "payment_schedule"),
        ({"payment_schedule": ["sometime"]}, "payment_schedule[0]"),
        ({"deliverables": [{"name": "A", "depends_on": ["B"]}]}, "deliverables[0].depends_on"),
        ({"deliverables": [{"name": "A"}, {"name": "a"}]}, "deliverables[1].name"),
        ({"currency": "dollars"}, "currency"),
    ],
)
def test_what_no_deal_could_start_from_is_refused_at_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InputRejected) as refusal:
        check_template(template(**changes), AGENCY, RULES, MONDAY)
    assert field in {problem.field for problem in refusal.value.problems}


def test_a_template_without_price_and_payments_is_one() -> None:
    check_template(template(price="", payment_schedule=[]), AGENCY, RULES, MONDAY)

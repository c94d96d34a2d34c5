"""Roles, hours and people: every figure follows from its formula."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.staffing import RoleShare, ServiceRoles, StaffingRules, resources_needed

RULES = StaffingRules()


def one_role(**rules: Any) -> StaffingRules:
    return StaffingRules(services=(), other=(RoleShare(role="Anyone", share=1),), **rules)


def test_the_people_of_a_website_are_hours_over_capacity() -> None:
    needed = resources_needed("web_development", 80, 10, RULES)
    assert [(role["role"], role["hours"], role["people"]) for role in needed["roles"]] == [
        ("Project manager", 12.0, "0.2"),
        ("Designer", 20.0, "0.4"),
        ("Developer", 36.0, "0.6"),
        ("Tester", 12.0, "0.2"),
    ]
    assert needed["roles"][2]["formula"] == (
        "36 h ÷ (10 working days × 8 h × 80% utilisation) = 0.6, rounded up"
    )
    assert needed["source"] == "Roles and their shares come from the policy."


@pytest.mark.parametrize(
    "service", ["web_development", "Web Development", " web-development ", "WEB  development"]
)
def test_a_service_is_found_however_it_is_written(service: str) -> None:
    assert [role["role"] for role in resources_needed(service, 8, 1, RULES)["roles"]][2] == "Developer"


def test_the_policy_may_write_its_services_in_words() -> None:
    rules = StaffingRules(
        services=(ServiceRoles(service="Event Design", roles=(RoleShare(role="Planner", share=1),)),)
    )
    assert resources_needed("event_design", 8, 1, rules)["roles"][0]["role"] == "Planner"


def test_a_service_without_roles_of_its_own_says_so() -> None:
    needed = resources_needed("Puppetry", 10, 1, RULES)
    assert [role["role"] for role in needed["roles"]] == ["Project manager", "Specialist"]
    assert needed["source"].endswith("for other services; Puppetry has none of its own.")


@pytest.mark.parametrize(
    ("hours", "days", "people"),
    [(6.4, 1, "1.0"), (6.5, 1, "1.1"), (0.1, 100, "0.1"), (64, 10, "1.0"), (19.2, 10, "0.3"), (8, 0, "1.3")],
)
def test_people_are_rounded_up_to_a_tenth_and_no_further(hours: float, days: int, people: str) -> None:
    assert resources_needed("any", hours, days, one_role())["roles"][0]["people"] == people


def test_a_product_of_binary_fractions_asks_for_nobody_more() -> None:
    # 3.3 ÷ (1 × 10 × 0.11) is 3 people, and 3.0000000000000004 in binary fractions is 3.1 rounded up.
    rules = one_role(hours_a_day=10, utilisation=0.11)
    assert resources_needed("any", 3.3, 1, rules)["roles"][0]["people"] == "3.0"


@given(st.floats(0.1, 100_000), st.integers(0, 2_600))
def test_nobody_is_planned_beyond_capacity(hours: float, days: int) -> None:
    needed = resources_needed("branding", hours, days, RULES)
    for role in needed["roles"]:
        capacity = max(1, days) * Decimal(8) * Decimal("0.8")
        assert Decimal(role["people"]) * capacity >= Decimal(str(role["hours"]))
    assert sum(role["hours"] for role in needed["roles"]) == pytest.approx(hours, abs=0.16)


@pytest.mark.parametrize(
    "rules",
    [
        {"utilisation": 0},
        {"utilisation": 1.2},
        {"hours_a_day": 0},
        {"other": [{"role": "A", "share": 0.5}]},
        {"other": []},
        {"services": [{"service": "x", "roles": [{"role": "A", "share": 0.7}, {"role": "B", "share": 0.7}]}]},
        {"services": [{"service": "x", "roles": [{"role": "A", "share": -1}, {"role": "B", "share": 2}]}]},
    ],
    ids=["no use", "overuse", "no hours", "half", "nobody", "too much", "negative"],
)
def test_rules_that_divide_by_nothing_or_do_not_add_up_are_refused(rules: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        StaffingRules.model_validate(rules)

"""Who is needed: roles, hours and people for a type of service."""

from __future__ import annotations

from decimal import ROUND_UP, Decimal
from typing import TypedDict

from core.policy import PolicyPart


class RoleShare(PolicyPart):
    """A role and its part (0–1) of a project's hours."""

    role: str
    share: float


class ServiceRoles(PolicyPart):
    """The roles that a type of service needs; the shares add up to 1."""

    service: str
    roles: tuple[RoleShare, ...]


class StaffingRules(PolicyPart):
    """Roles by service type; a type that is not listed takes `other`. `utilisation` is 0–1."""

    hours_a_day: float = 8.0
    utilisation: float = 0.8
    services: tuple[ServiceRoles, ...] = (
        ServiceRoles(
            service="web_development",
            roles=(
                RoleShare(role="Project manager", share=0.15),
                RoleShare(role="Designer", share=0.25),
                RoleShare(role="Developer", share=0.45),
                RoleShare(role="Tester", share=0.15),
            ),
        ),
        ServiceRoles(
            service="marketing_campaign",
            roles=(
                RoleShare(role="Project manager", share=0.20),
                RoleShare(role="Copywriter", share=0.35),
                RoleShare(role="Designer", share=0.25),
                RoleShare(role="Media buyer", share=0.20),
            ),
        ),
        ServiceRoles(
            service="local_seo",
            roles=(
                RoleShare(role="Project manager", share=0.20),
                RoleShare(role="Search specialist", share=0.50),
                RoleShare(role="Copywriter", share=0.30),
            ),
        ),
        ServiceRoles(
            service="branding",
            roles=(
                RoleShare(role="Project manager", share=0.20),
                RoleShare(role="Strategist", share=0.30),
                RoleShare(role="Designer", share=0.50),
            ),
        ),
    )
    other: tuple[RoleShare, ...] = (
        RoleShare(role="Project manager", share=0.20),
        RoleShare(role="Specialist", share=0.80),
    )


class RoleNeed(TypedDict):
    """Hours and people (full-time, one decimal, rounded up) of one role."""

    role: str
    hours: float
    people: str
    formula: str


class ResourceRequirements(TypedDict):
    service_type: str
    total_hours: float
    working_days: int
    roles: list[RoleNeed]
    source: str


def resources_needed(
    service_type: str, total_hours: float, working_days: int, rules: StaffingRules
) -> ResourceRequirements:
    """People of each role = hours ÷ (working days × hours a day × utilisation)."""
    key = service_type.strip().casefold().replace(" ", "_").replace("-", "_")
    known = next((service.roles for service in rules.services if service.service == key), None)
    return {
        "service_type": service_type,
        "total_hours": round(total_hours, 2),
        "working_days": working_days,
        "roles": [_need(share, total_hours, working_days, rules) for share in known or rules.other],
        "source": "Roles and their shares come from the policy"
        + ("." if known else f" for other services; {service_type} has none of its own."),
    }


def _need(share: RoleShare, total_hours: float, working_days: int, rules: StaffingRules) -> RoleNeed:
    hours = round(total_hours * share.share, 1)
    capacity = max(1, working_days) * rules.hours_a_day * rules.utilisation
    people = Decimal(str(hours / capacity)).quantize(Decimal("0.1"), ROUND_UP)
    return {
        "role": share.role,
        "hours": hours,
        "people": str(people),
        "formula": (
            f"{hours:g} h ÷ ({max(1, working_days)} working days × {rules.hours_a_day:g} h × "
            f"{rules.utilisation:.0%} utilisation) = {people}, rounded up"
        ),
    }

"""Who is needed: roles, hours and people for a type of service."""

from __future__ import annotations

from decimal import ROUND_UP, Decimal
from typing import Self, TypedDict

from pydantic import Field, model_validator

from core.policy import PolicyPart

_SHARE_SLACK = 0.005  # thirds are written as 0.33


class RoleShare(PolicyPart):
    """A role and its part (0–1) of a project's hours."""

    role: str
    share: float = Field(gt=0, le=1)


class ServiceRoles(PolicyPart):
    """The roles that a type of service needs; the shares add up to 1."""

    service: str
    roles: tuple[RoleShare, ...]


class StaffingRules(PolicyPart):
    """Roles by service type; a type that is not listed takes `other`. `utilisation` is 0–1."""

    hours_a_day: float = Field(8.0, gt=0, le=24)
    utilisation: float = Field(0.8, gt=0, le=1)
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

    @model_validator(mode="after")
    def _shares_add_up(self) -> Self:
        for name, roles in (
            *((service.service, service.roles) for service in self.services),
            ("other", self.other),
        ):
            whole = sum(role.share for role in roles)
            if abs(whole - 1) > _SHARE_SLACK:
                raise ValueError(f"must have shares that add up to 1 for {name}, not {whole:.2f}")
        return self


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
    known = _known_roles(service_type, rules)
    return {
        "service_type": service_type,
        "total_hours": round(total_hours, 2),
        "working_days": working_days,
        "roles": [_need(share, total_hours, working_days, rules) for share in known or rules.other],
        "source": "Roles and their shares come from the policy"
        + ("." if known else f" for other services; {service_type} has none of its own."),
    }


def roles_of(service_type: str, rules: StaffingRules) -> tuple[RoleShare, ...]:
    """The roles that a type of service needs; those of other services where it has none of its own."""
    return _known_roles(service_type, rules) or rules.other


def _known_roles(service_type: str, rules: StaffingRules) -> tuple[RoleShare, ...] | None:
    key = _service_key(service_type)
    return next((found.roles for found in rules.services if _service_key(found.service) == key), None)


def _service_key(service_type: str) -> str:
    return "_".join(service_type.casefold().replace("-", " ").replace("_", " ").split())


def _need(share: RoleShare, total_hours: float, working_days: int, rules: StaffingRules) -> RoleNeed:
    hours = round(total_hours * share.share, 1)
    # Decimals, because a binary 0.30000000000000004 would be rounded up to 0.4 people.
    capacity = max(1, working_days) * Decimal(str(rules.hours_a_day)) * Decimal(str(rules.utilisation))
    people = (Decimal(str(hours)) / capacity).quantize(Decimal("0.1"), ROUND_UP)
    return {
        "role": share.role,
        "hours": hours,
        "people": str(people),
        "formula": (
            f"{hours:g} h ÷ ({max(1, working_days)} working days × {rules.hours_a_day:g} h × "
            f"{rules.utilisation:.0%} utilisation) = {people}, rounded up"
        ),
    }

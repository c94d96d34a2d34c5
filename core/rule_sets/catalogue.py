"""Every set of rules that Settings offers, in the order in which it does."""

from __future__ import annotations

from typing import Any

from core.client_health import HealthPolicy, HealthRules
from core.policy import PolicyPart
from core.rule_sets.agency_set import AGENCY
from core.rule_sets.base import RuleSet
from core.rule_sets.sales_sets import FIRST_CONTACT, PIPELINE, SCORING
from core.rule_sets.theme_set import THEMES


def _as_they_are(rules: PolicyPart) -> dict[str, Any]:
    """The values of rules that are asked for one by one under their own names."""
    return rules.model_dump(mode="json")


def _same(answers: PolicyPart) -> PolicyPart:
    return answers


_SETS = (
    THEMES,
    RuleSet(
        name="client_health",
        label="Client health",
        about="What takes points off a client's 100, and from how many points on a client is good.",
        holds="It holds at once, for every client: health is reckoned anew each time that it is shown.",
        policy="client_health",
        part="health",
        model=HealthPolicy,
        form=HealthRules,
        to_values=_as_they_are,
        to_rules=_same,
    ),
    FIRST_CONTACT,
    SCORING,
    PIPELINE,
    AGENCY,
)

RULE_SETS: dict[str, RuleSet] = {one.name: one for one in _SETS}

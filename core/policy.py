"""Policies: the editable rules of a workflow. A default here is data that a manager may replace."""

from __future__ import annotations

from datetime import time
from typing import Any

from pydantic import BaseModel, ConfigDict


class PolicyPart(BaseModel):
    """A group of rules inside a policy; frozen, and unknown rules are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def as_body(self) -> dict[str, Any]:
        """What differs from the defaults, as JSON data: a rule that nobody changed follows the app."""
        return self.model_dump(mode="json", exclude_defaults=True)


class AgencyRules(PolicyPart):
    """What holds for the whole agency.

    `currency` (ISO 4217) is assumed where an amount names none. `country` (ISO 3166) chooses the
    public holidays, None for none. Office hours are local to `timezone`; weekdays count from Monday 0.
    `client_tiers` are the words that forms offer to rank a client with; any other word is taken too.
    """

    currency: str = "USD"
    country: str | None = "US"
    timezone: str = "UTC"
    office_opens: time = time(9, 0)
    office_closes: time = time(17, 0)
    working_weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    client_tiers: tuple[str, ...] = ("enterprise", "standard")


class Policy(PolicyPart):
    """The base of every workflow's policy; `version` rises with each publication."""

    version: int = 1
    agency: AgencyRules = AgencyRules()

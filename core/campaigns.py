"""What people may say of a campaign themselves: its name, how far it is, and its days."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, get_args

from core.errors import InputRejected, Problem
from core.list_orders import CampaignStatus

CAMPAIGN_STATES: tuple[CampaignStatus, ...] = get_args(CampaignStatus)
LONGEST_NAME = 200  # characters; a name is read in lists and charts


class CampaignFacts(NamedTuple):
    """A campaign as people describe it; a day is None where it is not decided."""

    name: str
    status: str
    starts_on: date | None = None
    ends_on: date | None = None


def check_campaign(facts: CampaignFacts) -> CampaignFacts:
    """The facts with their name trimmed; InputRejected names each one that cannot be."""
    name = " ".join(facts.name.split())
    problems = []
    if not name:
        problems.append(Problem("name", "is required", facts.name))
    elif len(name) > LONGEST_NAME:
        problems.append(Problem("name", f"has {len(name)} characters; {LONGEST_NAME} are the most", name))
    if facts.status not in CAMPAIGN_STATES:
        problems.append(Problem("status", f"must be one of: {', '.join(CAMPAIGN_STATES)}", facts.status))
    if facts.starts_on and facts.ends_on and facts.ends_on < facts.starts_on:
        days = f"the start ({facts.starts_on.isoformat()})"
        problems.append(Problem("ends_on", f"must not be before {days}", facts.ends_on.isoformat()))
    if problems:
        raise InputRejected("The campaign cannot be saved like this.", problems)
    return facts._replace(name=name)

"""What sales does next with a lead, and by when: due moments inside office hours."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Annotated, Literal, TypedDict

from pydantic import Field

from core.lead_scoring import Band
from core.leads import LeadInput
from core.office_hours import add_office_hours, office_hours_words
from core.policy import AgencyRules, PolicyPart
from core.policy_templates import TemplateText, filler, with_names

Approach = Literal[
    "immediate_outreach_high_priority",
    "immediate_outreach",
    "scheduled_outreach",
    "nurture_sequence",
    "long_term_nurture",
    "find_contact_details",
    "ask_for_details",
]
Channel = Literal["phone", "email"]


class ResponseRules(PolicyPart):
    """Response-time targets in office hours, and the sentences of the actions."""

    hot_hours: float = Field(1, ge=0, le=1000)
    warm_hours: float = Field(24, ge=0, le=1000)
    follow_up_hours: float = Field(16, ge=0, le=1000)
    call: Annotated[TemplateText, with_names("who", "phone")] = "Call $who on $phone"
    write: Annotated[TemplateText, with_names("who", "email")] = "Write to $who at $email"
    ask: Annotated[TemplateText, with_names("unknown")] = "Ask about what is not known yet: $unknown"
    follow_up: Annotated[TemplateText, with_names("action")] = "If there is no answer: $action"


class NextAction(TypedDict):
    """One step. `due_at` is UTC ISO 8601; `formula` tells how it came about."""

    action: str
    channel: Channel
    due_at: str
    formula: str


def recommended_approach(band: Band, urgency: str | None, qualified: bool) -> Approach:
    """The approach of a scored lead, from its band, its urgency and whether it qualifies."""
    if band == "hot":
        urgent = urgency in ("high", "very_high")
        return "immediate_outreach_high_priority" if urgent else "immediate_outreach"
    if band == "warm":
        return "scheduled_outreach" if qualified else "nurture_sequence"
    return "long_term_nurture"


class NextActions:
    """Plans the first steps for leads that are handed over at one moment."""

    def __init__(self, rules: ResponseRules, agency: AgencyRules, handed_over_at: datetime) -> None:
        self._agency = agency
        self._start = handed_over_at
        self._hours = {"hot": rules.hot_hours}
        self._warm_hours, self._follow_up_hours = rules.warm_hours, rules.follow_up_hours
        self._call, self._write = filler(rules.call), filler(rules.write)
        self._ask, self._follow_up = filler(rules.ask), filler(rules.follow_up)
        self._due = cache(self._find_due)  # a hundred thousand leads have four due moments between them

    def first_due(self, band: Band) -> datetime:
        """When the first contact with a lead of the band is due."""
        return datetime.fromisoformat(self._due(self._hours.get(band, self._warm_hours))[0])

    def of(self, lead: LeadInput, band: Band, unknown: list[str]) -> list[NextAction]:
        """First contact, what to find out in it, and the follow-up on the other channel."""
        hours = self._hours.get(band, self._warm_hours)
        ways = self._ways(lead)
        first, first_channel = ways[0]
        again, again_channel = ways[-1]
        due = self._due(hours)
        later = self._due(hours + self._follow_up_hours)
        actions = [_action(first, first_channel, due)]
        if unknown:
            actions.append(_action(self._ask(unknown=", ".join(unknown)), first_channel, due))
        follow_up = self._follow_up(action=again[:1].lower() + again[1:])
        return [*actions, _action(follow_up, again_channel, later)]

    def _ways(self, lead: LeadInput) -> list[tuple[str, Channel]]:
        contact = lead.contact_info
        who = contact.name or contact.company or "the contact"
        if contact.name and contact.company:
            who = f"{contact.name} ({contact.company})"
        ways: list[tuple[str, Channel]] = []
        if contact.phone:
            ways.append((self._call(who=who, phone=contact.phone), "phone"))
        if contact.email:
            ways.append((self._write(who=who, email=contact.email), "email"))
        return ways

    def _find_due(self, hours: float) -> tuple[str, str]:
        due = add_office_hours(self._start, hours, self._agency)
        unit = "office hour" if hours == 1 else "office hours"
        start = self._start.isoformat(timespec="minutes")
        return due.isoformat(), f"{hours:g} {unit} after {start} ({office_hours_words(self._agency)})"


def _action(text: str, channel: Channel, due: tuple[str, str]) -> NextAction:
    return {"action": text, "channel": channel, "due_at": due[0], "formula": due[1]}

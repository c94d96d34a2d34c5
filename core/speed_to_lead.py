"""How fast a lead is called: the target's clock in office hours, contact attempts, and speed to lead."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, TypedDict

from core.office_hours import office_hours_between
from core.policy import AgencyRules

Channel = Literal["phone", "email", "meeting", "message"]
Outcome = Literal["reached", "no_answer", "left_message", "wrong_details", "not_interested"]

CHANNELS: dict[Channel, str] = {
    "phone": "Call",
    "email": "E-mail",
    "meeting": "Meeting",
    "message": "Message",
}
OUTCOMES: dict[Outcome, str] = {
    "reached": "Reached",
    "no_answer": "No answer",
    "left_message": "Left a message",
    "wrong_details": "Wrong number or address",
    "not_interested": "Not interested",
}


@dataclass(frozen=True, slots=True)
class TargetClock:
    """Where a prospect stands against the moment by which it should be contacted.

    `hours` of open office are left (due) or gone by (overdue); `hours_a_day` the office is open.
    """

    state: Literal["contacted", "no target", "due", "overdue"]
    hours: float = 0.0
    hours_a_day: float = 8.0

    @property
    def words(self) -> str:
        """The state as people say it, like "due in 40 min"."""
        if self.state == "overdue":
            return f"overdue by {hours_words(self.hours, self.hours_a_day)}"
        if self.state == "due":
            return f"due in {hours_words(self.hours, self.hours_a_day)}"
        return self.state


def target_clock(
    due_at: datetime | None, contacted_at: datetime | None, now: datetime, agency: AgencyRules
) -> TargetClock:
    """The clock of one prospect; nights, weekends and holidays do not run it."""
    if contacted_at is not None:
        return TargetClock("contacted")
    if due_at is None:
        return TargetClock("no target")
    first, last = sorted((due_at, now))
    hours_a_day = (agency.office_closes.hour - agency.office_opens.hour) + (
        agency.office_closes.minute - agency.office_opens.minute
    ) / 60
    state: Literal["due", "overdue"] = "overdue" if now > due_at else "due"
    return TargetClock(state, office_hours_between(first, last, agency), hours_a_day)


def hours_words(hours: float, hours_a_day: float = 8.0) -> str:
    """`40 min`, `3 h 20 min`, and from three working days on `12 working days`."""
    minutes = round(hours * 60)
    if minutes < 60:
        return f"{minutes} min"
    if hours >= 3 * hours_a_day:
        return f"{hours / hours_a_day:,.0f} working days"
    whole, rest = divmod(minutes, 60)
    return f"{whole} h {rest} min" if rest else f"{whole} h"


class FirstContact(NamedTuple):
    """A lead that was contacted: its band, when it came in, and the first contact."""

    band: str
    received_at: datetime
    contacted_at: datetime


class SpeedToLead(TypedDict):
    """First contact − received, in office hours: the median, and how many of `n` were within the target."""

    band: str
    n: int
    median_hours: float
    target_hours: float
    within: int
    formula: str


def speed_to_lead(
    contacts: Iterable[FirstContact], targets: dict[str, float], agency: AgencyRules
) -> list[SpeedToLead]:
    """One line for each band that has a target (hours) and a contacted lead, in the targets' order."""
    taken: dict[str, list[float]] = {band: [] for band in targets}
    for band, received_at, contacted_at in contacts:
        if band in taken:
            taken[band].append(office_hours_between(received_at, contacted_at, agency))
    found: list[SpeedToLead] = []
    for band, hours in taken.items():
        if not hours:
            continue
        within = sum(one <= targets[band] + 1e-9 for one in hours)
        found.append(
            {
                "band": band,
                "n": len(hours),
                "median_hours": statistics.median(hours),
                "target_hours": targets[band],
                "within": within,
                "formula": f"within {targets[band]:g} h: {within} ÷ {len(hours)}",
            }
        )
    return found

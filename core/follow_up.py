"""Talking to a client who was not happy: by when, and what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, NamedTuple

FOLLOW_UP_HOURS = 48
"""Hours from an answer to the first talk about it; a complaint that waits longer is told to others first."""

FollowUpOutcome = Literal["solved", "agreed", "no_answer", "not_solved"]
OUTCOMES: dict[FollowUpOutcome, str] = {
    "agreed": "Talked, next step agreed",
    "solved": "Put right",
    "no_answer": "Nobody answered",
    "not_solved": "Talked, no way found yet",
}
TALKED: tuple[FollowUpOutcome, ...] = ("solved", "agreed", "not_solved")
"""Outcomes that stop the clock: somebody was reached."""


class FollowUpClock(NamedTuple):
    """`state` and when the talk is due; `late_by` is how long it is past due."""

    state: Literal["talked", "due", "late"]
    due_at: datetime
    late_by: timedelta = timedelta(0)


def follow_up_clock(answered_at: datetime, talked_at: datetime | None, now: datetime) -> FollowUpClock:
    """Where the talk stands: 48 hours after the answer it is late, unless somebody was reached."""
    due = answered_at + timedelta(hours=FOLLOW_UP_HOURS)
    if talked_at is not None:
        return FollowUpClock("talked", due, max(talked_at - due, timedelta(0)))
    return FollowUpClock("late", due, now - due) if now > due else FollowUpClock("due", due)

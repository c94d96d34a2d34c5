"""How far a deliverable is: its state, its days and the client's approval, and what rules these keep."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from core.errors import HandoffRefused

# The states that a person chooses from; a change order alone cancels a deliverable.
PROGRESS_STATES = ("planned", "in_progress", "completed")


class DeliverableProgress(NamedTuple):
    """Where a deliverable stands; a day is None where it is not known or has not come."""

    status: str
    started_on: date | None = None
    completed_on: date | None = None
    client_approved: bool = False


def check_progress(progress: DeliverableProgress, today: date) -> None:
    """HandoffRefused where the state, the days and the approval contradict each other."""
    started, completed = progress.started_on, progress.completed_on
    if progress.status not in PROGRESS_STATES:
        raise HandoffRefused("Choose planned, in progress or completed.")
    if progress.client_approved and progress.status != "completed":
        raise HandoffRefused("A deliverable can be approved once it is completed; mark it completed too.")
    if progress.status == "completed" and completed is None:
        raise HandoffRefused("Say on which day it was completed.")
    if progress.status != "completed" and completed is not None:
        raise HandoffRefused("Only what is completed has a day of completion; clear the day or choose it.")
    if progress.status == "planned" and started is not None:
        raise HandoffRefused("What has started is in progress; clear the day or choose in progress.")
    for day, done in ((started, "started"), (completed, "completed")):
        if day is not None and day > today:
            raise HandoffRefused(f"It cannot have {done} on a day to come ({day.isoformat()}).")
    if started is not None and completed is not None and completed < started:
        raise HandoffRefused(
            f"It cannot be completed ({completed.isoformat()}) before it started ({started.isoformat()})."
        )

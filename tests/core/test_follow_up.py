"""The clock of a talk with an unhappy client."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.follow_up import FollowUpClock, follow_up_clock

ANSWERED = datetime(2026, 11, 20, 9, tzinfo=UTC)
DUE = ANSWERED + timedelta(hours=48)


@pytest.mark.parametrize(
    ("talked_after", "now_after", "clock"),
    [
        (None, 1, FollowUpClock("due", DUE)),
        (None, 48, FollowUpClock("due", DUE)),
        (None, 50, FollowUpClock("late", DUE, timedelta(hours=2))),
        (10, 50, FollowUpClock("talked", DUE)),
        (60, 90, FollowUpClock("talked", DUE, timedelta(hours=12))),
    ],
    ids=["just answered", "at the hour", "late", "talked in time", "talked late"],
)
def test_the_clock_runs_for_48_hours_until_somebody_is_reached(
    talked_after: int | None, now_after: int, clock: FollowUpClock
) -> None:
    talked = None if talked_after is None else ANSWERED + timedelta(hours=talked_after)
    assert follow_up_clock(ANSWERED, talked, ANSWERED + timedelta(hours=now_after)) == clock

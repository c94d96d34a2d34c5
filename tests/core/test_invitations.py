"""Who may be invited, where an invitation stands, and what the rates count."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from core.errors import HandoffRefused, InputRejected
from core.invitations import (
    Invited,
    Marks,
    check_invitation,
    completion_rate,
    link_ends,
    read_person,
    response_rate,
    state_of,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER, EARLIER = NOW + timedelta(days=1), NOW - timedelta(days=1)


@pytest.mark.parametrize(
    ("marks", "state"),
    [
        (Marks(LATER), "waiting"),
        (Marks(LATER, opened_at=EARLIER), "opened"),
        (Marks(LATER, opened_at=EARLIER, drafted_at=EARLIER), "begun"),
        (Marks(NOW), "expired"),
        (Marks(LATER, revoked_at=EARLIER), "revoked"),
        (Marks(EARLIER, answered_at=EARLIER, revoked_at=EARLIER), "answered"),
    ],
)
def test_an_invitation_stands_where_its_moments_say(marks: Marks, state: str) -> None:
    assert state_of(marks, NOW) == state


def test_nobody_is_asked_twice_within_the_quiet_days() -> None:
    earlier = [Invited(NOW - timedelta(days=29), "answered", same_survey=False)]
    with pytest.raises(HandoffRefused, match="from 2026-11-24 on"):
        check_invitation(earlier, NOW, 30)
    check_invitation(earlier, NOW + timedelta(days=1), 30)
    check_invitation(earlier, NOW, 0)


@pytest.mark.parametrize(("state", "words"), [("answered", "already"), ("opened", "open link")])
def test_one_contact_has_one_link_to_a_survey(state: str, words: str) -> None:
    with pytest.raises(HandoffRefused, match=words):
        check_invitation([Invited(NOW - timedelta(days=90), state, same_survey=True)], NOW, 30)  # type: ignore[arg-type]


@pytest.mark.parametrize("same", [True, False])
def test_a_revoked_link_does_not_count(same: bool) -> None:
    check_invitation([Invited(EARLIER, "revoked", same_survey=same)], NOW, 30)


def test_a_link_lasts_through_the_last_day_of_its_survey() -> None:
    assert link_ends(date(2026, 11, 30), NOW, 21) == datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize("closed", [None, date(2026, 11, 23), date(2025, 1, 1)])
def test_a_link_to_a_survey_that_has_closed_lasts_its_days(closed: date | None) -> None:
    assert link_ends(closed, NOW, 21) == NOW + timedelta(days=21)


def test_an_invitation_needs_a_name_and_an_address() -> None:
    assert read_person("  Ann   Lee ", " ann@example.com ") == ("Ann Lee", "ann@example.com")
    with pytest.raises(InputRejected) as caught:
        read_person(" ", "ann")
    assert [problem.field for problem in caught.value.problems] == ["name", "email"]


def test_the_rates_count_whom_they_say() -> None:
    response = response_rate(["answered", "expired", "waiting", "opened", "revoked"])
    assert (response["value"], response["n"]) == (25.0, 4)
    marks = [Marks(LATER), Marks(LATER, opened_at=NOW), Marks(LATER, opened_at=NOW, answered_at=NOW)]
    completion = completion_rate(marks)
    assert (completion["value"], completion["n"]) == (50.0, 2)
    assert completion_rate([Marks(LATER)])["value"] is None

"""Who may be invited to a survey, how long a link lasts, and where an invitation stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from core.errors import HandoffRefused, InputRejected, Problem
from core.field_types import read_email
from core.statistics import Figure, share_figure

State = Literal["answered", "revoked", "expired", "begun", "opened", "waiting"]
Way = Literal["phone", "paper"]  # how answers came that we type in
LONGEST_NAME = 200  # characters of an invited person's name
OPEN_STATES = ("waiting", "opened", "begun")


@dataclass(frozen=True, slots=True)
class Marks:
    """The moments of one invitation; None for what did not happen."""

    expires_at: datetime
    opened_at: datetime | None = None
    drafted_at: datetime | None = None
    answered_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """An earlier invitation of the same contact; `same_survey` says whether it is to this survey."""

    invited_at: datetime
    state: State
    same_survey: bool


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """One person; answered without a `feedback_id` means that the answers wait to be handed over.

    `answered_via` is phone or paper where we typed the answers in; who has no `email` was not invited.
    `language` is the tag of the one chosen for this person; None leaves it to the browser.
    """

    id: int
    name: str
    email: str
    invited_at: datetime
    marks: Marks
    state: State
    feedback_id: str | None
    failure: str | None
    answered_via: str | None = None
    language: str | None = None


def state_of(marks: Marks, now: datetime) -> State:
    """Answers count whatever came later; the moment at which a link expires is no longer part of it."""
    if marks.answered_at:
        return "answered"
    if marks.revoked_at:
        return "revoked"
    if marks.expires_at <= now:
        return "expired"
    if marks.drafted_at:
        return "begun"
    return "opened" if marks.opened_at else "waiting"


def read_person(name: str, email: str) -> tuple[str, str]:
    """The invited person's name and address, trimmed; InputRejected names every wrong field."""
    problems = []
    name, address = " ".join(name.split()), None
    if not name:
        problems.append(Problem("name", "is required", name))
    elif len(name) > LONGEST_NAME:
        problems.append(Problem("name", f"must have at most {LONGEST_NAME} characters", name[:80]))
    try:
        address = read_email(email)
    except ValueError as error:
        problems.append(Problem("email", str(error), email[:80]))
    else:
        if not address:
            problems.append(Problem("email", "is required", email))
    if problems:
        found = " and ".join(f"the {problem.field} {problem.message}" for problem in problems)
        raise InputRejected(f"Nobody was invited: {found}.", problems)
    return name, str(address)


def check_invitation(earlier: Iterable[Invited], now: datetime, quiet_days: int) -> None:
    """HandoffRefused where this contact has answered, holds an open link, or was asked too recently.

    A link that was revoked does not count: revoking is how a mistake is taken back.
    """
    counted = [one for one in earlier if one.state != "revoked"]
    for one in counted:
        if one.same_survey and one.state == "answered":
            raise HandoffRefused("This contact has answered this survey already; nobody is asked twice.")
        if one.same_survey and one.state in OPEN_STATES:
            raise HandoffRefused(
                "This contact holds an open link to this survey. Make a new link for it instead."
            )
    last = max((one.invited_at for one in counted if not one.same_survey), default=None)
    if last is not None and now < last + timedelta(days=quiet_days):
        free = (last + timedelta(days=quiet_days)).date()
        raise HandoffRefused(
            f"This contact was asked on {last.date().isoformat()}, and nobody is asked twice within "
            f"{quiet_days} days. Invite again from {free.isoformat()} on, or ask somebody else."
        )


def link_ends(closes_on: date | None, now: datetime, days: int) -> datetime:
    """The end of the survey's last day in UTC; where that has come or is not known, `days` from now."""
    if closes_on is not None and closes_on > now.date():
        return datetime.combine(closes_on + timedelta(days=1), time(), UTC)
    return now + timedelta(days=days)


def response_rate(states: Iterable[State]) -> Figure:
    """Who answered, of all who were invited; links that were revoked unanswered do not count."""
    counted = [state for state in states if state != "revoked"]
    return share_figure(counted.count("answered"), len(counted), "answered ÷ invited (without revoked links)")


def completion_rate(marks: Iterable[Marks]) -> Figure:
    """Who sent the answers, of all who opened the survey."""
    opened = [one for one in marks if one.opened_at or one.answered_at]
    done = sum(one.answered_at is not None for one in opened)
    return share_figure(done, len(opened), "answered ÷ opened")

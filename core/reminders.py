"""Which mail an invited person gets next: the invitation, one of the survey's reminders, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from core.invitations import OPEN_STATES, State

MailState = Literal["sending", "sent", "failed", "unclear"]
INVITATION = 0  # the step of the first mail; reminders count from 1


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to an invited person. `live` is False once its link was replaced by a new one.

    `unclear` is a mail of which nobody knows whether the server took it: the connection broke after the
    text was handed over, or the app was stopped meanwhile.
    """

    step: int
    state: MailState
    on: date
    live: bool = True
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class NextMail:
    """What may be sent to one person: `step` is None where nothing is.

    `with_others`: it is among those that go to everybody at once. `again`: the same mail was tried and may
    have arrived, so a person decides. `next_on` is the day of the reminder after it.
    """

    step: int | None = None
    with_others: bool = False
    again: bool = False
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One invited person: every mail so far, oldest first, and the one that may go next."""

    invitation_id: int
    name: str
    state: State
    mails: tuple[Mail, ...]
    next: NextMail


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mail; `sentence` says what did not work."""

    name: str
    step: int
    status: MailState
    sentence: str = ""


def reminder_days(request: Mapping[str, Any]) -> list[date]:
    """The days on which the survey reminds, as its request holds them."""
    days = (request.get("schedule") or {}).get("reminders_on") or []
    return sorted(date.fromisoformat(day) for day in days)


def next_mail(
    state: State, invited_on: date, mails: Sequence[Mail], reminders_on: Sequence[date], today: date
) -> NextMail:
    """The mail that one person may get today.

    Whoever answered, or holds no open link, gets none. The invitation comes first, but who opened the survey
    was reached already: to them it goes only when somebody wants it, as after a new link. A reminder is due
    from its day on; of several days that have passed the newest counts, so that nobody gets two at once, and
    a day counts only for people who were invited, or written to, before it.
    """
    if state not in OPEN_STATES:
        return NextMail()
    first = [mail for mail in mails if mail.step == INVITATION and mail.live]
    next_on = next((day for day in reminders_on if day > today), None)
    if state == "waiting" and not _done(first):
        return NextMail(INVITATION, not _unclear(first), _unclear(first), next_on)
    last_on = max([invited_on, *(mail.on for mail in mails if _arrived(mail))])
    step = sum(day <= today for day in reminders_on)
    tries = [mail for mail in mails if mail.step == step]
    if step and last_on < reminders_on[step - 1] and not _done(tries):
        return NextMail(step, not _unclear(tries), _unclear(tries), next_on)
    if not _done(first):
        return NextMail(INVITATION, False, _unclear(first), next_on)
    return NextMail(next_on=next_on)


def _arrived(mail: Mail) -> bool:
    return mail.state in ("sent", "sending")


def _done(mails: Sequence[Mail]) -> bool:
    return any(_arrived(mail) for mail in mails)


def _unclear(mails: Sequence[Mail]) -> bool:
    return any(mail.state == "unclear" for mail in mails)

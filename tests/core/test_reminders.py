"""Who gets which mail: the invitation first, reminders on the survey's days, nobody twice."""

from __future__ import annotations

from datetime import date

import pytest

from core.invitations import State
from core.reminders import Mail, MailState, NextMail, next_mail, reminder_days

INVITED, FIRST, SECOND = date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16)
DAYS = [FIRST, SECOND]


def sent(step: int, on: date = INVITED, state: MailState = "sent", live: bool = True) -> Mail:
    return Mail(step, state, on, live)


@pytest.mark.parametrize(
    ("state", "mails", "today", "expected"),
    [
        ("waiting", [], INVITED, NextMail(0, True, False, FIRST)),
        ("waiting", [sent(0)], INVITED, NextMail(next_on=FIRST)),
        ("waiting", [sent(0)], date(2026, 11, 8), NextMail(next_on=FIRST)),
        ("waiting", [sent(0)], FIRST, NextMail(1, True, False, SECOND)),
        ("begun", [sent(0), sent(1, FIRST)], FIRST, NextMail(next_on=SECOND)),
        ("opened", [sent(0), sent(1, FIRST)], SECOND, NextMail(2, True)),
        ("waiting", [sent(0)], date(2026, 11, 20), NextMail(2, True)),
        ("waiting", [sent(0), sent(1, date(2026, 11, 17))], date(2026, 11, 20), NextMail()),
        ("waiting", [sent(0), sent(2, SECOND)], date(2026, 11, 30), NextMail()),
        ("waiting", [sent(0), sent(1, FIRST, "failed")], FIRST, NextMail(1, True, False, SECOND)),
        ("waiting", [sent(0), sent(1, FIRST, "unclear")], FIRST, NextMail(1, False, True, SECOND)),
        ("waiting", [sent(0), sent(1, FIRST, "sending")], FIRST, NextMail(next_on=SECOND)),
        ("waiting", [sent(0, state="unclear")], INVITED, NextMail(0, False, True, FIRST)),
        ("waiting", [sent(0, live=False)], INVITED, NextMail(0, True, False, FIRST)),
        ("opened", [], INVITED, NextMail(0, False, False, FIRST)),
        ("opened", [], FIRST, NextMail(1, True, False, SECOND)),
        ("answered", [sent(0)], SECOND, NextMail()),
        ("revoked", [sent(0)], SECOND, NextMail()),
        ("expired", [], SECOND, NextMail()),
    ],
    ids=[
        "invitation first",
        "invited",
        "the day before",
        "first reminder",
        "reminded today",
        "second reminder",
        "the first day was missed: one mail, not two",
        "reminded late, after the second day",
        "both days are over",
        "a failed mail is tried again",
        "an unclear one waits for a person",
        "on its way",
        "unclear invitation",
        "a new link wants a new invitation",
        "the link was passed on by hand",
        "passed on by hand, then reminded",
        "answered",
        "revoked",
        "expired",
    ],
)
def test_the_next_mail(state: State, mails: list[Mail], today: date, expected: NextMail) -> None:
    assert next_mail(state, INVITED, mails, DAYS, today) == expected


def test_who_was_invited_after_a_reminder_day_is_not_reminded_for_it() -> None:
    late = date(2026, 11, 12)
    assert next_mail("opened", late, [sent(0, late)], DAYS, late) == NextMail(next_on=SECOND)


def test_a_survey_without_reminders_has_none() -> None:
    assert reminder_days({}) == []
    assert reminder_days({"schedule": {"reminders_on": ["2026-11-16", "2026-11-09"]}}) == DAYS
    assert next_mail("opened", INVITED, [sent(0)], [], SECOND) == NextMail()

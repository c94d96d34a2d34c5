"""Invitations and reminders by mail: who is due one, sending it once, and what became of it.

A mail is claimed in the database before it is sent and marked after it, each in a transaction of its own:
two people, or two clicks, cannot send the same mail, and a mail is only called sent when the server took it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import Session

from core.errors import HandoffRefused
from core.invitation_texts import message, reminder, reminder_subject, subject
from core.invitations import state_of
from core.reminders import INVITATION, Mail, Mailbox, MailState, Outcome, next_mail, reminder_days
from db.mail import Letter, Mailer, MailNotSent
from db.records.base import Records, loads
from db.records.invitations import TOKEN_BYTES, marks_of
from db.survey_links import digest_of
from db.tables.feedback import Invitation, Survey, SurveyMail

STOPPED_AFTER = timedelta(minutes=5)  # no mail takes that long; who sent it was stopped
_STOPPED = "The app was stopped while it sent this mail, so it may have arrived or not."


@dataclass(frozen=True, slots=True)
class _Claim:
    mail_id: int
    request_id: str
    step: int
    letter: Letter


class SurveyMailRecords(Records):
    @property
    def configured(self) -> bool:
        """Whether the settings name a mail server."""
        return self._workspace.settings.mail is not None

    def listed(self, request_id: str) -> dict[int, Mailbox]:
        """Every invited person of the survey by the id of the invitation."""
        with self._workspace.reading() as session:
            survey = self._get(session, Survey, request_id, "survey")
            days = reminder_days(loads(survey.request_json) or {})
            lines = list(
                session.execute(
                    select(Invitation).where(Invitation.request_id == request_id).order_by(Invitation.id)
                ).scalars()
            )
            mails = self._mails(session, [int(line.id or 0) for line in lines])
            return {int(line.id or 0): self._mailbox(line, mails, days) for line in lines}

    def send(self, invitation_id: int, step: int) -> Outcome:
        """Send one person that mail; HandoffRefused where it is not, or no longer, the one to send."""
        with self._mailer() as mailer:
            return self._deliver(mailer, invitation_id, step, asked=True)

    def send_all(self, due: Iterable[tuple[int, int]]) -> Iterator[Outcome]:
        """Send mails by invitation and step, one after the other over one connection; what is no longer due
        is passed over. It ends with the first outcome that would be that of all the others too."""
        with self._mailer() as mailer:
            for invitation_id, step in due:
                try:
                    outcome = self._deliver(mailer, invitation_id, step, asked=False)
                except HandoffRefused:
                    continue  # answered, revoked or written to meanwhile
                except _AccountFailed as error:
                    yield error.outcome
                    return
                yield outcome

    def _mailer(self) -> Mailer:
        account = self._workspace.settings.mail
        if account is None:
            raise HandoffRefused("No mail server is set up. Set SMTP_URL and SMTP_FROM, or pass the link on.")
        return Mailer(account)

    def _deliver(self, mailer: Mailer, invitation_id: int, step: int, *, asked: bool) -> Outcome:
        claim = self._claim(invitation_id, step, asked=asked)
        name = claim.letter.name
        try:
            mailer.send(claim.letter, self._now)
        except MailNotSent as error:
            status: MailState = "unclear" if error.reason == "unclear" else "failed"
            self._finish(claim, status, error.sentence)
            outcome = Outcome(name, step, status, error.sentence)
            if error.reason == "account" and not asked:
                raise _AccountFailed(outcome) from None
            return outcome
        except Exception:
            self._finish(claim, "failed", "The mail could not be written; the log says why.")
            raise
        self._finish(claim, "sent", None)
        return Outcome(name, step, "sent")

    def _claim(self, invitation_id: int, step: int, *, asked: bool) -> _Claim:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with self._workspace.editing() as session:
            line = self._get(session, Invitation, invitation_id, "invitation", lock=True)
            survey = self._get(session, Survey, line.request_id, "survey")
            request = loads(survey.request_json) or {}
            mails = self._mails(session, [invitation_id])
            box = self._mailbox(line, mails, reminder_days(request))
            if box.next.step != step or not (asked or box.next.with_others):
                raise HandoffRefused(_why_not(box, step))
            letter = self._letter(line, request, step, self._workspace.invitations.address(token))
            mail = SurveyMail(
                created_at=self._now,
                invitation_id=invitation_id,
                step=step,
                status="sending",
                actor=self._workspace.actor,
                token_digest=digest_of(token),
            )
            session.add(mail)
            session.flush()
            return _Claim(int(mail.id or 0), line.request_id, step, letter)

    def _letter(self, line: Invitation, request: dict[str, object], step: int, address: str) -> Letter:
        project = str(request.get("project_name") or "")
        write, title = (message, subject) if step == INVITATION else (reminder, reminder_subject)
        agency = self._workspace.settings.agency_name
        text = write(line.name, project, address, line.expires_at, agency, line.language)
        return Letter(line.name, line.email, title(project, line.language), text)

    def _finish(self, claim: _Claim, status: MailState, failure: str | None) -> None:
        what = _words(claim.step)
        said = {
            "sent": f"{what} was sent to {claim.letter.name}",
            "failed": f"{what} to {claim.letter.name} was not sent",
        }
        with self._workspace.editing() as session:
            mail = self._get(session, SurveyMail, claim.mail_id, "mail", lock=True)
            mail.status, mail.failure, mail.finished_at = status, failure, self._now
            if status == "failed":
                mail.token_digest = None  # nobody was given this link
            session.add(mail)
            self._audit(
                session,
                action="send survey mail",
                record=("survey", claim.request_id),
                summary=said.get(status, f"{what} to {claim.letter.name} may have arrived or not"),
            )

    def _mails(self, session: Session, invitation_ids: list[int]) -> dict[int, list[Mail]]:
        found: dict[int, list[Mail]] = {}
        rows = session.execute(
            select(SurveyMail).where(SurveyMail.invitation_id.in_(invitation_ids)).order_by(SurveyMail.id)
        ).scalars()
        for row in rows:
            found.setdefault(row.invitation_id, []).append(self._mail(row))
        return found

    def _mail(self, row: SurveyMail) -> Mail:
        stopped = row.status == "sending" and row.created_at + STOPPED_AFTER <= self._now
        return Mail(
            step=row.step,
            state="unclear" if stopped else _state(row.status),
            on=(row.finished_at or row.created_at).date(),
            live=row.token_digest is not None,
            failure=_STOPPED if stopped else row.failure,
        )

    def _mailbox(self, line: Invitation, mails: dict[int, list[Mail]], days: list[date]) -> Mailbox:
        own = mails.get(int(line.id or 0), [])
        state = state_of(marks_of(line), self._now)
        found = next_mail(state, line.created_at.date(), own, days, self._now.date())
        return Mailbox(int(line.id or 0), line.name, state, tuple(own), found)


class _AccountFailed(Exception):
    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.sentence)
        self.outcome = outcome


def _why_not(box: Mailbox, step: int) -> str:
    if box.state == "answered":
        return f"{box.name} has answered already, so no mail was sent."
    if box.state in ("revoked", "expired"):
        return f"The link of {box.name} is {box.state}, so no mail was sent. Make a new link first."
    if any(mail.step == step and mail.state in ("sent", "sending") for mail in box.mails):
        return f"{_words(step)} to {box.name} is sent already, or on its way; it was not sent twice."
    return f"{_words(step)} to {box.name} is not due, so no mail was sent."


def _words(step: int) -> str:
    return "The invitation" if step == INVITATION else f"Reminder {step}"


def _state(status: str) -> MailState:
    known: dict[str, MailState] = {"sending": "sending", "sent": "sent", "failed": "failed"}
    return known.get(status, "unclear")

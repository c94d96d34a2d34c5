"""Invitations to surveys: whom to ask, links made and taken back, and who has answered."""

from __future__ import annotations

import secrets

from sqlalchemy import select, update
from sqlmodel import Session

from core.client_languages.choice import LANGUAGES, check_language
from core.errors import HandoffRefused
from core.invitations import (
    InvitationLine,
    Invited,
    Marks,
    check_invitation,
    link_ends,
    read_person,
    state_of,
)
from core.result import HandoffResult
from core.survey_design import SurveyRules
from core.workflows.fulfillment_to_feedback import FulfillmentToFeedbackPolicy
from db.records.base import Records, loads
from db.survey_links import digest_of
from db.tables.clients import Contact
from db.tables.feedback import Invitation, Survey, SurveyMail
from db.tables.fulfillment import Project

TOKEN_BYTES = 32


class InvitationRecords(Records):
    def listed(self, request_id: str) -> list[InvitationLine]:
        """The survey's invitations, newest first, as they stand at this moment."""
        statement = (
            select(Invitation)
            .where(Invitation.request_id == request_id)
            .order_by(Invitation.created_at.desc(), Invitation.id.desc())
        )
        now = self._now
        with self._workspace.reading() as session:
            return [
                InvitationLine(
                    int(line.id or 0),
                    line.name,
                    line.email,
                    line.created_at,
                    marks := marks_of(line),
                    state_of(marks, now),
                    line.feedback_id,
                    line.failure,
                    line.answered_via,
                    line.language,
                )
                for line in session.execute(statement).scalars()
            ]

    def contacts(self, request_id: str) -> list[tuple[str, str]]:
        """Name and e-mail of the client's contacts, the one whom the survey names first."""
        with self._workspace.reading() as session:
            survey = self._get(session, Survey, request_id, "survey")
            named = (loads(survey.request_json) or {}).get("contact") or {}
            rows = session.execute(
                select(Contact.name, Contact.email)
                .join(Project, Project.client_id == Contact.client_id)
                .where(Project.project_id == survey.project_id)
                .order_by(Contact.name)
            ).all()
        found = {str(email).casefold(): (str(name), str(email)) for name, email in rows}
        first = str(named.get("email") or "")
        if first:
            own = found.pop(first.casefold(), (str(named.get("name") or ""), first))
            return [own, *found.values()]
        return list(found.values())

    def usual_language(self, request_id: str, email: str) -> str | None:
        """The language to suggest for a person: the one chosen last for this address, for a new address the
        one chosen last for anybody of the same client; None where the browser is to decide."""
        newest = select(Invitation.language).order_by(Invitation.created_at.desc(), Invitation.id.desc())
        with self._workspace.reading() as session:
            survey = self._get(session, Survey, request_id, "survey")
            client = select(Project.client_id).where(Project.project_id == survey.project_id)
            same_client = (
                newest.join(Survey, Survey.request_id == Invitation.request_id)
                .join(Project, Project.project_id == Survey.project_id)
                .where(Project.client_id == client.scalar_subquery(), Invitation.email_key != "")
            )
            key = email.strip().casefold()
            statements = [newest.where(Invitation.email_key == key), same_client] if key else [same_client]
            for statement in statements:
                found: str | None
                for (found,) in session.execute(statement.limit(1)):
                    return found
        return None

    def invite(self, request_id: str, name: str, email: str, language: str | None = None) -> str:
        """Invite a person; returns the address of the link, which is shown this once. `language` is the tag
        of the one that page and mails are in; without it the browser decides, and mails are in English."""
        name, address = read_person(name, email)
        language = check_language(language)
        key = address.casefold()
        rules = self._rules()
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with self._workspace.editing() as session:
            survey = self._get(session, Survey, request_id, "survey", lock=True)
            check_invitation(self._earlier(session, key, request_id), self._now, rules.ask_again_after_days)
            invitation = Invitation(
                created_at=self._now,
                request_id=request_id,
                token_digest=digest_of(token),
                name=name,
                email=address,
                email_key=key,
                invited_by=self._workspace.actor,
                expires_at=link_ends(survey.expires_on, self._now, rules.expires_after_days),
                language=language,
            )
            session.add(invitation)
            self._note(session, "invite to survey", request_id, f"{name} was invited")
        return self.address(token)

    def renew(self, invitation_id: int) -> str:
        """A new link in place of the old one, which ends; what was filled in so far stays."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with self._workspace.editing() as session:
            line = self._unanswered(session, invitation_id)
            survey = self._get(session, Survey, line.request_id, "survey")
            line.token_digest = digest_of(token)
            session.execute(
                update(SurveyMail).where(SurveyMail.invitation_id == line.id).values(token_digest=None)
            )
            line.revoked_at = None
            line.expires_at = link_ends(survey.expires_on, self._now, self._rules().expires_after_days)
            session.add(line)
            self._note(session, "new survey link", line.request_id, f"{line.name} got a new link")
        return self.address(token)

    def set_language(self, invitation_id: int, language: str | None) -> None:
        """Choose another language for somebody who has not answered; links and drafts stay as they are."""
        language = check_language(language)
        with self._workspace.editing() as session:
            line = self._unanswered(session, invitation_id)
            line.language = language
            session.add(line)
            chosen = LANGUAGES[language].name if language else "as the browser says"
            self._note(session, "language of a survey", line.request_id, f"{line.name} is asked in: {chosen}")

    def revoke(self, invitation_id: int) -> None:
        """End a link; whoever opens it reads that it was taken back."""
        with self._workspace.editing() as session:
            line = self._unanswered(session, invitation_id)
            line.revoked_at = self._now
            session.add(line)
            self._note(session, "revoke survey link", line.request_id, f"the link of {line.name} was revoked")

    def hand_over(self, invitation_id: int) -> HandoffResult | None:
        """Hand stored answers over again, after a run that failed."""
        return self._workspace.survey_links.hand_over(invitation_id)

    def address(self, token: str) -> str:
        return f"{self._workspace.settings.public_url}/survey/{token}"

    def over_offer(self, request_id: str) -> HandoffResult | None:
        """feedback_to_offer over the answers of all projects of the survey's offer, as a preview; None where
        it has no offer or no answers."""
        offer_id = self.offer_of(request_id)
        raw = self._workspace.offer_feedback.input_of(offer_id) if offer_id else None
        return self._workspace.preview("feedback_to_offer", raw) if raw else None

    def offer_of(self, request_id: str) -> str | None:
        """The offer that the survey's project sold."""
        with self._workspace.reading() as session:
            survey = self._get(session, Survey, request_id, "survey")
            project = session.get(Project, survey.project_id)
            return project.offer_id if project else None

    def _rules(self) -> SurveyRules:
        policies = self._workspace.policies
        return policies.current("fulfillment_to_feedback", FulfillmentToFeedbackPolicy).survey

    def _earlier(self, session: Session, email_key: str, request_id: str) -> list[Invited]:
        found = session.execute(select(Invitation).where(Invitation.email_key == email_key)).scalars()
        return [
            Invited(line.created_at, state_of(marks_of(line), self._now), line.request_id == request_id)
            for line in found
        ]

    def _unanswered(self, session: Session, invitation_id: int) -> Invitation:
        line = self._get(session, Invitation, invitation_id, "invitation", lock=True)
        if line.answered_at is not None:
            raise HandoffRefused(f"{line.name} has answered already; nothing was changed.")
        return line

    def _note(self, session: Session, action: str, request_id: str, summary: str) -> None:
        self._audit(session, action=action, record=("survey", request_id), summary=summary)


def marks_of(line: Invitation) -> Marks:
    return Marks(**{name: getattr(line, name) for name in Marks.__slots__})

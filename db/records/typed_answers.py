"""Answers on paper or by phone: typed in by us, kept and handed over as if the person had sent them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import select

from core.errors import HandoffRefused, InputRejected, Problem
from core.invitations import LONGEST_NAME, Way
from core.result import HandoffResult
from core.survey_answers import LONGEST_ANSWER, FormReading, clean_fields, read_form
from db.records.base import Records, loads
from db.survey_links import digest_of
from db.tables.feedback import Invitation, Survey

_WAYS: dict[Way, str] = {"phone": "by phone", "paper": "on paper"}
NOT_NAMED = "Somebody not named"


class TypedAnswerRecords(Records):
    def store(
        self,
        request_id: str,
        fields: Mapping[str, str],
        *,
        way: Way,
        once: str,
        invitation_id: int | None = None,
        name: str = "",
    ) -> HandoffResult | None:
        """Keep one person's answers and run feedback_to_offer over them; `fields` as in core.survey_answers.

        With `invitation_id` they are the answers of that invited person, whose link ends with them, also
        after it has expired. Without one a line of its own is written, and `once`, a secret of the form,
        makes sure that a second click writes no second line. None: stored, but the run broke.
        """
        with self._workspace.editing() as session:
            survey = self._get(session, Survey, request_id, "survey", lock=True)
            request = loads(survey.request_json) or {}
            _check(read_form(request, fields))
            if invitation_id is None:
                line = self._uninvited(request_id, name, once)
                known = select(Invitation.id).where(Invitation.token_digest == line.token_digest)
                if session.execute(known).first():
                    raise HandoffRefused("These answers are stored already; nothing was stored twice.")
            else:
                line = self._get(session, Invitation, invitation_id, "invitation", lock=True)
                if line.request_id != request_id:
                    raise HandoffRefused(f"{line.name} was invited to another survey; nothing was stored.")
                if line.answered_at is not None:
                    raise HandoffRefused(f"{line.name} has answered already; nothing was changed.")
                if line.revoked_at is not None:
                    raise HandoffRefused(f"The invitation of {line.name} was revoked; nothing was stored.")
            line.answers_json = json.dumps(clean_fields(request, fields), ensure_ascii=False)
            line.answered_at, line.answered_via, line.draft_json = self._now, way, None
            session.add(line)
            session.flush()
            number = int(line.id or 0)
            self._audit(
                session,
                action="type in answers",
                record=("survey", request_id),
                summary=f"the answers of {line.name}, given {_WAYS[way]}, were typed in",
            )
        return self._workspace.survey_links.hand_over(number)

    def _uninvited(self, request_id: str, name: str, once: str) -> Invitation:
        """A line for somebody who was never invited: no address, and a link that nobody holds."""
        shown = " ".join(name.split())[:LONGEST_NAME] or NOT_NAMED
        return Invitation(
            created_at=self._now,
            request_id=request_id,
            token_digest=digest_of(f"typed in {once}"),
            name=shown,
            email="",
            email_key="",
            invited_by=self._workspace.actor,
            expires_at=self._now,
        )


def _check(reading: FormReading) -> None:
    said = {
        "too_long": f"must have at most {LONGEST_ANSWER:,} characters",
        "not_offered": "is none of the answers that the survey offers",
    }
    problems = [Problem(field, said[mistake]) for field, mistake in reading.mistakes.items()]
    if problems:
        found = "; ".join(f"{problem.field} {problem.message}" for problem in problems)
        raise InputRejected(f"Nothing was stored: {found}.", problems)
    if not reading.says_something:
        raise InputRejected("Nothing was stored: give at least one rating, or an answer in words.")

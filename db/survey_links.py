"""What the holder of a survey's link may do: open it, keep a draft, send the answers once.

Only the SHA-256 of a link's secret is stored, so that a copy of the database opens no survey. The answers
are committed before the handoff runs: a run that fails is tried again later and loses nothing.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from core.invitations import OPEN_STATES, Marks, State, state_of
from core.result import HandoffResult
from core.survey_answers import clean_fields, feedback_input, read_form
from db.transaction import Row

if TYPE_CHECKING:
    from db.workspace import Workspace

logger = logging.getLogger("agency.survey")

LONGEST_TOKEN = 100  # characters; ours have 43
TRIGGER = "survey"

Sent = Literal["stored", "again", "other answers", "closed"]

_LINK = (
    "SELECT i.id, i.name, i.expires_at, i.opened_at, i.drafted_at, i.answered_at, i.revoked_at, "
    "i.feedback_id, i.draft_json, i.answers_json, i.language, s.request_json, p.offer_id, o.product_name "
    "FROM invitations i JOIN surveys s ON s.request_id = i.request_id "
    "LEFT JOIN projects p ON p.project_id = s.project_id LEFT JOIN offers o ON o.offer_id = p.offer_id WHERE "
)
_MAILED = "i.id = (SELECT m.invitation_id FROM survey_mails m WHERE m.token_digest = :value)"
_STILL_OPEN = "id = :id AND answered_at IS NULL AND revoked_at IS NULL AND expires_at > :now_at"
_OPEN = f"UPDATE invitations SET opened_at = :now_at WHERE opened_at IS NULL AND {_STILL_OPEN}"  # noqa: S608
_DRAFT = f"UPDATE invitations SET draft_json = :draft_json, drafted_at = :now_at WHERE {_STILL_OPEN}"  # noqa: S608
_ANSWER = (
    "UPDATE invitations SET answers_json = :answers_json, answered_at = :now_at, draft_json = NULL, "  # noqa: S608
    f"opened_at = COALESCE(opened_at, :now_at) WHERE {_STILL_OPEN}"
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link as its holder sees it: `request` is the survey, `fields` what was filled in so far.

    `language` is the tag of the one that was chosen for this person; None leaves it to the browser.
    """

    id: int
    name: str
    state: State
    request: dict[str, Any]
    fields: dict[str, str]
    expires_at: datetime
    language: str | None = None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


def digest_of(token: str) -> str:
    """The SHA-256 of a link's secret. The secret has 256 random bits, so a plain digest is enough."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class SurveyLinks:
    """The links of one database; every method takes the secret itself and knows no other way in."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def find(self, token: str) -> Link | None:
        """The link with this secret; None where nobody was ever given it."""
        if not token or len(token) > LONGEST_TOKEN:
            return None
        digest = digest_of(token)
        row = self._row("i.token_digest = :value", digest) or self._row(_MAILED, digest)
        return self._link(row) if row else None

    def opened(self, link: Link) -> None:
        """Note the first time that the survey was shown."""
        self._change(_OPEN, link.id)

    def keep_draft(self, link: Link, given: Mapping[str, str]) -> bool:
        """Keep what was filled in; False where the link is no longer open."""
        draft = json.dumps(clean_fields(link.request, given), ensure_ascii=False)
        return self._change(_DRAFT, link.id, draft_json=draft) == 1

    def send(self, link: Link, given: Mapping[str, str]) -> Sent:
        """Store the answers and hand them over; of several tries with one link the first one is stored."""
        fields = clean_fields(link.request, given)
        text = json.dumps(fields, ensure_ascii=False)
        if self._change(_ANSWER, link.id, answers_json=text):
            self.hand_over(link.id)
            return "stored"
        row = self._row("i.id = :value", link.id)
        if row is None or row["answers_json"] is None:
            return "closed"
        return "again" if json.loads(row["answers_json"]) == fields else "other answers"

    def hand_over(self, invitation_id: int) -> HandoffResult | None:
        """Run feedback_to_offer for stored answers; the same answers again are a replay. None where there
        are no answers, or where the run broke: what failed stands with the invitation."""
        row = self._row("i.id = :value", invitation_id)
        if row is None or row["answers_json"] is None:
            return None
        try:
            request = json.loads(row["request_json"])
            offer = {name: str(row[name]) for name in ("offer_id", "product_name") if row[name]}
            feedback_id = f"FB_{str(request['request_id']).removeprefix('FR_')}_link{invitation_id}"
            reading = read_form(request, json.loads(row["answers_json"]))
            raw = feedback_input(request, feedback_id, reading, offer)
            result = self._workspace.run("feedback_to_offer", raw, trigger=TRIGGER)
            outcome = {"feedback_id": feedback_id, "failure": None}
            if not result.success:
                outcome = {"failure": result.error}
            with self._workspace.database.transaction() as write:
                write.update("invitations", {"id": invitation_id}, outcome)
        except Exception:
            # The person has answered; whatever breaks now is ours to mend, with the answers stored.
            logger.exception("answers of invitation %s are stored but not handed over", invitation_id)
            return None
        if result.success and not result.replayed:
            self._workspace.offer_feedback.after(offer.get("offer_id"))
        return result

    def _row(self, condition: str, value: Any) -> Row | None:
        return self._workspace.database.fetch_one(_LINK + condition, {"value": value})

    def _link(self, row: Row) -> Link:
        marks = Marks(**{name: row[name] for name in Marks.__slots__})
        fields = json.loads(row["draft_json"]) if row["draft_json"] else {}
        request = json.loads(row["request_json"])
        state = state_of(marks, self._workspace.clock.now())
        return Link(int(row["id"]), row["name"], state, request, fields, marks.expires_at, row["language"])

    def _change(self, sql: str, invitation_id: int, **values: Any) -> int:
        with self._workspace.database.transaction() as write:
            row = {"id": invitation_id, "now_at": self._workspace.clock.now(), **values}
            return write.change_many(sql, [row])

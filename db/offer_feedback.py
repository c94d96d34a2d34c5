"""All that was answered about an offer, over all its projects, read together: a handoff to Offers of its own.

Each answer is counted with its own response already, so what is stored here is the run and its line in the
inbox, no response and no recommendation. The same responses have the same key: read again they are a replay.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from core.result import HandoffResult

if TYPE_CHECKING:
    from db.workspace import Workspace

logger = logging.getLogger("agency.feedback")

TRIGGER = "offer"
FEWEST = 2  # responses; one alone is read already
EVERY_ONE_UNTIL = 20  # responses; from there on it is read again when a tenth has come in addition
GROWTH = 1.1

_RESPONSES = "SELECT feedback_id, answers_json FROM responses WHERE offer_id = :offer ORDER BY feedback_id"
_LAST = (
    "SELECT runs.data_json FROM handoffs JOIN runs ON runs.workflow_id = handoffs.workflow_id "
    "WHERE handoffs.workflow = 'feedback_to_offer' AND handoffs.record_type = 'offer' "
    "AND handoffs.record_id = :offer ORDER BY handoffs.created_at DESC, handoffs.id DESC LIMIT 1"
)


class OfferFeedback:
    """The readings of whole offers of one workspace; it needs no ORM."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def after(self, offer_id: str | None) -> HandoffResult | None:
        """Read the offer together after a response, where enough has come since the last time.

        None where it is not due or broke: the response itself is stored and must not suffer from it.
        """
        if not offer_id:
            return None
        try:
            return self.run(offer_id) if self._is_due(offer_id) else None
        except Exception:
            logger.exception("the answers about offer %s are not read together", offer_id)
            return None

    def after_run(self, result: HandoffResult) -> HandoffResult | None:
        """The same after a run that a person or a script began; only one that stored a response counts."""
        if result.workflow != "feedback_to_offer" or not result.success or result.replayed:
            return None
        row = self._workspace.database.fetch_one(
            "SELECT offer_id FROM responses WHERE workflow_id = :run", {"run": result.workflow_id}
        )
        return self.after(str(row["offer_id"]) if row and row["offer_id"] else None)

    def run(self, offer_id: str) -> HandoffResult | None:
        """Hand everything about the offer over to Offers; None where nobody has answered about it."""
        raw = self.input_of(offer_id)
        return self._workspace.run("feedback_to_offer", raw, trigger=TRIGGER) if raw else None

    def input_of(self, offer_id: str) -> dict[str, Any] | None:
        """The input of feedback_to_offer over all projects of an offer; None without answers."""
        database = self._workspace.database
        offer = database.fetch_one(
            "SELECT product_name FROM offers WHERE offer_id = :offer", {"offer": offer_id}
        )
        rows = database.fetch_all(_RESPONSES, {"offer": offer_id})
        answers = _together([json.loads(row["answers_json"] or "{}") for row in rows])
        if offer is None or not (answers["responses"] or answers["ratings"]):
            return None
        return {
            "feedback_id": f"FB_{offer_id}",
            "project_id": f"all projects of {offer_id}",
            "offer_id": offer_id,
            "product_name": offer["product_name"],
            "sums_up": [row["feedback_id"] for row in rows],
            **answers,
        }

    def _is_due(self, offer_id: str) -> bool:
        database = self._workspace.database
        row = database.fetch_one(
            "SELECT COUNT(*) AS n FROM responses WHERE offer_id = :offer", {"offer": offer_id}
        )
        number = int(row["n"]) if row else 0
        if number <= EVERY_ONE_UNTIL:
            return number >= FEWEST
        last = database.fetch_one(_LAST, {"offer": offer_id})
        read = len(json.loads(last["data_json"]).get("sums_up") or []) if last else 0
        return number >= read * GROWTH


def _together(answers: list[dict[str, Any]]) -> dict[str, Any]:
    """The answers of several responses as one input."""
    ratings: dict[str, list[float]] = {}
    for one in answers:
        for category, stars in (one.get("ratings") or {}).items():
            ratings.setdefault(category, []).extend(stars)
    return {
        "responses": [line for one in answers for line in one.get("responses") or []],
        "ratings": ratings,
        "likelihood_to_recommend": [n for one in answers for n in one.get("likelihood_to_recommend") or []],
    }

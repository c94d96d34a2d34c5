"""Feedback → sales: remind sales in good time that a client's contract ends, with what the client said."""

import logging
from datetime import UTC, date, datetime, timedelta
from typing import Any

logger = logging.getLogger(__name__)

DAYS_BEFORE_THE_END = 60  # time for a meeting, an offer and a signature
DAYS_BEFORE_WHEN_UNHAPPY = 90  # an unhappy client first needs an answer, then an offer
UNHAPPY_BELOW = 60  # satisfaction score, 0–100


class RenewalReminderWorkflow:
    """A renewal reminder with its date, its reason and what to say, from a client's contract and feedback."""

    label = "Renewal reminder"
    source_domain = "feedback"
    target_domain = "sales"
    next_step = "renewal_conversation"

    def __init__(self) -> None:
        self.workflow_id: str | None = None
        self.status = "initialized"
        self.handoff_data: dict[str, Any] = {}
        self.errors: list[dict[str, Any]] = []

    def validate_input(self, input_data: dict[str, Any]) -> bool:
        for field in ("company_name", "contract_end"):
            if not isinstance(input_data.get(field), str) or not input_data[field].strip():
                self._complain(field, "is required")
        if not self.errors:
            try:
                date.fromisoformat(input_data["contract_end"])
            except ValueError:
                self._complain("contract_end", "must be a date that exists, like 2025-06-30")
        score = input_data.get("client_satisfaction_score")
        is_number = isinstance(score, int | float) and not isinstance(score, bool)
        if score is not None and not (is_number and 0 <= score <= 100):
            self._complain("client_satisfaction_score", "must be a number from 0 to 100")
        for field in ("key_strengths", "improvement_areas"):
            entries = input_data.get(field, [])
            if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
                self._complain(field, "must be a list of texts")
        return not self.errors

    def transform_data(self, input_data: dict[str, Any]) -> dict[str, Any]:
        ends = date.fromisoformat(input_data["contract_end"])
        score = input_data.get("client_satisfaction_score")
        unhappy = score is not None and score < UNHAPPY_BELOW
        days = DAYS_BEFORE_WHEN_UNHAPPY if unhappy else DAYS_BEFORE_THE_END
        remind_on = ends - timedelta(days=days)
        points = [f"They value: {strength}" for strength in input_data.get("key_strengths", [])]
        points += [
            f"Say what has changed since they asked for: {area}"
            for area in input_data.get("improvement_areas", [])
        ]
        return {
            "company_name": input_data["company_name"].strip(),
            "contract_end": ends.isoformat(),
            "remind_on": remind_on.isoformat(),
            "formula": f"{ends.isoformat()} − {days} days",
            "approach": "repair_first" if unhappy else "offer_renewal",
            "talking_points": points,
        }

    def execute(self, input_data: dict[str, Any]) -> dict[str, Any]:
        self.workflow_id = f"renewal_reminder_{datetime.now(UTC).timestamp()}"
        try:
            if not self.validate_input(input_data):
                names = ", ".join(error["field"] for error in self.errors)
                return {"success": False, "error": f"Please look at: {names}.", "errors": self.errors}
            self.handoff_data = {
                "workflow_id": self.workflow_id,
                "source_domain": self.source_domain,
                "target_domain": self.target_domain,
                "data": self.transform_data(input_data),
                "handoff_timestamp": datetime.now(UTC).isoformat(),
            }
            self.status = "completed"
            return {
                "success": True,
                "workflow_id": self.workflow_id,
                "handoff_data": self.handoff_data,
                "title": f"Renewal of {input_data['company_name'].strip()}",
            }
        except Exception as error:
            self.status = "error"
            logger.error("renewal reminder failed: %s", type(error).__name__)
            return {"success": False, "error": f"The reminder could not be made: {error}"}

    def _complain(self, field: str, message: str) -> None:
        self.errors.append({"field": field, "message": message})

"""What the lead intake does with a body: imported once for each idempotency key, answered in JSON."""

from __future__ import annotations

import logging
from dataclasses import asdict

from core.errors import InputRejected, Problem
from db.intake_requests import Claim, IntakeRequests
from db.lead_import import ImportOptions, ImportReport
from db.workspace import Workspace
from server.answers import Answer, failure
from server.lead_body import LeadBody

logger = logging.getLogger("agency.intake")

MOST_NAMED = 100  # rejected leads that an answer names; the report in the app has all of them


class LeadReceipt:
    """Takes bodies in for one workspace; safe to share between threads."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._requests = IntakeRequests(workspace.database, workspace.clock)

    def take_in(self, key: str, digest: str, body: LeadBody, *, campaign_id: str | None) -> Answer | None:
        """Import the body, or answer what was answered under this key before. None while another request
        with the same key is being worked on."""
        claim = self._requests.claim(key, digest)
        match claim.state:
            case "busy":
                return None
            case "answered":
                return Answer(200, {**(claim.answer or {}), "replayed": True})
            case "other body":
                message = "This Idempotency-Key was used for other leads. Use a new key for each new request."
                return failure(422, InputRejected.code, message, [Problem("Idempotency-Key", message)])
        try:
            report = self._earlier(claim) or self._import(claim, body, campaign_id)
        except BaseException:
            self._requests.release(claim)
            raise
        answer = answer_of(report)
        if answer.status == InputRejected.http_status:
            # Nothing was stored, so the corrected leads may come under the same key.
            self._requests.release(claim)
        else:
            self._requests.finish(claim, answer.status, answer.body)
        logger.info("leads taken in", extra={"import_id": report.import_id, **asdict(report.counts)})
        return answer

    def _earlier(self, claim: Claim) -> ImportReport | None:
        """What became of the import of an owner that died; None where it stored nothing."""
        if claim.import_id is None:
            return None
        found = self._workspace.lead_imports.progress(claim.import_id)
        if found is None or found.state not in ("done", "undone"):
            return None
        return self._workspace.lead_imports.report(claim.import_id)

    def _import(self, claim: Claim, body: LeadBody, campaign_id: str | None) -> ImportReport:
        imports = self._workspace.lead_imports
        campaign = self._campaign(campaign_id, body.campaign_id)
        staged = imports.stage(body.name, body.content)
        self._requests.note_import(claim, staged.import_id)
        try:
            return imports.run(staged.import_id, ImportOptions(campaign_id=campaign))
        except BaseException:
            imports.discard(staged.import_id)  # whoever sent it has it, and was told
            raise

    def _campaign(self, asked: str | None, beside: str | None) -> str | None:
        """The campaign that the address names; else the one named beside the leads, where we have it: other
        tools name campaigns of their own."""
        if asked is not None:
            if not self._knows(asked):
                message = f"there is no campaign {asked[:80]!r}"
                raise InputRejected(
                    f"The leads were not taken in: {message}.", [Problem("campaign", message)]
                )
            return asked
        return beside if beside is not None and self._knows(beside) else None

    def _knows(self, campaign_id: str) -> bool:
        sql = "SELECT 1 AS found FROM campaigns WHERE campaign_id = :id"
        return self._workspace.database.fetch_one(sql, {"id": campaign_id}) is not None


def answer_of(report: ImportReport) -> Answer:
    """201 where leads were added or changed, 200 where all were known, 422 where none could be used."""
    counts = report.counts
    if counts.read == counts.rejected:
        message = "No lead could be taken in."
        if counts.read == 1 and report.rejected:
            message = f"The lead could not be taken in. {report.rejected[0].reason}."
        problems = [Problem(f"leads[{row.line - 1}]", row.reason) for row in report.rejected[:MOST_NAMED]]
        return failure(InputRejected.http_status, InputRejected.code, message, problems)
    body = {
        "success": True,
        "import_id": report.import_id,
        "campaign_id": report.campaign_id,
        "counts": asdict(counts),
        "rejected": [{"line": row.line, "reason": row.reason} for row in report.rejected[:MOST_NAMED]],
    }
    return Answer(201 if counts.created or counts.updated else 200, body)

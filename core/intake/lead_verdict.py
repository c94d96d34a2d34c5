"""Score, band, status and next action of an imported lead, by the rules that the handoff to Sales has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import polars as pl

from core.intake.columns.verdicts import judge_frame
from core.intake.lead_frames import LEVELS, MOMENT
from core.lead_scoring import LeadScorer
from core.leads import LeadInput, read_level, read_moment
from core.next_actions import NextActions, recommended_approach
from core.workflows.marketing_to_sales import MarketingToSalesPolicy

# The attributes that a score is made of; leads that agree in them have the same verdict.
_SCORED = ("score", "engagement_level", "budget_indicator", "urgency", "received_at")


class LeadJudge:
    """Judges leads as of one moment, as SalesDesk does; equal leads are judged once."""

    def __init__(self, policy: MarketingToSalesPolicy, now: datetime) -> None:
        self._policy = policy
        self._now = now
        self._scorer = LeadScorer(policy.scoring, now)
        self._actions = NextActions(policy.response, policy.agency, now)
        self._known: dict[tuple[Any, ...], dict[str, Any]] = {}

    def judge_frame(self, leads: pl.DataFrame) -> pl.DataFrame:
        """The same of many leads at once (columns: UNJUDGED of core.intake.lead_frames), in their order."""
        return judge_frame(leads, self._policy, self._now)

    def judge_many(self, leads: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
        """The same of leads as LeadInput JSON."""
        rows = [
            (
                lead.get("score"),
                *(read_level(lead.get(name)) for name in LEVELS),
                read_moment(lead.get("received_at")),
                bool(lead["contact_info"].get("email") or lead["contact_info"].get("phone")),
            )
            for lead in leads
        ]
        schema: dict[str, Any] = {
            "given_score": pl.Float64,
            **dict.fromkeys(LEVELS, pl.String),
            "received_at": MOMENT,
            "reachable": pl.Boolean,
        }
        return self.judge_frame(pl.DataFrame(rows, schema=schema, orient="row"))

    def judge(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """score, band, completeness, approach, status and next_action_due_at of a lead without its id."""
        contact = given["contact_info"]
        reachable = bool(contact.get("email") or contact.get("phone"))
        key = (reachable, *(given.get(name) for name in _SCORED))
        found = self._known.get(key)
        if found is None:
            found = self._judge(given, reachable)
            if len(self._known) < 100_000:
                self._known[key] = found
        return found

    def _judge(self, given: Mapping[str, Any], reachable: bool) -> dict[str, Any]:
        lead = LeadInput.model_validate({"id": "imported", **given})
        card = self._scorer.score(lead)
        score, band = card["qualification_score"], card["band"]
        qualified = score >= self._policy.scoring.qualified_from
        due: datetime | None = None
        if not reachable:
            status, approach = "disqualified", "find_contact_details"
        elif band == "insufficient_data":
            status, approach = "disqualified", "ask_for_details"
        elif qualified:
            status, approach = "qualified", recommended_approach(band, lead.urgency, True)
            due = datetime.fromisoformat(self._actions.of(lead, band, [])[0]["due_at"])
        else:
            status, approach = "nurture", recommended_approach(band, lead.urgency, False)
        return {
            "score": score,
            "band": band,
            "completeness": float(card["completeness"]),
            "approach": approach,
            "status": status,
            "next_action_due_at": due,
        }

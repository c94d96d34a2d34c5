"""What sales gets of each lead: a brief for those worth a call, and a reason for the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core.lead_scoring import LeadScorer, ScoreCard
from core.leads import LeadInput
from core.next_actions import Approach, NextAction, NextActions, recommended_approach
from core.talking_points import TalkingPoint, TalkingPoints

NO_CONTACT = "No e-mail address and no phone number, so nobody can reach them."
NOTHING_KNOWN = "Nothing is known that could be scored; ask for details first."


class ScoredLead(ScoreCard):
    """A lead with its score. `received_at` is UTC ISO 8601; `extra_fields` are passed on as given."""

    prospect_id: str
    contact_info: dict[str, Any]
    recommended_approach: Approach
    source: str | None
    urgency: str | None
    received_at: str | None
    interests: list[str]
    pain_points: list[str]
    extra_fields: dict[str, Any]


class SalesBrief(ScoredLead):
    """What sales gets for a qualified lead; `talking_points` carries the evidence of each key point."""

    key_talking_points: list[str]
    talking_points: list[TalkingPoint]
    next_actions: list[NextAction]


class DisqualifiedLead(ScoredLead):
    reason: str


class SalesDesk:
    """Sorts the leads of one campaign as of one moment."""

    def __init__(
        self, scorer: LeadScorer, talk: TalkingPoints, plan: NextActions, *, qualified_from: float
    ) -> None:
        self._scorer = scorer
        self._talk = talk
        self._plan = plan
        self._qualified_from = qualified_from

    def sort(
        self, leads: Iterable[LeadInput]
    ) -> tuple[list[SalesBrief], list[ScoredLead], list[DisqualifiedLead]]:
        """Sales briefs (the best first), leads to nurture, and leads that cannot be worked."""
        briefs: list[SalesBrief] = []
        nurture: list[ScoredLead] = []
        disqualified: list[DisqualifiedLead] = []
        for lead in leads:
            card = self._scorer.score(lead)
            qualified = card["qualification_score"] >= self._qualified_from
            if not lead.contact_info.email and not lead.contact_info.phone:
                disqualified.append(_disqualified(lead, card, "find_contact_details", NO_CONTACT))
            elif card["band"] == "insufficient_data":
                disqualified.append(_disqualified(lead, card, "ask_for_details", NOTHING_KNOWN))
            elif qualified:
                briefs.append(self._brief(lead, card))
            else:
                nurture.append(_scored(lead, card, recommended_approach(card["band"], lead.urgency, False)))
        briefs.sort(key=lambda brief: -brief["qualification_score"])
        return briefs, nurture, disqualified

    def _brief(self, lead: LeadInput, card: ScoreCard) -> SalesBrief:
        points = self._talk.of(lead)
        return {
            **_scored(lead, card, recommended_approach(card["band"], lead.urgency, True)),
            "key_talking_points": [point["text"] for point in points],
            "talking_points": points,
            "next_actions": self._plan.of(lead, card["band"], card["unknown"]),
        }


def _disqualified(lead: LeadInput, card: ScoreCard, approach: Approach, reason: str) -> DisqualifiedLead:
    return {**_scored(lead, card, approach), "reason": reason}


def _scored(lead: LeadInput, card: ScoreCard, approach: Approach) -> ScoredLead:
    return {
        "prospect_id": lead.id,
        "contact_info": lead.contact_info.model_dump(exclude_none=True),
        **card,
        "recommended_approach": approach,
        "source": lead.source,
        "urgency": lead.urgency,
        "received_at": lead.received_at.isoformat() if lead.received_at else None,
        "interests": lead.interests,
        "pain_points": lead.pain_points,
        "extra_fields": lead.extras,
    }

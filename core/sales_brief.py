"""What sales gets of each lead: a brief for those worth a call, and a reason for the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple, cast

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


Verdict = Literal["qualified", "nurture", "disqualified"]


class Judged(NamedTuple):
    """A lead's verdict and its document: a SalesBrief where it is qualified, a DisqualifiedLead where it
    cannot be worked, else a ScoredLead."""

    verdict: Verdict
    document: ScoredLead


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
            verdict, document = self.judge(lead)
            if verdict == "qualified":
                briefs.append(cast(SalesBrief, document))
            elif verdict == "nurture":
                nurture.append(document)
            else:
                disqualified.append(cast(DisqualifiedLead, document))
        briefs.sort(key=best_first)
        return briefs, nurture, disqualified

    def judge(self, lead: LeadInput) -> Judged:
        """What becomes of one lead."""
        card = self._scorer.score(lead)
        if not lead.contact_info.email and not lead.contact_info.phone:
            return Judged("disqualified", _disqualified(lead, card, "find_contact_details", NO_CONTACT))
        if card["band"] == "insufficient_data":
            return Judged("disqualified", _disqualified(lead, card, "ask_for_details", NOTHING_KNOWN))
        if card["qualification_score"] >= self._qualified_from:
            return Judged("qualified", self._brief(lead, card))
        return Judged("nurture", _scored(lead, card, recommended_approach(card["band"], lead.urgency, False)))

    def _brief(self, lead: LeadInput, card: ScoreCard) -> SalesBrief:
        points = self._talk.of(lead)
        return {
            **_scored(lead, card, recommended_approach(card["band"], lead.urgency, True)),
            "key_talking_points": [point["text"] for point in points],
            "talking_points": points,
            "next_actions": self._plan.of(lead, card["band"], card["unknown"]),
        }


def best_first(brief: SalesBrief) -> int:
    """The sort key of briefs; equal scores keep the order of the leads."""
    return -brief["qualification_score"]


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

"""Decisions about recommendations, taken back and made again; an open draft follows them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from core.errors import HandoffRefused
from core.offer_changes import Proposal, TermChange, changed_terms
from db.records.base import Records, loads
from db.records.loop import asking_the_same
from db.tables.feedback import Recommendation
from db.tables.offers import Offer, OfferVersion


class DecisionRecords(Records):
    def take_back(self, feedback_id: str, proposal: str) -> None:
        """Make a decision undone: what was decided in one go is to decide again, and a draft that holds
        it is drawn again without it. HandoffRefused where the draft was published meanwhile."""
        with self._workspace.editing() as session:
            first = _recommendation(session, feedback_id, proposal)
            if first is None or first.status == "proposed":
                raise HandoffRefused("It is to decide already; nothing was changed.")
            draft = self._draft(session, first)
            old = decision_values(first)
            for line in self._decided_with(session, first):
                undecided(line)
                session.add(line)
            session.flush()
            if draft is not None:
                self._draw_again(session, draft)
            self._audit(
                session,
                action="reopen recommendation",
                record=("response", feedback_id),
                summary=proposal,
                old=old,
                new={"status": "proposed"},
            )

    def repeat(self, decisions: Sequence[Mapping[str, Any]]) -> None:
        """Decide again as it was decided, in one transaction; each is a result of `decision_values`."""
        with self._workspace.editing() as session:
            for one in decisions:
                same = Proposal(one["offer_id"], one["kind"], one["proposal"])
                lines = (
                    session.execute(
                        select(Recommendation)
                        .where(*asking_the_same(same), Recommendation.status == "proposed")
                        .order_by(Recommendation.id)
                        .with_for_update()
                    )
                    .scalars()
                    .all()
                )
                if not lines:
                    raise HandoffRefused("Somebody decided this meanwhile; nothing was changed.")
                decision = one["decision"] or {}
                self._workspace.loop.decide_lines(
                    session,
                    lines,
                    accept=one["status"] == "accepted",
                    reason=one["reason"] or "",
                    change=_change(decision) if decision else None,
                    hypothesis=decision.get("hypothesis") or "",
                )
                session.flush()

    def _decided_with(self, session: Session, first: Recommendation) -> Sequence[Recommendation]:
        same = Proposal(first.offer_id, first.kind, first.proposal)
        return (
            session.execute(
                select(Recommendation)
                .where(*asking_the_same(same), Recommendation.decided_at == first.decided_at)
                .with_for_update()
            )
            .scalars()
            .all()
        )

    def _draft(self, session: Session, line: Recommendation) -> OfferVersion | None:
        if line.offer_version is None:
            return None
        session.get(Offer, line.offer_id, with_for_update=True)
        version = session.execute(
            select(OfferVersion).where(
                OfferVersion.offer_id == line.offer_id, OfferVersion.number == line.offer_version
            )
        ).scalar_one_or_none()
        if version is not None and version.status != "draft":
            raise HandoffRefused(
                f"It is in version {version.number}, which was published. Change it in the next version."
            )
        return version

    def _draw_again(self, session: Session, draft: OfferVersion) -> None:
        """The draft from the version before it and the decisions that are left; none left, no draft."""
        left = session.execute(
            select(Recommendation.decided_at, Recommendation.decision_json)
            .where(
                Recommendation.offer_id == draft.offer_id,
                Recommendation.offer_version == draft.number,
                Recommendation.status == "accepted",
            )
            .order_by(Recommendation.decided_at, Recommendation.id)
        ).all()
        decisions = [loads(text) for text in dict.fromkeys(str(row[1]) for row in left)]
        if not decisions:
            session.delete(draft)
            return
        before = session.execute(
            select(OfferVersion)
            .where(OfferVersion.offer_id == draft.offer_id, OfferVersion.number < draft.number)
            .order_by(OfferVersion.number.desc())
            .limit(1)
        ).scalar_one()
        terms, note, hypothesis = loads(before.terms_json), None, None
        for decision in decisions:
            change = _change(decision)
            try:
                terms = changed_terms(terms, change)
            except HandoffRefused as refusal:
                raise HandoffRefused(
                    "A later decision builds on this one; take that one back first."
                ) from refusal
            note = gathered(note, change.text)
            hypothesis = gathered(hypothesis, decision.get("hypothesis"))
        draft.terms_json, draft.change_note, draft.hypothesis = json.dumps(terms), note, hypothesis
        session.add(draft)


def decision_values(line: Recommendation) -> dict[str, Any]:
    """A decision as the audit trail keeps it, with all that is needed to make it again."""
    return {
        "status": line.status,
        "reason": line.reason,
        "decision": loads(line.decision_json),
        "offer_id": line.offer_id,
        "kind": line.kind,
        "proposal": line.proposal,
    }


def undecided(line: Recommendation) -> None:
    """Make one recommendation one that is still to decide."""
    line.status, line.offer_version, line.decision_json = "proposed", None, None
    line.decided_by, line.decided_at, line.reason = None, None, None


def gathered(before: str | None, line: str | None) -> str | None:
    """One line more of a draft's note or hypothesis."""
    return "\n".join(text for text in (before, line) if text) or None


def recommendation_status(session: Session, feedback_id: str, proposal: str) -> str | None:
    """What became of a recommendation: proposed, accepted or declined; None where it is gone."""
    line = _recommendation(session, feedback_id, proposal)
    return line.status if line else None


def _recommendation(session: Session, feedback_id: str, proposal: str) -> Recommendation | None:
    return session.execute(
        select(Recommendation)
        .where(Recommendation.feedback_id == feedback_id, Recommendation.proposal == proposal)
        .order_by(Recommendation.id)
        .limit(1)
    ).scalar_one_or_none()


def _change(decision: Mapping[str, Any]) -> TermChange:
    return TermChange(decision["place"], decision["text"], decision.get("replaces"))

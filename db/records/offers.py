"""Offers and their versions."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
from sqlalchemy import Select, func, select

from core.errors import HandoffRefused
from core.list_orders import OfferOrder
from core.offer_changes import TermChange, changed_terms
from db.page import Page
from db.records.base import Records, contains, loads
from db.records.decisions import decision_values, gathered, undecided
from db.tables.feedback import Recommendation
from db.tables.marketing import Campaign
from db.tables.offers import Offer, OfferTemplate, OfferVersion

_CAMPAIGNS = (
    select(func.count())
    .select_from(Campaign)
    .where(Campaign.offer_id == Offer.offer_id)
    .correlate(Offer)
    .scalar_subquery()
)
_DRAFTS = (
    select(func.count())
    .where(OfferVersion.offer_id == Offer.offer_id, OfferVersion.status == "draft")
    .scalar_subquery()
)
_OFFERS: Select[*tuple[Any, ...]] = select(
    Offer.offer_id,
    Offer.product_name,
    Offer.status,
    Offer.current_version,
    _DRAFTS.label("drafts"),
    _CAMPAIGNS.label("campaigns"),
    Offer.updated_at,
    OfferTemplate.template_json,
).join(OfferTemplate, OfferTemplate.offer_id == Offer.offer_id, isouter=True)
_ORDERS: dict[OfferOrder, tuple[Any, ...]] = {
    "name": (),
    "changed": (Offer.updated_at.desc(),),
    "campaigns": (_CAMPAIGNS.desc(),),
}


class OfferRecords(Records):
    def overview(self) -> pd.DataFrame:
        """Every offer: offer_id, product_name, status, current_version, drafts, campaigns, updated_at,
        template_json."""
        return self._frame(_OFFERS.order_by(Offer.product_name))

    def page(
        self, *, search: str = "", sort: OfferOrder | None = None, number: int = 1, size: int = 50
    ) -> Page:
        """The same, page by page, by name or in one of OFFER_ORDERS."""
        statement = _OFFERS.order_by(*_ORDERS[sort or "name"], Offer.product_name, Offer.offer_id)
        if search.strip():
            statement = statement.where(contains(search, (Offer.product_name,)))
        return self._page(statement, number=number, size=size)

    def name(self, offer_id: str) -> str:
        """What an offer is called. HandoffRefused where there is none."""
        with self._workspace.reading() as session:
            return str(self._get(session, Offer, offer_id, "offer").product_name)

    def versions(self, offer_id: str) -> pd.DataFrame:
        """The versions of an offer, newest first: number, status, change_note, created_at, terms_json."""
        return self._frame(
            select(
                OfferVersion.number,
                OfferVersion.status,
                OfferVersion.change_note,
                OfferVersion.hypothesis,
                OfferVersion.feedback_id,
                OfferVersion.created_at,
                OfferVersion.terms_json,
            )
            .where(OfferVersion.offer_id == offer_id)
            .order_by(OfferVersion.number.desc())
        )

    def draft(self, offer_id: str, number: int | None = None) -> dict[str, Any]:
        """The input of offer_to_marketing: the newest draft version, else the current version."""
        with self._workspace.reading() as session:
            statement = select(OfferVersion).where(OfferVersion.offer_id == offer_id)
            if number is not None:
                statement = statement.where(OfferVersion.number == number)
            versions = session.execute(statement.order_by(OfferVersion.number.desc())).scalars().all()
        if not versions:
            raise HandoffRefused("This offer has no version to hand over. Fill in the form instead.")
        chosen = next((version for version in versions if version.status == "draft"), versions[0])
        terms: dict[str, Any] = loads(chosen.terms_json)
        return terms

    def add_draft(
        self,
        session: Any,
        offer_id: str,
        *,
        change: TermChange,
        feedback_id: str | None,
        hypothesis: str | None,
    ) -> int:
        """A draft of the next version with `change` in its terms; an open draft gathers further changes."""
        session.get(Offer, offer_id, with_for_update=True)  # two drafts of one number would meet
        versions = list(
            session.execute(
                select(OfferVersion).where(OfferVersion.offer_id == offer_id).order_by(OfferVersion.number)
            ).scalars()
        )
        if not versions:
            raise HandoffRefused(
                "The offer behind this feedback has no version yet; define it in Offers first."
            )
        latest = versions[-1]
        terms = json.dumps(changed_terms(json.loads(latest.terms_json), change))
        if latest.status == "draft":
            latest.terms_json = terms
            latest.change_note = gathered(latest.change_note, change.text)
            latest.hypothesis = gathered(latest.hypothesis, hypothesis)
            session.add(latest)
            return int(latest.number)
        session.add(
            OfferVersion(
                offer_id=offer_id,
                number=latest.number + 1,
                status="draft",
                terms_json=terms,
                change_note=change.text,
                hypothesis=hypothesis,
                feedback_id=feedback_id,
                created_at=self._now,
            )
        )
        return int(latest.number) + 1

    def discard_draft(self, offer_id: str, number: int) -> None:
        """Take a draft back; the recommendations that made it are to decide again."""
        with self._workspace.editing() as session:
            self._get(session, Offer, offer_id, "offer", lock=True)
            draft = session.execute(
                select(OfferVersion).where(
                    OfferVersion.offer_id == offer_id,
                    OfferVersion.number == number,
                    OfferVersion.status == "draft",
                )
            ).scalar_one_or_none()
            if draft is None:
                raise HandoffRefused("This draft was published or discarded meanwhile; nothing was changed.")
            lines = session.execute(
                select(Recommendation)
                .where(
                    Recommendation.offer_id == offer_id,
                    Recommendation.offer_version == number,
                    Recommendation.status == "accepted",
                )
                .order_by(Recommendation.decided_at, Recommendation.id)
            ).scalars()
            decisions: list[dict[str, Any]] = []
            for line in lines:
                if (decision := decision_values(line)) not in decisions:
                    decisions.append(decision)
                undecided(line)
                session.add(line)
            session.delete(draft)
            self._audit(
                session,
                action="discard draft",
                record=("offer", offer_id),
                summary=f"Version {number}: {draft.change_note or 'no note'}",
                old={"status": "draft", "number": number, "decisions": decisions},
                new={"status": "discarded"},
            )

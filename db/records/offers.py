"""Offers and their versions."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
from sqlalchemy import func, select

from core.errors import HandoffRefused
from db.records.base import Records, loads
from db.tables.marketing import Campaign
from db.tables.offers import Offer, OfferVersion


class OfferRecords(Records):
    def overview(self) -> pd.DataFrame:
        """Every offer: offer_id, product_name, status, current_version, drafts, campaigns, updated_at."""
        drafts = (
            select(func.count())
            .where(OfferVersion.offer_id == Offer.offer_id, OfferVersion.status == "draft")
            .scalar_subquery()
        )
        campaigns = select(func.count()).where(Campaign.offer_id == Offer.offer_id).scalar_subquery()
        return self._frame(
            select(
                Offer.offer_id,
                Offer.product_name,
                Offer.status,
                Offer.current_version,
                drafts.label("drafts"),
                campaigns.label("campaigns"),
                Offer.updated_at,
            ).order_by(Offer.product_name)
        )

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
        self, session: Any, offer_id: str, *, note: str, feedback_id: str | None, hypothesis: str | None
    ) -> int:
        """A draft of the next version with today's terms; an open draft gathers further notes."""
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
        if latest.status == "draft":
            latest.change_note = f"{latest.change_note}\n{note}" if latest.change_note else note
            session.add(latest)
            return int(latest.number)
        published = json.loads(latest.terms_json)
        session.add(
            OfferVersion(
                offer_id=offer_id,
                number=latest.number + 1,
                status="draft",
                terms_json=json.dumps(published),
                change_note=note,
                hypothesis=hypothesis,
                feedback_id=feedback_id,
                created_at=self._now,
            )
        )
        return int(latest.number) + 1

"""Delivery templates: what is usually sold under an offer, and the deals that start from it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from core.contract import read_contract
from core.errors import HandoffRefused
from core.service_template import ServiceTemplate, check_template, fill_deal
from core.workflows.sales_to_fulfillment import SalesToFulfillmentPolicy
from db.records.base import CHANGED_MEANWHILE, Records, loads
from db.tables.offers import Offer, OfferTemplate
from db.tables.sales import Deal


class KeptTemplate(NamedTuple):
    """A template as a form fills it, and the version that an edit of it must name."""

    template: dict[str, Any]
    version: int


class OfferTemplateRecords(Records):
    def template(self, offer_id: str) -> KeptTemplate | None:
        """The template of an offer; None where nobody wrote one."""
        with self._workspace.reading() as session:
            row = session.get(OfferTemplate, offer_id)
        return KeptTemplate(loads(row.template_json), row.version) if row else None

    def of_last_deal(self, offer_id: str) -> dict[str, Any] | None:
        """What the last won deal of an offer was sold as, in the form of a template; None without one."""
        with self._workspace.reading() as session:
            deal = (
                session.execute(
                    select(Deal)
                    .where(
                        Deal.offer_id == offer_id, Deal.stage == "closed_won", Deal.input_json.is_not(None)
                    )
                    .order_by(Deal.closed_on.desc())
                    .limit(1)
                )
                .scalars()
                .first()
            )
        if deal is None:
            return None
        given = loads(deal.input_json)
        package, terms = given.get("service_package") or {}, given.get("contract_terms") or {}
        return {
            "type": package.get("type"),
            "price": terms.get("total_value"),
            "currency": deal.currency,
            "deliverables": package.get("deliverables") or [],
            "payment_schedule": terms.get("payment_schedule") or [],
        }

    def save(self, offer_id: str, raw: dict[str, Any], *, version: int = 0) -> None:
        """Keep a template; `version` is the one that was changed, 0 for the first.

        InputRejected names every bad field; HandoffRefused says that somebody else was faster.
        """
        template = read_contract(ServiceTemplate, raw)
        policy = self._policy()
        check_template(template, policy.agency, policy.planning, self._now.date())
        new = template.canonical()
        with self._workspace.editing() as session:
            offer = self._get(session, Offer, offer_id, "offer", lock=True)
            row = session.get(OfferTemplate, offer_id, with_for_update=True)
            if (row.version if row else 0) != version:
                raise HandoffRefused(CHANGED_MEANWHILE)
            old = loads(row.template_json) if row else None
            if old == new:
                return
            text = json.dumps(new, ensure_ascii=False)
            if row is None:
                row = OfferTemplate(
                    offer_id=offer_id,
                    updated_at=self._now,
                    updated_by=self._workspace.actor,
                    template_json=text,
                )
            else:
                row.updated_at, row.updated_by = self._now, self._workspace.actor
                row.version += 1
                row.template_json = text
            session.add(row)
            self._audit(
                session,
                action="change template",
                record=("offer", offer_id),
                summary=f"{offer.product_name}: how it is delivered",
                old=old,
                new=new,
            )

    def fill(self, draft: dict[str, Any], offer_id: str | None, won_on: date) -> dict[str, Any]:
        """The draft of a deal with what its offer's template knows; unchanged where there is none."""
        kept = self.template(offer_id) if offer_id else None
        if kept is None:
            return draft
        policy = self._policy()
        template = read_contract(ServiceTemplate, kept.template)
        return fill_deal(draft, template, policy.agency, policy.planning, won_on)

    def _policy(self) -> SalesToFulfillmentPolicy:
        return self._workspace.policies.current("sales_to_fulfillment", SalesToFulfillmentPolicy)

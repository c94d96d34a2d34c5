"""Prospects and deals."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import select

from core.business_ids import business_id
from core.canonical import short_suffix
from core.errors import HandoffRefused, InputRejected, Problem
from core.money import read_money
from core.pipeline import PipelineRules, check_move
from db.page import Page
from db.records.base import CHANGED_MEANWHILE, Records, contains, loads
from db.tables.marketing import Campaign, Lead
from db.tables.offers import OfferVersion
from db.tables.sales import Deal, StageChange
from db.values import amount, cents


class SalesRecords(Records):
    rules = PipelineRules()

    def prospects(
        self, *, search: str = "", band: str | None = None, number: int = 1, size: int = 50
    ) -> Page:
        """Qualified leads, the most promising first, each with the latest deal that it became."""
        latest_deal = (
            select(Deal.deal_id)
            .where(Deal.lead_pk == Lead.id)
            .order_by(Deal.created_at.desc(), Deal.deal_id)
            .limit(1)
            .scalar_subquery()
        )
        statement = (
            select(
                Lead.id,
                Lead.name,
                Lead.company,
                Lead.email,
                Lead.phone,
                Lead.score,
                Lead.band,
                Lead.approach,
                Lead.next_action_due_at,
                Lead.contacted_at,
                Campaign.name.label("campaign"),
                latest_deal.label("deal_id"),
            )
            .join(Campaign, Campaign.campaign_id == Lead.campaign_id)
            .where(Lead.status == "qualified")
            .order_by(Lead.score.desc(), Lead.id)
        )
        if band:
            statement = statement.where(Lead.band == band)
        if search.strip():
            statement = statement.where(contains(search, (Lead.name, Lead.company, Lead.email)))
        return self._page(statement, number=number, size=size)

    def brief(self, lead_pk: int) -> dict[str, Any]:
        """The sales brief of a prospect."""
        with self._workspace.reading() as session:
            lead = self._get(session, Lead, lead_pk, "prospect")
            brief: dict[str, Any] = loads(lead.brief_json) or {}
            return brief

    def deals(self) -> pd.DataFrame:
        """Every deal: deal_id, name, company_name, stage, value_cents, currency, expected_close_on,
        owner, updated_at, version; the latest change first."""
        return self._frame(
            select(
                Deal.deal_id,
                Deal.name,
                Deal.company_name,
                Deal.stage,
                Deal.value_cents,
                Deal.currency,
                Deal.expected_close_on,
                Deal.owner,
                Deal.updated_at,
                Deal.version,
            ).order_by(Deal.updated_at.desc())
        )

    def deal(self, deal_id: str) -> Deal:
        with self._workspace.reading() as session:
            return self._get(session, Deal, deal_id, "deal")

    def open_deal(
        self,
        *,
        lead_pk: int,
        name: str,
        value: str,
        owner: str,
        expected_close_on: date | None,
        deal_id: str | None = None,
    ) -> str:
        """A new deal from a prospect, in the first stage; returns its deal_id.

        `value` is money as a person typed it; empty where it is not known yet.
        """
        value_cents, currency = self._read_value(value)
        now = self._now
        with self._workspace.editing() as session:
            lead = self._get(session, Lead, lead_pk, "prospect")
            campaign = session.get(Campaign, lead.campaign_id)
            company = lead.company or lead.name or "Unnamed company"
            deal_id = (
                deal_id or f"{business_id('deal', company)}_{short_suffix(str(lead_pk), now.isoformat())[:4]}"
            )
            first = self.rules.stages[0].name
            session.add(
                Deal(
                    deal_id=deal_id,
                    name=name.strip() or company,
                    company_name=company,
                    contact_name=lead.name,
                    contact_email=lead.email,
                    contact_phone=lead.phone,
                    lead_pk=lead.id,
                    campaign_id=lead.campaign_id,
                    offer_id=campaign.offer_id if campaign else None,
                    offer_version=campaign.offer_version if campaign else None,
                    stage=first,
                    value_cents=value_cents,
                    currency=currency,
                    expected_close_on=expected_close_on,
                    owner=owner.strip() or self._workspace.actor,
                    created_at=now,
                    updated_at=now,
                )
            )
            session.flush()
            lead.contacted_at = lead.contacted_at or now
            session.add(lead)
            session.add(
                StageChange(
                    deal_id=deal_id,
                    from_stage=None,
                    to_stage=first,
                    changed_at=now,
                    changed_by=self._workspace.actor,
                )
            )
            self._audit(
                session,
                action="open deal",
                record=("deal", deal_id),
                summary=f"Opened {name.strip() or company}",
            )
        return deal_id

    def move(
        self, deal_id: str, stage: str, *, version: int | None = None, lost_reason: str | None = None
    ) -> None:
        """Move a deal to another stage; HandoffRefused says what to do instead."""
        now = self._now
        with self._workspace.editing() as session:
            deal = self._get(session, Deal, deal_id, "deal", lock=True)
            if version is not None and deal.version != version:
                raise HandoffRefused(CHANGED_MEANWHILE)
            target = check_move(self.rules, deal.stage, stage, lost_reason=lost_reason)
            if target.name == deal.stage:
                return
            old = deal.stage
            session.add(
                StageChange(
                    deal_id=deal_id,
                    from_stage=old,
                    to_stage=target.name,
                    changed_at=now,
                    changed_by=self._workspace.actor,
                )
            )
            deal.stage = target.name
            deal.lost_reason = (lost_reason or "").strip() or None
            deal.closed_on = now.date() if target.is_closed else None
            deal.updated_at = now
            deal.version += 1
            session.add(deal)
            self._audit(
                session,
                action="move deal",
                record=("deal", deal_id),
                summary=f"{deal.name}: {self.rules.stage(old).label} → {target.label}",
                old={"stage": old},
                new={"stage": target.name},
            )

    def draft(self, deal_id: str) -> dict[str, Any]:
        """The input of sales_to_fulfillment: what the deal, its lead and its offer already know."""
        with self._workspace.reading() as session:
            deal = self._get(session, Deal, deal_id, "deal")
            if deal.input_json:
                known: dict[str, Any] = json.loads(deal.input_json)
                return known
            contact = {"name": deal.contact_name, "email": deal.contact_email, "phone": deal.contact_phone}
            version = session.execute(
                select(OfferVersion).where(
                    OfferVersion.offer_id == deal.offer_id, OfferVersion.number == deal.offer_version
                )
            ).scalar_one_or_none()
            terms = loads(version.terms_json) if version else {}
            value = str(amount(deal.value_cents)) if deal.value_cents is not None else ""
            draft: dict[str, Any] = {
                "deal_id": deal.deal_id,
                "status": "closed_won",
                "client_info": {
                    "company_name": deal.company_name,
                    "primary_contact": {key: text for key, text in contact.items() if text},
                    "tier": deal.tier,
                },
                "service_package": {"deliverables": [], "timeline": {}},
                "contract_terms": {"total_value": value, "payment_schedule": [], "currency": deal.currency},
                "offer_id": deal.offer_id,
                "campaign_id": deal.campaign_id,
                "promises": terms.get("unique_selling_points") or [],
            }
            return {key: item for key, item in draft.items() if item is not None}

    def _read_value(self, value: str) -> tuple[int | None, str]:
        default = self._workspace.agency.currency
        if not value.strip():
            return None, default
        reading = read_money(value, default)
        if reading.money is None or reading.money.amount < 0:
            question = reading.question or "must not be negative"
            raise InputRejected("The deal's value cannot be read.", [Problem("value", question, value)])
        return cents(reading.money.amount), reading.money.currency

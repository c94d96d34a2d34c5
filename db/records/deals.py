"""Deals: opened from a prospect, changed and moved through the stages, drafted for fulfillment."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from core.business_ids import business_id
from core.canonical import short_suffix
from core.errors import HandoffRefused, InputRejected, Problem
from core.money import format_money, read_money
from core.pipeline import DealFacts, PipelineRules, check_move
from db.page import Page
from db.records.additions import facts_of
from db.records.base import CHANGED_MEANWHILE, MOST_CHOICES, Records, contains, loads
from db.tables.marketing import Campaign, Lead
from db.tables.offers import OfferVersion
from db.tables.sales import Deal, StageChange
from db.values import amount, cents

CLOSED = ("closed_won", "closed_lost")
_COLUMNS = (
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
)


_ORDERS: dict[str, tuple[Any, ...]] = {
    "changed": (Deal.updated_at.desc(),),
    "value": (Deal.value_cents.desc().nulls_last(),),
    "close": (Deal.expected_close_on.asc().nulls_last(),),
    "name": (Deal.name,),
    "company": (Deal.company_name,),
}


class DealRecords(Records):
    rules = PipelineRules()

    def page(
        self,
        *,
        search: str = "",
        stage: str | None = None,
        sort: str | None = None,
        number: int = 1,
        size: int = 50,
    ) -> Page:
        """Deals, the latest change first or in one of DEAL_ORDERS: deal_id, name, company_name, stage,
        value_cents, currency, expected_close_on, owner, updated_at, version."""
        order = _ORDERS.get(sort or "changed", _ORDERS["changed"])
        statement = select(*_COLUMNS).order_by(*order, Deal.deal_id)
        if stage:
            statement = statement.where(Deal.stage == stage)
        if search.strip():
            statement = statement.where(contains(search, (Deal.name, Deal.company_name, Deal.owner)))
        return self._page(statement, number=number, size=size)

    def open_names(self) -> dict[str, str]:
        """deal_id → name of the open deals that changed last, at most 500."""
        statement = (
            select(Deal.deal_id, Deal.name)
            .where(Deal.stage.not_in(CLOSED))
            .order_by(Deal.updated_at.desc())
            .limit(MOST_CHOICES)
        )
        with self._workspace.reading() as session:
            return {str(deal_id): str(name) for deal_id, name in session.execute(statement)}

    def deal(self, deal_id: str) -> Deal:
        with self._workspace.reading() as session:
            return self._get(session, Deal, deal_id, "deal")

    def shown_value(self, deal: Deal) -> str:
        """The value as a person would type it; empty where it is not known."""
        return "" if deal.value_cents is None else format_money(amount(deal.value_cents), deal.currency)

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
        value_cents, currency = self._read_value(value, self._workspace.agency.currency)
        now = self._now
        with self._workspace.editing() as session:
            lead = self._get(session, Lead, lead_pk, "prospect")
            campaign = session.get(Campaign, lead.campaign_id)
            company = lead.company or lead.name or "Unnamed company"
            deal_id = (
                deal_id or f"{business_id('deal', company)}_{short_suffix(str(lead_pk), now.isoformat())[:4]}"
            )
            first = self.rules.stages[0].name
            deal = Deal(
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
            session.add(deal)
            session.flush()
            lead.contacted_at = lead.contacted_at or now
            session.add(lead)
            self._add_stage_change(session, deal_id, None, first)
            self._audit(
                session,
                action="open deal",
                record=("deal", deal_id),
                summary=f"Opened {name.strip() or company}",
                old={},
                new=facts_of(deal),
            )
        return deal_id

    def change(
        self,
        deal_id: str,
        *,
        name: str,
        value: str,
        owner: str,
        expected_close_on: date | None,
        version: int,
        stage: str | None = None,
    ) -> None:
        """Change what is known of a deal, and move it in the same step where `stage` is given.

        InputRejected names a value that cannot be read; HandoffRefused says that somebody else was
        faster, or why the deal may not move.
        """
        with self._workspace.editing() as session:
            deal = self._known(session, deal_id, version)
            value_cents, currency = self._read_value(value, deal.currency)
            old = deal_facts(deal)
            deal.name = name.strip() or deal.name
            deal.value_cents = value_cents
            deal.currency = currency if value_cents is not None else deal.currency
            deal.owner = owner.strip() or deal.owner
            deal.expected_close_on = expected_close_on
            self._note_change(session, deal, old)
            if stage is not None:
                self._move(session, deal, stage, lost_reason=None)

    def _note_change(
        self, session: Session, deal: Deal, old: dict[str, Any], *, part_of: str | None = None
    ) -> None:
        """Keep a deal whose facts were `old`, with a line of what changed; nothing where nothing did."""
        new = deal_facts(deal)
        changed = {field for field in new if new[field] != old[field]}
        if not changed:
            return
        deal.updated_at = self._now
        deal.version += 1
        self._audit(
            session,
            action="change deal",
            record=("deal", deal.deal_id),
            summary=f"{deal.name}: {', '.join(sorted(_WORDS[field] for field in changed))} changed",
            old={field: old[field] for field in changed},
            new={field: new[field] for field in changed},
            part_of=part_of,
        )
        session.add(deal)

    def move(
        self,
        deal_id: str,
        stage: str,
        *,
        version: int | None = None,
        lost_reason: str | None = None,
        closed_on: date | None = None,
    ) -> None:
        """Move a deal to another stage; HandoffRefused says what to do instead.

        `closed_on` is the day on which it was closed where that is not today.
        """
        with self._workspace.editing() as session:
            deal = self._known(session, deal_id, version)
            self._move(session, deal, stage, lost_reason=lost_reason, closed_on=closed_on)

    def draft(self, deal_id: str) -> dict[str, Any]:
        """The input of sales_to_fulfillment: what the deal, its lead and its offer already know."""
        with self._workspace.reading() as session:
            deal = self._get(session, Deal, deal_id, "deal")
            if deal.input_json:
                given: dict[str, Any] = json.loads(deal.input_json)
                return given
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
            offer_id = deal.offer_id
        known = {key: item for key, item in draft.items() if item is not None}
        return self._workspace.offer_templates.fill(known, offer_id, self._now.date())

    def _known(self, session: Session, deal_id: str, version: int | None) -> Deal:
        deal = self._get(session, Deal, deal_id, "deal", lock=True)
        if version is not None and deal.version != version:
            raise HandoffRefused(CHANGED_MEANWHILE)
        return deal

    def _move(
        self,
        session: Session,
        deal: Deal,
        stage: str,
        *,
        lost_reason: str | None,
        closed_on: date | None = None,
        part_of: str | None = None,
    ) -> None:
        value = amount(deal.value_cents) if deal.value_cents is not None else None
        facts = DealFacts(deal.stage, value, deal.expected_close_on)
        target = check_move(self.rules, facts, stage, lost_reason=lost_reason)
        if target.name == deal.stage:
            return
        now, old = self._now, stage_facts(deal)
        self._add_stage_change(session, deal.deal_id, deal.stage, target.name)
        label = self.rules.stage(deal.stage).label
        deal.stage = target.name
        is_lost = target.name == "closed_lost"
        deal.lost_reason = (lost_reason or "").strip() or None if is_lost else None
        deal.closed_on = (closed_on or now.date()) if target.is_closed else None
        deal.updated_at = now
        deal.version += 1
        session.add(deal)
        self._audit(
            session,
            action="move deal",
            record=("deal", deal.deal_id),
            summary=f"{deal.name}: {label} → {target.label}",
            old=old,
            new=stage_facts(deal),
            part_of=part_of,
        )

    def _add_stage_change(self, session: Session, deal_id: str, old: str | None, new: str) -> None:
        session.add(
            StageChange(
                deal_id=deal_id,
                from_stage=old,
                to_stage=new,
                changed_at=self._now,
                changed_by=self._workspace.actor,
            )
        )

    def _read_value(self, value: str, default: str) -> tuple[int | None, str]:
        if not value.strip():
            return None, default
        reading = read_money(value, default)
        if reading.money is None or reading.money.amount < 0:
            question = reading.question or "must not be negative"
            raise InputRejected("The deal's value cannot be read.", [Problem("value", question, value)])
        return cents(reading.money.amount), reading.money.currency


_WORDS = {
    "name": "name",
    "value_cents": "value",
    "currency": "currency",
    "owner": "owner",
    "expected_close_on": "expected close",
}


def deal_facts(deal: Deal) -> dict[str, Any]:
    """What a person may change in a deal, as the audit trail keeps it."""
    close = deal.expected_close_on
    return {
        "name": deal.name,
        "value_cents": deal.value_cents,
        "currency": deal.currency,
        "owner": deal.owner,
        "expected_close_on": close.isoformat() if close else None,
    }


def stage_facts(deal: Deal) -> dict[str, Any]:
    """Where a deal stands, as the audit trail keeps it; what says nothing is left out of the open stages."""
    facts: dict[str, Any] = {"stage": deal.stage}
    if deal.closed_on is not None or deal.lost_reason is not None:
        facts |= {
            "closed_on": deal.closed_on.isoformat() if deal.closed_on else None,
            "lost_reason": deal.lost_reason,
        }
    return facts

"""Campaigns and their leads."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import Select, case, func, select

from core.list_orders import CampaignOrder, CampaignStatus
from core.result import HandoffResult
from db.bulk_handoff.handoff import StoredLeadsHandoff
from db.bulk_handoff.progress import Cancelled, OnProgress
from db.bulk_handoff.waiting import WaitingLeads, count_waiting
from db.page import Page
from db.records.base import contains, loads
from db.records.found_leads import MANY, LeadLists
from db.tables.marketing import Campaign, CampaignResult, Lead


class LeadCard(NamedTuple):
    """A lead: its row, all that is known of it (input and brief), and its cells as a file had them."""

    lead: Lead
    known: dict[str, Any]
    written: dict[str, str]


def _next_of_index(campaign_id: str | None, status: str | None) -> tuple[Any, ...]:
    """What follows the score in the index that a list of leads is read by: leads of one score stand in its
    order, so that none of a million has to be sorted."""
    if campaign_id:
        return Lead.status.desc(), Lead.band.desc(), Lead.workflow_id.desc()
    return (Lead.band.desc(), Lead.campaign_id.desc()) if status else (Lead.band.desc(),)


def _order(sort: CampaignOrder | None, campaign: Any) -> tuple[Any, ...]:
    orders: dict[CampaignOrder, tuple[Any, ...]] = {
        "newest": (),
        "starts": (campaign.starts_on.desc().nulls_last(),),
        "ends": (campaign.ends_on.asc().nulls_last(),),
        "name": (campaign.name,),
    }
    return (*orders[sort or "newest"], campaign.created_at.desc(), campaign.campaign_id)


def _with_leads(campaigns: Any, sort: CampaignOrder | None = None) -> Select[*tuple[Any, ...]]:
    """These campaigns in order, newest first, with what they cost and the leads that they brought."""
    campaign = campaigns.c
    spent = (
        select(func.sum(CampaignResult.spend_cents))
        .where(CampaignResult.campaign_id == campaign.campaign_id)
        .scalar_subquery()
    )
    leads = (
        select(
            Lead.campaign_id,
            func.count().label("leads"),
            func.sum(case((Lead.status == "qualified", 1), else_=0)).label("qualified"),
        )
        .where(Lead.campaign_id.in_(select(campaign.campaign_id)))
        .group_by(Lead.campaign_id)
        .subquery()
    )
    return (
        select(
            campaign.campaign_id,
            campaign.name,
            campaign.status,
            campaign.starts_on,
            campaign.ends_on,
            campaign.impressions,
            campaign.clicks,
            campaign.budget_cents,
            campaign.currency,
            spent.label("spent_cents"),
            func.coalesce(leads.c.leads, 0).label("leads"),
            func.coalesce(leads.c.qualified, 0).label("qualified"),
        )
        .join(leads, leads.c.campaign_id == campaign.campaign_id, isouter=True)
        .order_by(*_order(sort, campaign))
    )


class MarketingRecords(LeadLists):
    def campaigns(self) -> pd.DataFrame:
        """Every campaign, newest first: campaign_id, name, status, starts_on, ends_on, impressions,
        clicks, budget_cents, currency, spent_cents (None without results), leads, qualified."""
        return self._frame(_with_leads(select(Campaign).subquery()))

    def campaign_page(
        self,
        *,
        search: str = "",
        status: CampaignStatus | None = None,
        sort: CampaignOrder | None = None,
        number: int = 1,
        size: int = 50,
    ) -> Page:
        """The same of some campaigns, also in one of CAMPAIGN_ORDERS: only their leads are counted."""
        wanted = [contains(search, (Campaign.name,))] if search.strip() else []
        if status:
            wanted.append(Campaign.status == status)
        fitting = select(Campaign).where(*wanted)
        with self._workspace.reading() as session:
            counted = select(func.count(Campaign.campaign_id)).where(*wanted)
            total = int(session.execute(counted).scalar_one())
        number = min(max(1, number), max(1, -(-total // size)))
        first = fitting.order_by(*_order(sort, Campaign)).limit(size).offset((number - 1) * size)
        every = partial(self._parts, _with_leads(fitting.subquery(), sort))
        return Page(self._frame(_with_leads(first.subquery(), sort)), total, number, size, every=every)

    def campaign(self, campaign_id: str) -> pd.DataFrame:
        """One campaign in the shape of the list; no row where there is none."""
        return self._frame(
            _with_leads(select(Campaign).where(Campaign.campaign_id == campaign_id).subquery())
        )

    def campaign_names(self) -> dict[str, str]:
        """campaign_id → name, newest first."""
        statement = select(Campaign.campaign_id, Campaign.name).order_by(
            Campaign.created_at.desc(), Campaign.campaign_id
        )
        with self._workspace.reading() as session:
            return {str(campaign_id): str(name) for campaign_id, name in session.execute(statement)}

    def brief(self, campaign_id: str) -> dict[str, Any] | None:
        """The marketing brief of a campaign; None for one that came without."""
        with self._workspace.reading() as session:
            campaign = self._get(session, Campaign, campaign_id, "campaign")
            brief: dict[str, Any] | None = loads(campaign.brief_json)
            return brief

    def draft(self, campaign_id: str) -> dict[str, Any]:
        """The input of marketing_to_sales: the campaign with its figures, waiting for its leads."""
        with self._workspace.reading() as session:
            campaign = self._get(session, Campaign, campaign_id, "campaign")
            brief: dict[str, Any] = loads(campaign.brief_json) or {}
            return {
                **brief,
                "campaign_id": campaign.campaign_id,
                "campaign_name": campaign.name,
                "leads_generated": [],
                "campaign_metrics": {"impressions": campaign.impressions, "clicks": campaign.clicks},
            }

    def leads(
        self,
        *,
        campaign_id: str | None = None,
        search: str = "",
        band: str | None = None,
        status: str | None = None,
        number: int = 1,
        size: int = 50,
    ) -> Page:
        """Leads, the highest score first, filtered and paged in the database. A search finds what has every
        word of it in name, company or e-mail."""
        statement = select(
            Lead.id,
            Lead.name,
            Lead.company,
            Lead.email,
            Lead.score,
            Lead.band,
            Lead.completeness,
            Lead.status,
            Lead.source,
            Lead.campaign_id,
            Lead.owner,
        ).order_by(Lead.score.desc().nulls_last(), *_next_of_index(campaign_id, status), Lead.id.desc())
        if campaign_id:
            statement = statement.where(Lead.campaign_id == campaign_id)
        if band:
            statement = statement.where(Lead.band == band)
        if status:
            statement = statement.where(Lead.status == status)
        return self._lead_page(statement, search, number=number, size=size, most=MANY if band else None)

    def lead(self, lead_pk: int) -> LeadCard:
        """One lead with what its list said and what its scoring made of it."""
        with self._workspace.reading() as session:
            lead = self._get(session, Lead, lead_pk, "lead")
            known = {**(loads(lead.input_json) or {}), **(loads(lead.brief_json) or {})}
            written = {
                str(name): str(cell) for name, cell in (loads(lead.original_json) or {}).items() if cell
            }
            return LeadCard(lead, known, written)

    def waiting_leads(self, campaign_id: str) -> WaitingLeads:
        """The leads of a campaign that sales does not have yet, counted by the status that they have now."""
        with self._workspace.reading() as session:
            return count_waiting(session, campaign_id)

    def hand_over_all(
        self,
        campaign_id: str,
        *,
        trigger: str = "page",
        retry_of: str | None = None,
        progress: OnProgress | None = None,
        cancelled: Cancelled | None = None,
    ) -> HandoffResult:
        """Hand over every waiting lead of a campaign in one run: leads in = leads out, all or nothing.

        The answer is that of any run. Where no lead waits any more it is the replay of the campaign's
        latest handoff. `progress` is told where it stands; `cancelled` is asked until it is stored.
        """
        handoff = StoredLeadsHandoff(self._workspace, campaign_id, progress=progress, cancelled=cancelled)
        return handoff.hand_over(trigger=trigger, retry_of=retry_of)

"""Prospects: qualified leads with their sales briefs."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, get_args

import pandas as pd
from sqlalchemy import select

from core.errors import InputRejected, Problem
from core.policy import AgencyRules
from core.speed_to_lead import OUTCOMES, Channel, Outcome, TargetClock, target_clock
from db.page import Page
from db.records.additions import facts_of
from db.records.base import loads
from db.records.found_leads import MANY, LeadLists
from db.tables.marketing import PROSPECT, Campaign, Lead
from db.tables.sales import ContactAttempt, Deal

Due = Literal["overdue", "to contact", "contacted"]
Whose = Literal["mine", "nobody's"]


class SalesRecords(LeadLists):
    def prospects(
        self,
        *,
        search: str = "",
        band: str | None = None,
        due: Due | None = None,
        whose: Whose | None = None,
        number: int = 1,
        size: int = 50,
    ) -> Page:
        """Qualified leads, the most promising first, each with the latest deal that it became.

        `due` keeps those whose first contact is overdue, those still to contact, or those contacted;
        what is to be contacted comes in the order in which it is due. `whose` keeps those that the person
        who asks looks after, or those that nobody does.
        """
        latest_deal, its_stage = (
            select(column)
            .where(Deal.lead_pk == Lead.id)
            .order_by(Deal.created_at.desc(), Deal.deal_id)
            .limit(1)
            .scalar_subquery()
            for column in (Deal.deal_id, Deal.stage)
        )
        # By themselves, not joined: they are looked up for the rows of the page alone.
        campaign = select(Campaign.name).where(Campaign.campaign_id == Lead.campaign_id).scalar_subquery()
        statement = select(
            Lead.id,
            Lead.name,
            Lead.company,
            Lead.email,
            Lead.owner,
            Lead.phone,
            Lead.score,
            Lead.band,
            Lead.approach,
            Lead.next_action_due_at,
            Lead.contacted_at,
            campaign.label("campaign"),
            latest_deal.label("deal_id"),
            its_stage.label("deal_stage"),
        ).where(PROSPECT)
        # Those that are equal stand in the order of the index that the list is read by.
        if due in ("overdue", "to contact"):
            statement = statement.where(Lead.contacted_at.is_(None)).order_by(
                Lead.next_action_due_at, Lead.band, Lead.id
            )
            if due == "overdue":
                statement = statement.where(Lead.next_action_due_at < self._now)
        else:
            statement = statement.order_by(
                Lead.score.desc(), Lead.band.desc(), Lead.campaign_id.desc(), Lead.id.desc()
            )
            if due == "contacted":
                statement = statement.where(Lead.contacted_at.is_not(None))
        if band:
            statement = statement.where(Lead.band == band)
        if whose == "mine":
            statement = statement.where(Lead.owner == self._workspace.actor)
        elif whose == "nobody's":
            statement = statement.where(Lead.owner.is_(None))
        is_read = bool(band or due == "contacted" or whose == "nobody's" or (whose and due))
        most = MANY if is_read else None
        return self._lead_page(statement, search, number=number, size=size, most=most)

    def brief(self, lead_pk: int) -> dict[str, Any]:
        """The sales brief of a prospect."""
        with self._workspace.reading() as session:
            lead = self._get(session, Lead, lead_pk, "prospect")
            brief: dict[str, Any] = loads(lead.brief_json) or {}
            return brief

    def clock(
        self, due_at: datetime | None, contacted_at: datetime | None, agency: AgencyRules | None = None
    ) -> TargetClock:
        """Where a prospect stands against its target now, in office hours; `agency` where somebody has it."""
        return target_clock(due_at, contacted_at, self._now, agency or self._workspace.agency)

    def contacts(self, lead_pk: int) -> pd.DataFrame:
        """Every try to reach a prospect, the latest first: at, actor, channel, outcome, note."""
        return self._frame(
            select(
                ContactAttempt.at,
                ContactAttempt.actor,
                ContactAttempt.channel,
                ContactAttempt.outcome,
                ContactAttempt.note,
            )
            .where(ContactAttempt.lead_pk == lead_pk)
            .order_by(ContactAttempt.at.desc(), ContactAttempt.id.desc())
            .limit(50)
        )

    def log_contact(self, lead_pk: int, *, channel: Channel, outcome: Outcome, note: str = "") -> None:
        """Note a try to reach a prospect; the first one stops its clock."""
        if channel not in get_args(Channel) or outcome not in get_args(Outcome):
            raise InputRejected(
                "Say how you tried and what came of it.", [Problem("outcome", "is required", None)]
            )
        now = self._now
        with self._workspace.editing() as session:
            lead = self._get(session, Lead, lead_pk, "prospect", lock=True)
            if lead.contacted_at is None:
                lead.contacted_at = now
                lead.updated_at = now
                lead.version += 1
                session.add(lead)
            attempt = ContactAttempt(
                lead_pk=lead_pk,
                at=now,
                actor=self._workspace.actor,
                channel=channel,
                outcome=outcome,
                note=note.strip()[:2_000] or None,
            )
            session.add(attempt)
            self._audit(
                session,
                action="log contact",
                record=("prospect", str(lead_pk)),
                summary=f"{lead.name or lead.company or 'A prospect'}: {OUTCOMES[outcome].lower()}",
                old={},
                new=facts_of(attempt),
            )

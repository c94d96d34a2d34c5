"""The funnel, what the pipeline is worth, how long deals take and how often they are won."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import case, func, select

from core.forecasting import OpenValue, Segment, SegmentKind, StageOutcome, Velocity
from core.pipeline import PipelinePolicy, PipelineRules
from core.speed_to_lead import FirstContact, SpeedToLead, speed_to_lead
from core.workflows.marketing_to_sales import MarketingToSalesPolicy
from db.records.base import Records
from db.records.deals import CLOSED
from db.sql_functions import days_between
from db.tables.marketing import PROSPECT, Lead
from db.tables.offers import Offer
from db.tables.sales import Deal, StageChange

_WON = Deal.stage == "closed_won"


class SalesReports(Records):
    @property
    def rules(self) -> PipelineRules:
        """The published rules."""
        return self._workspace.policies.current("pipeline", PipelinePolicy).pipeline

    def funnel(self) -> pd.DataFrame:
        """How far leads came: `stage` and `deals`, in order; each counts those that got there or further."""
        late = [
            stage.name for stage in self.rules.stages if stage.name not in ("new", "contacted", "closed_lost")
        ]
        proposals = select(func.count(func.distinct(StageChange.deal_id)))
        steps: list[tuple[str, Any]] = [
            ("Leads", select(func.count()).select_from(Lead)),
            ("Qualified", select(func.count(Lead.id)).where(PROSPECT)),
            ("Deal opened", select(func.count(Deal.deal_id))),
            ("Proposal", proposals.where(StageChange.to_stage.in_(late))),
            ("Won", select(func.count(Deal.deal_id)).where(_WON)),
        ]
        with self._workspace.reading() as session:
            counts = [(step, int(session.execute(statement).scalar_one())) for step, statement in steps]
        return pd.DataFrame(counts, columns=["stage", "deals"])

    def pipeline(self, currency: str) -> pd.DataFrame:
        """Open deals in one currency: `stage`, `deals`, `value`, `weighted` (units), `probability`.

        weighted = value × the policy's probability of the stage.
        """
        rows = self._frame(
            select(
                Deal.stage,
                func.count().label("deals"),
                func.coalesce(func.sum(Deal.value_cents), 0).label("cents"),
            )
            .where(Deal.currency == currency)
            .group_by(Deal.stage)
        )
        known = {stage: (int(deals), int(cents)) for stage, deals, cents in rows.itertuples(index=False)}
        found = []
        for stage in self.rules.open_stages:
            deals, cents = known.get(stage.name, (0, 0))
            weighted = cents * stage.probability / 100
            found.append((stage.label, deals, cents / 100, weighted, stage.probability))
        return pd.DataFrame(found, columns=["stage", "deals", "value", "weighted", "probability"])

    def open_values(self, currency: str) -> list[OpenValue]:
        """Open deals in one currency, by expected close month and stage."""
        statement = (
            select(
                Deal.expected_close_on,
                Deal.stage,
                func.count(),
                func.coalesce(func.sum(Deal.value_cents), 0),
            )
            .where(Deal.stage.not_in(CLOSED), Deal.currency == currency)
            .group_by(Deal.expected_close_on, Deal.stage)
        )
        with self._workspace.reading() as session:
            return [
                OpenValue(close.replace(day=1) if close else None, stage, int(deals), int(cents))
                for close, stage, deals, cents in session.execute(statement)
            ]

    def stage_outcomes(self) -> list[StageOutcome]:
        """For each stage the closed deals that were ever in it, and how many of them were won."""
        statement = (
            select(
                StageChange.to_stage,
                func.count(func.distinct(Deal.deal_id)),
                func.count(func.distinct(case((_WON, Deal.deal_id)))),
            )
            .join(Deal, Deal.deal_id == StageChange.deal_id)
            .where(Deal.stage.in_(CLOSED), StageChange.to_stage.not_in(CLOSED))
            .group_by(StageChange.to_stage)
        )
        with self._workspace.reading() as session:
            return [
                StageOutcome(stage, int(closed), int(won))
                for stage, closed, won in session.execute(statement)
            ]

    def median_days_in_stage(self) -> dict[str, tuple[float, int]]:
        """Stage → median days that deals spent in it before they left, and how many did."""
        order = (StageChange.changed_at, StageChange.id)
        stays = select(
            StageChange.to_stage.label("stage"),
            StageChange.changed_at.label("entered_at"),
            func.lead(StageChange.changed_at)
            .over(partition_by=StageChange.deal_id, order_by=order)
            .label("left_at"),
        ).subquery()
        days = days_between(stays.c.entered_at, stays.c.left_at)
        ranked = (
            select(
                stays.c.stage,
                days.label("days"),
                func.row_number().over(partition_by=stays.c.stage, order_by=days).label("place"),
                func.count().over(partition_by=stays.c.stage).label("n"),
            )
            .where(stays.c.left_at.is_not(None))
            .subquery()
        )
        # The middle one, or the two in the middle: 2 × place lies between n and n + 2.
        middle = (
            select(ranked.c.stage, func.avg(ranked.c.days), func.max(ranked.c.n))
            .where(2 * ranked.c.place >= ranked.c.n, 2 * ranked.c.place <= ranked.c.n + 2)
            .group_by(ranked.c.stage)
        )
        with self._workspace.reading() as session:
            return {stage: (float(median), int(n)) for stage, median, n in session.execute(middle)}

    def velocity(self, currency: str) -> Velocity:
        """The four levers of sales velocity, of the deals in one currency."""
        won_at = (
            select(func.max(StageChange.changed_at))
            .where(StageChange.deal_id == Deal.deal_id, StageChange.to_stage == "closed_won")
            .correlate(Deal)
            .scalar_subquery()
        )
        statement = select(
            func.count(case((Deal.stage.not_in(CLOSED), 1))),
            func.count(case((_WON, 1))),
            func.count(case((Deal.stage == "closed_lost", 1))),
            func.avg(case((_WON, Deal.value_cents))),
            func.avg(case((_WON, days_between(Deal.created_at, won_at)))),
        ).where(Deal.currency == currency)
        with self._workspace.reading() as session:
            open_deals, won, lost, value, days = session.execute(statement).one()
        return Velocity(
            open_deals=int(open_deals),
            won=int(won),
            lost=int(lost),
            average_won_cents=float(value) if value is not None else None,
            average_days_to_close=float(days) if days is not None else None,
        )

    def closed_by(self, kind: SegmentKind, currency: str) -> list[Segment]:
        """Closed deals by the offer that was sold, the source of the lead, or the owner."""
        names: dict[SegmentKind, Any] = {
            "offer": func.coalesce(Offer.product_name, "No offer"),
            "source": func.coalesce(Lead.source, "No source"),
            "owner": func.coalesce(Deal.owner, "Nobody"),
        }
        lost = Deal.stage == "closed_lost"
        statement = (
            select(
                names[kind].label("segment"),
                func.count(case((_WON, 1))),
                func.count(case((lost, 1))),
                func.coalesce(func.sum(case((_WON, Deal.value_cents))), 0),
                func.coalesce(func.sum(case((lost, Deal.value_cents))), 0),
            )
            .select_from(Deal)
            .join(Offer, Offer.offer_id == Deal.offer_id, isouter=True)
            .join(Lead, Lead.id == Deal.lead_pk, isouter=True)
            .where(Deal.stage.in_(CLOSED), Deal.currency == currency)
            .group_by("segment")
        )
        with self._workspace.reading() as session:
            return [
                Segment(str(name), *(int(figure) for figure in figures))
                for name, *figures in session.execute(statement)
            ]

    def won_by_month(self, currency: str) -> dict[date, int]:
        """First day of the month → cents won in it."""
        statement = (
            select(Deal.closed_on, func.coalesce(func.sum(Deal.value_cents), 0))
            .where(_WON, Deal.currency == currency, Deal.closed_on.is_not(None))
            .group_by(Deal.closed_on)
        )
        months: dict[date, int] = {}
        with self._workspace.reading() as session:
            for day, cents in session.execute(statement):
                month = day.replace(day=1)
                months[month] = months.get(month, 0) + int(cents)
        return months

    def speed_to_lead(self) -> list[SpeedToLead]:
        """How fast the latest 1,000 contacted leads of each band were called, in office hours."""
        rules = self._workspace.policies.current("marketing_to_sales", MarketingToSalesPolicy).response
        statement = (
            select(Lead.band, Lead.received_at, Lead.contacted_at)
            .where(Lead.contacted_at.is_not(None), Lead.received_at.is_not(None))
            .order_by(Lead.contacted_at.desc())
            .limit(1_000)
        )
        contacts: list[FirstContact] = []
        with self._workspace.reading() as session:
            for band in ("hot", "warm"):
                for found in session.execute(statement.where(PROSPECT, Lead.band == band)):
                    contacts.append(FirstContact(*found))
        targets = {"hot": rules.hot_hours, "warm": rules.warm_hours}
        return speed_to_lead(contacts, targets, self._workspace.agency)

    def lost_reasons(self) -> pd.DataFrame:
        """Why deals were lost: `reason`, `deals`, the most frequent first."""
        reason = func.coalesce(Deal.lost_reason, "Not said")
        return self._frame(
            select(reason.label("reason"), func.count().label("deals"))
            .where(Deal.stage == "closed_lost")
            .group_by("reason")
            .order_by(func.count().desc(), "reason")
            .limit(12)
        )

    def closed(self) -> tuple[int, int]:
        """Closed deals: how many were won and how many lost (win rate = won ÷ (won + lost))."""
        rows = self._frame(
            select(Deal.stage, func.count().label("deals")).where(Deal.stage.in_(CLOSED)).group_by(Deal.stage)
        )
        counts = {str(stage): int(deals) for stage, deals in rows.itertuples(index=False)}
        return counts.get("closed_won", 0), counts.get("closed_lost", 0)

"""What other rules would move in sales: who is late, how leads score, what the forecast says."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

import pandas as pd
from pydantic import ValidationError
from sqlalchemy import func, select

from core.lead_scoring import LeadScorer, ScoringRules
from core.leads import LeadInput
from core.next_actions import ResponseRules
from core.office_hours import add_office_hours
from core.pipeline import PipelineRules
from core.policy import AgencyRules
from core.workflows.marketing_to_sales import MarketingToSalesPolicy
from core.working_days import WorkingCalendar
from db.records.base import Records, loads
from db.records.deals import CLOSED
from db.tables.clients import Client
from db.tables.marketing import PROSPECT, Lead
from db.tables.runs import Run
from db.tables.sales import Deal

LEADS = 1_000  # the newest are looked at
SHOWN = 20  # of those that move
DAYS_AHEAD = 90


class LateEffect(NamedTuple):
    """Of `asked` prospects whom nobody contacted, how many are late by the rules that hold and by others,
    both reckoned from when each was handed over. `rows`: name, company, band, late (whether it would be)."""

    asked: int
    before: int
    after: int
    rows: pd.DataFrame


class ScoreEffect(NamedTuple):
    """`asked` leads scored as of now by both rules: moves between bands (before, after, n), how many qualify,
    and the first that move: name, company, score and band in both."""

    asked: int
    counts: list[tuple[str, str, int]]
    qualified_before: int
    qualified_after: int
    rows: pd.DataFrame


class ForecastEffect(NamedTuple):
    """The weighted value of the open deals by currency in cents (currency, deals, before, after)."""

    totals: list[tuple[str, int, int, int]]


class AgencyEffect(NamedTuple):
    """`days` that would become working days or stop to be; open deals by currency; clients by tier that would
    not be offered any more."""

    late: LateEffect
    opened: list[date]
    closed: list[tuple[date, str]]
    currencies: dict[str, int]
    tiers: dict[str, int]


class SalesEffects(Records):
    def first_contact(self, rules: ResponseRules) -> LateEffect:
        agency = self._workspace.agency
        return self._late((self._sales_policy().response, agency), (rules, agency))

    def agency(self, rules: AgencyRules) -> AgencyEffect:
        current, today = self._workspace.agency, self._now.date()
        response = self._sales_policy().response
        old, new = WorkingCalendar(current), WorkingCalendar(rules)
        ahead = [today + timedelta(days=number) for number in range(DAYS_AHEAD)]
        tiers = [tier for tier in current.client_tiers if tier not in rules.client_tiers]
        of_tier = select(Client.tier, func.count()).where(Client.tier.in_(tiers)).group_by(Client.tier)
        open_deals = (
            select(Deal.currency, func.count()).where(Deal.stage.not_in(CLOSED)).group_by(Deal.currency)
        )
        with self._workspace.reading() as session:
            clients = {str(tier): int(n) for tier, n in session.execute(of_tier)}
            currencies = {str(code): int(n) for code, n in session.execute(open_deals)}
        return AgencyEffect(
            self._late((response, current), (response, rules)),
            [day for day in ahead if new.is_working(day) and not old.is_working(day)],
            [
                (day, str(new.why_closed(day)))
                for day in ahead
                if old.is_working(day) and not new.is_working(day)
            ],
            currencies,
            clients,
        )

    def lead_scoring(self, rules: ScoringRules) -> ScoreEffect:
        """The newest scored leads, scored once more by both rules as of now."""
        current = self._sales_policy().scoring
        old, new = LeadScorer(current, self._now), LeadScorer(rules, self._now)
        newest = select(Lead.input_json).where(Lead.score.is_not(None)).order_by(Lead.id.desc()).limit(LEADS)
        counts: dict[tuple[str, str], int] = {}
        asked, qualified = 0, [0, 0]
        rows: list[tuple[Any, ...]] = []
        with self._workspace.reading() as session:
            for document in session.execute(newest, execution_options={"yield_per": 200}).scalars():
                lead = _lead(document)
                if lead is None:
                    continue
                asked += 1
                one, two = old.score(lead), new.score(lead)
                qualified[0] += one["qualification_score"] >= current.qualified_from
                qualified[1] += two["qualification_score"] >= rules.qualified_from
                if one["band"] == two["band"]:
                    continue
                counts[one["band"], two["band"]] = counts.get((one["band"], two["band"]), 0) + 1
                if len(rows) < SHOWN:
                    contact = lead.contact_info
                    scores = one["qualification_score"], two["qualification_score"]
                    rows.append(
                        (contact.name, contact.company, scores[0], one["band"], scores[1], two["band"])
                    )
        moves = sorted(((*pair, n) for pair, n in counts.items()), key=lambda move: -move[2])
        columns = ["name", "company", "score_before", "before", "score_after", "after"]
        return ScoreEffect(asked, moves, qualified[0], qualified[1], pd.DataFrame(rows, columns=columns))

    def pipeline(self, rules: PipelineRules) -> ForecastEffect:
        current = self._workspace.forecasts.rules
        open_deals = (
            select(Deal.currency, Deal.stage, func.count(), func.coalesce(func.sum(Deal.value_cents), 0))
            .where(Deal.stage.not_in(CLOSED))
            .group_by(Deal.currency, Deal.stage)
        )
        old = {stage.name: stage.probability for stage in current.stages}
        new = {stage.name: stage.probability for stage in rules.stages}
        totals: dict[str, list[float]] = {}
        with self._workspace.reading() as session:
            for currency, stage, deals, cents in session.execute(open_deals):
                line = totals.setdefault(str(currency), [0, 0, 0])
                line[0] += int(deals)
                line[1] += int(cents) * old.get(stage, 0)
                line[2] += int(cents) * new.get(stage, 0)
        return ForecastEffect(
            [(code, int(line[0]), round(line[1]), round(line[2])) for code, line in sorted(totals.items())]
        )

    def _sales_policy(self) -> MarketingToSalesPolicy:
        return self._workspace.policies.current("marketing_to_sales", MarketingToSalesPolicy)

    def _late(
        self, before: tuple[ResponseRules, AgencyRules], after: tuple[ResponseRules, AgencyRules]
    ) -> LateEffect:
        """The newest prospects that wait for their first contact."""
        statement = (
            select(
                Lead.name,
                Lead.company,
                Lead.band,
                func.coalesce(Run.started_at, Lead.created_at).label("handed_over_at"),
            )
            .outerjoin(Run, Run.workflow_id == Lead.workflow_id)
            .where(PROSPECT, Lead.contacted_at.is_(None), Lead.next_action_due_at.is_not(None))
            .order_by(Lead.id.desc())
            .limit(LEADS)
        )
        now = self._now

        @cache
        def due(start: datetime, hours: float, agency: AgencyRules) -> datetime:
            return add_office_hours(start, hours, agency)

        def is_late(row: Any, rules: ResponseRules, agency: AgencyRules) -> bool:
            hours = rules.hot_hours if row.band == "hot" else rules.warm_hours
            return due(row.handed_over_at, hours, agency) < now

        with self._workspace.reading() as session:
            found = session.execute(statement).all()
        known = [(row, is_late(row, *before), is_late(row, *after)) for row in found]
        moved = [(row.name, row.company, row.band, late) for row, was, late in known if was != late][:SHOWN]
        return LateEffect(
            len(known),
            sum(was for _, was, _ in known),
            sum(late for _, _, late in known),
            pd.DataFrame(moved, columns=["name", "company", "band", "late"]),
        )


def _lead(document: str) -> LeadInput | None:
    """A stored lead as its contract reads it; one of an older version of the app may not fit."""
    try:
        return LeadInput.model_validate(loads(document))
    except ValidationError:
        return None

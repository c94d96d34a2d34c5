"""The deal board: a column for each stage with its totals and the deals that close next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select

from core.pipeline import PipelinePolicy, PipelineRules, Stage, stale_after_days
from db.records.base import Records
from db.records.deals import CLOSED
from db.tables.sales import Deal, StageChange

CARDS = 25  # a column of more is searched in the list, not scrolled
CLOSED_DAYS = 30  # the columns of won and lost deals show the last month


@dataclass(frozen=True, slots=True)
class DealCard:
    """A deal on the board; `days` in its stage so far. Late: its expected close lies in the past."""

    deal_id: str
    name: str
    company: str
    value_cents: int | None
    currency: str
    expected_close_on: date | None
    owner: str | None
    version: int
    closed_on: date | None
    days: float | None
    is_stale: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A stage: how many deals stand in it, their value in cents by currency, those weighted with the
    policy's probability, and its first cards. `stale_after` days a deal counts as stale."""

    stage: Stage
    deals: int
    cents: dict[str, int] = field(default_factory=dict)
    stale_after: float | None = None
    cards: tuple[DealCard, ...] = ()

    @property
    def weighted_cents(self) -> dict[str, int]:
        return {currency: round(cents * self.stage.probability) for currency, cents in self.cents.items()}


class DealBoard(Records):
    @property
    def rules(self) -> PipelineRules:
        """The published rules."""
        return self._workspace.policies.current("pipeline", PipelinePolicy).pipeline

    def columns(self, *, owner: str | None = None) -> list[BoardColumn]:
        """Every stage in order, of all owners or of one. Four statements, however many deals there are."""
        now = self._now
        totals = self._totals(owner, now)
        medians = self._workspace.reports.sales.median_days_in_stage()
        cards = self._cards(owner, now)
        columns = []
        rules = self.rules
        for stage in rules.stages:
            found = totals.get(stage.name, [])
            stale_after = None
            if not stage.is_closed:
                median, n = medians.get(stage.name, (None, 0))
                stale_after = stale_after_days(stage, median, n, rules)
            columns.append(
                BoardColumn(
                    stage=stage,
                    deals=sum(deals for _, deals, _ in found),
                    cents={currency: cents for currency, _, cents in found if cents},
                    stale_after=stale_after,
                    cards=tuple(
                        _card(row, now, None if stage.is_closed else stale_after)
                        for row in cards.get(stage.name, [])
                    ),
                )
            )
        return columns

    def owners(self) -> list[str]:
        """Everybody who owns an open deal, by name."""
        statement = select(Deal.owner).where(Deal.stage.not_in(CLOSED), Deal.owner.is_not(None))
        with self._workspace.reading() as session:
            return sorted(str(owner) for (owner,) in session.execute(statement.distinct()))

    def _totals(self, owner: str | None, now: datetime) -> dict[str, list[tuple[str, int, int]]]:
        statement = (
            select(
                Deal.stage,
                Deal.currency,
                func.count(),
                func.coalesce(func.sum(Deal.value_cents), 0),
            )
            .where(self._shown(now))
            .group_by(Deal.stage, Deal.currency)
            .order_by(Deal.currency)
        )
        if owner:
            statement = statement.where(Deal.owner == owner)
        totals: dict[str, list[tuple[str, int, int]]] = {}
        with self._workspace.reading() as session:
            for stage, currency, deals, cents in session.execute(statement):
                totals.setdefault(stage, []).append((currency, int(deals), int(cents)))
        return totals

    def _cards(self, owner: str | None, now: datetime) -> dict[str, list[Any]]:
        # What closes next stands first; of closed deals the latest.
        place = func.row_number().over(
            partition_by=Deal.stage,
            order_by=(
                Deal.closed_on.desc(),
                Deal.expected_close_on.is_(None),
                Deal.expected_close_on,
                Deal.deal_id,
            ),
        )
        ranked = select(Deal.deal_id, place.label("place")).where(self._shown(now))
        if owner:
            ranked = ranked.where(Deal.owner == owner)
        first = ranked.subquery()
        entered = (
            select(func.max(StageChange.changed_at))
            .where(StageChange.deal_id == Deal.deal_id, StageChange.to_stage == Deal.stage)
            .correlate(Deal)
            .scalar_subquery()
        )
        statement = (
            select(
                Deal.stage,
                Deal.deal_id,
                Deal.name,
                Deal.company_name,
                Deal.value_cents,
                Deal.currency,
                Deal.expected_close_on,
                Deal.owner,
                Deal.version,
                Deal.closed_on,
                entered.label("entered_at"),
            )
            .join(first, first.c.deal_id == Deal.deal_id)
            .where(first.c.place <= CARDS)
            .order_by(first.c.place)
        )
        cards: dict[str, list[Any]] = {}
        with self._workspace.reading() as session:
            for stage, *row in session.execute(statement):
                cards.setdefault(str(stage), []).append(row)
        return cards

    def _shown(self, now: datetime) -> Any:
        recent = now.date() - timedelta(days=CLOSED_DAYS)
        return or_(Deal.stage.not_in(CLOSED), and_(Deal.stage.in_(CLOSED), Deal.closed_on >= recent))


def _card(row: Any, now: datetime, stale_after: float | None) -> DealCard:
    deal_id, name, company, value_cents, currency, close, owner, version, closed_on, entered_at = row
    days = (now - entered_at).total_seconds() / 86_400 if entered_at else None
    is_open = stale_after is not None
    return DealCard(
        deal_id=deal_id,
        name=name,
        company=company,
        value_cents=value_cents,
        currency=currency,
        expected_close_on=close,
        owner=owner,
        version=version,
        closed_on=closed_on,
        days=days,
        is_stale=is_open and days is not None and days > (stale_after or 0),
        is_late=is_open and close is not None and close < now.date(),
    )

"""The forecast of the open deals, kept once a week so that it can be compared with what came."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select

from core.forecasting import (
    MonthAccuracy,
    MonthForecast,
    StageProbability,
    forecast_accuracy,
    forecast_by_month,
    stage_probabilities,
)
from core.pipeline import PipelinePolicy, PipelineRules
from db.records.base import Records
from db.tables.sales import Deal, ForecastSnapshot
from db.transaction import WriteConflict


class ForecastRecords(Records):
    @property
    def rules(self) -> PipelineRules:
        """The published rules."""
        return self._workspace.policies.current("pipeline", PipelinePolicy).pipeline

    def chances(self) -> list[StageProbability]:
        """Assumed and observed probability of each open stage."""
        return stage_probabilities(self._workspace.reports.sales.stage_outcomes(), self.rules)

    def months(self, currency: str, chances: list[StageProbability] | None = None) -> list[MonthForecast]:
        """The forecast by close month as it stands now; `chances` where somebody has them already."""
        values = self._workspace.reports.sales.open_values(currency)
        return forecast_by_month(values, chances or self.chances(), self._now.date())

    def keep_week(self) -> bool:
        """Keep this week's forecast in every currency, unless it is kept; whether it was kept now.

        Called where the forecast is looked at: a week in which nobody looks has none. Two who look at
        once keep one.
        """
        monday = self._monday()
        with self._workspace.reading() as session:
            known = select(func.count()).where(ForecastSnapshot.taken_on == monday)
            if session.execute(known).scalar_one():
                return False
            currencies = [str(code) for (code,) in session.execute(select(Deal.currency).distinct())]
        chances = self.chances()
        rows = [
            {
                "taken_on": monday,
                "month_on": month["month"],
                "currency": currency,
                "deals": month["deals"],
                "value_cents": month["cents"],
                "assumed_cents": month["assumed_cents"],
                "observed_cents": month["observed_cents"],
            }
            for currency in currencies
            for month in self.months(currency, chances)
            if month["dated"]
        ]
        try:
            with self._workspace.database.transaction() as write:
                write.insert_many("forecast_snapshots", rows)
        except WriteConflict:
            return False  # somebody else looked at the same moment and kept the week
        return bool(rows)

    def accuracy(self, currency: str) -> list[MonthAccuracy]:
        """Past months that had a forecast before they began, beside what was won in them."""
        statement = select(
            ForecastSnapshot.taken_on, ForecastSnapshot.month_on, ForecastSnapshot.assumed_cents
        ).where(ForecastSnapshot.currency == currency)
        with self._workspace.reading() as session:
            snapshots = [(taken, month, int(cents)) for taken, month, cents in session.execute(statement)]
        won = self._workspace.reports.sales.won_by_month(currency)
        return forecast_accuracy(snapshots, won, self._now.date())

    def _monday(self) -> date:
        today = self._now.date()
        return today - timedelta(days=today.weekday())

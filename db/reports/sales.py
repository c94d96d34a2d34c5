"""The funnel from lead to won deal, and what the pipeline is worth."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import func, select

from core.pipeline import PipelineRules
from db.records.base import Records
from db.tables.marketing import Lead
from db.tables.sales import Deal, StageChange


class SalesReports(Records):
    rules = PipelineRules()

    def funnel(self) -> pd.DataFrame:
        """How far leads came: `stage` and `deals`, in order; each counts those that got there or further."""
        late = [
            stage.name for stage in self.rules.stages if stage.name not in ("new", "contacted", "closed_lost")
        ]
        proposals = select(func.count(func.distinct(StageChange.deal_id)))
        steps: list[tuple[str, Any]] = [
            ("Leads", select(func.count(Lead.id))),
            ("Qualified", select(func.count(Lead.id)).where(Lead.status == "qualified")),
            ("Deal opened", select(func.count(Deal.deal_id))),
            ("Proposal", proposals.where(StageChange.to_stage.in_(late))),
            ("Won", select(func.count(Deal.deal_id)).where(Deal.stage == "closed_won")),
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
        for stage in self.rules.stages:
            deals, cents = known.get(stage.name, (0, 0))
            if not stage.is_closed:
                weighted = cents * stage.probability / 100
                found.append((stage.label, deals, cents / 100, weighted, stage.probability))
        return pd.DataFrame(found, columns=["stage", "deals", "value", "weighted", "probability"])

    def closed(self) -> tuple[int, int]:
        """Closed deals: how many were won and how many lost (win rate = won ÷ (won + lost))."""
        rows = self._frame(
            select(Deal.stage, func.count().label("deals"))
            .where(Deal.stage.in_(("closed_won", "closed_lost")))
            .group_by(Deal.stage)
        )
        counts = {str(stage): int(deals) for stage, deals in rows.itertuples(index=False)}
        return counts.get("closed_won", 0), counts.get("closed_lost", 0)

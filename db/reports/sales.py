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
        """How far leads came: `step` and `count`, each step a part of the one above it.

        Leads, qualified leads, those with a deal, deals that reached a proposal or later, won deals.
        """
        proposal_on = [
            stage.name for stage in self.rules.stages if stage.name not in ("new", "contacted", "closed_lost")
        ]
        reached = select(func.count(func.distinct(StageChange.deal_id))).where(
            StageChange.to_stage.in_(proposal_on)
        )
        steps: list[tuple[str, Any]] = [
            ("Leads", select(func.count(Lead.id))),
            ("Qualified", select(func.count(Lead.id)).where(Lead.status == "qualified")),
            ("Deals opened", select(func.count(Deal.deal_id))),
            ("Proposal or later", reached),
            ("Won", select(func.count(Deal.deal_id)).where(Deal.stage == "closed_won")),
        ]
        with self._workspace.reading() as session:
            counts = [(step, int(session.execute(statement).scalar_one())) for step, statement in steps]
        return pd.DataFrame(counts, columns=["step", "count"])

    def pipeline_by_stage(self) -> pd.DataFrame:
        """Open deals by stage: `stage` (label), `deals`, `value_cents`, `weighted_cents`, `probability`, `currency`.

        weighted = value × the policy's probability of the stage. One row a stage and currency.
        """
        rows = self._frame(
            select(
                Deal.stage,
                Deal.currency,
                func.count().label("deals"),
                func.coalesce(func.sum(Deal.value_cents), 0).label("value_cents"),
            ).group_by(Deal.stage, Deal.currency)
        )
        found = []
        for stage in self.rules.stages:
            if stage.is_closed:
                continue
            part = rows[rows["stage"] == stage.name]
            lines = list(part.itertuples(index=False)) or [None]
            for line in lines:
                value = int(line.value_cents) if line is not None else 0
                found.append(
                    {
                        "stage": stage.label,
                        "currency": line.currency if line is not None else self._workspace.agency.currency,
                        "deals": int(line.deals) if line is not None else 0,
                        "value_cents": value,
                        "probability": stage.probability,
                        "weighted_cents": round(value * stage.probability),
                    }
                )
        return pd.DataFrame(found)

    def closed(self) -> dict[str, int]:
        """Closed deals: how many were `won` and `lost` (win rate = won ÷ (won + lost))."""
        rows = self._frame(
            select(Deal.stage, func.count().label("deals"))
            .where(Deal.stage.in_(("closed_won", "closed_lost")))
            .group_by(Deal.stage)
        )
        counts = dict(zip(rows["stage"], rows["deals"], strict=True))
        return {"won": int(counts.get("closed_won", 0)), "lost": int(counts.get("closed_lost", 0))}

"""Runs: how they ended and how long they took."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
from sqlalchemy import func, select

from db.records.base import Records
from db.tables.runs import Run

SAMPLE = 2_000  # the latest runs that durations are drawn from
OUTCOME_DAYS = 365  # a year of bars


class RunReports(Records):
    def outcomes(self, workflow: str | None = None) -> pd.DataFrame:
        """Runs of the last year, of one workflow or of all, by `day` and `outcome`: `runs`."""
        since = self._now - timedelta(days=OUTCOME_DAYS)
        statement = (
            select(
                func.date(Run.started_at).label("day"),
                func.coalesce(Run.code, Run.outcome).label("outcome"),
                func.count().label("runs"),
            )
            .where(Run.started_at >= since)
            .group_by(func.date(Run.started_at), func.coalesce(Run.code, Run.outcome))
            .order_by(func.date(Run.started_at))
        )
        if workflow:
            statement = statement.where(Run.workflow == workflow)
        frame = self._frame(statement)
        frame["day"] = pd.to_datetime(frame["day"])
        return frame

    def durations(self) -> pd.DataFrame:
        """How long the latest 2,000 runs took: `workflow`, `p50_ms`, `p95_ms`, `runs`."""
        frame = self._frame(
            select(Run.workflow, Run.duration_ms).order_by(Run.started_at.desc()).limit(SAMPLE)
        )
        # A query without rows has columns without a type, which nothing can be computed of.
        grouped = frame.astype({"duration_ms": float}).groupby("workflow")["duration_ms"]
        return pd.DataFrame(
            {"p50_ms": grouped.quantile(0.5), "p95_ms": grouped.quantile(0.95), "runs": grouped.size()}
        ).reset_index()

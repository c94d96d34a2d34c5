"""Runs: how they ended and how long they took."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import func, select

from db.records.base import Records
from db.tables.runs import Run

SAMPLE = 2_000  # the latest runs that a distribution of durations is drawn from


class RunReports(Records):
    def outcomes(self) -> pd.DataFrame:
        """Runs by `workflow` and `outcome`: `runs` counts them."""
        return self._frame(
            select(Run.workflow, Run.outcome, func.count().label("runs"))
            .group_by(Run.workflow, Run.outcome)
            .order_by(Run.workflow, Run.outcome)
        )

    def durations(self) -> pd.DataFrame:
        """`workflow` and `duration_ms` of the latest 2,000 runs."""
        return self._frame(
            select(Run.workflow, Run.duration_ms).order_by(Run.started_at.desc()).limit(SAMPLE)
        )

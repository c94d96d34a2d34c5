"""Runs: what was executed, how it ended, and its input and result."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from db.page import Page
from db.records.base import Records, contains, loads
from db.tables.runs import Run


class RunRecords(Records):
    def page(
        self,
        *,
        workflow: str | None = None,
        outcome: str | None = None,
        search: str = "",
        number: int = 1,
        size: int = 50,
    ) -> Page:
        """Runs, the latest first, filtered and paged in the database."""
        statement = select(
            Run.workflow_id,
            Run.workflow,
            Run.title,
            Run.outcome,
            Run.error,
            Run.warnings,
            Run.replays,
            Run.started_at,
            Run.duration_ms,
            Run.actor,
            Run.trigger,
        ).order_by(Run.started_at.desc(), Run.workflow_id.desc())
        if workflow:
            statement = statement.where(Run.workflow == workflow)
        if outcome:
            statement = statement.where(Run.outcome == outcome)
        if search.strip():
            statement = statement.where(contains(search, (Run.title, Run.workflow_id, Run.error)))
        return self._page(statement, number=number, size=size)

    def detail(self, workflow_id: str) -> dict[str, Any]:
        """One run: its columns, with `raw`, `data` and `result` as JSON data."""
        with self._workspace.reading() as session:
            run = self._get(session, Run, workflow_id, "run")
            columns = run.model_dump(exclude={"raw_json", "data_json", "result_json"})
            return {
                **columns,
                "raw": loads(run.raw_json),
                "data": loads(run.data_json),
                "result": loads(run.result_json),
            }

"""A metrics collector: how often each workflow ran, how it ended and how long it took."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass


@dataclass(slots=True)
class WorkflowMetrics:
    """Counts and seconds of one workflow since the process started."""

    succeeded: int = 0
    failed: int = 0
    total_seconds: float = 0.0
    longest_seconds: float = 0.0

    @property
    def executions(self) -> int:
        return self.succeeded + self.failed

    @property
    def mean_seconds(self) -> float:
        return self.total_seconds / self.executions if self.executions else 0.0


class MetricsCollector:
    """Collects executions in memory; safe to call from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_workflow: dict[str, WorkflowMetrics] = defaultdict(WorkflowMetrics)

    def record_workflow_execution(self, *, workflow_id: str, duration: float, success: bool) -> None:
        """Count one execution. `duration` in seconds; the workflow's name is read off its run id."""
        name, _, digits = workflow_id.rpartition("_")
        with self._lock:
            metrics = self._by_workflow[name if name and digits.isdigit() else workflow_id]
            if success:
                metrics.succeeded += 1
            else:
                metrics.failed += 1
            metrics.total_seconds += duration
            metrics.longest_seconds = max(metrics.longest_seconds, duration)

    def snapshot(self) -> dict[str, WorkflowMetrics]:
        """A copy of the figures, by workflow name."""
        with self._lock:
            return {
                name: WorkflowMetrics(m.succeeded, m.failed, m.total_seconds, m.longest_seconds)
                for name, m in self._by_workflow.items()
            }

"""Run ids sort by time and never repeat."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from core.run_ids import new_workflow_id

NOON = datetime(2025, 2, 1, 12, tzinfo=UTC)


def test_an_id_is_the_workflows_name_and_digits() -> None:
    assert re.fullmatch(r"offer_to_marketing_\d{24}", new_workflow_id("offer_to_marketing", NOON))


def test_ids_sort_by_time_also_when_the_clock_steps_back() -> None:
    moments = [NOON, NOON, NOON - timedelta(hours=1), NOON + timedelta(days=400)]
    ids = [new_workflow_id("x", moment) for moment in moments]
    assert ids == sorted(ids)


def test_sixteen_threads_get_sixteen_thousand_different_ids() -> None:
    with ThreadPoolExecutor(16) as pool:
        ids = list(pool.map(lambda _: new_workflow_id("x", NOON), range(16_000)))
    assert len(set(ids)) == 16_000

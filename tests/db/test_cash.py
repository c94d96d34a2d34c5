"""Money by day, against sums worked by hand, on every database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import delete, select

from db.tables.fulfillment import Payment
from db.workspace import Workspace

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"


class Clock:
    def now(self) -> datetime:
        return datetime(2025, 3, 12, 9, tzinfo=UTC)


@pytest.fixture
def workspace(any_url: str) -> Iterator[Workspace]:
    kept = Workspace.open(any_url)
    opened = kept.at(Clock())
    raw = json.loads((SAMPLES / "sales_to_fulfillment.json").read_text())
    assert opened.run("sales_to_fulfillment", raw).success
    with opened.editing() as session:
        [order] = set(session.exec(select(Payment.work_order_id)))
        session.exec(delete(Payment))
        for position, (cents, due, paid, currency) in enumerate(
            [
                (100_000, date(2025, 3, 3), None, "USD"),  # overdue
                (50_000, date(2025, 3, 3), None, "USD"),  # overdue, the same day
                (70_000, date(2025, 2, 20), date(2025, 3, 3), "USD"),  # came in that day
                (20_000, date(2025, 3, 12), None, "USD"),  # due today is not overdue
                (30_000, date(2025, 3, 31), None, "USD"),
                (40_000, date(2025, 4, 1), None, "USD"),  # the month after
                (60_000, date(2025, 3, 10), date(2025, 2, 28), "USD"),  # came in the month before
                (90_000, date(2025, 3, 20), None, "EUR"),  # another currency
            ]
        ):
            session.add(
                Payment(
                    work_order_id=order, position=position, label=f"part {position}", amount_cents=cents,
                    currency=currency, due_on=due, paid_on=paid,
                )
            )  # fmt: skip
    yield opened
    kept.close()


def test_a_month_is_summed_by_day_and_state(workspace: Workspace) -> None:
    found = workspace.reports.cash.days(date(2025, 3, 15), "USD")
    assert sorted(found[["day", "state", "cents", "payments"]].itertuples(index=False, name=None)) == [
        (date(2025, 3, 3), "overdue", 150_000, 2),
        (date(2025, 3, 3), "paid", 70_000, 1),
        (date(2025, 3, 12), "due", 20_000, 1),
        (date(2025, 3, 31), "due", 30_000, 1),
    ]
    assert workspace.reports.cash.days(date(2025, 4, 1), "USD")["cents"].tolist() == [40_000]
    assert workspace.reports.cash.days(date(2025, 6, 1), "USD").empty


def test_a_day_names_its_payments_the_largest_first(workspace: Workspace) -> None:
    found = workspace.reports.cash.on(date(2025, 3, 3))
    assert found["label"].tolist() == ["part 0", "part 2", "part 1"]
    assert workspace.reports.cash.on(date(2025, 3, 20))["currency"].tolist() == ["EUR"]

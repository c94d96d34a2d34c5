"""The health that the database reckons for filters and orders is the health that a client's page explains."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, get_args

import pytest

from core.client_health import Band
from db.tables.clients import Client
from db.tables.feedback import Response, ResponseFigures, Survey
from db.tables.fulfillment import Payment, Project, WorkOrder
from db.tables.sales import Deal
from db.workspace import Workspace

CLIENTS = 100
DAYS = (1, 2, 3, 13, 14, 15, 16, 119, 120, 121, 122, 179, 181, 400)  # around what the rules ask for


class Made:
    """Clients with some of everything, each with other dates."""

    def __init__(self, workspace: Workspace) -> None:
        self.now = workspace.clock.now()
        self.chance = random.Random(20)
        with workspace.editing() as session:
            for number in range(CLIENTS):
                rows = list(self.of(f"c{number}", self.now - timedelta(days=900)))
                session.add(rows.pop(0))
                session.flush()
                for row in rows:
                    session.add(row)
                    session.flush()

    def some(self, most: int) -> range:
        return range(self.chance.choice((0, 0, 1, most)))

    def ago(self) -> datetime:
        return self.now - timedelta(days=self.chance.choice(DAYS), hours=self.chance.choice((0, 1, 23)))

    def of(self, key: str, made: datetime) -> Iterator[Any]:
        stamp: dict[str, Any] = {"created_at": made, "updated_at": made}
        yield Client(client_id=key, name=f"Client {key}", name_key=key, **stamp)
        for n in self.some(2):
            stage = self.chance.choice(("proposal", "closed_lost"))
            changed: dict[str, Any] = {"created_at": made, "updated_at": self.ago()}
            yield Deal(
                deal_id=f"{key}d{n}", name="D", client_id=key, company_name="C", stage=stage,
                currency="USD", **changed,
            )  # fmt: skip
        for n in self.some(2):
            deal, order = f"{key}w{n}", f"{key}o{n}"
            yield Deal(
                deal_id=deal, name="W", client_id=key, company_name="C", stage="closed_won", currency="USD",
                **stamp,
            )  # fmt: skip
            yield WorkOrder(
                work_order_id=order, deal_id=deal, client_id=key, status="accepted", priority="normal",
                value_cents=1, currency="USD", document_json="{}", **stamp,
            )  # fmt: skip
            for _ in self.some(2):
                paid = self.ago().date() if self.chance.random() < 0.5 else None
                yield Payment(
                    work_order_id=order, position=0, label="P", amount_cents=1, currency="USD",
                    due_on=self.ago().date(), paid_on=paid,
                )  # fmt: skip
        for n in self.some(2):
            project = f"{key}p{n}"
            yield Project(
                project_id=project, client_id=key, name="P",
                status=self.chance.choice(("active", "completed")),
                planned_end_on=self.ago().date() if self.chance.random() < 0.7 else None, **stamp,
            )  # fmt: skip
            yield Survey(
                request_id=f"{project}s", project_id=project, status="ready", request_json="{}", **stamp
            )
            for answer in self.some(3):
                feedback = f"{project}f{answer}"
                yield Response(
                    feedback_id=feedback, request_id=f"{project}s", project_id=project,
                    satisfaction=self.chance.choice((None, 40, 59, 60, 74, 75, 90)), received_at=self.ago(),
                    workflow_id="w", answers_json="{}", analysis_json="{}",
                )  # fmt: skip
                yield ResponseFigures(
                    feedback_id=feedback, people=1, rated=1, satisfied=0, scored=0, promoters=0,
                    detractors=0, unhappy=self.chance.random() < 0.5, apart=False,
                )  # fmt: skip


@pytest.fixture
def workspace(any_url: str) -> Iterator[Workspace]:
    opened = Workspace.open(any_url)
    Made(opened)
    yield opened
    opened.close()


def test_the_filter_and_the_order_agree_with_what_is_explained(workspace: Workspace) -> None:
    everybody = [str(one) for one in workspace.clients.page(size=CLIENTS).rows["client_id"]]
    explained = workspace.client_health.of(everybody)
    assert len({(one.band, one.score) for one in explained.values()}) > 10  # the cases differ
    for band in get_args(Band):
        page = workspace.clients.page(health=band, size=CLIENTS)
        wanted = {key for key, one in explained.items() if one.band == band}
        assert wanted and set(page.rows["client_id"]) == wanted and page.total == len(wanted)
    worst = workspace.clients.page(sort="health", size=CLIENTS).rows["client_id"]
    scores = [explained[key].score for key in worst]
    known = [score for score in scores if score is not None]
    assert known == sorted(known) and scores[len(known) :] == [None] * (CLIENTS - len(known))


def test_a_filter_is_part_of_a_search_and_of_its_pages(workspace: Workspace) -> None:
    risky = workspace.clients.page(health="at risk", size=2)
    assert risky.total > 2 and len(risky.rows) == 2
    assert sum(len(part) for part in risky.parts()) == risky.total
    name = str(risky.rows["name"].iloc[0])
    assert (
        workspace.clients.page(health="good", search=name).total < workspace.clients.page(search=name).total
    )

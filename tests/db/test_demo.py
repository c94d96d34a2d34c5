"""The demo agency: loaded once into an empty workspace, dated from the day it is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from core.errors import HandoffRefused
from db.tables.runs import AuditLine, Handoff, Run
from db.workspace import Workspace

NOW = datetime(2027, 3, 1, 18, tzinfo=UTC)


@dataclass(frozen=True)
class Evening:
    """Always the same moment."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The demo as it is on one evening; tests of this file only read it."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    workspace = Workspace.open(f"sqlite:///{path}").at(Evening(NOW))
    shares = list(workspace.load_demo())
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    return workspace


def test_the_demo_loads_on_every_database(any_url: str) -> None:
    workspace = Workspace.open(any_url)
    *_, last = workspace.load_demo()
    assert last == 1.0
    assert workspace.reports.home.counts()["won_deals"] == 5
    workspace.close()


def test_a_second_load_is_refused_and_changes_nothing(demo: Workspace) -> None:
    before = demo.reports.home.counts()
    with pytest.raises(HandoffRefused, match="already holds work"):
        next(demo.load_demo())
    assert demo.reports.home.counts() == before


def test_demo_data_never_mixes_with_work_of_ones_own(workspace: Workspace) -> None:
    assert not workspace.run("greet_client", {"name": "Nobody"}).success
    with pytest.raises(HandoffRefused, match="already holds work"):
        next(workspace.load_demo())


def test_only_the_two_meant_steps_do_not_pass(demo: Workspace) -> None:
    with demo.reading() as session:
        stopped = session.execute(
            select(Run.workflow, Run.outcome, Run.error).where(Run.outcome != "delivered")
        ).all()
        returned = session.execute(
            select(Handoff.workflow, Handoff.reason).where(Handoff.status == "returned")
        ).all()
    ((workflow, outcome, error),) = stopped
    assert (workflow, outcome) == ("sales_to_fulfillment", "refused")
    assert "'negotiation'" in error
    ((workflow, reason),) = returned
    assert workflow == "offer_to_marketing"
    assert "budget" in reason


def test_half_a_year_ends_on_the_day_it_is_loaded(demo: Workspace) -> None:
    with demo.reading() as session:
        started = session.execute(select(Run.started_at)).scalars().all()
        noted = session.execute(select(AuditLine.at)).scalars().all()
    assert NOW - min(started) > timedelta(days=180)
    assert timedelta(0) < NOW - max(noted) < timedelta(days=3)
    # Office hours: nobody works at night.
    assert {moment.hour for moment in started} <= set(range(8, 19))


def test_the_figures_are_those_of_a_small_agency(demo: Workspace) -> None:
    counts = demo.reports.home.counts()
    assert counts == {
        "offers": 3,
        "campaigns": 4,
        "leads": counts["leads"],
        "open_deals": 4,
        "won_deals": 5,
        "active_projects": 1,
        "responses": 4,
        "runs": 20,
    }
    funnel = demo.reports.sales.funnel()["deals"].tolist()
    assert funnel == sorted(funnel, reverse=True)
    assert counts["leads"] == funnel[0]
    assert funnel[1:] == [funnel[1], 10, 8, 5]
    assert funnel[1] < funnel[0]
    won, lost = demo.reports.sales.closed()
    assert (won, lost) == (5, 1)
    mean, n = demo.reports.feedback.mean_satisfaction()
    assert n == 4
    assert mean is not None
    assert 40 <= mean <= 95
    satisfied, asked = demo.reports.feedback.csat()
    assert 0 < satisfied < asked


def test_there_is_something_of_every_kind_for_home_to_name(demo: Workspace) -> None:
    home = demo.reports.home
    for found in (home.overdue_payments(), home.hot_leads_without_deal()):
        assert len(found)
    assert home.open_decisions() > 0
    assert set(home.failed_runs()["outcome"]) == {"refused"}
    assert {"waiting", "accepted", "returned"} == set(home.handoffs()["state"])


def test_money_was_paid_only_after_it_was_due_and_before_today(demo: Workspace) -> None:
    payments = demo.fulfillment.payments()
    paid = payments[payments["paid_on"].notna()]
    assert len(paid) >= 5
    assert (paid["paid_on"] >= paid["due_on"]).all()
    assert (paid["paid_on"] <= NOW.date()).all()
    assert set(payments["currency"]) == {"USD"}


def test_the_second_version_of_the_offer_says_which_feedback_it_came_from(demo: Workspace) -> None:
    offers = demo.offers.overview().set_index("product_name")
    assert offers.loc["Local Search Launch", "current_version"] == 2
    newest = demo.offers.versions(str(offers.loc["Local Search Launch", "offer_id"])).iloc[0]
    assert (newest["number"], newest["status"]) == (2, "published")
    assert newest["feedback_id"] == "fb_nordwind"
    assert "buffer" in newest["change_note"].lower()

"""The demo agency: loaded once into an empty workspace, dated from the day it is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from core.errors import HandoffRefused
from core.feedback_scope import Scope
from db.tables.runs import AuditLine, Handoff, Run
from db.workspace import Workspace
from scripts import make_demo_year

NOW = datetime(2027, 3, 1, 18, tzinfo=UTC)


@dataclass(frozen=True)
class Evening:
    """Always the same moment."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


def loaded(folder: Path, *, year: bool) -> Workspace:
    workspace = Workspace.open(f"sqlite:///{folder / 'demo.db'}").at(Evening(NOW))
    shares = list(workspace.load_demo(year=year))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    return workspace


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The story as it is on one evening; tests of this file only read it."""
    return loaded(tmp_path_factory.mktemp("demo"), year=False)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The story with the year around it."""
    return loaded(tmp_path_factory.mktemp("year"), year=True)


@pytest.fixture(params=["demo", "year"])
def either(request: pytest.FixtureRequest) -> Workspace:
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


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


def test_only_the_two_meant_steps_do_not_pass(either: Workspace) -> None:
    with either.reading() as session:
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


def test_the_steps_end_on_the_day_they_are_loaded(either: Workspace) -> None:
    with either.reading() as session:
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


def test_there_is_something_of_every_kind_for_home_to_name(either: Workspace) -> None:
    home = either.reports.home
    for found in (home.overdue_payments(), home.hot_leads_without_deal()):
        assert len(found)
    assert home.open_decisions() == len(either.loop.ranked()) > 0
    assert set(home.failed_runs()["outcome"]) == {"refused"}
    assert {"waiting", "accepted", "returned"} == set(home.handoffs()["state"])


def test_money_was_paid_only_after_it_was_due_and_before_today(either: Workspace) -> None:
    payments = either.fulfillment.payments()
    paid = payments[payments["paid_on"].notna()]
    assert len(paid) >= 5
    assert (paid["paid_on"] >= paid["due_on"]).all()
    assert (paid["paid_on"] <= NOW.date()).all()
    assert set(payments["currency"]) == {"USD"}


def test_the_second_version_of_the_offer_says_which_feedback_it_came_from(either: Workspace) -> None:
    offers = either.offers.overview().set_index("product_name")
    assert offers.loc["Local Search Launch", "current_version"] == 2
    newest = either.offers.versions(str(offers.loc["Local Search Launch", "offer_id"])).iloc[0]
    assert (newest["number"], newest["status"]) == (2, "published")
    assert newest["feedback_id"] == "fb_nordwind"
    assert "buffer" in newest["change_note"].lower()


def test_a_year_is_enough_for_trends_intervals_and_forecasts(year: Workspace) -> None:
    counts = year.reports.home.counts()
    assert counts["leads"] > 300 and counts["won_deals"] > 35 and counts["responses"] > 40
    offers = year.offers.overview().set_index("product_name")
    effect = year.reports.offer_effect.effect(str(offers.loc["Content Engine", "offer_id"]), 1, 2)
    told = {name for name, one in effect.items() if one["change"] is not None}
    assert told == {"win_rate", "csat", "nps", "on_time"}
    quadrants = {
        one.key: one.quadrant
        for one in year.reports.feedback_drivers.drivers(Scope())
        if one.kind == "category"
    }
    assert quadrants["communication"] and quadrants["timeliness"]
    assert len(year.forecasts.accuracy("USD")) >= 6
    assert year.reports.feedback_groups.total(Scope()).invited > 40
    assert (year.reports.feedback.promises()["not_kept"] > 0).any()


def test_the_file_of_the_year_is_what_its_script_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_demo_year.FOLDER
    monkeypatch.setattr(make_demo_year, "FOLDER", tmp_path)
    make_demo_year.main()
    written = sorted(path.name for path in tmp_path.iterdir())
    assert "year.json" in written and len(written) == 9
    for name in written:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name

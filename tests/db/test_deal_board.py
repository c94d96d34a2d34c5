"""The deal board, the changes of a deal and the reports on deals, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select

from core.errors import HandoffRefused, InputRejected
from core.forecasting import OpenValue, StageOutcome
from db.records.deal_board import CARDS
from db.tables.sales import ForecastSnapshot
from db.workspace import Workspace

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
CLOSE = date(2026, 12, 10)


class Clock:
    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        self.moment += timedelta(milliseconds=1)
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def agency(any_url: str, clock: Clock) -> Iterator[Workspace]:
    kept = Workspace.open(any_url)
    opened = kept.at(clock)
    leads = [
        {"id": f"lead_{number}", "contact_info": {"name": f"Lead {number}", "email": f"l{number}@example.com",
         "company": f"Company {number}"}, "score": 90, "source": "Webinar" if number % 2 else "Fair"}
        for number in range(40)
    ]  # fmt: skip
    campaign = {"campaign_id": "camp", "campaign_name": "Camp", "leads_generated": leads}
    assert opened.run("marketing_to_sales", campaign).success
    yield opened
    kept.close()


def deal(agency: Workspace, number: int, **changes: Any) -> str:
    leads = agency.marketing.leads(search=f"l{number}@example.com").rows
    given = {"name": f"Deal {number}", "value": "$1,000", "owner": "Eve", "expected_close_on": CLOSE}
    return agency.deals.open_deal(
        lead_pk=int(leads["id"].iloc[0]), deal_id=f"deal_{number}", **(given | changes)
    )


def column(agency: Workspace, stage: str, **options: Any) -> Any:
    return next(found for found in agency.deal_board.columns(**options) if found.stage.name == stage)


def test_each_column_counts_and_adds_up_by_currency(agency: Workspace) -> None:
    deal(agency, 1)
    deal(agency, 2, value="€500")
    deal(agency, 3, value="$2,500", owner="Ann")
    new = column(agency, "new")
    assert (new.deals, new.cents, new.weighted_cents) == (
        3,
        {"EUR": 50_000, "USD": 350_000},
        {"EUR": 5_000, "USD": 35_000},
    )
    assert column(agency, "new", owner="Ann").cents == {"USD": 250_000}
    assert agency.deal_board.owners() == ["Ann", "Eve"]


def test_what_closes_next_stands_first_and_the_rest_is_counted(agency: Workspace) -> None:
    for number in range(CARDS + 3):
        deal(agency, number, expected_close_on=CLOSE + timedelta(days=CARDS - number))
    deal(agency, 39, expected_close_on=None)
    new = column(agency, "new")
    assert (new.deals, len(new.cards)) == (CARDS + 4, CARDS)
    days = [card.expected_close_on for card in new.cards]
    assert days == sorted(days)
    assert days[0] == CLOSE - timedelta(days=2)


def test_a_deal_that_stands_still_or_should_have_closed_is_marked(agency: Workspace, clock: Clock) -> None:
    deal(agency, 1)
    clock.moment = START + timedelta(days=8, hours=1)  # the policy's usual 5 days × 1.5 are over
    (card,) = column(agency, "new").cards
    assert (card.is_stale, card.is_late, int(card.days)) == (True, False, 8)
    clock.moment = START + timedelta(days=60)
    (card,) = column(agency, "new").cards
    assert card.is_late


def test_the_median_of_five_deals_decides_what_is_stale(agency: Workspace, clock: Clock) -> None:
    for number in range(1, 6):
        deal(agency, number)
    for number in range(1, 6):
        clock.moment = START + timedelta(days=10 * number)
        agency.deals.move(f"deal_{number}", "contacted")
    # They left after 10, 20, 30, 40 and 50 days: median 30.
    median, n = agency.reports.sales.median_days_in_stage()["new"]
    assert (round(median, 3), n) == (30.0, 5)
    assert column(agency, "new").stale_after == pytest.approx(45.0)


def test_the_median_of_an_even_number_lies_between_the_two_in_the_middle(
    agency: Workspace, clock: Clock
) -> None:
    for number in (1, 2):
        deal(agency, number)
    for number in (1, 2):
        clock.moment = START + timedelta(days=10 * number)
        agency.deals.move(f"deal_{number}", "contacted")
    median, n = agency.reports.sales.median_days_in_stage()["new"]
    assert (round(median, 3), n) == (15.0, 2)


def test_a_change_is_kept_with_its_old_and_new_values(agency: Workspace) -> None:
    deal_id = deal(agency, 1)
    agency.deals.change(
        deal_id, name="Bigger", value="$3,000", owner="Ann", expected_close_on=None, version=1
    )
    kept = agency.deals.deal(deal_id)
    assert (kept.name, kept.value_cents, kept.owner, kept.expected_close_on, kept.version) == (
        "Bigger", 300_000, "Ann", None, 2,
    )  # fmt: skip
    with pytest.raises(HandoffRefused, match="changed this record"):
        agency.deals.change(deal_id, name="Mine", value="", owner="", expected_close_on=None, version=1)
    assert agency.deals.deal(deal_id).name == "Bigger"


def test_a_change_without_a_difference_is_none(agency: Workspace) -> None:
    deal_id = deal(agency, 1)
    agency.deals.change(
        deal_id, name="Deal 1", value="$1,000.00", owner="Eve", expected_close_on=CLOSE, version=1
    )
    assert agency.deals.deal(deal_id).version == 1


def test_what_is_missing_and_the_move_are_stored_together_or_not_at_all(agency: Workspace) -> None:
    deal_id = deal(agency, 1, value="", expected_close_on=None)
    with pytest.raises(HandoffRefused, match="the value and the expected close date"):
        agency.deals.move(deal_id, "proposal", version=1)
    with pytest.raises(InputRejected):
        agency.deals.change(
            deal_id, name="", value="about 5k", owner="", expected_close_on=CLOSE, version=1, stage="proposal"
        )
    with pytest.raises(HandoffRefused, match="the expected close date"):
        agency.deals.change(
            deal_id, name="", value="$5k", owner="", expected_close_on=None, version=1, stage="proposal"
        )
    assert agency.deals.deal(deal_id).value_cents is None
    agency.deals.change(
        deal_id, name="", value="$5k", owner="", expected_close_on=CLOSE, version=1, stage="proposal"
    )
    kept = agency.deals.deal(deal_id)
    assert (kept.stage, kept.value_cents, kept.expected_close_on, kept.name) == (
        "proposal", 500_000, CLOSE, "Deal 1",
    )  # fmt: skip


def test_the_reports_count_what_was_done(agency: Workspace, clock: Clock) -> None:
    for number in (1, 2, 3):
        deal(agency, number, value=f"${number},000")
    agency.deals.move("deal_1", "proposal")
    agency.deals.move("deal_2", "proposal")
    clock.moment = START + timedelta(days=4)
    agency.deals.move("deal_2", "closed_lost", lost_reason="Price")
    won = {
        **agency.deals.draft("deal_1"),
        "service_package": {
            "type": "web_development",
            "deliverables": [{"name": "Site", "estimated_days": 5}],
            "timeline": {"start_date": "2026-12-07", "end_date": "2026-12-18"},
        },
        "contract_terms": {"total_value": "$1,200", "payment_schedule": ["100% upfront"]},
        "payment_status": "paid",
    }
    assert agency.run("sales_to_fulfillment", won).success
    reports = agency.reports.sales
    assert reports.open_values("USD") == [OpenValue(date(2026, 12, 1), "new", 1, 300_000)]
    assert sorted(reports.stage_outcomes()) == [StageOutcome("new", 2, 1), StageOutcome("proposal", 2, 1)]
    velocity = reports.velocity("USD")
    assert (velocity.open_deals, velocity.won, velocity.lost, velocity.average_won_cents) == (
        1,
        1,
        1,
        120_000,
    )
    assert velocity.average_days_to_close == pytest.approx(4.0, abs=0.01)
    by_source = {segment.name: segment[1:] for segment in reports.closed_by("source", "USD")}
    assert by_source == {"Webinar": (1, 0, 120_000, 0), "Fair": (0, 1, 0, 200_000)}
    assert [segment.name for segment in reports.closed_by("owner", "USD")] == ["Eve"]
    assert [segment.name for segment in reports.closed_by("offer", "USD")] == ["No offer"]
    assert reports.lost_reasons().to_dict("records") == [{"reason": "Price", "deals": 1}]
    assert reports.won_by_month("USD") == {date(2026, 11, 1): 120_000}


def test_ten_times_the_deals_take_the_same_statements(agency: Workspace) -> None:
    statements: list[str] = []
    with agency.reading() as session:
        engine = session.get_bind()

    def draw() -> int:
        statements.clear()
        agency.deal_board.columns()
        return len(statements)

    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(str(given[2])))
    deal(agency, 1)
    few = draw()
    for number in range(2, 22):
        deal(agency, number)
    assert draw() == few <= 6


def test_the_forecast_is_kept_once_a_week_and_compared_with_what_came(
    agency: Workspace, clock: Clock
) -> None:
    clock.moment = datetime(2026, 10, 28, 9, 0, tzinfo=UTC)
    deal(agency, 1, value="$10,000", expected_close_on=date(2026, 11, 20))
    deal(agency, 2, value="€500", expected_close_on=date(2026, 11, 20))
    deal(agency, 3, expected_close_on=None)
    assert agency.forecasts.keep_week()
    assert not agency.forecasts.keep_week()
    clock.moment = datetime(2026, 11, 4, 9, 0, tzinfo=UTC)
    assert agency.forecasts.keep_week()
    clock.moment = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
    (november,) = agency.forecasts.accuracy("USD")
    # 10 % of 10,000 in the stage New, kept on Monday 26 October; nothing was won.
    assert (november["taken_on"], november["forecast_cents"], november["won_cents"]) == (
        "2026-10-26",
        100_000,
        0,
    )
    (euros,) = agency.forecasts.accuracy("EUR")
    assert euros["forecast_cents"] == 5_000


def test_two_who_look_at_once_keep_one_forecast(agency: Workspace) -> None:
    deal(agency, 1)
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda _: agency.forecasts.keep_week(), range(8)))
    with agency.reading() as session:
        rows = session.execute(select(func.count()).select_from(ForecastSnapshot)).scalar_one()
    assert rows == 1
    assert any(kept)

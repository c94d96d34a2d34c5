"""Forecast, velocity, win rates and forecast accuracy against figures worked by hand."""

from __future__ import annotations

from datetime import date

import pytest

from core.forecasting import (
    OpenValue,
    Segment,
    StageOutcome,
    Velocity,
    forecast_accuracy,
    forecast_by_month,
    stage_probabilities,
    win_rates,
)
from core.pipeline import PipelineRules

RULES = PipelineRules()
DECEMBER, JANUARY = date(2026, 12, 1), date(2027, 1, 1)
TODAY = date(2026, 12, 15)


def test_observed_probability_stands_beside_the_assumed_one_with_its_interval() -> None:
    found = {item["stage"]: item for item in stage_probabilities([StageOutcome("proposal", 20, 5)], RULES)}
    proposal = found["proposal"]
    assert (proposal["assumed"], proposal["observed"], proposal["n"]) == (0.45, 0.25, 20)
    # Wilson for 5 of 20: 0.112 to 0.469.
    assert proposal["low"] == pytest.approx(0.112, abs=0.001)
    assert proposal["high"] == pytest.approx(0.469, abs=0.001)
    assert "5 ÷ 20" in proposal["formula"]
    assert list(found) == ["new", "contacted", "proposal", "negotiation"]


def test_a_share_of_fewer_than_five_closed_deals_is_not_shown() -> None:
    (new, *_) = stage_probabilities([StageOutcome("new", 4, 4)], RULES)
    assert (new["observed"], new["low"], new["high"], new["n"]) == (None, None, None, 4)


def test_the_forecast_weighs_each_stage_by_month() -> None:
    values = [
        OpenValue(JANUARY, "new", 1, 100_000),
        OpenValue(DECEMBER, "negotiation", 2, 1_000_000),
        OpenValue(DECEMBER, "proposal", 1, 200_000),
        OpenValue(None, "contacted", 3, 50_000),
        OpenValue(DECEMBER, "closed_won", 1, 900_000),
    ]
    chances = stage_probabilities([StageOutcome("negotiation", 10, 5)], RULES)
    december, january, undated = forecast_by_month(values, chances, TODAY)
    # 1,000,000 × 0.70 + 200,000 × 0.45 = 790,000; observed 0.5 for negotiation: 590,000.
    assert (december["deals"], december["cents"]) == (3, 1_200_000)
    assert (december["assumed_cents"], december["observed_cents"]) == (790_000, 590_000)
    assert (january["month"], january["assumed_cents"]) == ("2027-01-01", 10_000)
    assert (undated["month"], undated["assumed_cents"]) == ("no date", 10_000)
    assert not december["overdue"]


def test_a_month_that_has_passed_is_overdue() -> None:
    (november,) = forecast_by_month(
        [OpenValue(date(2026, 11, 1), "new", 1, 100)], stage_probabilities([], RULES), TODAY
    )
    assert november["overdue"]


def test_velocity_is_the_product_of_its_levers() -> None:
    # 20 open deals × 12,000 × 25 % ÷ 60 days = 1,000 a day.
    velocity = Velocity(20, won=5, lost=15, average_won_cents=1_200_000, average_days_to_close=60)
    assert velocity.win_rate == 0.25
    assert velocity.cents_a_day == pytest.approx(100_000)


@pytest.mark.parametrize(
    "velocity",
    [
        Velocity(3, won=0, lost=0, average_won_cents=None, average_days_to_close=None),
        Velocity(3, won=0, lost=2, average_won_cents=None, average_days_to_close=None),
        Velocity(3, won=1, lost=2, average_won_cents=100, average_days_to_close=0),
    ],
    ids=["nothing closed", "nothing won", "won at once"],
)
def test_velocity_is_unknown_while_a_lever_is(velocity: Velocity) -> None:
    assert velocity.cents_a_day is None


def test_win_rates_count_deals_and_weigh_values() -> None:
    rates = win_rates(
        [Segment("Webinar", 1, 1, 300, 100), Segment("Fair", 3, 2, 0, 0), Segment("None", 0, 0, 0, 0)]
    )
    assert [(item["name"], item["rate"], item["rate_by_value"]) for item in rates] == [
        ("Fair", 0.6, None),
        ("Webinar", 0.5, 0.75),
    ]
    assert [item["enough"] for item in rates] == [True, False]


def test_a_past_month_is_compared_with_the_last_forecast_before_it_began() -> None:
    snapshots = [
        (date(2026, 10, 19), date(2026, 11, 1), 500),
        (date(2026, 10, 26), date(2026, 11, 1), 600),
        (date(2026, 11, 2), date(2026, 11, 1), 900),
        (date(2026, 11, 23), DECEMBER, 700),
    ]
    (november,) = forecast_accuracy(snapshots, {date(2026, 11, 1): 400}, TODAY)
    assert november["forecast_cents"] == 600
    assert november["error"] == pytest.approx(0.5)


def test_a_month_in_which_nothing_was_won_has_no_error_figure() -> None:
    (november,) = forecast_accuracy([(date(2026, 10, 1), date(2026, 11, 1), 600)], {}, TODAY)
    assert (november["won_cents"], november["error"]) == (0, None)

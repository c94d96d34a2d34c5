"""Rates are recomputed, and a given rate is called what it is."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from core.campaign_metrics import CampaignFigures, CampaignMetrics, RateRules, campaign_figures


def figures(leads: int = 1, **given: float) -> tuple[CampaignFigures, dict[str, str]]:
    found, notices = campaign_figures(CampaignMetrics.model_validate(given), leads, RateRules())
    return found, {notice.field: notice.message for notice in notices}


def test_the_guides_conversion_rate_is_its_click_through_rate() -> None:
    found, notices = figures(impressions=50000, clicks=2500, conversion_rate=0.05)
    assert (found["conversion_rate"], found["click_through_rate"], found["lead_conversion"]) == (
        0.05,
        0.05,
        0.0004,
    )
    assert found["click_through_formula"] == "clicks ÷ impressions = 2,500 ÷ 50,000"
    assert found["lead_conversion_formula"] == "leads ÷ clicks = 1 ÷ 2,500"
    assert notices == {
        "campaign_metrics.conversion_rate": (
            "of 5 % is the click-through rate of these figures; the lead conversion is 0.04 %"
        )
    }


def test_a_rate_that_is_the_lead_conversion_needs_no_warning() -> None:
    found, notices = figures(leads=125, impressions=50000, clicks=2500, conversion_rate=0.05)
    assert found["conversion_rate_is"] == "lead conversion (leads ÷ clicks)"
    assert notices == {}


def test_a_rate_that_fits_neither_is_named_with_both() -> None:
    _, notices = figures(impressions=50000, clicks=2500, conversion_rate=0.4)
    message = notices["campaign_metrics.conversion_rate"]
    assert "40 % fits neither" in message
    assert "click-through rate is 5 %" in message
    assert "lead conversion is 0.04 %" in message


@pytest.mark.parametrize(
    ("given", "leads", "field", "words"),
    [
        ({"conversion_rate": 0.05}, 1, "campaign_metrics.conversion_rate", "cannot be checked"),
        ({"impressions": 10, "clicks": 20}, 1, "campaign_metrics.clicks", "more than the 10 impressions"),
        ({"impressions": 100, "clicks": 2}, 5, "campaign_metrics.clicks", "fewer than the 5 leads"),
    ],
    ids=["nothing to check with", "more clicks than views", "more leads than clicks"],
)
def test_figures_that_do_not_add_up_are_asked_about(
    given: dict[str, float], leads: int, field: str, words: str
) -> None:
    _, notices = figures(leads, **given)
    assert words in notices[field]


def test_a_campaign_that_has_not_begun_has_no_rates_and_no_warnings() -> None:
    found, notices = figures(0, impressions=0, clicks=0, conversion_rate=0.0)
    assert (found["click_through_rate"], found["lead_conversion"], notices) == (None, None, {})


@pytest.mark.parametrize(
    "given",
    [
        {"conversion_rate": 5},
        {"conversion_rate": -0.1},
        {"conversion_rate": "5%"},
        {"clicks": -1},
        {"clicks": True},
        {"clicks": "12"},
        {"impressions": 1.5},
    ],
    ids=str,
)
def test_figures_that_cannot_be_are_rejected(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        CampaignMetrics.model_validate(given)


def test_a_whole_number_may_be_written_with_a_point() -> None:
    assert CampaignMetrics.model_validate({"clicks": 2500.0}).clicks == 2500

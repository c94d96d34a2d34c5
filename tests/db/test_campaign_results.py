"""Results of campaigns: kept once, summed up, taken back, and the figures worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from core.campaign_results import CampaignSums, campaign_figures, even_pace
from core.errors import HandoffRefused, InputRejected
from core.intake.ad_report import AdDay
from db.workspace import Workspace

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"
DAYS = [
    AdDay(date(2025, 2, 3), "Paid search", Decimal("100.00"), 4000, 100),
    AdDay(date(2025, 2, 4), "Paid search", Decimal("50.50"), 2000, 40),
    AdDay(date(2025, 2, 3), "Paid social", Decimal("80.00"), 9000, 60),
]


@pytest.fixture
def workspace(any_url: str) -> Iterator[Workspace]:
    opened = Workspace.open(any_url)
    opened.run("offer_to_marketing", json.loads((SAMPLES / "offer_to_marketing.json").read_text()))
    yield opened
    opened.close()


def campaign(workspace: Workspace) -> str:
    return str(workspace.marketing.campaigns()["campaign_id"].iloc[0])


def test_a_campaign_keeps_the_budget_that_its_brief_read(workspace: Workspace) -> None:
    row = workspace.marketing.campaigns().iloc[0]
    assert (int(row["budget_cents"]), row["currency"]) == (1_000_000, "USD")


def test_results_are_kept_once_and_become_the_figures_of_the_campaign(workspace: Workspace) -> None:
    key = campaign(workspace)
    assert workspace.campaign_results.keep(key, DAYS, "a test") == (3, 0)
    assert workspace.campaign_results.keep(key, DAYS, "a test") == (0, 0)
    changed = [DAYS[0]._replace(channel="paid SEARCH", clicks=120)]
    assert workspace.campaign_results.keep(key, changed, "a test") == (0, 1)
    row = workspace.marketing.campaigns().iloc[0]
    assert (row["impressions"], row["clicks"], row["spent_cents"]) == (15_000, 220, 23_050)
    channels = workspace.campaign_results.by_channel(key)
    assert list(channels["channel"]) == ["Paid search", "Paid social"]
    assert list(channels["spend_cents"]) == [15_050, 8_000]
    sums = workspace.campaign_results.sums(key)
    assert (sums.spend, sums.leads) == (Decimal("230.50"), 0)


def test_results_are_taken_back(workspace: Workspace) -> None:
    key = campaign(workspace)
    workspace.campaign_results.keep(key, DAYS, "a test")
    first = int(workspace.campaign_results.lines(key)["id"].iloc[0])
    assert workspace.campaign_results.remove(key, [first]) == 1
    assert len(workspace.campaign_results.lines(key)) == 2
    with pytest.raises(HandoffRefused, match="gone already"):
        workspace.campaign_results.remove(key, [first])
    row = workspace.marketing.campaigns().iloc[0]
    assert int(row["impressions"]) == int(workspace.campaign_results.lines(key)["impressions"].sum())


def test_a_day_typed_in_names_every_bad_field(workspace: Workspace) -> None:
    key = campaign(workspace)
    with pytest.raises(InputRejected) as refusal:
        workspace.campaign_results.add(
            key, {"day": "2025-02-30", "channel": " ", "spend": "-5", "clicks": -1}
        )
    assert {problem.field for problem in refusal.value.problems} == {"day", "channel", "spend", "clicks"}
    workspace.campaign_results.add(key, {"day": "2025-02-03", "channel": "Events", "spend": "$1,200"})
    assert workspace.campaign_results.sums(key).spend == Decimal("1200.00")
    with pytest.raises(HandoffRefused, match="no campaign"):
        workspace.campaign_results.add("gone", {"day": "2025-02-03", "channel": "Events", "spend": "1"})


def test_figures_by_hand() -> None:
    figures = campaign_figures(CampaignSums(Decimal(5000), 50_000, 2_500, 125, 40), "USD")
    assert [(one.label, one.shown) for one in figures] == [
        ("Click-through rate", "5.0%"),
        ("Lead conversion", "5.0%"),
        ("Cost per lead", "$40.00"),
        ("Cost per qualified lead", "$125.00"),
    ]
    assert figures[2].formula == "$5,000.00 spent ÷ 125 leads"
    nothing = campaign_figures(CampaignSums(Decimal(0), 0, 0, 0, 0), "USD")
    assert [one.shown for one in nothing] == [None] * 4


def test_an_even_pace_spends_the_budget_from_start_to_end() -> None:
    def pace(day: int) -> Decimal:
        return even_pace(Decimal(1000), date(2025, 2, 1), date(2025, 2, 10), date(2025, 2, day))

    assert [pace(1), pace(5), pace(10), pace(20)] == [
        Decimal(100),
        Decimal(500),
        Decimal(1000),
        Decimal(1000),
    ]
    assert even_pace(Decimal(10), date(2025, 2, 2), date(2025, 2, 4), date(2025, 2, 1)) == 0

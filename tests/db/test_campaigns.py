"""A campaign's name, state and days: changed, kept in the trail, and never overwritten unseen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.campaigns import CampaignFacts
from core.errors import HandoffRefused, InputRejected
from db.workspace import Workspace

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"


def sample(name: str) -> dict[str, Any]:
    return json.loads((SAMPLES / f"{name}.json").read_text())  # type: ignore[no-any-return]


@pytest.fixture
def workspace(any_url: str) -> Iterator[Workspace]:
    opened = Workspace.open(any_url)
    assert opened.run("offer_to_marketing", sample("offer_to_marketing")).success
    yield opened
    opened.close()


def only(workspace: Workspace) -> str:
    [campaign_id] = workspace.marketing.campaign_names()
    return campaign_id


def test_what_was_changed_is_listed_and_stands_in_the_history(workspace: Workspace) -> None:
    campaign = only(workspace)
    before = workspace.campaigns.facts(campaign)
    wanted = CampaignFacts("  Spring   fair ", "active", date(2025, 3, 1), date(2025, 3, 31))
    assert workspace.campaigns.change(campaign, wanted, seen=before).name == "Spring fair"
    assert workspace.marketing.campaign_page(status="active", search="fair").total == 1
    line = workspace.history.page(record_id=campaign).rows.iloc[0]
    assert line["action"] == "change campaign"
    assert f"name {before.name} → Spring fair" in line["summary"]


def test_leads_that_come_leave_the_name_and_start_the_campaign(workspace: Workspace) -> None:
    campaign = only(workspace)
    facts = workspace.campaigns.facts(campaign)
    assert facts.status == "planned"
    workspace.campaigns.change(campaign, facts._replace(name="Spring fair"))
    leads = sample("marketing_to_sales")
    given = {**leads, "campaign_id": campaign, "campaign_name": "Widget Pro_launch"}
    assert workspace.run("marketing_to_sales", given).success
    assert workspace.campaigns.facts(campaign)[:2] == ("Spring fair", "active")
    workspace.campaigns.change(campaign, workspace.campaigns.facts(campaign)._replace(status="completed"))
    given["leads_generated"] = given["leads_generated"][:1]
    assert workspace.run("marketing_to_sales", given).success
    assert workspace.campaigns.facts(campaign).status == "completed"


def test_the_second_editor_is_told_and_nothing_is_overwritten(workspace: Workspace) -> None:
    campaign = only(workspace)
    seen = workspace.campaigns.facts(campaign)
    workspace.campaigns.change(campaign, seen._replace(name="Ann's"), seen=seen)
    with pytest.raises(HandoffRefused, match="Somebody changed this record"):
        workspace.campaigns.change(campaign, seen._replace(name="Ben's"), seen=seen)
    assert workspace.campaigns.facts(campaign).name == "Ann's"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (CampaignFacts(" ", "planned"), "name"),
        (CampaignFacts("x" * 201, "planned"), "name"),
        (CampaignFacts("Fair", "paused"), "status"),
        (CampaignFacts("Fair", "planned", date(2025, 3, 2), date(2025, 3, 1)), "ends_on"),
    ],
)
def test_what_cannot_be_is_named_and_changes_nothing(
    workspace: Workspace, facts: CampaignFacts, field: str
) -> None:
    campaign = only(workspace)
    before = workspace.campaigns.facts(campaign)
    with pytest.raises(InputRejected) as caught:
        workspace.campaigns.change(campaign, facts)
    assert [problem.field for problem in caught.value.problems] == [field]
    assert workspace.campaigns.facts(campaign) == before


def test_a_campaign_that_is_gone_is_told(workspace: Workspace) -> None:
    with pytest.raises(HandoffRefused, match="campaign"):
        workspace.campaigns.facts("gone")

"""Prospects: whose first contact is due, and every try to reach them, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from core.errors import HandoffRefused, InputRejected
from db.workspace import Workspace

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.moment = MONDAY

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
        {
            "id": f"lead_{name}",
            "contact_info": {"name": name, "email": f"{name}@example.com"},
            "score": score,
            "engagement_level": "high",
            "budget_indicator": "high",
            "urgency": "high",
            "received_at": "2026-11-02T08:00:00Z",
        }
        for name, score in (("hot", 95), ("warm", 60))
    ]
    campaign = {"campaign_id": "camp", "campaign_name": "Camp", "leads_generated": leads}
    assert opened.run("marketing_to_sales", campaign).success
    yield opened
    kept.close()


def names(agency: Workspace, due: str | None) -> list[str]:
    return list(agency.sales.prospects(due=due).rows["name"])  # type: ignore[arg-type]  # a table of words


def pk(agency: Workspace, name: str) -> int:
    return int(agency.sales.prospects(search=name).rows["id"].iloc[0])


def test_a_hot_lead_is_overdue_after_its_office_hour(agency: Workspace, clock: Clock) -> None:
    assert (names(agency, "overdue"), names(agency, "to contact")) == ([], ["hot", "warm"])
    clock.moment = MONDAY + timedelta(hours=1, minutes=30)
    assert names(agency, "overdue") == ["hot"]
    due_at = agency.sales.prospects(search="hot").rows["next_action_due_at"].iloc[0]
    found = agency.sales.clock(due_at, None)
    assert (found.state, found.words) == ("overdue", "overdue by 30 min")


def test_a_logged_contact_stops_the_clock_once_and_keeps_every_try(agency: Workspace, clock: Clock) -> None:
    clock.moment = MONDAY + timedelta(minutes=30)
    lead = pk(agency, "hot")
    agency.sales.log_contact(lead, channel="phone", outcome="no_answer", note="  rang long  ")
    clock.moment += timedelta(hours=2)
    agency.sales.log_contact(lead, channel="email", outcome="reached")
    assert names(agency, "contacted") == ["hot"]
    tries = agency.sales.contacts(lead)
    assert list(tries["outcome"]) == ["reached", "no_answer"]
    assert tries["note"].iloc[1] == "rang long"
    (hot,) = agency.reports.sales.speed_to_lead()
    # Received before the office opened at 9, first tried at half past.
    assert (hot["band"], hot["n"], hot["within"]) == ("hot", 1, 1)
    assert hot["median_hours"] == pytest.approx(0.5, abs=0.001)


def test_a_contact_says_how_and_what_came_of_it(agency: Workspace) -> None:
    with pytest.raises(InputRejected):
        agency.sales.log_contact(pk(agency, "hot"), channel="pigeon", outcome="reached")  # type: ignore[arg-type]  # wrong on purpose
    with pytest.raises(HandoffRefused, match="no prospect"):
        agency.sales.log_contact(99_999, channel="phone", outcome="reached")
    assert names(agency, "contacted") == []


def test_prospects_are_mine_or_nobodys(agency: Workspace) -> None:
    everybody = [str(one) for one in agency.sales.prospects(size=100).rows["id"]]
    agency.bulk_leads.put(everybody[0], agency.actor)
    agency.bulk_leads.put(everybody[1], "Somebody Else")
    assert [str(one) for one in agency.sales.prospects(whose="mine").rows["id"]] == everybody[:1]
    unowned = agency.sales.prospects(whose="nobody's", size=100)
    assert [str(one) for one in unowned.rows["id"]] == everybody[2:]
    assert agency.sales.prospects(whose="mine", due="contacted", band="cold", search="xyz").total == 0

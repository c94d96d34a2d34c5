"""Edits of records: what is refused, what is kept, and what the lists find."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from core.errors import HandoffRefused, InputRejected
from db.workspace import Workspace

LEADS = [
    {
        "id": "a",
        "contact_info": {"name": "Ada 100%", "email": "ada@example.com", "company": "A_B"},
        "score": 90,
    },
    {"id": "b", "contact_info": {"name": "Bob", "email": "bob@example.com", "company": "AxB"}, "score": 70},
    {"id": "c", "contact_info": {"name": "Cleo", "email": "cleo@example.com", "company": "C"}, "score": 10},
]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = Workspace.open(f"sqlite:///{tmp_path / 'agency.db'}")
    campaign = {"campaign_id": "camp", "campaign_name": "Camp", "leads_generated": LEADS}
    assert opened.run("marketing_to_sales", campaign).success
    yield opened
    opened.close()


@pytest.fixture
def deal(workspace: Workspace) -> str:
    found = workspace.marketing.leads(search="ada").rows
    return workspace.deals.open_deal(
        lead_pk=int(found["id"].iloc[0]),
        name="Website",
        value="€5k",
        owner="Eve",
        expected_close_on=date(2026, 12, 1),
    )


@pytest.mark.parametrize(
    ("search", "names"),
    [("ADA", ["Ada 100%"]), ("100%", ["Ada 100%"]), ("A_B", ["Ada 100%"]), ("nobody", []), ("example", 3)],
)
def test_a_search_takes_its_signs_as_they_are(workspace: Workspace, search: str, names: object) -> None:
    found = workspace.marketing.leads(search=search).rows["name"].tolist()
    assert len(found) == names if isinstance(names, int) else found == names


def test_a_list_is_paged_and_a_page_too_far_is_the_last(workspace: Workspace) -> None:
    page = workspace.marketing.leads(number=9, size=2)
    assert (page.total, page.pages, page.number, len(page.rows)) == (3, 2, 2, 1)


def test_a_deal_reads_its_value_as_typed_and_knows_its_contact(workspace: Workspace, deal: str) -> None:
    kept = workspace.deals.deal(deal)
    assert (kept.value_cents, kept.currency, kept.stage) == (500_000, "EUR", "new")
    assert kept.contact_email == "ada@example.com"


@pytest.mark.parametrize("value", ["about 5k", "-5"])
def test_a_value_that_cannot_be_read_is_asked_about(workspace: Workspace, value: str) -> None:
    lead = int(workspace.marketing.leads(search="bob").rows["id"].iloc[0])
    with pytest.raises(InputRejected):
        workspace.deals.open_deal(lead_pk=lead, name="", value=value, owner="", expected_close_on=None)
    assert workspace.deals.page().rows.empty


def test_a_move_keeps_its_history_and_raises_the_version(workspace: Workspace, deal: str) -> None:
    workspace.deals.move(deal, "proposal", version=1)
    kept = workspace.deals.deal(deal)
    assert (kept.stage, kept.version) == ("proposal", 2)


def test_the_second_of_two_editors_is_told_and_nothing_is_overwritten(
    workspace: Workspace, deal: str
) -> None:
    workspace.deals.move(deal, "proposal", version=1)
    with pytest.raises(HandoffRefused, match="changed this record"):
        workspace.deals.move(deal, "contacted", version=1)
    assert workspace.deals.deal(deal).stage == "proposal"


def test_a_lost_deal_says_why(workspace: Workspace, deal: str) -> None:
    with pytest.raises(HandoffRefused, match="why"):
        workspace.deals.move(deal, "closed_lost")
    workspace.deals.move(deal, "closed_lost", lost_reason=" Price ")
    kept = workspace.deals.deal(deal)
    assert (kept.lost_reason, kept.stage) == ("Price", "closed_lost")
    assert kept.closed_on is not None


def test_a_record_that_is_gone_is_told(workspace: Workspace) -> None:
    with pytest.raises(HandoffRefused, match="no deal"):
        workspace.deals.move("nothing", "proposal")


def test_a_payment_is_noted_and_taken_back(workspace: Workspace) -> None:
    won = {
        "deal_id": "d",
        "status": "closed_won",
        "client_info": {"company_name": "A", "primary_contact": {"name": "B", "email": "b@example.com"}},
        "service_package": {
            "type": "branding",
            "deliverables": [{"name": "Logo", "estimated_days": 3}],
            "timeline": {"start_date": "2025-02-03", "end_date": "2025-03-03"},
        },
        "contract_terms": {"total_value": 900, "payment_schedule": ["50% upfront", "rest on completion"]},
        "payment_status": "paid",
    }
    assert workspace.run("sales_to_fulfillment", won).success
    first = int(workspace.fulfillment.payments()["id"].iloc[0])
    workspace.fulfillment.set_paid(first, date(2025, 2, 10))
    cash = workspace.reports.fulfillment.cash("USD")
    assert dict(zip(cash["state"], cash["amount"], strict=True)) == {"paid": 450.0, "overdue": 450.0}
    workspace.fulfillment.set_paid(first, None)
    assert set(workspace.reports.fulfillment.cash("USD")["state"]) == {"overdue"}


def test_funnel_and_pipeline_are_counted_by_hand(workspace: Workspace, deal: str) -> None:
    workspace.deals.move(deal, "negotiation")
    assert workspace.reports.sales.funnel()["deals"].tolist() == [3, 1, 1, 1, 0]
    pipeline = workspace.reports.sales.pipeline("EUR").set_index("stage")
    assert pipeline.loc["Negotiation", ["deals", "value", "weighted"]].tolist() == [1, 5000.0, 3500.0]
    assert workspace.reports.sales.pipeline("USD")["value"].sum() == 0
    assert workspace.reports.sales.closed() == (0, 0)

"""What one team leaves is a valid input of the next: drafts of the records, over many ways round."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.result import HandoffResult
from db.workspace import Workspace

words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=30).filter(
    lambda text: bool(text.strip())
)
names = st.lists(words, min_size=1, max_size=3, unique_by=lambda name: " ".join(name.casefold().split()))
lookups = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
OpenEmpty = Callable[[], Any]


@pytest.fixture
def empty(empty_file: Path, tmp_path: Path) -> OpenEmpty:
    """Opens a database of its own for each example."""
    numbers = count()

    @contextmanager
    def open_empty() -> Iterator[Workspace]:
        path = shutil.copy(empty_file, tmp_path / f"{next(numbers)}.db")
        workspace = Workspace.open(f"sqlite:///{path}")
        yield workspace
        workspace.close()

    return open_empty


def deliver(workspace: Workspace, name: str, raw: dict[str, Any]) -> HandoffResult:
    result = workspace.run(name, raw)
    assert result.success, (result.error, result.problems)
    return result


@lookups
@given(product=words, points=names, person=words, company=words, made=names)
def test_every_draft_is_taken_by_its_workflow_all_the_way_round(
    empty: OpenEmpty, product: str, points: list[str], person: str, company: str, made: list[str]
) -> None:
    with empty() as workspace:
        offer = {"product_name": product, "unique_selling_points": points, "pricing_tier": "$99 a month"}
        offer |= {"target_audience": person, "value_proposition": company}
        sold = deliver(workspace, "offer_to_marketing", offer).handoff_data["marketing_brief"]

        campaign = workspace.marketing.draft(sold["campaign_id"])
        contact = {"name": person, "email": "ada@example.com", "company": company}
        leads = [{"id": "1", "contact_info": contact, "score": 90, "engagement_level": "high"}]
        deliver(workspace, "marketing_to_sales", {**campaign, "leads_generated": leads})

        (prospect,) = workspace.sales.prospects().rows["id"]
        deal_id = workspace.deals.open_deal(
            lead_pk=int(prospect), name=product, value="1,000.10", owner="", expected_close_on=None
        )
        deal = workspace.deals.draft(deal_id)
        assert deal["promises"] == sold["unique_selling_points"]
        deal["payment_status"] = "paid"
        deal["service_package"] = {
            "type": "branding",
            "deliverables": [{"name": name, "estimated_days": 2} for name in made],
            "timeline": {"start_date": "2025-02-03", "end_date": "2025-05-30"},
        }
        deal["contract_terms"]["payment_schedule"] = ["50% upfront", "50% on completion"]
        deliver(workspace, "sales_to_fulfillment", deal)
        assert workspace.deals.deal(deal_id).stage == "closed_won"

        workspace.inbox.accept(int(workspace.inbox.waiting("fulfillment")["id"].iloc[0]), owner=person)
        project_id = str(workspace.fulfillment.projects()["project_id"].iloc[0])
        lines = workspace.deliverables.of_project(project_id)
        assert len(lines) == len(made)
        for line in lines["id"]:
            workspace.deliverables.mark(int(line), completed=True, approved=True)
        project = workspace.fulfillment.draft(project_id)
        assert project["contract_value"] == "1000.10"
        survey = deliver(workspace, "fulfillment_to_feedback", project).handoff_data["feedback_request"]
        assert survey["deliverables"] == [line["name"] for line in project["deliverables_status"]]

        answer = workspace.feedback.draft(survey["request_id"])
        answer["ratings"] = {category["key"]: [4] for category in survey["rating_categories"]}
        answer["responses"] = [{"could_improve": person}]
        deliver(workspace, "feedback_to_offer", answer)
        second = workspace.feedback.draft(survey["request_id"])
        assert second["feedback_id"] == f"{answer['feedback_id']}_2"

        (offer_id,) = workspace.offers.overview()["offer_id"]
        deliver(workspace, "offer_to_marketing", workspace.offers.draft(offer_id))
        assert workspace.offers.overview()["current_version"].tolist() == [1]

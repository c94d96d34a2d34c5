"""A finished project's survey: what it carries along, its days counted, and moments without a zone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from core.result import HandoffResult
from core.workflows.fulfillment_to_feedback import FulfillmentToFeedbackPolicy, FulfillmentToFeedbackWorkflow

# The guide's own sample, whose contact is left open.
GUIDE: dict[str, Any] = {
    "project_id": "proj_123",
    "work_order_id": "WO_123",
    "project_name": "Tech Corp Website",
    "client_info": {"company_name": "Tech Corp", "primary_contact": {}},
    "deliverables_status": [
        {
            "name": "Website Design",
            "status": "completed",
            "completed_date": "2025-02-15T10:00:00Z",
            "client_approved": True,
        }
    ],
    "start_date": "2025-02-01T00:00:00Z",
    "completion_date": "2025-02-15T00:00:00Z",
    "contract_value": 50000,
}


def run(**changes: Any) -> HandoffResult:
    return FulfillmentToFeedbackWorkflow().run({**GUIDE, **changes})


def request(**changes: Any) -> dict[str, Any]:
    result = run(**changes)
    assert result.success, result
    found: dict[str, Any] = result.handoff_data["feedback_request"]
    return found


@pytest.mark.parametrize("contact", [{}, None, {"name": "John Doe"}, {"email": ""}])
def test_without_an_address_the_survey_goes_out_by_link_with_a_warning(contact: Any) -> None:
    result = run(client_info={"company_name": "Tech Corp", "primary_contact": contact})
    assert result.success, result
    methods = result.handoff_data["feedback_request"]["collection_methods"]
    assert "public_link" in [method["method"] for method in methods]
    assert "email" not in [method["method"] for method in methods]
    assert [notice.field for notice in result.warnings] == ["client_info.primary_contact.email"]


def test_a_survey_carries_where_it_came_from() -> None:
    found = request(offer_id="offer_1", region="North", currency="USD")
    assert (found["work_order_id"], found["offer_id"]) == ("WO_123", "offer_1")
    assert found["extra_fields"] == {"region": "North", "currency": "USD"}


def test_planned_and_real_days_are_counted_in_calendar_and_working_days() -> None:
    # Planned to Fri 14 Feb, finished Tue 18 Feb 2025: four days late, and one of them worked (the 17th is a
    # holiday).
    facts = request(planned_end="2025-02-14", completion_date="2025-02-18")["facts"]
    assert (facts["planned_days"], facts["planned_working_days"]) == (14, 10)
    assert (facts["real_days"], facts["working_days"]) == (18, 11)
    assert (facts["days_late"], facts["working_days_late"], facts["on_time"]) == (4, 1, False)
    assert facts["formula"] == "finished 18 Feb 2025, planned 14 Feb 2025: 4 days late (1 working)"


def test_the_late_project_is_asked_about_its_delay() -> None:
    late = request(planned_end="2025-02-14")["feedback_questions"]
    on_time = request(planned_end="2025-02-15")["feedback_questions"]
    assert [question["text"] for question in late if question["key"] == "delay_impact"] == [
        "Tech Corp Website was finished 1 day later than planned. How did that affect you?"
    ]
    assert "delay_impact" not in [question["key"] for question in on_time]


@pytest.mark.parametrize(
    ("moment", "day", "warned"),
    [
        ("2025-02-15", "2025-02-15", False),
        ("2025-02-15T23:30:00Z", "2025-02-15", False),
        ("2025-02-15T23:30:00-05:00", "2025-02-15", False),  # already the 16th in UTC, and late for nobody
        ("2025-02-15T00:30:00+09:00", "2025-02-15", False),
        ("2025-02-15T23:30:00", "2025-02-15", True),
        ("2025-02-15 10:00", "2025-02-15", True),
    ],
)
def test_a_moment_is_the_day_as_it_is_written(moment: str, day: str, warned: bool) -> None:
    result = run(completion_date=moment, planned_end="2025-02-15")
    facts = result.handoff_data["feedback_request"]["facts"]
    assert (facts["completed_on"], facts["days_late"]) == (day, 0)
    naive = [notice for notice in result.warnings if notice.field == "completion_date"]
    assert bool(naive) == warned
    assert all("names no time zone" in notice.message and "15 Feb 2025" in notice.message for notice in naive)


def test_a_moment_without_a_zone_inside_a_deliverable_is_warned_of_at_its_place() -> None:
    line = {**GUIDE["deliverables_status"][0], "completed_date": "2025-02-15T10:00:00"}
    fields = [notice.field for notice in run(deliverables_status=[line]).warnings]
    assert "deliverables_status[0].completed_date" in fields


@pytest.mark.parametrize("status", ["Completed", " COMPLETED ", "completed"])
def test_a_status_is_read_in_any_case(status: str) -> None:
    assert run(deliverables_status=[{"name": "Design", "status": status}]).success


def test_open_work_in_another_tools_spelling_is_still_open() -> None:
    result = run(deliverables_status=[{"name": "Build", "status": "In Progress"}])
    assert result.code == "handoff_refused"
    assert "Build (in progress)" in str(result.error)


def test_dates_of_a_survey_follow_the_agencys_country() -> None:
    """Completed on Wed 1 Oct 2025: two days later is a holiday in Germany, and none in the US."""

    class Rules:
        def __init__(self, country: str) -> None:
            base = FulfillmentToFeedbackPolicy()
            agency = base.agency.model_copy(update={"country": country})
            self.policy = base.model_copy(update={"agency": agency})

        def current(self, workflow: str, model: Any) -> Any:
            return self.policy

    class OnTheDay:
        def now(self) -> datetime:
            return datetime(2025, 10, 1, 12, tzinfo=UTC)

    def sends_on(country: str) -> str:
        raw = {**GUIDE, "completion_date": "2025-10-01"}
        result = FulfillmentToFeedbackWorkflow().run(raw, policies=Rules(country), clock=OnTheDay())
        return str(result.handoff_data["feedback_request"]["schedule"]["sends_on"])

    assert (sends_on("US"), sends_on("DE")) == ("2025-10-03", "2025-10-06")

"""Fulfillment → Feedback: the guide's project, what holds it back, and facts that follow from its dates."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.result import HandoffResult
from core.workflows.fulfillment_to_feedback import FulfillmentToFeedbackWorkflow

GUIDE: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parents[3] / "sample_data" / "fulfillment_to_feedback.json").read_text("utf-8")
)
NOTHING = object()
DONE = {"name": "Design", "status": "completed"}
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


class Frozen:
    def now(self) -> datetime:
        return datetime(2025, 2, 16, 10, tzinfo=UTC)


def paths(value: Any, before: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in JSON data."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [before, *(path for key, item in inner for path in paths(item, (*before, key)))]


PLACES = paths(GUIDE)[1:]


def run(changes: dict[str, Any] | None = None) -> HandoffResult:
    """The guide's project with values replaced by dotted path; NOTHING takes the field away."""
    raw = copy.deepcopy(GUIDE)
    for path, value in (changes or {}).items():
        *groups, last = (int(step) if step.isdigit() else step for step in path.split("."))
        place: Any = raw
        for step in groups:
            place = place[step]
        if value is NOTHING:
            del place[last]
        else:
            place[last] = value
    return FulfillmentToFeedbackWorkflow().run(raw, clock=Frozen())


def request(changes: dict[str, Any] | None = None) -> dict[str, Any]:
    result = run(changes)
    assert result.success, result
    found: dict[str, Any] = result.handoff_data["feedback_request"]
    return found


def test_the_guides_project_gives_the_guides_feedback_request() -> None:
    result = run()
    found = result.handoff_data["feedback_request"]
    assert result.to_envelope()["next_step"] == "feedback_collection"
    assert found["request_id"].startswith("FR_proj_123_")
    assert found["contact"] == {"name": "John Doe", "email": "john@example.com", "phone": "+1234567890"}
    assert [method["method"] for method in found["collection_methods"]] == ["public_link", "email", "call"]
    assert found["schedule"]["sends_on"] == "2025-02-18"
    assert (found["facts"]["real_days"], found["facts"]["days_late"], found["facts"]["on_time"]) == (
        15,
        None,
        None,
    )
    keys = [question["key"] for question in found["feedback_questions"]]
    assert {"liked_most", "could_improve", "would_recommend", "future_services_interest"} <= set(keys)


def test_the_id_of_a_request_is_the_projects_own() -> None:
    assert request()["request_id"] == request({"project_name": "Other"})["request_id"]
    assert request()["request_id"] != request({"project_id": "proj_124"})["request_id"]


@pytest.mark.parametrize(
    ("planned", "late", "on_time", "words"),
    [
        ("2025-02-15", 0, True, "planned 15 Feb 2025: on time"),
        ("2025-02-20", 0, True, "planned 20 Feb 2025: on time"),
        ("2025-02-14", 1, False, "planned 14 Feb 2025: 1 day late"),
        ("2025-02-12", 3, False, "planned 12 Feb 2025: 3 days late"),
        (None, None, None, "no planned end is known"),
    ],
)
def test_lateness_is_said_only_against_a_planned_end(
    planned: str | None, late: int | None, on_time: bool | None, words: str
) -> None:
    found = request({"planned_end": planned})
    assert (found["facts"]["days_late"], found["facts"]["on_time"]) == (late, on_time)
    assert words in found["facts"]["formula"]
    asked = {question["key"] for question in found["feedback_questions"]}
    assert ("delay_impact" in asked) == bool(late)


def test_a_planned_end_before_the_start_is_a_warning_and_no_negative_length() -> None:
    result = run({"planned_end": "2025-01-20"})
    assert [notice.field for notice in result.warnings] == ["planned_end"]
    assert result.handoff_data["feedback_request"]["facts"]["planned_days"] is None


def test_open_work_is_refused_with_the_list_of_what_is_open() -> None:
    items = [DONE, {"name": "Build", "status": "in_progress"}, {"name": "Texts", "status": "planned"}]
    result = run({"deliverables_status": items})
    assert result.code == "handoff_refused"
    assert result.error is not None
    assert "Still open: Build (in progress), Texts (planned). Complete it" in result.error
    assert [problem.field for problem in result.problems] == [
        "deliverables_status[1].status",
        "deliverables_status[2].status",
    ]


def test_a_long_list_of_open_work_is_one_readable_sentence() -> None:
    result = run({"deliverables_status": [{"name": f"D{n}", "status": "planned"} for n in range(150)]})
    assert result.error is not None
    assert "D4 (planned) and 145 more." in result.error
    assert len(result.problems) == 150


def test_a_project_of_which_nothing_was_delivered_is_refused() -> None:
    result = run({"deliverables_status": [{"name": "Design", "status": "cancelled"}]})
    assert result.code == "handoff_refused"
    assert result.error == "Every deliverable was cancelled, so there is nothing to ask the client about."


def test_cancelled_work_is_not_asked_about() -> None:
    items = [DONE, {"name": "Build", "status": "cancelled", "client_approved": False}]
    result = run({"deliverables_status": items})
    assert result.handoff_data["feedback_request"]["deliverables"] == ["Design"]
    assert result.warnings == ()


def test_missing_approval_is_a_warning_and_a_question_for_that_deliverable_alone() -> None:
    items = [{**DONE, "client_approved": True}, {**DONE, "client_approved": False}, DONE]
    result = run({"deliverables_status": items})
    assert [notice.field for notice in result.warnings] == ["deliverables_status[1].client_approved"]
    keys = [question["key"] for question in result.handoff_data["feedback_request"]["feedback_questions"]]
    assert [key for key in keys if key.startswith("not_approved")] == ["not_approved_1"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"client_info.primary_contact": {}}, "client_info.primary_contact.email"),
        ({"deliverables_status.0.completed_date": "2025-02-16"}, "deliverables_status[0].completed_date"),
    ],
)
def test_what_looks_odd_is_a_warning_at_its_field(changes: dict[str, Any], field: str) -> None:
    assert [notice.field for notice in run(changes).warnings] == [field]


def test_each_promise_of_the_offer_is_asked_about() -> None:
    found = request({"promises": ["AI-powered automation", "24/7 customer support"]})
    asked = [question["about"] for question in found["feedback_questions"] if question["kind"] == "promise"]
    assert asked == found["promises"] == ["AI-powered automation", "24/7 customer support"]


@pytest.mark.parametrize(
    ("value", "tier", "calls"),
    [
        (49_999.99, None, False),
        (50_000, None, True),
        ("€1.2m", None, True),
        (10, "Enterprise", True),
        (None, "", False),
    ],
)
def test_large_and_enterprise_clients_get_a_call(value: Any, tier: str | None, calls: bool) -> None:
    found = request({"contract_value": value, "client_info.tier": tier})
    assert ("call" in [method["method"] for method in found["collection_methods"]]) == calls


@pytest.mark.parametrize(
    ("path", "value", "field", "words"),
    [
        ("project_id", NOTHING, "project_id", "is required"),
        ("project_name", " ", "project_name", "must not be blank"),
        ("client_info", NOTHING, "client_info", "is required"),
        ("client_info.company_name", NOTHING, "client_info.company_name", "is required"),
        ("client_info.primary_contact.email", "john", "client_info.primary_contact.email", "e-mail address"),
        ("client_info.primary_contact.phone", "1", "client_info.primary_contact.phone", "phone number"),
        ("deliverables_status", [], "deliverables_status", "needs at least 1 entry"),
        ("deliverables_status", {}, "deliverables_status", "must be a list"),
        ("deliverables_status.0.name", NOTHING, "deliverables_status[0].name", "is required"),
        (
            "deliverables_status.0.status",
            "done",
            "deliverables_status[0].status",
            "must be one of: completed",
        ),
        (
            "deliverables_status.0.client_approved",
            "yes",
            "deliverables_status[0].client_approved",
            "true or false",
        ),
        (
            "deliverables_status.0.client_approved",
            1,
            "deliverables_status[0].client_approved",
            "true or false",
        ),
        (
            "deliverables_status.0.completed_date",
            "2025-02-30",
            "deliverables_status[0].completed_date",
            "exists",
        ),
        ("start_date", NOTHING, "start_date", "is required"),
        ("start_date", "2025-02-30", "start_date", "must be a date that exists"),
        ("completion_date", NOTHING, "completion_date", "is required"),
        ("completion_date", "2025-01-31", "completion_date", "must be on or after the start (2025-02-01)"),
        ("planned_end", "2025-02-30", "planned_end", "must be a date that exists"),
        ("contract_value", -50_000, "contract_value", "must be more than zero"),
        ("contract_value", "a lot", "contract_value", "names no amount"),
        ("promises", "Fast", "promises", "must be a list"),
        ("promises", [""], "promises[0]", "must not be blank"),
    ],
)
def test_every_bad_field_is_named_with_what_would_be_right(
    path: str, value: Any, field: str, words: str
) -> None:
    result = run({path: value})
    assert result.code == "invalid_input"
    assert [problem.field for problem in result.problems] == [field]
    assert words in result.problems[0].message


def test_every_bad_field_is_named_at_once() -> None:
    result = run({"completion_date": "2024-12-31", "project_id": "", "contract_value": -1})
    assert [problem.field for problem in result.problems] == [
        "project_id",
        "completion_date",
        "contract_value",
    ]


@given(ANY_JSON)
@settings(max_examples=100, deadline=None)
def test_any_json_gets_an_answer(raw: Any) -> None:
    assert FulfillmentToFeedbackWorkflow().run(raw, clock=Frozen()).code == "invalid_input"


@given(st.sampled_from(PLACES), ANY_JSON)
@settings(max_examples=250, deadline=None)
def test_one_field_of_any_json_gets_an_answer_too(path: tuple[str | int, ...], value: Any) -> None:
    raw = copy.deepcopy(GUIDE)
    place: Any = raw
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    result = FulfillmentToFeedbackWorkflow().run(raw, clock=Frozen())
    assert result.success or result.code in ("invalid_input", "handoff_refused"), result.error
    json.dumps(result.to_envelope(), allow_nan=False)

"""Fulfillment → Feedback: a finished project becomes a survey that asks about its own promises."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypedDict

from core.canonical import short_suffix
from core.choices import Choices
from core.dates import written
from core.errors import HandoffRefused, Problem
from core.policy import Policy
from core.projects import ProjectInput
from core.result import Notice
from core.survey_design import (
    CollectionMethod,
    Question,
    RatingCategory,
    SurveyRules,
    SurveySchedule,
    collection_methods,
    questions,
    rating_categories,
    survey_schedule,
)
from core.workflow import Package, Workflow
from core.working_days import WorkingCalendar

_MOST_NAMED = 5  # open deliverables in the sentence; the fields name every one


class FulfillmentToFeedbackPolicy(Policy):
    """What the survey asks and when it goes out."""

    survey: SurveyRules = SurveyRules()


class ProjectFacts(TypedDict):
    """How long it took, both ends included: `real_days` and `planned_days` are calendar days, the others
    say working days; days late count from the planned end on, and are None where no planned end is known.

    What was planned is None too where the work began only after the day it should have ended.
    """

    started_on: str
    completed_on: str
    real_days: int
    working_days: int
    planned_end_on: str | None
    planned_days: int | None
    planned_working_days: int | None
    days_late: int | None
    working_days_late: int | None
    on_time: bool | None
    formula: str


class FeedbackRequest(TypedDict):
    """The survey of a project: what to ask, whom, how and when; `extra_fields` are passed on as given."""

    request_id: str
    project_id: str
    project_name: str
    work_order_id: str | None
    offer_id: str | None
    client_name: str
    contact: dict[str, str]
    deliverables: list[str]
    feedback_questions: list[Question]
    rating_categories: list[RatingCategory]
    collection_methods: list[CollectionMethod]
    schedule: SurveySchedule
    facts: ProjectFacts
    promises: list[str]
    extra_fields: dict[str, Any]


class FulfillmentToFeedbackWorkflow(Workflow[ProjectInput, FulfillmentToFeedbackPolicy]):
    name: ClassVar[str] = "fulfillment_to_feedback"
    label: ClassVar[str] = "Fulfillment → Feedback"
    source: ClassVar[str] = "fulfillment"
    target: ClassVar[str] = "feedback"
    next_step: ClassVar[str] = "feedback_collection"
    input_model = ProjectInput
    policy_model = FulfillmentToFeedbackPolicy

    def check(self, data: ProjectInput, policy: FulfillmentToFeedbackPolicy) -> None:
        still_open = [
            (n, item)
            for n, item in enumerate(data.deliverables_status)
            if item.status not in ("completed", "cancelled")
        ]
        if still_open:
            shown = [f"{item.name} ({item.status.replace('_', ' ')})" for _, item in still_open[:_MOST_NAMED]]
            more = len(still_open) - len(shown)
            names = ", ".join(shown) + (f" and {more} more" if more else "")
            raise HandoffRefused(
                f"The client is asked once everything is delivered. Still open: {names}. "
                "Complete it, or cancel it with the client, and hand over again.",
                [
                    Problem(f"deliverables_status[{n}].status", "must be completed or cancelled", item.status)
                    for n, item in still_open
                ],
            )
        if not _delivered(data):
            raise HandoffRefused(
                "Every deliverable was cancelled, so there is nothing to ask the client about."
            )

    def choices(self, policy: FulfillmentToFeedbackPolicy) -> Mapping[str, Choices]:
        tiers = (*policy.survey.call_tiers, *policy.agency.client_tiers)
        return {"client_info.tier": Choices.of(tiers, others=True)}

    def transform(self, data: ProjectInput, policy: FulfillmentToFeedbackPolicy, now: datetime) -> Package:
        calendar = WorkingCalendar(policy.agency)
        contact = data.client_info.primary_contact
        delivered = _delivered(data)
        not_approved = [
            item.name
            for item in data.deliverables_status
            if item.status == "completed" and item.client_approved is False
        ]
        facts = _facts(data, calendar)
        value = float(data.contract_value) if data.contract_value is not None else None
        request: FeedbackRequest = {
            "request_id": f"FR_{data.project_id}_{short_suffix('survey', data.project_id)}",
            "project_id": data.project_id,
            "project_name": data.project_name,
            "work_order_id": data.work_order_id,
            "offer_id": data.offer_id,
            "client_name": data.client_info.company_name,
            "contact": {
                key: text
                for key, text in (("name", contact.name), ("email", contact.email), ("phone", contact.phone))
                if text
            },
            "deliverables": delivered,
            "feedback_questions": questions(
                policy.survey,
                project=data.project_name,
                deliverables=delivered,
                not_approved=not_approved,
                promises=data.promises,
                days_late=facts["days_late"] or 0,
            ),
            "rating_categories": rating_categories(),
            "collection_methods": collection_methods(
                policy.survey,
                name=contact.name,
                email=contact.email,
                phone=contact.phone,
                tier=data.client_info.tier,
                value=value,
            ),
            "schedule": survey_schedule(data.completion_date, now.date(), policy.survey, calendar),
            "facts": facts,
            "promises": list(data.promises),
            "extra_fields": data.extras,
        }
        return Package({"feedback_request": request}, data.project_name, tuple(_notices(data)))


def _delivered(data: ProjectInput) -> list[str]:
    return [item.name for item in data.deliverables_status if item.status == "completed"]


def _facts(data: ProjectInput, calendar: WorkingCalendar) -> ProjectFacts:
    start, end, planned = data.start_date, data.completion_date, data.planned_end
    late = max(0, (end - planned).days) if planned else None
    late_working = calendar.days_between(planned + timedelta(days=1), end) if planned else None
    formula = f"finished {written(end)}"
    if planned:
        formula += f", planned {written(planned)}: " + (
            f"{late} day{'s' if late > 1 else ''} late ({late_working} working)" if late else "on time"
        )
    else:
        formula += "; no planned end is known, so nothing is said about lateness"
    was_planned = planned is not None and planned >= start
    return {
        "started_on": start.isoformat(),
        "completed_on": end.isoformat(),
        "real_days": (end - start).days + 1,
        "working_days": calendar.days_between(start, end),
        "planned_end_on": planned.isoformat() if planned else None,
        "planned_days": (planned - start).days + 1 if planned and was_planned else None,
        "planned_working_days": calendar.days_between(start, planned) if planned and was_planned else None,
        "days_late": late,
        "working_days_late": late_working,
        "on_time": late == 0 if planned else None,
        "formula": formula,
    }


def _notices(data: ProjectInput) -> list[Notice]:
    notices = data.zone_notices()
    for n, item in enumerate(data.deliverables_status):
        notices += item.zone_notices(f"deliverables_status[{n}].")
    notices += [
        Notice(
            f"deliverables_status[{n}].client_approved",
            f"{item.name!r} is completed, but not approved by the client; the survey asks what is missing.",
        )
        for n, item in enumerate(data.deliverables_status)
        if item.status == "completed" and item.client_approved is False
    ]
    if not data.client_info.primary_contact.email:
        notices.append(
            Notice(
                "client_info.primary_contact.email",
                "No e-mail address is known, so the survey can only go out as a link that you send yourself.",
            )
        )
    if data.planned_end and data.planned_end < data.start_date:
        notices.append(
            Notice(
                "planned_end",
                f"{written(data.planned_end)} lies before the start on {written(data.start_date)}; "
                "check both dates.",
            )
        )
    notices += [
        Notice(
            f"deliverables_status[{n}].completed_date",
            f"{item.name!r} was completed on {written(item.completed_date)}, after the project's own "
            f"completion on {written(data.completion_date)}.",
        )
        for n, item in enumerate(data.deliverables_status)
        if item.completed_date and item.completed_date > data.completion_date
    ]
    return notices

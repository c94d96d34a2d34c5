"""The work order: what fulfillment receives of a won deal, and what a manager should look at in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, TypedDict

from core.canonical import short_suffix
from core.deals import DealInput, DeliverableInput
from core.money import format_money, plain_amount
from core.payment_plan import PlannedPayment
from core.project_planning import Milestone, Span
from core.staffing import ResourceRequirements


class PlannedDeliverable(TypedDict):
    """`hours` is None where nobody estimated them; `formula` says where the days come from."""

    name: str
    description: str | None
    starts_on: str
    ends_on: str
    working_days: int
    hours: float | None
    depends_on: list[str]
    formula: str
    extra_fields: dict[str, Any]


class PlannedMilestone(TypedDict):
    """`kind` is kickoff, deliverable, acceptance or final_delivery; `releases` are payments in words."""

    name: str
    kind: str
    due_on: str
    deliverable: str | None
    releases: list[str]


class Requirements(TypedDict):
    deliverables: list[PlannedDeliverable]
    milestones: list[PlannedMilestone]
    resource_requirements: ResourceRequirements


class WorkOrder(TypedDict):
    """`ends_on` is the day promised to the client, `planned_finish_on` the final delivery of the plan."""

    work_order_id: str
    deal_id: str
    offer_id: str | None
    campaign_id: str | None
    lead_id: str | None
    client_info: dict[str, Any]
    service_type: str
    requirements: Requirements
    payments: list[PlannedPayment]
    contract_value: str
    currency: str
    starts_on: str
    ends_on: str
    planned_finish_on: str
    priority: str
    priority_reason: str
    status: str
    promises: list[str]
    extra_fields: dict[str, Any]


class Plan(NamedTuple):
    """What planning found out about a deal: `formulas` explain the days of each deliverable, by name."""

    days: Mapping[str, int]
    formulas: Mapping[str, str]
    spans: Mapping[str, Span]
    milestones: Sequence[Milestone]
    payments: Sequence[PlannedPayment]
    resources: ResourceRequirements
    currency: str


def build_work_order(deal: DealInput, plan: Plan, priority: str, priority_reason: str) -> WorkOrder:
    """The work order of a deal, pending its assignment; the same deal always gets the same id."""
    package = deal.service_package
    return {
        "work_order_id": f"WO_{deal.deal_id}_{short_suffix('work_order', deal.deal_id)}",
        "deal_id": deal.deal_id,
        "offer_id": deal.offer_id,
        "campaign_id": deal.campaign_id,
        "lead_id": deal.lead_id or deal.prospect_id,
        "client_info": deal.client_info.canonical(),
        "service_type": package.type,
        "requirements": {
            "deliverables": [_deliverable(item, plan) for item in package.deliverables],
            "milestones": [_milestone(point, plan.payments) for point in plan.milestones],
            "resource_requirements": plan.resources,
        },
        "payments": list(plan.payments),
        "contract_value": plain_amount(deal.contract_terms.total_value),
        "currency": plan.currency,
        "starts_on": plan.milestones[0].due_on.isoformat(),
        "ends_on": package.timeline.end_date.isoformat(),
        "planned_finish_on": plan.milestones[-1].due_on.isoformat(),
        "priority": priority,
        "priority_reason": priority_reason,
        "status": "pending_assignment",
        "promises": list(deal.promises),
        "extra_fields": _extra_fields(deal),
    }


def _deliverable(item: DeliverableInput, plan: Plan) -> PlannedDeliverable:
    span = plan.spans[item.name]
    return {
        "name": item.name,
        "description": item.description,
        "starts_on": span.starts_on.isoformat(),
        "ends_on": span.ends_on.isoformat(),
        "working_days": plan.days[item.name],
        "hours": item.estimated_hours,
        "depends_on": list(item.depends_on or ()),
        "formula": plan.formulas[item.name],
        "extra_fields": item.extras,
    }


def _milestone(point: Milestone, payments: Sequence[PlannedPayment]) -> PlannedMilestone:
    releases = [
        f"{format_money(Decimal(payment['amount']), payment['currency'])} ({payment['terms']})"
        for payment in payments
        if payment["milestone"] == point.name
    ]
    return {
        "name": point.name,
        "kind": point.kind,
        "due_on": point.due_on.isoformat(),
        "deliverable": point.deliverable,
        "releases": releases,
    }


def _extra_fields(deal: DealInput) -> dict[str, Any]:
    """What the contract does not know, passed on; fields of a group under the group's name."""
    package = deal.service_package
    groups = {
        "service_package": package.extras,
        "timeline": package.timeline.extras,
        "contract_terms": deal.contract_terms.extras,
    }
    return {**deal.extras, **{name: extras for name, extras in groups.items() if extras}}

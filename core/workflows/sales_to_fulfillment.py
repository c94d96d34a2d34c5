"""Sales → Fulfillment: a won deal becomes a work order with dates, people and payments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar, TypedDict

from core.canonical import short_suffix
from core.contract import rejected
from core.dates import written
from core.deals import DealInput
from core.errors import HandoffRefused, Problem
from core.money import format_money, plain_amount
from core.payment_terms import Term, read_terms, term_amounts
from core.policy import Policy
from core.project_planning import (
    Milestone,
    PlanningRules,
    Span,
    Task,
    find_dependency_problems,
    milestones,
    schedule,
    timeline_notices,
    working_days_needed,
)
from core.result import Notice
from core.staffing import ResourceRequirements, StaffingRules, resources_needed
from core.workflow import Package, Workflow
from core.working_days import WorkingCalendar

SCHEDULE = "contract_terms.payment_schedule"
DELIVERABLES = "service_package.deliverables"


class SalesToFulfillmentPolicy(Policy):
    """Which deals pass, how they rank, how work is planned and staffed."""

    won_statuses: tuple[str, ...] = ("closed_won",)
    accepted_payment_statuses: tuple[str, ...] = ("verified", "paid", "deposit_paid")
    high_priority_tiers: tuple[str, ...] = ("enterprise",)
    high_priority_value: Decimal = Decimal(50_000)
    medium_priority_value: Decimal = Decimal(15_000)
    planning: PlanningRules = PlanningRules()
    staffing: StaffingRules = StaffingRules()


class PlannedDeliverable(TypedDict):
    """`hours` is None where nobody estimated them; `formula` says where the days come from."""

    name: str
    description: str | None
    starts_on: str
    ends_on: str
    working_days: int
    hours: float | None
    formula: str


class PlannedMilestone(TypedDict):
    name: str
    kind: str
    due_on: str
    deliverable: str | None
    releases: list[str]


class PlannedPayment(TypedDict):
    """`terms` is the contract's own text, `amount` a decimal string, `reading` how it was understood."""

    terms: str
    amount: str
    currency: str
    share_percent: str
    milestone: str
    due_on: str
    reading: str


class Requirements(TypedDict):
    deliverables: list[PlannedDeliverable]
    milestones: list[PlannedMilestone]
    resource_requirements: ResourceRequirements


class WorkOrder(TypedDict):
    work_order_id: str
    deal_id: str
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


class SalesToFulfillmentWorkflow(Workflow[DealInput, SalesToFulfillmentPolicy]):
    name: ClassVar[str] = "sales_to_fulfillment"
    label: ClassVar[str] = "Sales → Fulfillment"
    source: ClassVar[str] = "sales"
    target: ClassVar[str] = "fulfillment"
    next_step: ClassVar[str] = "project_initiation"
    input_model = DealInput
    policy_model = SalesToFulfillmentPolicy

    def check(self, data: DealInput, policy: SalesToFulfillmentPolicy) -> None:
        if not _is_one_of(data.status, policy.won_statuses):
            raise HandoffRefused(
                f"Only a won deal goes to fulfillment, and this one is {data.status[:40]!r}. "
                "Close it as won first.",
                [Problem("status", f"must be {' or '.join(policy.won_statuses)}", data.status)],
            )
        if not _is_one_of(data.payment_status, policy.accepted_payment_statuses):
            accepted = ", ".join(policy.accepted_payment_statuses)
            raise HandoffRefused(
                f"The payment is {data.payment_status[:40]!r}, so work must not start yet. "
                f"Hand the deal over when it is one of: {accepted}.",
                [Problem("payment_status", f"must be one of: {accepted}", data.payment_status)],
            )

    def transform(self, data: DealInput, policy: SalesToFulfillmentPolicy, now: datetime) -> Package:
        calendar = WorkingCalendar(policy.agency)
        package, terms = data.service_package, data.contract_terms
        currency = terms.currency or policy.agency.currency
        plans = [
            working_days_needed(item.estimated_days, item.estimated_hours, policy.planning)
            for item in package.deliverables
        ]
        tasks = [
            Task(item.name, days, tuple(item.depends_on) if item.depends_on is not None else None)
            for item, (days, _) in zip(package.deliverables, plans, strict=True)
        ]
        names = [task.name for task in tasks]
        read, problems = read_terms(
            terms.payment_schedule, deliverables=names, currency=currency, field=SCHEDULE
        )
        problems += find_dependency_problems(tasks, DELIVERABLES)
        amounts = term_amounts(read, terms.total_value, currency) if not problems else []
        if isinstance(amounts, str):
            problems.append(Problem(SCHEDULE, amounts, terms.payment_schedule))
        if problems or isinstance(amounts, str):
            raise rejected(problems)
        start, end = package.timeline.start_date, package.timeline.end_date
        spans = schedule(tasks, start, calendar)
        points = milestones(spans, start, policy.planning, calendar)
        payments = [
            _payment(term, amount, terms.total_value, currency, points, calendar)
            for term, amount in zip(read, amounts, strict=True)
        ]
        finish = points[-1].due_on
        priority, reason = _priority(data, terms.total_value, currency, policy)
        order: WorkOrder = {
            "work_order_id": f"WO_{data.deal_id}_{short_suffix('work_order', data.deal_id)}",
            "deal_id": data.deal_id,
            "client_info": data.client_info.canonical(),
            "service_type": package.type,
            "requirements": {
                "deliverables": _deliverables(data, plans, spans),
                "milestones": [_milestone(point, payments) for point in points],
                "resource_requirements": resources_needed(
                    package.type,
                    _hours(data, plans, policy.planning),
                    calendar.days_between(points[0].due_on, max(span.ends_on for span in spans.values())),
                    policy.staffing,
                ),
            },
            "payments": payments,
            "contract_value": plain_amount(terms.total_value),
            "currency": currency,
            "starts_on": points[0].due_on.isoformat(),
            "ends_on": end.isoformat(),
            "planned_finish_on": finish.isoformat(),
            "priority": priority,
            "priority_reason": reason,
            "status": "pending_assignment",
            "promises": list(data.promises),
        }
        notices = [
            *timeline_notices(start, end, finish, calendar, "service_package.timeline"),
            *_notices(data, plans, read),
        ]
        title = f"{data.client_info.company_name}: {package.type.replace('_', ' ')}"
        return Package({"work_order": order}, title, tuple(notices))


def _is_one_of(word: str, words: Sequence[str]) -> bool:
    return word.casefold() in {other.casefold() for other in words}


def _deliverables(
    data: DealInput, plans: Sequence[tuple[int, str]], spans: dict[str, Span]
) -> list[PlannedDeliverable]:
    return [
        {
            "name": item.name,
            "description": item.description,
            "starts_on": spans[item.name].starts_on.isoformat(),
            "ends_on": spans[item.name].ends_on.isoformat(),
            "working_days": days,
            "hours": item.estimated_hours,
            "formula": formula,
        }
        for item, (days, formula) in zip(data.service_package.deliverables, plans, strict=True)
    ]


def _hours(data: DealInput, plans: Sequence[tuple[int, str]], rules: PlanningRules) -> float:
    """Estimated hours; where only days are known, days × hours a day."""
    items = zip(data.service_package.deliverables, plans, strict=True)
    return sum(item.estimated_hours or days * rules.hours_a_day for item, (days, _) in items)


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


def _payment(
    term: Term,
    amount: Decimal,
    total: Decimal,
    currency: str,
    points: Sequence[Milestone],
    calendar: WorkingCalendar,
) -> PlannedPayment:
    share = (amount / total * 100).quantize(Decimal("0.01"))
    if term.date:
        due = date.fromisoformat(term.date) + timedelta(days=term.net_days)
        milestone = ""
        when = (
            f"{term.net_days} days after {written(date.fromisoformat(term.date))}"
            if term.net_days
            else "by date"
        )
    else:
        point = next(
            p for p in points if p.kind == term.trigger and term.deliverable in (None, p.deliverable)
        )
        due = point.due_on + timedelta(days=term.net_days)
        milestone = point.name
        event = f"{point.deliverable!r} is delivered" if point.deliverable else point.name.lower()
        if term.net_days:
            when = f"{term.net_days} days after {event}"
        else:
            when = f"when {event}" if point.deliverable else f"at {event}"
    due = calendar.next_working(due)
    return {
        "terms": term.text,
        "amount": plain_amount(amount),
        "currency": currency,
        "share_percent": f"{share:f}",
        "milestone": milestone,
        "due_on": due.isoformat(),
        "reading": f"{format_money(amount, currency)} {when}, due {written(due)}",
    }


def _priority(
    data: DealInput, value: Decimal, currency: str, policy: SalesToFulfillmentPolicy
) -> tuple[str, str]:
    tier = data.client_info.tier or ""
    if _is_one_of(tier, policy.high_priority_tiers):
        return "high", f"the client's tier is {tier}"
    for level, least in (("high", policy.high_priority_value), ("medium", policy.medium_priority_value)):
        if value >= least:
            return level, f"the contract value is at least {format_money(least, currency)}"
    return "normal", f"the contract value is below {format_money(policy.medium_priority_value, currency)}"


def _notices(data: DealInput, plans: Sequence[tuple[int, str]], terms: Sequence[Term]) -> list[Notice]:
    notices = [
        Notice(
            f"{DELIVERABLES}[{n}].estimated_days",
            f"Nobody estimated {item.name!r}; planned with {days} working days from policy.",
        )
        for n, (item, (days, _)) in enumerate(zip(data.service_package.deliverables, plans, strict=True))
        if item.estimated_days is None and item.estimated_hours is None
    ]
    notices += [
        Notice(
            f"{SCHEDULE}[{n}]", f"{term.text!r} names no milestone; its days are counted from final delivery."
        )
        for n, term in enumerate(terms)
        if term.assumed_trigger
    ]
    return notices

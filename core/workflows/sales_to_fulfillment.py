"""Sales → Fulfillment: a won deal becomes a work order with dates, people and payments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from pydantic import Field

from core.choices import Choices
from core.contract import rejected
from core.deals import DealInput
from core.errors import HandoffRefused, Problem
from core.money import CODES, format_money
from core.payment_plan import PlannedPayment, plan_payments, rounding_note, term_amounts, with_months
from core.payment_terms import Term, read_terms
from core.policy import Policy
from core.project_planning import (
    Milestone,
    PlanningRules,
    Task,
    find_dependency_problems,
    milestones,
    schedule,
    timeline_notices,
    working_days_needed,
)
from core.result import Notice
from core.staffing import StaffingRules, resources_needed
from core.work_order import Plan, build_work_order
from core.workflow import Package, Workflow
from core.working_days import WorkingCalendar

SCHEDULE = "contract_terms.payment_schedule"
DELIVERABLES = "service_package.deliverables"
TIMELINE = "service_package.timeline"


class SalesToFulfillmentPolicy(Policy):
    """Which deals pass, how they rank, how work is planned and staffed; in the agency's currency.

    `open_payment_statuses` can be chosen too, and are refused like any other that is not accepted.
    """

    won_statuses: tuple[str, ...] = ("closed_won",)
    accepted_payment_statuses: tuple[str, ...] = ("verified", "paid", "deposit_paid")
    open_payment_statuses: tuple[str, ...] = ("pending",)
    high_priority_tiers: tuple[str, ...] = ("enterprise",)
    high_priority_value: Decimal = Field(Decimal(50_000), gt=0)
    medium_priority_value: Decimal = Field(Decimal(15_000), gt=0)
    planning: PlanningRules = PlanningRules()
    staffing: StaffingRules = StaffingRules()


class SalesToFulfillmentWorkflow(Workflow[DealInput, SalesToFulfillmentPolicy]):
    """Refuses what is not won or not paid; reads the payment terms; plans on working days."""

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
                f"Hand the deal over when it is one of: {accepted.replace('_', ' ')}.",
                [Problem("payment_status", f"must be one of: {accepted}", data.payment_status)],
            )

    def choices(self, policy: SalesToFulfillmentPolicy) -> Mapping[str, Choices]:
        from core.pipeline import PipelineRules  # only forms ask; the command line starts without it

        stages = {stage.name: stage.label for stage in PipelineRules().stages}
        currencies = dict.fromkeys((policy.agency.currency, *sorted(CODES)))
        return {
            "status": Choices({**Choices.of(policy.won_statuses).labels, **stages}),
            "payment_status": Choices.of((*policy.accepted_payment_statuses, *policy.open_payment_statuses)),
            "client_info.tier": Choices.of(
                (*policy.high_priority_tiers, *policy.agency.client_tiers), others=True
            ),
            "service_package.type": Choices.of(
                (service.service for service in policy.staffing.services), others=True
            ),
            "contract_terms.currency": Choices({code: code for code in currencies}),
        }

    def transform(self, data: DealInput, policy: SalesToFulfillmentPolicy, now: datetime) -> Package:
        calendar = WorkingCalendar(policy.agency)
        timeline, currency = data.service_package.timeline, _currency(data, policy)
        needed = {
            item.name: working_days_needed(item.estimated_days, item.estimated_hours, policy.planning)
            for item in data.service_package.deliverables
        }
        tasks = _tasks(data, needed)
        terms, amounts = _read_payments(data, tasks, currency, calendar)
        spans = schedule(tasks, timeline.start_date, calendar)
        points = milestones(spans, timeline.start_date, policy.planning, calendar)
        payments = plan_payments(terms, amounts, currency=currency, milestones=points, calendar=calendar)
        hours = sum(
            item.estimated_hours or needed[item.name][0] * policy.planning.hours_a_day
            for item in data.service_package.deliverables
        )
        plan = Plan(
            days={name: days for name, (days, _) in needed.items()},
            formulas={name: formula for name, (_, formula) in needed.items()},
            spans=spans,
            milestones=points,
            payments=payments,
            resources=resources_needed(
                data.service_package.type,
                hours,
                calendar.days_between(points[0].due_on, max(span.ends_on for span in spans.values())),
                policy.staffing,
            ),
            currency=currency,
        )
        priority, reason = _priority(data, currency, policy)
        order = build_work_order(data, plan, priority, reason)
        notices = [
            *timeline.zone_notices(f"{TIMELINE}."),
            *timeline_notices(timeline.start_date, timeline.end_date, points[-1].due_on, calendar, TIMELINE),
            *_estimate_notices(data, needed),
            *_payment_notices(terms, payments, points),
            *_currency_notices(data, currency, priority, policy),
        ]
        title = f"{data.client_info.company_name}: {data.service_package.type.replace('_', ' ')}"
        return Package({"work_order": order}, title, tuple(notices))


def _is_one_of(word: str, words: Sequence[str]) -> bool:
    return word.casefold() in {other.casefold() for other in words}


def _currency(data: DealInput, policy: SalesToFulfillmentPolicy) -> str:
    return data.contract_terms.currency or policy.agency.currency


def _tasks(data: DealInput, needed: Mapping[str, tuple[int, str]]) -> list[Task]:
    return [
        Task(item.name, needed[item.name][0], tuple(item.depends_on) if item.depends_on is not None else None)
        for item in data.service_package.deliverables
    ]


def _read_payments(
    data: DealInput, tasks: Sequence[Task], currency: str, calendar: WorkingCalendar
) -> tuple[list[Term], list[Decimal]]:
    """The terms and what each is worth; InputRejected names every line and deliverable that needs a look."""
    contract, timeline = data.contract_terms, data.service_package.timeline
    names = [task.name for task in tasks]
    terms, problems = read_terms(
        contract.payment_schedule, deliverables=names, currency=currency, field=SCHEDULE
    )
    amounts: list[Decimal] | str = []
    if not problems:
        terms = with_months(terms, calendar.next_working(timeline.start_date), timeline.end_date)
        amounts = term_amounts(terms, contract.total_value, currency)
        if isinstance(amounts, str):
            problems.append(Problem(SCHEDULE, amounts, "; ".join(contract.payment_schedule)[:200]))
    problems += find_dependency_problems(tasks, DELIVERABLES)
    if problems or isinstance(amounts, str):
        raise rejected(problems)
    return terms, amounts


def _priority(data: DealInput, currency: str, policy: SalesToFulfillmentPolicy) -> tuple[str, str]:
    tier, value = data.client_info.tier or "", data.contract_terms.total_value
    if _is_one_of(tier, policy.high_priority_tiers):
        return "high", f"the client's tier is {tier}"
    for level, least in (("high", policy.high_priority_value), ("medium", policy.medium_priority_value)):
        if value >= least:
            return level, f"the contract value is at least {format_money(least, currency)}"
    return "normal", f"the contract value is below {format_money(policy.medium_priority_value, currency)}"


def _estimate_notices(data: DealInput, needed: Mapping[str, tuple[int, str]]) -> list[Notice]:
    return [
        Notice(
            f"{DELIVERABLES}[{n}].estimated_days",
            f"Nobody estimated {item.name!r}; planned with {needed[item.name][0]} working days from policy.",
        )
        for n, item in enumerate(data.service_package.deliverables)
        if item.estimated_days is None and item.estimated_hours is None
    ]


def _payment_notices(
    terms: Sequence[Term], payments: Sequence[PlannedPayment], points: Sequence[Milestone]
) -> list[Notice]:
    notices = [
        Notice(f"{SCHEDULE}[{term.line}]", f"{term.text!r} {term.assumption}.".replace("?.", "?"))
        for term in terms
        if term.assumption
    ]
    kickoff = points[0].due_on.isoformat()
    early = [payment for payment in payments if payment["due_on"] < kickoff]
    notices += [
        Notice(SCHEDULE, f"{payment['reading']} ({payment['terms']}): that is before the kickoff.")
        for payment in early
    ]
    note = rounding_note(terms)
    return [*notices, Notice(SCHEDULE, note)] if note else notices


def _currency_notices(
    data: DealInput, currency: str, priority: str, policy: SalesToFulfillmentPolicy
) -> list[Notice]:
    """Thresholds are in the agency's currency; no rate is known, so an amount is compared as it stands."""
    is_by_tier = _is_one_of(data.client_info.tier or "", policy.high_priority_tiers)
    if currency == policy.agency.currency or is_by_tier:
        return []
    return [
        Notice(
            "contract_terms.currency",
            f"The priority is {priority} by limits in {policy.agency.currency}, but the contract is in "
            f"{currency}; no exchange rate was used.",
        )
    ]

"""How an offer is usually delivered: price, deliverables, payment lines. A sold offer starts from it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer

from core.contract import Contract, Text, no_entries, rejected
from core.deals import (
    MOST_DELIVERABLES,
    MOST_PAYMENT_LINES,
    Currency,
    DeliverableInput,
    PaymentLines,
)
from core.errors import Problem
from core.money import plain_amount, read_total
from core.payment_plan import term_amounts, with_months
from core.payment_terms import read_terms
from core.policy import AgencyRules
from core.project_planning import (
    PlanningRules,
    Task,
    find_dependency_problems,
    milestones,
    schedule,
    working_days_needed,
)
from core.working_days import WorkingCalendar

START_AFTER_DAYS = 5
_ANY_AMOUNT = Decimal(10_000)  # shares are checked against a whole, whatever it is


def _total_or_none(value: Any) -> Any:
    return None if value is None or (isinstance(value, str) and not value.strip()) else read_total(value)


def _as_text(value: Decimal | None) -> str | None:
    return plain_amount(value) if value is not None else None


class ServiceTemplate(Contract):
    """What is usually sold under an offer; every part of it can be changed in the deal."""

    type: Text = Field(
        title="Service type",
        description="Chooses the roles that are needed; another word takes those of other services.",
        examples=["web_development"],
    )
    price: Annotated[
        Decimal | None,
        BeforeValidator(_total_or_none),
        PlainSerializer(_as_text, return_type=str | None),
        Field(json_schema_extra={"format": "money", "prominent": True}),
    ] = Field(None, title="Usual price", description="Fills the deal's value.", examples=["$12,000"])
    currency: Currency = Field(
        None, title="Currency", description="Left out, the agency's own.", examples=["USD"]
    )
    start_after_days: int = Field(
        START_AFTER_DAYS,
        ge=0,
        le=250,
        title="Working days until it starts",
        description="From the won deal to the kickoff.",
        examples=[5],
        json_schema_extra={"prominent": True},
    )
    deliverables: list[DeliverableInput] = Field(
        min_length=1,
        max_length=MOST_DELIVERABLES,
        title="Deliverables",
        description="What the client gets, in the order of the work.",
    )
    payment_schedule: PaymentLines = Field(
        default_factory=no_entries,
        max_length=MOST_PAYMENT_LINES,
        title="Payment schedule",
        description='One payment a line, like "50% upfront" or "rest on completion".',
        examples=["50% upfront"],
        json_schema_extra={"prominent": True},
    )


def check_template(template: ServiceTemplate, agency: AgencyRules, rules: PlanningRules, today: date) -> None:
    """InputRejected for deliverables that wait for each other, and payments that no deal could have."""
    tasks = template_tasks(template, rules)
    problems = find_dependency_problems(tasks, "deliverables")
    if template.payment_schedule and not problems:
        problems += _payment_problems(template, tasks, agency, rules, today)
    if problems:
        raise rejected(problems)


def _payment_problems(
    template: ServiceTemplate,
    tasks: list[Task],
    agency: AgencyRules,
    rules: PlanningRules,
    today: date,
) -> list[Problem]:
    currency = template.currency or agency.currency
    names = [task.name for task in tasks]
    terms, problems = read_terms(
        template.payment_schedule, deliverables=names, currency=currency, field="payment_schedule"
    )
    if problems:
        return problems
    starts_on, ends_on = template_dates(template, agency, rules, today)
    terms = with_months(terms, starts_on, ends_on)
    amounts = term_amounts(terms, template.price or _ANY_AMOUNT, currency)
    if isinstance(amounts, str):
        return [Problem("payment_schedule", amounts, "; ".join(template.payment_schedule)[:200])]
    return []


def template_tasks(template: ServiceTemplate, rules: PlanningRules) -> list[Task]:
    """The deliverables as tasks to plan."""
    return [
        Task(
            item.name,
            working_days_needed(item.estimated_days, item.estimated_hours, rules)[0],
            tuple(item.depends_on) if item.depends_on is not None else None,
        )
        for item in template.deliverables
    ]


def template_dates(
    template: ServiceTemplate, agency: AgencyRules, rules: PlanningRules, won_on: date
) -> tuple[date, date]:
    """Kickoff and final delivery of a deal won on that day."""
    calendar = WorkingCalendar(agency)
    starts_on = calendar.add(won_on, template.start_after_days)
    spans = schedule(template_tasks(template, rules), starts_on, calendar)
    return starts_on, milestones(spans, starts_on, rules, calendar)[-1].due_on


def fill_deal(
    draft: dict[str, Any],
    template: ServiceTemplate,
    agency: AgencyRules,
    rules: PlanningRules,
    won_on: date,
) -> dict[str, Any]:
    """The input of sales_to_fulfillment with what the template knows where the deal says nothing."""
    starts_on, ends_on = template_dates(template, agency, rules, won_on)
    known = template.canonical()
    package, terms = draft.get("service_package") or {}, draft.get("contract_terms") or {}
    # A price in another currency is not this deal's value.
    same_currency = (template.currency or agency.currency) == (terms.get("currency") or agency.currency)
    return {
        **draft,
        "service_package": {
            **package,
            "type": package.get("type") or template.type,
            "deliverables": package.get("deliverables") or known["deliverables"],
            "timeline": package.get("timeline")
            or {"start_date": starts_on.isoformat(), "end_date": ends_on.isoformat()},
        },
        "contract_terms": {
            **terms,
            "total_value": terms.get("total_value") or (known.get("price") if same_currency else None) or "",
            "payment_schedule": terms.get("payment_schedule") or known.get("payment_schedule") or [],
        },
    }

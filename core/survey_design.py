"""The survey of a project: what to ask this client about this work, when, and how to reach them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from string import Template
from typing import Annotated, TypedDict

from pydantic import Field

from core.dates import written
from core.policy import PolicyPart
from core.policy_templates import TemplateText, with_names
from core.promise_words import PROMISE_CHOICES
from core.rating_categories import RATING_CATEGORIES
from core.working_days import WorkingCalendar

ProjectText = Annotated[
    TemplateText, with_names("project", "deliverables", "days_late", "deliverable", "promise")
]


class SurveyRules(PolicyPart):
    """The questions and the dates of a survey. Templates may use $project, $deliverables, $days_late,
    $deliverable and $promise; days are calendar days, moved off weekends and holidays.

    One contact is asked once within `ask_again_after_days`, whatever the project.
    """

    liked_most: ProjectText = "What did you like most about $project ($deliverables)?"
    could_improve: ProjectText = "What could we have done better?"
    would_recommend: ProjectText = "Would you recommend us?"
    future_services: ProjectText = "What could we help you with next?"
    recommend_score: ProjectText = "How likely are you to recommend us to a colleague?"
    delay: ProjectText = "$project was finished $days_late later than planned. How did that affect you?"
    not_approved: ProjectText = "You have not approved “$deliverable” yet. What is missing?"
    promise: ProjectText = "We promised: “$promise”. Did we keep it?"
    send_after_days: int = Field(2, ge=0, le=365)
    reminders_after_days: tuple[Annotated[int, Field(ge=1, le=365)], ...] = (5, 10)
    expires_after_days: int = Field(21, ge=1, le=365)
    ask_again_after_days: int = Field(30, ge=0, le=365)
    call_value: int = Field(50_000, ge=0)
    call_tiers: tuple[str, ...] = ("enterprise",)


class Question(TypedDict):
    """`kind` is text, choice (with `choices`), scale (0–10) or promise (kept, partly, not kept)."""

    key: str
    kind: str
    text: str
    choices: list[str]
    about: str


class RatingCategory(TypedDict):
    key: str
    label: str
    lowest: int
    highest: int


class CollectionMethod(TypedDict):
    method: str
    to: str | None
    reason: str


class SurveySchedule(TypedDict):
    sends_on: str
    reminders_on: list[str]
    expires_on: str
    formula: str


def questions(
    rules: SurveyRules,
    *,
    project: str,
    deliverables: Sequence[str],
    not_approved: Sequence[str],
    promises: Sequence[str],
    days_late: int,
) -> list[Question]:
    """The questions that fit this project: its deliverables, its delay, its promises."""
    late = "1 day" if days_late == 1 else f"{days_late} days"
    names = {"project": project, "deliverables": ", ".join(deliverables), "days_late": late}

    def ask(key: str, template: str, kind: str = "text", about: str = "", **more: str) -> Question:
        choices = {"choice": ["yes", "maybe", "no"], "promise": list(PROMISE_CHOICES)}
        text = Template(template).substitute({"deliverable": "", "promise": "", **names, **more})
        return {"key": key, "kind": kind, "text": text, "choices": choices.get(kind, []), "about": about}

    found = [ask("liked_most", rules.liked_most), ask("could_improve", rules.could_improve)]
    if days_late > 0:
        found.append(ask("delay_impact", rules.delay, about="delay"))
    found += [
        ask(f"not_approved_{n}", rules.not_approved, about=name, deliverable=name)
        for n, name in enumerate(not_approved, 1)
    ]
    found += [
        ask(f"promise_{n}", rules.promise, "promise", about=promise, promise=promise)
        for n, promise in enumerate(promises, 1)
    ]
    return [
        *found,
        ask("would_recommend", rules.would_recommend, "choice"),
        ask("likelihood_to_recommend", rules.recommend_score, "scale"),
        ask("future_services_interest", rules.future_services),
    ]


def rating_categories() -> list[RatingCategory]:
    """The five ratings of one to five stars."""
    return [{"key": key, "label": label, "lowest": 1, "highest": 5} for key, label in RATING_CATEGORIES]


def survey_schedule(
    finished: date, today: date, rules: SurveyRules, calendar: WorkingCalendar
) -> SurveySchedule:
    """When to send, remind and close; never on a weekend or public holiday, and never before today."""
    planned = finished + timedelta(days=rules.send_after_days)
    sends = calendar.next_working(max(planned, today))
    start = f"finished {written(finished)} + {rules.send_after_days} days"
    if planned < today:
        start += f", which is past, so from {written(today)}"
    reminders = [calendar.next_working(sends + timedelta(days=days)) for days in rules.reminders_after_days]
    expires = calendar.next_working(sends + timedelta(days=rules.expires_after_days))
    later = " and ".join(str(days) for days in rules.reminders_after_days)
    return {
        "sends_on": sends.isoformat(),
        "reminders_on": [day.isoformat() for day in reminders],
        "expires_on": expires.isoformat(),
        "formula": (
            f"{start}; reminders {later} days after "
            f"sending; closes {rules.expires_after_days} days after sending; each on the next working day"
        ),
    }


def collection_methods(
    rules: SurveyRules,
    *,
    name: str | None,
    email: str | None,
    phone: str | None,
    tier: str | None,
    value: float | None,
) -> list[CollectionMethod]:
    """How to reach the client: a public link always, e-mail where known, a call for large clients."""
    methods: list[CollectionMethod] = [
        {"method": "public_link", "to": None, "reason": "always: anyone with the link can answer"}
    ]
    if email:
        methods.append(
            {"method": "email", "to": email, "reason": f"{name or 'the contact'} has an e-mail address"}
        )
    is_large = value is not None and value >= rules.call_value
    if (tier or "").casefold() in {name.casefold() for name in rules.call_tiers} or is_large:
        why = f"contract value of at least {rules.call_value:,}" if is_large else f"{tier} client"
        methods.append({"method": "call", "to": phone, "reason": why})
    return methods

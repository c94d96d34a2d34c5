"""When the work happens: deliverables over working days, and the milestones that follow."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from pydantic import Field

from core.dates import written
from core.errors import Problem
from core.policy import PolicyPart
from core.result import Notice
from core.working_days import WorkingCalendar

# Ten years of working days: a longer plan is a slip of the keyboard, and no calendar reaches that far.
MOST_WORKING_DAYS = 2_600

MilestoneKind = Literal["kickoff", "deliverable", "acceptance", "final_delivery"]


class PlanningRules(PolicyPart):
    """How work is planned; days are working days."""

    hours_a_day: float = Field(8.0, gt=0, le=24)
    days_where_none_is_given: int = Field(5, ge=1, le=250)
    acceptance_days: int = Field(3, ge=0, le=250)


class Task(NamedTuple):
    """A deliverable to plan; `days` working days, `after` the names it waits for (None: the one before)."""

    name: str
    days: int
    after: tuple[str, ...] | None = None


class Span(NamedTuple):
    """The working days from `starts_on` to `ends_on`, both included."""

    starts_on: date
    ends_on: date


class Milestone(NamedTuple):
    name: str
    kind: MilestoneKind
    due_on: date
    deliverable: str | None = None


def working_days_needed(days: float | None, hours: float | None, rules: PlanningRules) -> tuple[int, str]:
    """Whole working days of a deliverable, and the formula in words."""
    if days is not None:
        needed = max(1, math.ceil(days))
        rounding = "" if needed == days else f", rounded up = {needed}"
        return needed, f"{days:g} working days, as estimated{rounding}"
    if hours is not None:
        needed = max(1, math.ceil(hours / rules.hours_a_day))
        return needed, f"{hours:g} hours ÷ {rules.hours_a_day:g} hours a day, rounded up = {needed}"
    return (
        rules.days_where_none_is_given,
        f"{rules.days_where_none_is_given} working days, from policy: no estimate",
    )


def find_dependency_problems(tasks: Sequence[Task], field: str) -> list[Problem]:
    """Names that repeat, dependencies on nothing, circles, and plans without end, each at its deliverable."""
    names = [task.name for task in tasks]
    keys = [name.casefold() for name in names]  # payment terms are read in any case
    problems = [
        Problem(f"{field}[{n}].name", "is the name of two deliverables; give each its own", task.name)
        for n, task in enumerate(tasks)
        if keys[n] in keys[:n]
    ]
    for position, task in enumerate(tasks):
        for name in task.after or ():
            if name not in names or name == task.name:
                what = "itself" if name == task.name else f"{name!r}, which is no deliverable of this deal"
                problems.append(Problem(f"{field}[{position}].depends_on", f"waits for {what}", name))
    if problems:
        return problems
    ordered = _ordered(tasks)
    if len(ordered) < len(tasks):
        return [_circle(tasks, field)]
    return _endless(ordered, tasks, field)


def schedule(tasks: Sequence[Task], starts_on: date, calendar: WorkingCalendar) -> dict[str, Span]:
    """Each task's span: in order, or after what it depends on. Tasks are free of circles."""
    spans: dict[str, Span] = {}
    first = calendar.next_working(starts_on)
    for task in _ordered(tasks):
        waits_for = _waits_for(task, tasks)
        begin = max((calendar.add(spans[name].ends_on, 1) for name in waits_for), default=first)
        spans[task.name] = Span(begin, calendar.add(begin, task.days - 1))
    return {task.name: spans[task.name] for task in tasks}


def milestones(
    spans: Mapping[str, Span], starts_on: date, rules: PlanningRules, calendar: WorkingCalendar
) -> list[Milestone]:
    """Kickoff, each deliverable, client acceptance, final delivery; every date a working day."""
    last = max(span.ends_on for span in spans.values())
    acceptance = calendar.add(last, rules.acceptance_days)
    return [
        Milestone("Kickoff", "kickoff", calendar.next_working(starts_on)),
        *(
            Milestone(f"{name} delivered", "deliverable", span.ends_on, name)
            for name, span in sorted(spans.items(), key=lambda item: item[1].ends_on)
        ),
        Milestone("Client acceptance", "acceptance", acceptance),
        Milestone("Final delivery", "final_delivery", calendar.add(acceptance, 1)),
    ]


def timeline_notices(
    starts_on: date, ends_on: date, final_delivery: date, calendar: WorkingCalendar, field: str
) -> list[Notice]:
    """What a manager should know: a start that moved, and too little time, by how many working days."""
    notices = []
    closed = calendar.why_closed(starts_on)
    if closed:
        moved = calendar.next_working(starts_on)
        notices.append(
            Notice(
                f"{field}.start_date",
                f"{written(starts_on)} is not a working day ({closed}); the work starts on {written(moved)}.",
            )
        )
    if final_delivery > ends_on:
        late = calendar.days_between(ends_on + timedelta(days=1), final_delivery)
        days = "1 working day" if late == 1 else f"{late} working days"
        notices.append(
            Notice(
                f"{field}.end_date",
                f"The plan ends on {written(final_delivery)}, {days} after the promised {written(ends_on)}. "
                "Start earlier, put more people on it, or agree a later date.",
            )
        )
    return notices


def _circle(tasks: Sequence[Task], field: str) -> Problem:
    """The first circle, at a deliverable in it that names what it waits for."""
    waits_for = {task.name: _waits_for(task, tasks) for task in tasks}
    free = {task.name for task in _ordered(tasks)}
    name = next(task.name for task in tasks if task.name not in free)
    walked: list[str] = []
    while name not in walked:  # each stuck one waits for a stuck one, so the walk meets itself
        walked.append(name)
        name = next(other for other in waits_for[name] if other not in free)
    circle = walked[walked.index(name) :]
    position = next(n for n, task in enumerate(tasks) if task.name in circle and task.after)
    shown = " → ".join([*circle, name])
    return Problem(
        f"{field}[{position}].depends_on",
        f"makes a circle in which each waits for the next: {shown}; break it. "
        "One that names nothing waits for the one before it; an empty list waits for none",
        list(tasks[position].after or ()),
    )


def _endless(ordered: Sequence[Task], tasks: Sequence[Task], field: str) -> list[Problem]:
    """The first deliverable that would end after more working days than any plan has."""
    days: dict[str, int] = {}
    for task in ordered:
        days[task.name] = task.days + max((days[name] for name in _waits_for(task, tasks)), default=0)
        if days[task.name] > MOST_WORKING_DAYS:
            position = next(n for n, other in enumerate(tasks) if other is task)
            message = (
                f"ends {days[task.name]:,} working days after the start; at most {MOST_WORKING_DAYS:,} fit"
            )
            return [Problem(f"{field}[{position}].estimated_days", message, task.days)]
    return []


def _ordered(tasks: Sequence[Task]) -> list[Task]:
    """Tasks so that each stands after what it waits for; tasks in a circle are left out."""
    done: list[Task] = []
    names: set[str] = set()
    remaining = list(tasks)
    while remaining:
        ready = [task for task in remaining if set(_waits_for(task, tasks)) <= names]
        if not ready:
            return done
        done += ready
        names |= {task.name for task in ready}
        remaining = [task for task in remaining if task.name not in names]
    return done


def _waits_for(task: Task, tasks: Sequence[Task]) -> tuple[str, ...]:
    if task.after is not None:
        return task.after
    position = next(n for n, other in enumerate(tasks) if other is task)
    return (tasks[position - 1].name,) if position else ()

"""When the work happens: deliverables over working days, and the milestones that follow."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from core.errors import Problem
from core.policy import PolicyPart
from core.result import Notice
from core.working_days import WorkingCalendar

MilestoneKind = Literal["kickoff", "deliverable", "acceptance", "final_delivery"]


class PlanningRules(PolicyPart):
    """How work is planned; days are working days."""

    hours_a_day: float = 8.0
    days_where_none_is_given: int = 5
    acceptance_days: int = 3


@dataclass(frozen=True, slots=True)
class Task:
    """A deliverable to plan; `days` working days, `after` the names it waits for (None: the one before)."""

    name: str
    days: int
    after: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """The working days from `starts_on` to `ends_on`, both included."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Milestone:
    name: str
    kind: MilestoneKind
    due_on: date
    deliverable: str | None = None


def working_days_needed(days: float | None, hours: float | None, rules: PlanningRules) -> tuple[int, str]:
    """Whole working days of a deliverable, and the formula in words."""
    if days is not None:
        return max(1, math.ceil(days)), f"{days:g} working days, as estimated"
    if hours is not None:
        needed = max(1, math.ceil(hours / rules.hours_a_day))
        return needed, f"{hours:g} hours ÷ {rules.hours_a_day:g} hours a day, rounded up = {needed}"
    return (
        rules.days_where_none_is_given,
        f"{rules.days_where_none_is_given} working days, from policy: no estimate",
    )


def find_dependency_problems(tasks: Sequence[Task], field: str) -> list[Problem]:
    """Names that repeat, dependencies on nothing, and circles, each at its deliverable."""
    names = [task.name for task in tasks]
    problems = [
        Problem(f"{field}[{n}].name", "is the name of two deliverables; give each its own", task.name)
        for n, task in enumerate(tasks)
        if task.name in names[:n]
    ]
    for position, task in enumerate(tasks):
        for name in task.after or ():
            if name not in names or name == task.name:
                what = "itself" if name == task.name else f"{name!r}, which is no deliverable of this deal"
                problems.append(Problem(f"{field}[{position}].depends_on", f"waits for {what}", name))
    if not problems and len(_ordered(tasks)) < len(tasks):
        stuck = [task.name for task in tasks if task not in _ordered(tasks)]
        problems.append(
            Problem(field, f"wait for each other in a circle: {', '.join(stuck)}; break it", None)
        )
    return problems


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
                f"{_day(starts_on)} is not a working day ({closed}); the work starts on {_day(moved)}.",
            )
        )
    if final_delivery > ends_on:
        late = calendar.days_between(ends_on + timedelta(days=1), final_delivery)
        days = "1 working day" if late == 1 else f"{late} working days"
        notices.append(
            Notice(
                f"{field}.end_date",
                f"The plan ends on {_day(final_delivery)}, {days} after the promised {_day(ends_on)}. "
                "Start earlier, put more people on it, or agree a later date.",
            )
        )
    return notices


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


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"

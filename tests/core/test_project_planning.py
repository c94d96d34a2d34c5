"""Deliverables over working days: order, circles, milestones, and what a manager is warned of."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.policy import AgencyRules
from core.project_planning import (
    MOST_WORKING_DAYS,
    PlanningRules,
    Task,
    find_dependency_problems,
    milestones,
    schedule,
    timeline_notices,
    working_days_needed,
)
from core.working_days import WorkingCalendar

RULES = PlanningRules()
US = WorkingCalendar(AgencyRules(country="US"))
MONDAY = date(2025, 2, 3)


@pytest.mark.parametrize(
    ("days", "hours", "needed", "formula"),
    [
        (10, None, 10, "10 working days, as estimated"),
        (10, 999, 10, "10 working days, as estimated"),
        (2.5, None, 3, "2.5 working days, as estimated, rounded up = 3"),
        (0.1, None, 1, "0.1 working days, as estimated, rounded up = 1"),
        (None, 80, 10, "80 hours ÷ 8 hours a day, rounded up = 10"),
        (None, 81, 11, "81 hours ÷ 8 hours a day, rounded up = 11"),
        (None, 0.5, 1, "0.5 hours ÷ 8 hours a day, rounded up = 1"),
        (None, None, 5, "5 working days, from policy: no estimate"),
    ],
)
def test_the_days_of_a_deliverable_come_with_their_formula(
    days: float | None, hours: float | None, needed: int, formula: str
) -> None:
    assert working_days_needed(days, hours, RULES) == (needed, formula)


def test_deliverables_follow_each_other_and_dependencies_change_that() -> None:
    tasks = [
        Task("Design", 10),
        Task("Build", 5),
        Task("Texts", 2, ()),
        Task("Launch", 1, ("Build", "Texts")),
    ]
    spans = schedule(tasks, MONDAY, US)
    assert {name: (str(span.starts_on), str(span.ends_on)) for name, span in spans.items()} == {
        "Design": ("2025-02-03", "2025-02-14"),
        "Build": ("2025-02-18", "2025-02-24"),  # the 17th is Washington's Birthday
        "Texts": ("2025-02-03", "2025-02-04"),
        "Launch": ("2025-02-25", "2025-02-25"),
    }


def test_a_deliverable_may_wait_for_one_that_is_listed_later() -> None:
    spans = schedule([Task("Build", 1, ("Design",)), Task("Design", 2, ())], MONDAY, US)
    assert (spans["Design"].starts_on, spans["Build"].starts_on) == (MONDAY, date(2025, 2, 5))
    assert list(spans) == ["Build", "Design"]


@pytest.mark.parametrize(
    ("tasks", "field", "words"),
    [
        ([Task("A", 1), Task("B", 1), Task("A", 1)], "d[2].name", "is the name of two deliverables"),
        ([Task("A", 1), Task("B", 1, ("C",))], "d[1].depends_on", "waits for 'C', which is no deliverable"),
        ([Task("A", 1, ("A",))], "d[0].depends_on", "waits for itself"),
        ([Task("A", MOST_WORKING_DAYS), Task("B", 1)], "d", "at most 2,600"),
    ],
    ids=["repeated", "unknown", "itself", "too long"],
)
def test_a_plan_that_cannot_be_made_says_where(tasks: list[Task], field: str, words: str) -> None:
    (problem,) = find_dependency_problems(tasks, "d")
    assert problem.field.startswith(field)
    assert words in problem.message


@pytest.mark.parametrize(
    ("tasks", "inside"),
    [
        ([Task("A", 1, ("B",)), Task("B", 1, ("A",))], "AB"),
        ([Task("A", 1, ("B",)), Task("B", 1)], "AB"),
        (
            [Task("F", 1), Task("X", 1, ("Y",)), Task("Y", 1, ("Z",)), Task("Z", 1, ("X",)), Task("T", 1)],
            "XYZ",
        ),
    ],
    ids=["two", "one that names nothing", "three among others"],
)
def test_a_circle_is_named_with_those_in_it(tasks: list[Task], inside: str) -> None:
    (problem,) = find_dependency_problems(tasks, "d")
    assert problem.field in {f"d[{n}].depends_on" for n, task in enumerate(tasks) if task.name in inside}
    assert set(re.findall(r"\b[A-Z]\b", problem.message)) == set(inside)


def test_every_bad_name_is_named_at_once() -> None:
    tasks = [Task("A", 1, ("X", "Y")), Task("B", 1, ("Z",)), Task("B", 1)]
    assert {problem.value for problem in find_dependency_problems(tasks, "d")} == {"B", "X", "Y", "Z"}


def test_two_hundred_deliverables_in_a_circle_are_answered_quickly() -> None:
    tasks = [Task(f"T{n}", 1, (f"T{(n + 1) % 200}",)) for n in range(200)]
    started = time.perf_counter()
    (problem,) = find_dependency_problems(tasks, "d")
    assert "depends_on" in problem.field
    assert time.perf_counter() - started < 2


def test_milestones_are_kickoff_each_deliverable_acceptance_and_final_delivery() -> None:
    spans = schedule([Task("Design", 10), Task("Build", 5), Task("Texts", 2, ())], date(2025, 2, 1), US)
    found = milestones(spans, date(2025, 2, 1), RULES, US)
    assert [(point.name, point.kind, str(point.due_on)) for point in found] == [
        ("Kickoff", "kickoff", "2025-02-03"),
        ("Texts delivered", "deliverable", "2025-02-04"),
        ("Design delivered", "deliverable", "2025-02-14"),
        ("Build delivered", "deliverable", "2025-02-24"),
        ("Client acceptance", "acceptance", "2025-02-27"),
        ("Final delivery", "final_delivery", "2025-02-28"),
    ]


@pytest.mark.parametrize(
    ("start", "end", "final", "expected"),
    [
        (MONDAY, date(2025, 2, 28), date(2025, 2, 28), []),
        (
            date(2025, 2, 1),
            date(2025, 2, 28),
            date(2025, 2, 27),
            [("t.start_date", "1 Feb 2025 is not a working day (Saturday); the work starts on 3 Feb 2025.")],
        ),
        (
            date(2025, 2, 17),
            date(2025, 2, 28),
            date(2025, 2, 28),
            [("t.start_date", "(Washington's Birthday); the work starts on 18 Feb 2025.")],
        ),
        (
            MONDAY,
            date(2025, 2, 14),
            date(2025, 2, 18),
            [("t.end_date", "The plan ends on 18 Feb 2025, 1 working day after the promised 14 Feb 2025.")],
        ),
        (MONDAY, date(2025, 2, 14), date(2025, 2, 21), [("t.end_date", "4 working days after")]),
    ],
    ids=["enough time", "weekend", "holiday", "one day late", "days late"],
)
def test_a_moved_start_and_too_little_time_are_warnings(
    start: date, end: date, final: date, expected: list[tuple[str, str]]
) -> None:
    notices = timeline_notices(start, end, final, US, "t")
    assert [notice.field for notice in notices] == [field for field, _ in expected]
    for notice, (_, words) in zip(notices, expected, strict=True):
        assert words in notice.message


@given(
    st.lists(st.tuples(st.integers(1, 40), st.none() | st.sets(st.integers(0, 7))), min_size=1, max_size=8),
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
)
def test_every_day_of_a_plan_is_a_working_day_and_nothing_starts_too_early(
    drawn: list[tuple[int, set[int] | None]], start: date
) -> None:
    tasks = [
        Task(f"T{n}", days, None if after is None else tuple(f"T{other}" for other in after if other < n))
        for n, (days, after) in enumerate(drawn)
    ]
    assert find_dependency_problems(tasks, "d") == []
    spans = schedule(tasks, start, US)
    for n, task in enumerate(tasks):
        span = spans[task.name]
        assert US.days_between(span.starts_on, span.ends_on) == task.days
        before = (
            task.after if task.after is not None else tuple(f"T{other}" for other in range(n - 1, n) if n)
        )
        assert all(spans[name].ends_on < span.starts_on for name in before)
        assert span.starts_on >= start
    points = milestones(spans, start, RULES, US)
    assert all(US.is_working(point.due_on) for point in points)
    assert [point.due_on for point in points] == sorted(point.due_on for point in points)
    late = timeline_notices(start, points[-1].due_on - timedelta(days=1), points[-1].due_on, US, "t")
    assert late[-1].field == "t.end_date"


@pytest.mark.parametrize(
    "rules",
    [{"hours_a_day": 0}, {"hours_a_day": 25}, {"acceptance_days": -1}, {"days_where_none_is_given": 0}],
)
def test_rules_that_no_plan_can_follow_are_refused(rules: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        PlanningRules.model_validate(rules)

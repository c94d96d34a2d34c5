"""Answers and invitations counted by group and by time, with every filter, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from core.feedback_scope import NOT_KNOWN, Group, Scope, bounds, period_name, periods_between
from db.reports.feedback_groups import FeedbackGroups
from db.tables.clients import Client
from db.tables.feedback import Invitation, Rating, Response, ResponseFigures, Survey
from db.tables.fulfillment import Project
from db.tables.offers import Offer
from db.workspace import Workspace

SEPTEMBER, OCTOBER = datetime(2026, 9, 30, 23, 59, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC)
STAMPS: dict[str, Any] = {"created_at": OCTOBER, "updated_at": OCTOBER}


@pytest.fixture
def groups(any_url: str) -> Iterator[FeedbackGroups]:
    opened = Workspace.open(any_url)
    with opened.editing() as session:
        for row in _rows():
            session.add(row)
            session.flush()
    yield opened.reports.feedback_groups
    opened.close()


def _rows() -> Iterator[Any]:
    yield Offer(
        offer_id="O", product_name="Websites", name_key="w", status="published", current_version=1, **STAMPS
    )
    known: dict[str, Any] = {"offer_id": "O", "service_type": "local_seo", "manager": "Mia"}
    for name in ("A", "B"):
        yield Client(client_id=name, name=f"Client {name}", name_key=name, **STAMPS)
        yield Project(
            project_id=name, client_id=name, name=name, status="completed", **STAMPS,
            **(known if name == "A" else {}),
        )  # fmt: skip
        yield Survey(request_id=name, project_id=name, status="ready", request_json="{}", **STAMPS)
    yield from _response("a1", "A", SEPTEMBER, 80, rated=2, satisfied=1, scored=2, promoters=1)
    yield from _response("a2", "A", OCTOBER, 60, rated=1, satisfied=1, scored=1, detractors=1)
    yield from _response("b1", "B", OCTOBER, None, rated=1)
    yield from _response("lost", "no project", OCTOBER, 20)
    yield Rating(feedback_id="a2", category="timeliness", value=3.5, received_at=OCTOBER)
    yield Rating(feedback_id="a1", category="timeliness", value=4, received_at=OCTOBER)
    answered: dict[str, Any] = {"answered_at": OCTOBER}
    asked: list[tuple[str, datetime, dict[str, Any]]] = [
        ("A", SEPTEMBER, answered),
        ("A", OCTOBER, {}),
        ("A", OCTOBER, {"revoked_at": OCTOBER}),
        ("A", OCTOBER, {"email": "", **answered}),  # answered without being invited
        ("B", OCTOBER, answered),
    ]
    for number, (survey, at, more) in enumerate(asked):
        given: dict[str, Any] = {
            "name": "Ann", "email": "a@b.co", "email_key": "a@b.co", "invited_by": "me",
            "expires_at": OCTOBER,
            "token_digest": str(number), "request_id": survey, "created_at": at, **more,
        }  # fmt: skip
        yield Invitation(**given)


def _response(
    name: str, project: str, at: datetime, satisfaction: int | None, **counts: int
) -> Iterator[Any]:
    yield Response(
        feedback_id=name, project_id=project, offer_id="O" if project == "A" else None, received_at=at,
        satisfaction=satisfaction, workflow_id="w", answers_json="{}", analysis_json="{}",
    )  # fmt: skip
    nothing = dict.fromkeys(("people", "rated", "satisfied", "scored", "promoters", "detractors"), 0)
    yield ResponseFigures(feedback_id=name, unhappy=False, apart=False, **{**nothing, **counts})


@pytest.mark.parametrize(
    ("group", "key", "name"),
    [
        ("offer", "O", "Websites"),
        ("client", "A", "Client A"),
        ("service", "local_seo", "local_seo"),
        ("manager", "Mia", "Mia"),
    ],
)
def test_answers_and_invitations_are_counted_by_group(
    groups: FeedbackGroups, group: Group, key: str, name: str
) -> None:
    first = groups.by_group(group, Scope())[0]
    assert (first.key, first.name) == (key, name)
    counts = first.counts
    assert (counts.responses, counts.rated, counts.satisfied) == (2, 3, 2)
    assert (counts.scored, counts.promoters, counts.detractors) == (3, 1, 1)
    assert (counts.ratings, counts.rating_sum, counts.rating_squares) == (2, 140.0, 80.0**2 + 60.0**2)
    assert (counts.invited, counts.answered) == (2, 1)


def test_what_nobody_noted_is_a_group_of_its_own(groups: FeedbackGroups) -> None:
    unknown = next(one for one in groups.by_group("manager", Scope()) if one.key == NOT_KNOWN)
    assert (unknown.name, unknown.counts.responses, unknown.counts.invited) == (None, 2, 1)
    assert groups.total(Scope(manager=NOT_KNOWN)).responses == 2


def test_months_and_quarters_add_up_to_the_whole(groups: FeedbackGroups) -> None:
    months = groups.by_period("month", Scope())
    assert [(one.key, one.counts.responses, one.counts.invited) for one in months] == [
        ("2026-09", 1, 1),
        ("2026-10", 3, 2),
    ]
    quarters = groups.by_period("quarter", Scope())
    assert [(one.name, one.counts.responses) for one in quarters] == [("Q3 2026", 1), ("Q4 2026", 3)]
    whole = groups.total(Scope())
    assert (whole.responses, whole.invited, whole.answered) == (4, 3, 2)


@pytest.mark.parametrize(
    ("scope", "responses", "invited"),
    [
        (Scope(offer="O"), 2, 2),
        (Scope(client="B"), 1, 1),
        (Scope(service="local_seo"), 2, 2),
        (Scope(manager="Mia"), 2, 2),
        (Scope(period="2026-10"), 3, 2),
        (Scope(period="2026-Q3"), 1, 1),
        (Scope(manager="Mia", period="2026-10"), 1, 1),
        (Scope(low="timeliness"), 1, 0),  # an invitation has no answer, so there is no rate
        (Scope(offer="unknown' OR 1=1"), 0, 0),
        (Scope(period="no such time"), 4, 3),
    ],
)
def test_filters_narrow_answers_and_invitations(
    groups: FeedbackGroups, scope: Scope, responses: int, invited: int
) -> None:
    counts = groups.total(scope)
    assert (counts.responses, counts.invited) == (responses, invited)


def test_a_group_is_shown_beside_its_neighbours_also_when_it_is_filtered_by(groups: FeedbackGroups) -> None:
    assert len(groups.by_group("manager", Scope(manager="Mia"))) == 2
    assert len(groups.by_period("month", Scope(period="2026-10"))) == 2


def test_everything_that_can_be_filtered_by_has_a_name(groups: FeedbackGroups) -> None:
    choices = groups.choices()
    assert choices["offer"] == {"O": "Websites"}
    assert choices["client"] == {"A": "Client A", "B": "Client B"}
    assert choices["manager"] == {"Mia": "Mia", NOT_KNOWN: "Not known"}
    assert list(choices["period"]) == ["2026-10", "2026-09", "2026-Q4", "2026-Q3"]
    whole = periods_between(datetime(2025, 12, 31, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
    assert whole == ["2026-01", "2025-12", "2026-Q1", "2025-Q4"]


def test_periods_have_bounds_and_names() -> None:
    assert bounds("2026-Q4") == (datetime(2026, 10, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    assert bounds("2026-12") == (datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    for wrong in ("", "2026", "2026-13", "2026-Q5", "0-1", "x-1", "99999-1", "2026-00", "2026-Q²"):
        assert bounds(wrong) is None
    assert (period_name("2026-01"), period_name("2026-Q1"), period_name("odd")) == (
        "Jan 2026",
        "Q1 2026",
        "odd",
    )

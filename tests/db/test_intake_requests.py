"""Each idempotency key is worked on once, and its answer is kept, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from db.intake_requests import LEASE_SECONDS, Claim, IntakeRequests
from db.workspace import Workspace

ANSWER = {"success": True, "counts": {"created": 1}}


@dataclass
class Watch:
    at: datetime = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def intake(any_workspace: Workspace, watch: Watch) -> IntakeRequests:
    return IntakeRequests(any_workspace.database, watch)


def test_the_first_caller_works_and_later_ones_get_its_answer(intake: IntakeRequests) -> None:
    claim = intake.claim("order-7", "abc")
    assert claim == Claim("order-7", "mine")
    assert intake.claim("order-7", "abc").state == "busy"
    intake.finish(claim, 201, ANSWER)
    again = intake.claim("order-7", "abc")
    assert (again.state, again.status, again.answer) == ("answered", 201, ANSWER)


def test_a_key_that_came_with_another_body_says_so(intake: IntakeRequests) -> None:
    claim = intake.claim("order-7", "abc")
    assert intake.claim("order-7", "xyz").state == "other body"
    intake.finish(claim, 201, ANSWER)
    assert intake.claim("order-7", "xyz").state == "other body"


def test_a_released_key_may_come_again_with_another_body(intake: IntakeRequests) -> None:
    intake.release(intake.claim("order-7", "abc"))
    assert intake.claim("order-7", "xyz").state == "mine"


def test_the_claim_of_an_owner_that_died_is_taken_over_with_its_import(
    intake: IntakeRequests, watch: Watch
) -> None:
    dead = intake.claim("order-7", "abc")
    intake.note_import(dead, "import_1")
    watch.at += timedelta(seconds=LEASE_SECONDS - 1)
    assert intake.claim("order-7", "abc").state == "busy"
    watch.at += timedelta(seconds=2)
    heir = intake.claim("order-7", "abc")
    assert (heir.state, heir.attempt, heir.import_id) == ("mine", 2, "import_1")
    assert intake.claim("order-7", "abc").state == "busy"


def test_an_owner_that_was_only_slow_changes_nothing_after_it_was_replaced(
    intake: IntakeRequests, watch: Watch
) -> None:
    slow = intake.claim("order-7", "abc")
    watch.at += timedelta(seconds=LEASE_SECONDS + 1)
    heir = intake.claim("order-7", "abc")
    intake.release(slow)
    intake.finish(slow, 500, {})
    assert intake.claim("order-7", "abc").state == "busy"
    intake.finish(heir, 201, ANSWER)
    assert intake.claim("order-7", "abc").answer == ANSWER


@pytest.mark.parametrize("overdue", [False, True], ids=["new", "overdue"])
def test_one_of_sixteen_callers_gets_the_key(intake: IntakeRequests, watch: Watch, overdue: bool) -> None:
    if overdue:
        intake.claim("order-7", "abc")
        watch.at += timedelta(seconds=LEASE_SECONDS + 1)
    with ThreadPoolExecutor(16) as pool:
        claims = list(pool.map(lambda _: intake.claim("order-7", "abc"), range(16)))
    states = sorted(claim.state for claim in claims)
    assert states == ["busy"] * 15 + ["mine"]

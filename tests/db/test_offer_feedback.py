"""Everything answered about an offer, read together after each answer: stored once, never counted twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from core.feedback_scope import Scope
from core.result import HandoffResult
from db.offer_feedback import EVERY_ONE_UNTIL
from db.tables.offers import Offer
from db.workspace import Workspace

NOW = datetime(2026, 10, 1, tzinfo=UTC)
FORM = {"rating.overall_satisfaction": "2", "answer.could_improve": "The delivery was slow"}


@pytest.fixture
def workspace(any_url: str) -> Iterator[Workspace]:
    opened = Workspace.open(any_url)
    stamps: dict[str, Any] = {"created_at": NOW, "updated_at": NOW}
    with opened.editing() as session:
        session.add(
            Offer(
                offer_id="O", product_name="Websites", name_key="w", status="published", current_version=1,
                **stamps,
            )
        )  # fmt: skip
    for number in (1, 2):
        person = {"name": "Ann Lee", "email": f"ann{number}@northwind.example"}
        raw = {
            "project_id": f"p{number}",
            "project_name": f"Project {number}",
            "start_date": "2026-09-01",
            "completion_date": "2026-11-20",
            "deliverables_status": [{"name": "Website", "status": "completed"}],
            "client_info": {"company_name": f"Client {number}", "primary_contact": person},
            "offer_id": "O",
        }
        assert opened.run("fulfillment_to_feedback", raw).success
    yield opened
    opened.close()


def answer(workspace: Workspace, number: int, *, name: str = "ann") -> None:
    surveys = workspace.feedback.surveys()
    request_id = str(surveys[surveys["project_id"] == f"p{number}"]["request_id"].iloc[0])
    address = workspace.invitations.invite(request_id, name, f"{name}{number}@northwind.example")
    link = workspace.survey_links.find(address.rsplit("/", 1)[1])
    assert link is not None
    assert workspace.survey_links.send(link, FORM) == "stored"


def readings(workspace: Workspace) -> list[Any]:
    return list(workspace.runs.page(workflow="feedback_to_offer", search="all projects").rows.itertuples())


def test_after_the_second_response_the_offer_is_read_as_a_whole(workspace: Workspace) -> None:
    answer(workspace, 1)
    assert readings(workspace) == []
    answer(workspace, 2)
    (run,) = readings(workspace)
    assert (run.title, run.trigger) == ("Websites: feedback of all projects (2 responses)", "offer")
    result = workspace.find_run(str(run.workflow_id))
    assert result is not None
    assert result.handoff_data["feedback_analysis"]["respondents"] == 2


def test_nothing_is_counted_twice_and_no_recommendation_doubled(workspace: Workspace) -> None:
    answer(workspace, 1)
    before = len(workspace.feedback.recommendations())
    answer(workspace, 2)
    assert len(workspace.feedback.responses()) == 2
    assert workspace.reports.feedback_groups.total(Scope()).rated == 2
    assert len(workspace.feedback.recommendations()) == 2 * before
    ranked = workspace.loop.ranked()
    assert set(ranked["named"]) == {2}
    assert set(ranked["people"]) == {2}


def test_the_same_responses_are_a_replay_and_only_the_newest_reading_waits(workspace: Workspace) -> None:
    answer(workspace, 1)
    answer(workspace, 2)
    again = workspace.offer_feedback.run("O")
    assert again is not None
    assert again.replayed
    answer(workspace, 1, name="bo")
    assert len(readings(workspace)) == 2
    waiting = workspace.inbox.waiting("offer")
    whole = [title for title in waiting["title"] if "all projects" in title]
    assert whole == ["Websites: feedback of all projects (3 responses)"]
    assert len(waiting) == 4


def test_a_retry_of_a_reading_stays_a_reading(workspace: Workspace) -> None:
    answer(workspace, 1)
    answer(workspace, 2)
    (run,) = readings(workspace)
    assert workspace.retry(str(run.workflow_id)).replayed
    assert len(workspace.feedback.responses()) == 2


def test_many_responses_are_read_again_when_a_tenth_has_come(workspace: Workspace) -> None:
    for number in range(EVERY_ONE_UNTIL + 1):
        raw = {"feedback_id": f"f{number}", "project_id": "p1", "offer_id": "O", "ratings": {"quality": [4]}}
        assert workspace.run("feedback_to_offer", raw).success
    first = workspace.offer_feedback.after("O")
    assert first is not None
    assert first.success
    assert workspace.offer_feedback.after("O") is None  # nothing came in addition
    for number in range(3):
        raw = {"feedback_id": f"g{number}", "project_id": "p1", "offer_id": "O", "ratings": {"quality": [4]}}
        assert workspace.run("feedback_to_offer", raw).success
    second = workspace.offer_feedback.after("O")
    assert second is not None
    assert not second.replayed


def test_a_response_that_a_person_hands_over_is_read_with_the_others(workspace: Workspace) -> None:
    def hand_over(name: str, project: str = "p1") -> HandoffResult:
        raw = {"feedback_id": name, "project_id": project, "ratings": {"quality": [4]}}
        return workspace.run("feedback_to_offer", raw | ({"offer_id": "O"} if project == "p1" else {}))

    assert workspace.offer_feedback.after_run(hand_over("f1")) is None  # one alone is read already
    second = hand_over("f2")
    whole = workspace.offer_feedback.after_run(second)
    assert whole is not None and whole.success
    assert "all projects" in (whole.title or "")
    assert workspace.offer_feedback.after_run(whole) is None
    assert workspace.offer_feedback.after_run(hand_over("f2")) is None  # a replay
    assert workspace.offer_feedback.after_run(hand_over("f3", project="of no offer")) is None
    assert len(readings(workspace)) == 1


def test_without_an_offer_or_answers_there_is_nothing_to_read(workspace: Workspace) -> None:
    assert workspace.offer_feedback.after(None) is None
    assert workspace.offer_feedback.run("O") is None
    assert workspace.offer_feedback.run("unknown") is None

"""Answers from the phone or from paper take the way of answers by link, and each is stored once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from core.errors import HandoffRefused, InputRejected
from core.ports import Clock
from db.workspace import Workspace

FORM = {"rating.overall_satisfaction": "2", "answer.liked_most": "Great communication"}


class Watch(Clock):
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def workspace(any_url: str, watch: Watch) -> Iterator[Workspace]:
    opened = Workspace.open(any_url).at(watch)
    handed_over = opened.run(
        "fulfillment_to_feedback",
        {
            "project_id": "proj_1",
            "project_name": "Relaunch",
            "start_date": "2026-09-01",
            "completion_date": "2026-11-20",
            "deliverables_status": [{"name": "Website", "status": "completed"}],
            "client_info": {"company_name": "Northwind"},
            "promises": ["Live in 30 days"],
        },
    )
    assert handed_over.success
    yield opened
    opened.close()


def survey(workspace: Workspace) -> str:
    return str(workspace.feedback.surveys()["request_id"].iloc[0])


def test_the_answers_of_an_invited_person_end_the_link_also_after_it_expired(
    workspace: Workspace, watch: Watch
) -> None:
    address = workspace.invitations.invite(survey(workspace), "Ann", "ann@northwind.example")
    line = workspace.invitations.listed(survey(workspace))[0]
    watch.at += timedelta(days=60)
    result = workspace.typed_answers.store(
        survey(workspace), FORM, way="paper", once="a", invitation_id=line.id
    )
    assert result is not None
    assert result.success
    line = workspace.invitations.listed(survey(workspace))[0]
    assert (line.state, line.answered_via) == ("answered", "paper")
    assert line.feedback_id is not None
    link = workspace.survey_links.find(address.rsplit("/", 1)[1])
    assert link is not None
    assert workspace.survey_links.send(link, {**FORM, "rating.quality": "5"}) == "other answers"
    with pytest.raises(HandoffRefused, match="answered already"):
        workspace.typed_answers.store(survey(workspace), FORM, way="paper", once="b", invitation_id=line.id)
    assert len(workspace.feedback.responses()) == 1


def test_somebody_who_was_not_invited_is_stored_once_for_each_form(workspace: Workspace) -> None:
    store, request_id = workspace.typed_answers.store, survey(workspace)
    assert store(request_id, FORM, way="phone", once="one", name="  Bo   Ek ") is not None
    with pytest.raises(HandoffRefused, match="stored already"):
        store(request_id, FORM, way="phone", once="one", name="Bo Ek")
    assert store(request_id, {**FORM, "answer.promise_1": "kept"}, way="phone", once="two") is not None
    lines = workspace.invitations.listed(request_id)
    assert [(line.name, line.email, line.answered_via) for line in lines] == [
        ("Somebody not named", "", "phone"),
        ("Bo Ek", "", "phone"),
    ]
    assert len(workspace.feedback.responses()) == 2
    assert list(workspace.follow_ups.unhappy()["satisfaction"]) == [40, 40]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"answer.likelihood_to_recommend": "9"},
        {"rating.overall_satisfaction": "6"},
        {"answer.promise_1": "perhaps"},
        {"answer.liked_most": "x" * 10_001},
    ],
    ids=["nothing", "a score alone", "six stars", "no such choice", "too long"],
)
def test_what_the_survey_would_not_take_is_not_stored(workspace: Workspace, fields: dict[str, str]) -> None:
    with pytest.raises(InputRejected, match="Nothing was stored"):
        workspace.typed_answers.store(survey(workspace), fields, way="phone", once="x")
    assert workspace.invitations.listed(survey(workspace)) == []


def test_a_revoked_invitation_takes_no_answers(workspace: Workspace) -> None:
    workspace.invitations.invite(survey(workspace), "Ann", "ann@northwind.example")
    line = workspace.invitations.listed(survey(workspace))[0]
    workspace.invitations.revoke(line.id)
    with pytest.raises(HandoffRefused, match="revoked"):
        workspace.typed_answers.store(survey(workspace), FORM, way="phone", once="x", invitation_id=line.id)

"""The inbox: who decides first decides, and the decision leaves a trail."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from core.errors import HandoffRefused
from db.tables.runs import AuditLine, Handoff
from db.workspace import Workspace
from tests.db.greeting import greet


def test_a_delivered_handoff_waits_for_its_target(workspace: Workspace) -> None:
    greet(workspace, "Ada")
    greet(workspace, "Bob")
    waiting = workspace.inbox.waiting("fulfillment")
    assert list(waiting["title"]) == ["Ada", "Bob"]
    assert workspace.inbox.waiting_counts() == {"fulfillment": 2}
    assert workspace.inbox.waiting("marketing").empty


def test_an_accepted_handoff_has_an_owner_and_leaves_the_inbox(any_workspace: Workspace) -> None:
    greet(any_workspace, "Ada")
    any_workspace.inbox.accept(int(any_workspace.inbox.waiting("fulfillment")["id"][0]), owner="Grace")
    assert any_workspace.inbox.waiting("fulfillment").empty
    (line,) = any_workspace.inbox.decided("fulfillment").to_dict("records")
    assert (line["status"], line["owner"], line["decided_by"]) == ("accepted", "Grace", "Account manager")
    with any_workspace.reading() as session:
        audit = session.execute(select(AuditLine).order_by(AuditLine.id.desc())).scalars().first()
    assert audit is not None
    assert (audit.action, audit.record_type, audit.record_id) == ("accept handoff", "client", "Ada")


def test_a_handoff_goes_back_only_with_a_reason(workspace: Workspace) -> None:
    greet(workspace, "Ada")
    handoff = int(workspace.inbox.waiting("fulfillment")["id"][0])
    with pytest.raises(HandoffRefused, match="Say why"):
        workspace.inbox.return_(handoff, "  ")
    workspace.inbox.return_(handoff, "The start date is missing.")
    (line,) = workspace.inbox.decided("fulfillment").to_dict("records")
    assert (line["status"], line["reason"]) == ("returned", "The start date is missing.")


def test_the_second_of_two_people_is_told_who_decided(any_workspace: Workspace) -> None:
    greet(any_workspace, "Ada")
    handoff = int(any_workspace.inbox.waiting("fulfillment")["id"][0])

    def decide(number: int) -> str:
        try:
            any_workspace.inbox.accept(handoff, owner=f"Person {number}")
        except HandoffRefused as error:
            return error.message
        return "accepted"

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(decide, range(4)))
    told = "Ada was already accepted by Account manager; nothing was changed."
    assert answers == sorted(["accepted", told, told, told])
    with any_workspace.reading() as session:
        assert (
            len(session.execute(select(AuditLine.id).where(AuditLine.action == "accept handoff")).all()) == 1
        )


def test_a_handoff_that_is_gone_is_said_so(workspace: Workspace) -> None:
    with pytest.raises(HandoffRefused, match="There is no handoff"):
        workspace.inbox.accept(99, owner="Ada")


def test_a_follow_up_that_fails_takes_the_acceptance_back(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    greet(workspace, "Ada")

    def fail(*_: object) -> None:
        raise HandoffRefused("The work order is gone.")

    monkeypatch.setattr("db.inbox._on_accept", lambda *_: fail)
    with pytest.raises(HandoffRefused, match="work order is gone"):
        workspace.inbox.accept(1, owner="Ada")
    with workspace.reading() as session:
        assert session.execute(select(Handoff.status)).scalar_one() == "waiting"

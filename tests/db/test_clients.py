"""A client's health, events and people, on every database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import select

from core.errors import HandoffRefused, InputRejected
from db.demo import load_demo
from db.tables.runs import AuditLine
from db.workspace import Workspace

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"


@pytest.fixture
def workspace(any_url: str) -> Iterator[Workspace]:
    opened = Workspace.open(any_url)
    raw = json.loads((SAMPLES / "sales_to_fulfillment.json").read_text())
    assert opened.run("sales_to_fulfillment", raw).success
    [handoff] = opened.inbox.waiting("fulfillment").itertuples()
    opened.inbox.accept(int(str(handoff.id)), owner="Ann")
    yield opened
    opened.close()


def loaded(url: str) -> Iterator[Workspace]:
    opened = Workspace.open(url)
    for _ in load_demo(opened):
        pass
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The demo agency; tests of this file only read it."""
    yield from loaded(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}")


def only_client(workspace: Workspace) -> Any:
    key = str(workspace.clients.page().rows["client_id"].iloc[0])
    return workspace.clients.client(key)


def ids(workspace: Workspace) -> list[str]:
    return [str(one) for one in workspace.clients.page(size=100).rows["client_id"]]


def test_what_is_late_and_unpaid_shows_in_the_health(workspace: Workspace) -> None:
    client = only_client(workspace)
    facts = workspace.client_health.facts([client.client_id])[client.client_id]
    # The sample's dates lie in 2025: its project is late and its payments are overdue.
    assert (facts.active, facts.late, facts.overdue, facts.answers) == (1, 1, 2, 0)
    assert facts.late_since == date(2025, 3, 15)
    before = workspace.client_health.of([client.client_id])[client.client_id]
    for payment in workspace.fulfillment.payments()["id"]:
        workspace.fulfillment.set_paid(int(payment), date(2025, 4, 1))
    after = workspace.client_health.of([client.client_id])[client.client_id]
    assert (before.score, after.score) == (50, 75)


def test_a_client_nobody_knows_anything_of_is_not_judged(workspace: Workspace) -> None:
    assert workspace.client_health.of(["nobody"])["nobody"].band == "not known"


def test_the_health_of_a_page_of_clients_takes_six_questions(demo: Workspace) -> None:
    clients, asked = ids(demo), list[str]()

    def note(*arguments: Any) -> None:
        asked.extend([arguments[2]] if arguments[2].startswith("SELECT") else [])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        found = demo.client_health.of(clients)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(found) == 5 and len(asked) == 6


def test_a_client_tells_its_whole_story_in_order(demo: Workspace) -> None:
    name = "Oakline Interiors"
    page = demo.clients.page(search=name).rows
    events = demo.client_timeline.events(str(page["client_id"].iloc[0]), size=200)
    assert [one.at for one in events] == sorted((one.at for one in events), reverse=True)
    kinds = {one.kind for one in events}
    assert {"lead", "deal", "stage", "work order", "milestone", "payment", "survey", "answer"} <= kinds
    assert events[-1].kind == "lead"
    assert demo.client_timeline.events(str(page["client_id"].iloc[0]), size=3) == events[:3]
    assert demo.client_timeline.events("nobody") == []


def test_the_story_is_the_same_on_a_server(demo: Workspace, postgresql: Callable[[], str]) -> None:
    [server] = loaded(postgresql())
    try:
        for client in ids(demo):
            here, there = (one.client_timeline.events(client, size=300) for one in (demo, server))
            assert [(one.kind, one.title) for one in here] == [(one.kind, one.title) for one in there]
        health = [one.client_health.of(ids(demo)) for one in (demo, server)]
        assert health[0] == health[1]
    finally:
        server.close()


def test_a_contact_is_added_changed_and_kept_with_old_and_new(workspace: Workspace) -> None:
    client = only_client(workspace)
    workspace.clients.keep_contact(client.client_id, {"name": "Ann Lee", "email": "ann@techcorp.example"})
    contacts = workspace.clients.contacts(client.client_id).set_index("name")
    number = int(str(contacts.loc["Ann Lee", "id"]))
    workspace.clients.keep_contact(
        client.client_id, {"name": "Ann Roe", "email": "ann@techcorp.example"}, contact_id=number
    )
    with pytest.raises(HandoffRefused, match="Somebody changed this record"):
        workspace.clients.keep_contact(
            client.client_id, {"name": "Ann Poe", "email": "a@techcorp.example"}, contact_id=number, version=1
        )
    with pytest.raises(InputRejected, match="already known"):
        workspace.clients.keep_contact(client.client_id, {"name": "Other", "email": "ANN@techcorp.example"})
    with pytest.raises(InputRejected) as refusal:
        workspace.clients.keep_contact(client.client_id, {"name": " ", "email": "no address"})
    assert {problem.field for problem in refusal.value.problems} == {"name", "email"}
    with workspace.reading() as session:
        line = session.exec(select(AuditLine).where(AuditLine.action == "change contact")).one()
    assert json.loads(line.old_json or "")["name"] == "Ann Lee"
    assert json.loads(line.new_json or "")["name"] == "Ann Roe"


def test_the_tier_is_changed_and_the_second_editor_is_told(workspace: Workspace) -> None:
    client = only_client(workspace)
    workspace.clients.change(client.client_id, tier="key account", version=client.version)
    with pytest.raises(HandoffRefused, match="Somebody changed"):
        workspace.clients.change(client.client_id, tier="standard", version=client.version)
    assert only_client(workspace).tier == "key account"

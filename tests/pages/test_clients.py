"""A client on screen: its health explained, its story, and its people."""

from __future__ import annotations

from typing import Any

import pytest

from db.workspace import Workspace
from tests.pages.test_every_page import shown, visit


def client_named(demo: Workspace, name: str) -> str:
    return str(demo.clients.page(search=name).rows["client_id"].iloc[0])


def field(app: Any, kind: str, label: str) -> Any:
    return next(one for one in getattr(app, kind) if one.label == label)


def test_the_health_of_a_client_is_explained(demo: Workspace) -> None:
    client = client_named(demo, "Oakline")
    health = demo.client_health.of([client])[client]
    app = visit("domains/clients.py", {"client": client})
    text = shown(app).replace("\\", "")
    for line in health.lines:
        assert line.words in text
    assert health.formula in text


@pytest.mark.parametrize("view", ["Overview", "What happened", "People"])
def test_every_client_of_the_demo_can_be_looked_at(demo: Workspace, view: str) -> None:
    for client in demo.clients.page().rows["client_id"]:
        visit("domains/clients.py", {"client": str(client), "show": view})


def test_a_story_shows_the_latest_first_and_more_on_request(demo: Workspace) -> None:
    client = client_named(demo, "Oakline")
    events = demo.client_timeline.events(client, size=200)
    app = visit("domains/clients.py", {"client": client, "show": "What happened"})
    text = shown(app).replace("\\", "")
    assert text.index(events[0].title) < text.index(events[-1].title)
    if len(events) > 30:
        more = next(one for one in app.button if one.label == "Show earlier events").click().run()
        assert events[-1].title in shown(more).replace("\\", "")


def test_a_contact_is_added_and_a_wrong_address_is_named(demo: Workspace) -> None:
    client = client_named(demo, "Harbor")
    before = len(demo.clients.contacts(client))
    app = visit("domains/clients.py", {"client": client, "show": "People"})
    names = [one for one in app.text_input if one.label == "Name"]
    emails = [one for one in app.text_input if one.label == "E-mail"]
    names[-1].set_value("Iris Blum")
    emails[-1].set_value("no address")
    field(app, "button", "Add").click().run()
    assert any("must be" in error.value for error in app.error)
    assert [one for one in app.text_input if one.label == "Name"][-1].value == "Iris Blum"
    [one for one in app.text_input if one.label == "E-mail"][-1].set_value("iris@harbor.example")
    field(app, "button", "Add").click().run()
    assert len(demo.clients.contacts(client)) == before + 1


def test_a_client_that_is_gone_is_said_so(demo: Workspace) -> None:
    assert demo.clients.page().total
    app = visit("domains/clients.py", {"client": "client_gone"})
    assert "There is no client" in app.warning[0].value


def test_what_was_typed_stays_where_somebody_changed_the_contact_meanwhile(demo: Workspace) -> None:
    client = client_named(demo, "Harbor")
    contact = next(demo.clients.contacts(client).itertuples())
    app = visit("domains/clients.py", {"client": client, "show": "People"})
    field(app, "text_input", "Phone").set_value("+1 555 0999")
    theirs = {"name": "Iris Stein", "email": contact.email, "phone": None}
    demo.clients.keep_contact(client, theirs, contact_id=int(str(contact.id)))
    field(app, "button", "Save").click().run()
    assert any("Somebody changed this record" in one.value for one in (*app.error, *app.warning))
    assert field(app, "text_input", "Phone").value == "+1 555 0999"
    assert demo.clients.contacts(client)["name"].tolist() == ["Iris Stein"]
    field(app, "button", "Show what stands there now").click().run()
    assert "Iris Stein" in [one.value for one in app.text_input if one.label == "Name"]


def test_a_project_is_not_taken_from_whom_nobody_saw(demo: Workspace) -> None:
    project = "PRJ_deal_solstice"
    place = {"part": "records", "show": "Projects", "project": project}
    app = visit("domains/fulfillment.py", place)
    app.selectbox(key=f"manager_name_{project}").set_value("Lena Keller").run()
    demo.fulfillment.set_manager(project, "Ruth")
    app.button(key=f"manager_save_{project}").click().run()
    assert any("Somebody changed this record" in one.value for one in app.error)
    assert demo.fulfillment.manager(project) == "Ruth"
    app.button(key=f"manager_save_{project}").click().run()
    assert demo.fulfillment.manager(project) == "Lena Keller"

"""Inviting from the page: the link that is shown once, refusals in words, revoking, the rates."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from db.workspace import Workspace


@pytest.fixture
def part(demo: Workspace) -> AppTest:
    def script() -> None:
        import streamlit as st

        from pages.shared.invitations import invitation_part
        from pages.shared.workspace import open_workspace

        invitation_part(open_workspace(), st.session_state["survey"], "Relaunch <b>")

    app = AppTest.from_function(script, default_timeout=30)
    app.session_state["survey"] = str(demo.feedback.surveys()["request_id"].iloc[0])
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception
    return app


def test_an_invitation_shows_its_link_and_a_second_one_is_refused(part: AppTest, demo: Workspace) -> None:
    assert "Nobody is invited yet" in part.info[0].value
    press(part, "Invite")
    address = part.code[0].value
    assert "/survey/" in address
    assert address in part.code[1].value
    link = demo.survey_links.find(address.rsplit("/", 1)[1])
    assert link is not None
    assert link.state == "waiting"
    assert [metric.label for metric in part.metric] == ["Response rate (n 1)", "Completion rate (n 0)"]
    press(part, "Invite")
    assert "open link" in part.error[0].value


def test_a_link_is_replaced_and_revoked(part: AppTest, demo: Workspace) -> None:
    first = press(part, "Invite").code[0].value
    second = press(part, "New link").code[0].value
    assert first != second
    assert demo.survey_links.find(first.rsplit("/", 1)[1]) is None
    press(part, "Revoke")
    assert not part.code
    link = demo.survey_links.find(second.rsplit("/", 1)[1])
    assert link is not None
    assert link.state == "revoked"


def test_answers_that_wait_are_analysed_from_the_page(
    part: AppTest, demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = demo.survey_links.find(press(part, "Invite").code[0].value.rsplit("/", 1)[1])
    assert link is not None
    before = len(demo.feedback.responses())
    with monkeypatch.context() as broken:
        broken.setattr(demo, "run", lambda *_given, **_more: None)
        demo.survey_links.send(link, {"answer.liked_most": "Great communication"})
    part.run()
    assert "not analysed yet" in part.warning[0].value
    press(part, "Analyse again")
    assert len(demo.feedback.responses()) == before + 1
    part.toggle[0].set_value(True).run()
    assert not part.exception


def test_the_chosen_language_is_that_of_the_ready_text_and_can_be_changed(
    part: AppTest, demo: Workspace
) -> None:
    def language(number: int) -> Selectbox:
        return [box for box in part.selectbox if box.label == "Language"][number]

    assert any("stay as you wrote them" in line.value for line in part.caption)
    assert language(0).value is None
    language(0).set_value("nl")
    press(part, "Invite")
    assert "Goedendag" in part.code[1].value
    assert "Nederlands" in list(part.dataframe[0].value["Language"])
    language(1).set_value("pt").run()
    assert "Obrigado" in part.code[1].value
    link = demo.survey_links.find(part.code[0].value.rsplit("/", 1)[1])
    assert link is not None
    assert link.language == "pt"

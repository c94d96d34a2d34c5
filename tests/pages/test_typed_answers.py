"""The survey as a form on the page: its very questions, for an invited person or for anybody."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from db.workspace import Workspace


@pytest.fixture
def form(demo: Workspace) -> AppTest:
    def script() -> None:
        import streamlit as st

        from pages.shared.typed_answers import typed_answers
        from pages.shared.workspace import open_workspace

        workspace = open_workspace()
        request_id = st.session_state["survey"]
        typed_answers(workspace, request_id, workspace.invitations.listed(request_id))

    app = AppTest.from_function(script, default_timeout=30)
    app.session_state["survey"] = request_id = str(demo.feedback.surveys()["request_id"].iloc[0])
    app.session_state[f"typed_open_{request_id}"] = True
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception
    return app


def test_the_form_asks_the_questions_of_the_survey_and_stores_the_answers(
    form: AppTest, demo: Workspace
) -> None:
    request = demo.feedback.request(form.session_state["survey"])
    before = len(demo.feedback.responses())
    asked = [area.label for area in form.text_area] + [group.label for group in form.button_group]
    texts = [question["text"] for question in request["feedback_questions"]]
    plain = {label.replace("\\", "") for label in asked}
    assert set(texts) <= plain
    press(form, "Store answers")
    assert "at least one rating" in form.error[0].value
    form.text_area[0].set_value("Great communication <b>")
    press(form, "Store answers")
    assert "somebody not named" in form.success[0].value
    assert form.text_area[0].value == ""
    assert len(demo.feedback.responses()) == before + 1


def test_an_invited_person_is_chosen_and_never_taken_for_granted(demo: Workspace, form: AppTest) -> None:
    request_id = form.session_state["survey"]
    demo.invitations.invite(request_id, "Zed", "zed@x.example")
    form.run()
    assert form.selectbox[0].options == ["Zed", "Somebody who was not invited"]
    assert not form.text_area
    form.selectbox[0].select_index(0).run()
    form.text_area[0].set_value("Fine")
    press(form, "Store answers")
    line = demo.invitations.listed(request_id)[0]
    assert (line.name, line.answered_via, line.state) == ("Zed", "phone", "answered")

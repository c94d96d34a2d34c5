"""The page sends invitations and reminders where a mail server is set up, and only there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import streamlit as st
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from db.tables.feedback import Invitation, Survey, SurveyMail
from db.workspace import Workspace
from tests.mail_server import MailServer


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    with MailServer() as running:
        monkeypatch.setenv("SMTP_URL", running.address)
        monkeypatch.setenv("SMTP_FROM", "Blue <hello@agency.example>")
        yield running


def open_part(demo: Workspace) -> AppTest:
    def script() -> None:
        import streamlit as st

        from pages.shared.invitations import invitation_part
        from pages.shared.workspace import open_workspace

        invitation_part(open_workspace(), st.session_state["survey"], "Relaunch <b>")

    st.cache_resource.clear()
    app = AppTest.from_function(script, default_timeout=30)
    app.session_state["survey"] = str(demo.feedback.surveys()["request_id"].iloc[0])
    return app.run()


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception
    return app


def test_an_invitation_is_sent_once_and_then_waits_for_its_reminder(
    server: MailServer, demo: Workspace
) -> None:
    app = press(open_part(demo), "Invite")
    assert labels(app).count("Send invitation") == 2  # in the card of the new link, and in the row below
    assert "Send 1 invitation not mailed yet" in labels(app)
    press(app, "Send invitation")
    assert "Sent to" in app.success[0].value
    assert "Send invitation" not in labels(app)
    assert len(server.received.mails) == 1
    assert app.dataframe[0].value["Mail"][0].startswith("Invitation sent")


def test_everybody_who_was_not_written_to_is_at_one_click(server: MailServer, demo: Workspace) -> None:
    press(press(open_part(demo), "Invite"), "Send 1 invitation not mailed yet")
    assert len(server.received.mails) == 1


def test_who_is_due_a_reminder_is_named_and_written_to_once(server: MailServer, demo: Workspace) -> None:
    app = press(press(open_part(demo), "Invite"), "Send invitation")
    earlier = timedelta(days=9)
    with demo.editing() as session:  # as if all of it had been nine days ago
        for invitation in session.exec(select(Invitation)).all():
            invitation.created_at -= earlier
        for mail in session.exec(select(SurveyMail)).all():
            assert mail.finished_at is not None
            mail.finished_at -= earlier
        survey = session.exec(select(Survey).where(Survey.request_id == app.session_state["survey"])).one()
        request = json.loads(survey.request_json)
        request["schedule"]["reminders_on"] = [(datetime.now(UTC) - timedelta(days=1)).date().isoformat()]
        survey.request_json = json.dumps(request)
    app.run()
    assert app.warning[0].value.startswith("Due for a reminder: ")
    press(app, "Send 1 reminder")
    assert server.received.mails[-1]["Subject"].startswith("Reminder: ")
    assert not app.warning
    assert len(server.received.mails) == 2


def test_a_mail_that_failed_says_so_in_plain_words(server: MailServer, demo: Workspace) -> None:
    app = press(open_part(demo), "Invite")
    server.received.data_answer = "554 password hunter2"
    press(app, "Send invitation")
    assert "did not take the mail" in app.error[0].value
    assert not app.success
    assert "hunter2" not in str(app)
    assert any("did not take the mail" in caption.value for caption in app.caption)
    server.received.data_answer = "250 kept"
    press(app, "Send invitation")
    assert len(server.received.mails) == 1


def test_without_a_mail_server_the_part_is_as_it_was(demo: Workspace) -> None:
    app = press(open_part(demo), "Invite")
    assert not [label for label in labels(app) if label.startswith("Send")]
    assert "Mail" not in app.dataframe[0].value

"""Invitations and reminders over a real mail server: once each, to whom they are due, and what failed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from core.client_languages.choice import LANGUAGES
from core.errors import AgencyError, HandoffRefused
from core.reminders import Outcome
from db.survey_links import Link
from db.tables.feedback import SurveyMail
from db.tables.runs import AuditLine
from db.workspace import Workspace
from tests.mail_server import MailServer

FORM = {"rating.overall_satisfaction": "5", "answer.liked_most": "Great communication"}
FIRST, SECOND = date(2026, 11, 30), date(2026, 12, 3)  # the reminders of the survey below


@dataclass
class Watch:
    at: datetime = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def go_to(self, day: date) -> None:
        self.at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def workspace(any_url: str, watch: Watch, server: MailServer) -> Iterator[Workspace]:
    opened = Workspace.open(any_url)
    opened.settings = opened.settings._replace(mail=server.account, agency_name="Blue & Sons")
    opened = opened.at(watch)
    person = {"name": "Ann Lee", "email": "ann@northwind.example"}
    handed_over = opened.run(
        "fulfillment_to_feedback",
        {
            "project_id": "proj_1",
            "project_name": "Relaunch\r\nBcc: eve@evil.example",
            "start_date": "2026-09-01",
            "completion_date": "2026-11-20",
            "deliverables_status": [{"name": "Website", "status": "completed"}],
            "client_info": {"company_name": "Northwind", "primary_contact": person},
        },
    )
    assert handed_over.success
    yield opened
    opened.close()


def survey(workspace: Workspace) -> str:
    return str(workspace.feedback.surveys()["request_id"].iloc[0])


def invite(workspace: Workspace, name: str = "ann") -> int:
    workspace.invitations.invite(survey(workspace), name, f"{name}@northwind.example")
    return workspace.invitations.listed(survey(workspace))[0].id


def send_all(workspace: Workspace) -> list[Outcome]:
    boxes = workspace.survey_mails.listed(survey(workspace)).values()
    due = [(box.invitation_id, box.next.step or 0) for box in boxes if box.next.with_others]
    return list(workspace.survey_mails.send_all(due))


def mailed_link(workspace: Workspace, server: MailServer, number: int = -1) -> Link:
    text = server.received.mails[number].get_content()
    token = re.search(r"/survey/(\S+)", text)
    assert token is not None
    link = workspace.survey_links.find(token[1])
    assert link is not None
    return link


def log(workspace: Workspace) -> list[str]:
    with workspace.reading() as session:
        lines = session.exec(select(AuditLine).where(AuditLine.action == "send survey mail")).all()
        return [f"{line.actor}: {line.summary}" for line in lines]


def test_a_mailed_link_and_the_shown_one_open_the_same_survey_once(
    workspace: Workspace, server: MailServer
) -> None:
    address = workspace.invitations.invite(survey(workspace), "Ann", "ann@northwind.example")
    line = workspace.invitations.listed(survey(workspace))[0]
    assert workspace.survey_mails.send(line.id, 0) == Outcome("Ann", 0, "sent")
    mail = server.received.mails[0]
    assert "evil" in mail["Subject"]
    assert mail["Bcc"] is None
    assert server.received.recipients == [["ann@northwind.example"]]
    mailed, shown = mailed_link(workspace, server), workspace.survey_links.find(address.rsplit("/", 1)[1])
    assert shown is not None
    assert mailed.id == shown.id == line.id
    assert workspace.survey_links.send(mailed, FORM) == "stored"
    assert workspace.survey_links.send(shown, {**FORM, "rating.overall_satisfaction": "1"}) == "other answers"
    assert len(workspace.feedback.responses()) == 1
    assert log(workspace) == ["Account manager: The invitation was sent to Ann"]


def test_of_many_clicks_at_once_one_mail_goes_out(workspace: Workspace, server: MailServer) -> None:
    number = invite(workspace)

    def click(_: int) -> str:
        try:
            return workspace.survey_mails.send(number, 0).status
        except AgencyError as error:
            return error.message

    with ThreadPoolExecutor(4) as together:
        said = list(together.map(click, range(6)))
    assert sorted(said, key=len)[0] == "sent"
    assert len([one for one in said if "not sent twice" in one]) == 5
    assert len(server.received.mails) == 1


def test_reminders_go_out_on_their_days_to_those_who_have_not_answered(
    workspace: Workspace, server: MailServer, watch: Watch
) -> None:
    for name in ("ann", "bo", "cy"):
        invite(workspace, name)
    assert [one.status for one in send_all(workspace)] == ["sent"] * 3
    assert send_all(workspace) == []
    workspace.survey_links.send(mailed_link(workspace, server, 0), FORM)
    workspace.invitations.revoke(mailed_link(workspace, server, 1).id)
    watch.go_to(FIRST - timedelta(days=1))
    assert send_all(workspace) == []
    watch.go_to(FIRST)
    assert send_all(workspace) == [Outcome("cy", 1, "sent")]
    assert server.received.mails[-1]["Subject"].startswith("Reminder: ")
    assert send_all(workspace) == []
    watch.go_to(SECOND)
    assert send_all(workspace) == [Outcome("cy", 2, "sent")]
    assert [mailed_link(workspace, server, number).state for number in (2, 3, 4)] == ["waiting"] * 3
    watch.go_to(SECOND + timedelta(days=60))
    assert send_all(workspace) == []


def test_who_answers_between_the_list_and_the_click_is_not_written_to(
    workspace: Workspace, server: MailServer, watch: Watch
) -> None:
    number = invite(workspace)
    workspace.survey_mails.send(number, 0)
    watch.go_to(FIRST)
    workspace.survey_links.send(mailed_link(workspace, server), FORM)
    with pytest.raises(HandoffRefused, match="answered already"):
        workspace.survey_mails.send(number, 1)
    assert list(workspace.survey_mails.send_all([(number, 1)])) == []
    assert len(server.received.mails) == 1


def test_a_mail_that_was_refused_is_not_called_sent_and_can_be_tried_again(
    workspace: Workspace, server: MailServer
) -> None:
    invite(workspace, "gone")
    invite(workspace, "bo")
    server.received.unknown = ("gone@northwind.example",)
    assert [one.status for one in send_all(workspace)] == ["failed", "sent"]
    box = next(box for box in workspace.survey_mails.listed(survey(workspace)).values() if box.name == "gone")
    assert box.mails[-1].failure == "The mail server did not take gone@northwind.example (550)."
    server.received.unknown = ()
    assert [one.status for one in send_all(workspace)] == ["sent"]
    assert log(workspace)[0].endswith("The invitation to gone was not sent")


def test_a_dead_server_is_asked_once_and_not_for_everybody(workspace: Workspace) -> None:
    for name in ("ann", "bo", "cy"):
        invite(workspace, name)
    mail = workspace.settings.mail
    assert mail is not None
    workspace.settings = workspace.settings._replace(mail=mail._replace(port=1))
    outcomes = send_all(workspace)
    assert [one.status for one in outcomes] == ["failed"]
    assert "cannot be reached" in outcomes[0].sentence


def test_a_mail_that_may_have_arrived_waits_for_a_person(
    workspace: Workspace, server: MailServer, watch: Watch
) -> None:
    number = invite(workspace)
    server.received.breaks = True
    assert workspace.survey_mails.send(number, 0).status == "unclear"
    server.received.breaks = False
    assert send_all(workspace) == []
    box = workspace.survey_mails.listed(survey(workspace))[number]
    assert (box.next.step, box.next.again) == (0, True)
    assert workspace.survey_mails.send(number, 0).status == "sent"
    with workspace.editing() as session:  # as if the app had been stopped while it sent
        line = session.exec(select(SurveyMail).where(SurveyMail.status == "sent")).one()
        line.status = "sending"
    assert workspace.survey_mails.listed(survey(workspace))[number].next.step is None
    watch.at += timedelta(minutes=6)
    box = workspace.survey_mails.listed(survey(workspace))[number]
    assert (box.next.step, box.next.again) == (0, True)
    assert "stopped" in str(box.mails[-1].failure)


def test_a_new_link_ends_the_mailed_ones(workspace: Workspace, server: MailServer) -> None:
    number = invite(workspace)
    workspace.survey_mails.send(number, 0)
    old = mailed_link(workspace, server)
    workspace.invitations.renew(number)
    text = server.received.mails[0].get_content()
    token = text.split("/survey/")[1].split()[0]
    assert workspace.survey_links.find(token) is None
    assert workspace.survey_mails.send(number, 0).status == "sent"
    assert mailed_link(workspace, server).id == old.id


def test_without_a_mail_server_nothing_is_sent(workspace: Workspace) -> None:
    number = invite(workspace)
    workspace.settings = workspace.settings._replace(mail=None)
    assert not workspace.survey_mails.configured
    for attempt in (lambda: workspace.survey_mails.send(number, 0), lambda: send_all(workspace)):
        with pytest.raises(HandoffRefused, match="SMTP_URL"):
            attempt()
    assert log(workspace) == []


def test_a_secret_of_a_mail_is_kept_as_its_digest_only(workspace: Workspace, server: MailServer) -> None:
    workspace.survey_mails.send(invite(workspace), 0)
    token = server.received.mails[0].get_content().split("/survey/")[1].split()[0]
    with workspace.reading() as session:
        row = session.exec(select(SurveyMail)).one()
        assert token not in str(row.model_dump())


def test_invitation_and_reminder_are_in_the_language_of_the_person(
    workspace: Workspace, server: MailServer, watch: Watch
) -> None:
    number = invite(workspace)
    workspace.invitations.set_language(number, "nl")
    dutch = LANGUAGES["nl"].mail
    for step, asks in ((0, "asks"), (1, "asks_again")):
        assert workspace.survey_mails.send(number, step).status == "sent"
        mail = server.received.mails[-1]
        text = mail.get_content()
        assert dutch["thanks"] in text
        assert dutch[asks].rpartition("; ")[2].rpartition(", ")[2] in text
        assert "tot en met" in text
        assert ("Herinnering" in mail["Subject"]) is (step == 1)
        watch.at += timedelta(days=7)

"""Links of surveys on both databases: one answer for each, the fatigue rule, new and revoked links."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.errors import HandoffRefused, InputRejected
from core.result import HandoffResult
from db.survey_links import Link, SurveyLinks, digest_of
from db.workspace import Workspace

FORM = {"rating.overall_satisfaction": "5", "answer.liked_most": "Great communication"}


@dataclass
class Watch:
    at: datetime = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def workspace(any_url: str, watch: Watch) -> Any:
    opened = Workspace.open(any_url).at(watch)
    for number in (1, 2):
        assert opened.run("fulfillment_to_feedback", project(number)).success
    yield opened
    opened.close()


def project(number: int) -> dict[str, Any]:
    person = {"name": "Ann Lee", "email": "ann@northwind.example"}
    return {
        "project_id": f"proj_{number}",
        "project_name": f"Project {number}",
        "start_date": "2026-09-01",
        "completion_date": "2026-11-20",
        "deliverables_status": [{"name": "Website", "status": "completed"}],
        "client_info": {"company_name": "Northwind", "primary_contact": person},
    }


def survey(workspace: Workspace, number: int = 1) -> str:
    surveys = workspace.feedback.surveys()
    return str(surveys[surveys["project_id"] == f"proj_{number}"]["request_id"].iloc[0])


def token_of(address: str) -> str:
    return address.rsplit("/", 1)[1]


def found(links: SurveyLinks, address: str) -> Link:
    link = links.find(token_of(address))
    assert link is not None
    return link


def test_of_many_tries_at_once_one_is_stored(workspace: Workspace) -> None:
    address = workspace.invitations.invite(survey(workspace), "Ann", "ann@northwind.example")
    links = workspace.survey_links
    link = found(links, address)
    with ThreadPoolExecutor(4) as together:
        forms = [{**FORM, "answer.liked_most": f"Great {n}"} for n in range(8)]
        outcomes = list(together.map(lambda form: links.send(link, form), forms))
    assert sorted(outcomes) == ["other answers"] * 7 + ["stored"]
    assert len(workspace.feedback.responses()) == 1
    assert found(links, address).state == "answered"


def test_each_invited_person_is_a_response_of_their_own(workspace: Workspace) -> None:
    links = workspace.survey_links
    for name in ("ann", "bo"):
        address = workspace.invitations.invite(survey(workspace), name, f"{name}@northwind.example")
        assert links.send(found(links, address), FORM) == "stored"
    assert list(workspace.feedback.responses()["satisfaction"]) == [100, 100]


def test_a_draft_opens_and_begins_and_gives_way_to_the_answers(workspace: Workspace) -> None:
    links = workspace.survey_links
    address = workspace.invitations.invite(survey(workspace), "Ann", "ann@northwind.example")
    links.opened(found(links, address))
    assert found(links, address).state == "opened"
    assert links.keep_draft(found(links, address), {**FORM, "project_id": "proj_2"})
    assert (found(links, address).state, found(links, address).fields) == ("begun", FORM)
    assert links.send(found(links, address), FORM) == "stored"
    assert not links.keep_draft(found(links, address), FORM)


def test_a_contact_is_left_alone_for_the_quiet_days(workspace: Workspace, watch: Watch) -> None:
    workspace.invitations.invite(survey(workspace, 1), "Ann", "ann@northwind.example")
    with pytest.raises(HandoffRefused, match="open link"):
        workspace.invitations.invite(survey(workspace, 1), "Ann", "ANN@northwind.example")
    with pytest.raises(HandoffRefused, match="30 days"):
        workspace.invitations.invite(survey(workspace, 2), "Ann", "ann@northwind.example")
    watch.at += timedelta(days=30)
    workspace.invitations.invite(survey(workspace, 2), "Ann", "ann@northwind.example")


def test_a_new_link_ends_the_old_one_and_keeps_the_draft(workspace: Workspace, watch: Watch) -> None:
    links, invitations = workspace.survey_links, workspace.invitations
    old = invitations.invite(survey(workspace), "Ann", "ann@northwind.example")
    links.keep_draft(found(links, old), FORM)
    watch.at += timedelta(days=60)
    assert found(links, old).state == "expired"
    line = invitations.listed(survey(workspace))[0]
    new = invitations.renew(line.id)
    assert links.find(token_of(old)) is None
    assert (found(links, new).state, found(links, new).fields) == ("begun", FORM)
    invitations.revoke(line.id)
    revoked = found(links, new)
    assert (revoked.state, links.send(revoked, FORM)) == ("revoked", "closed")


def test_an_answered_link_is_neither_revoked_nor_renewed(workspace: Workspace) -> None:
    address = workspace.invitations.invite(survey(workspace), "Ann", "ann@northwind.example")
    workspace.survey_links.send(found(workspace.survey_links, address), FORM)
    line = workspace.invitations.listed(survey(workspace))[0]
    for change in (workspace.invitations.revoke, workspace.invitations.renew):
        with pytest.raises(HandoffRefused, match="answered already"):
            change(line.id)


def test_a_run_that_fails_says_why_and_is_run_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = workspace.invitations.invite(survey(workspace), "Ann", "ann@northwind.example")
    failed = HandoffResult(False, "w", "feedback_to_offer", code="delivery_failed", error="The disk is full.")
    with monkeypatch.context() as broken:
        broken.setattr(workspace, "run", lambda *_given, **_more: failed)
        assert workspace.survey_links.send(found(workspace.survey_links, address), FORM) == "stored"
    line = workspace.invitations.listed(survey(workspace))[0]
    assert (line.state, line.feedback_id, line.failure) == ("answered", None, "The disk is full.")
    result = workspace.invitations.hand_over(line.id)
    assert result is not None
    assert result.success
    line = workspace.invitations.listed(survey(workspace))[0]
    assert (line.feedback_id is None, line.failure) == (False, None)


def test_the_contacts_of_the_client_are_offered(workspace: Workspace) -> None:
    assert workspace.invitations.contacts(survey(workspace)) == [("Ann Lee", "ann@northwind.example")]


def test_a_secret_is_found_by_its_digest_only(workspace: Workspace) -> None:
    address = workspace.invitations.invite(survey(workspace), "Ann", "ann@northwind.example")
    assert workspace.survey_links.find(digest_of(token_of(address))) is None
    assert workspace.survey_links.find("") is None


def test_a_language_is_kept_with_the_person_and_suggested_the_next_time(
    workspace: Workspace, watch: Watch
) -> None:
    invitations = workspace.invitations
    assert invitations.usual_language(survey(workspace, 1), "ann@northwind.example") is None
    address = invitations.invite(survey(workspace, 1), "Ann", "ann@northwind.example", "nl")
    assert found(workspace.survey_links, address).language == "nl"
    watch.at += timedelta(days=1)
    invitations.invite(survey(workspace, 1), "Bo", "bo@northwind.example", "pt")
    for email, tag in (("ANN@northwind.example", "nl"), ("new@northwind.example", "pt"), ("", "pt")):
        assert invitations.usual_language(survey(workspace, 2), email) == tag
    with pytest.raises(InputRejected, match="one of en, de"):
        invitations.invite(survey(workspace, 2), "Cy", "cy@northwind.example", "klingon")


def test_another_language_changes_neither_link_nor_draft(workspace: Workspace) -> None:
    links, invitations = workspace.survey_links, workspace.invitations
    address = invitations.invite(survey(workspace), "Ann", "ann@northwind.example", "nl")
    links.keep_draft(found(links, address), FORM)
    line = invitations.listed(survey(workspace))[0]
    invitations.set_language(line.id, None)
    assert (found(links, address).language, found(links, address).fields) == (None, FORM)
    assert links.send(found(links, address), FORM) == "stored"
    with pytest.raises(HandoffRefused, match="answered already"):
        invitations.set_language(line.id, "de")

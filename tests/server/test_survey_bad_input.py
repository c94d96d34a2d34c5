"""What is wrong with a link or a form, over real HTTP: one clear message in the reader's language, nothing
stored for anybody else, nothing lost and nothing run."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import escape
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import requests
from starlette.applications import Starlette

from core.client_languages.choice import LANGUAGES
from core.survey_answers import LONGEST_ANSWER
from db.workspace import Workspace
from server.survey_page import SurveyPage
from tests.server.conftest import serving
from tests.server.test_survey_page import FORM, PROJECT, Watch, get, path_of, post

OTHER = {**PROJECT, "project_id": "proj_2", "project_name": "Secret launch", "promises": ["Theirs", "Also"]}
every_language = pytest.mark.parametrize("tag", LANGUAGES)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def workspace(empty_file: Path, tmp_path: Path, watch: Watch) -> Iterator[Workspace]:
    path = shutil.copy(empty_file, tmp_path / "agency.db")
    opened = Workspace.open(f"sqlite:///{path}").at(watch)
    assert opened.run("fulfillment_to_feedback", PROJECT).success
    assert opened.run("fulfillment_to_feedback", OTHER).success
    yield opened
    opened.close()


@pytest.fixture
def server(workspace: Workspace) -> Iterator[str]:
    with serving(Starlette(routes=[SurveyPage("", lambda: workspace.survey_links).route])) as address:
        yield address


def survey(workspace: Workspace, project_id: str = "proj_1") -> str:
    found = workspace.feedback.surveys()
    return str(found[found["project_id"] == project_id]["request_id"].iloc[0])


def link(workspace: Workspace, server: str, name: str = "ann", project_id: str = "proj_1") -> str:
    email = f"{name}@northwind.example"
    return server + path_of(workspace.invitations.invite(survey(workspace, project_id), name, email))


def stored(workspace: Workspace) -> list[dict[str, Any]]:
    with workspace.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT project_id, answers_json FROM responses").all()
    return [{"project_id": row[0], **json.loads(row[1])} for row in rows]


def test_every_state_of_a_link_is_said_in_the_language_of_the_reader(
    workspace: Workspace, server: str, watch: Watch
) -> None:
    links = {name: link(workspace, server, name) for name in ("answered", "expired", "revoked")}
    links["unknown"] = f"{server}/survey/{'a' * 43}"
    assert post(links["answered"], FORM).status_code == 200
    line = next(one for one in workspace.invitations.listed(survey(workspace)) if one.name == "revoked")
    workspace.invitations.revoke(line.id)
    watch.at += timedelta(days=60)
    for tag, language in LANGUAGES.items():
        reads = {"Accept-Language": tag}
        for state, url in links.items():
            for answer in (get(url, headers=reads), post(url, {"rating.quality": "1"}, headers=reads)):
                assert answer.status_code == (404 if state == "unknown" else 410)
                assert f"<h1>{language.page[state]}</h1>" in answer.text
                assert "Relaunch" not in answer.text
    assert len(stored(workspace)) == 1


@every_language
def test_what_must_be_mended_is_said_in_the_language_of_the_reader(
    workspace: Workspace, server: str, tag: str
) -> None:
    url, page, reads = link(workspace, server), LANGUAGES[tag].page, {"Accept-Language": tag}
    typed = "😀" * 20_000
    answer = post(url, {"answer.liked_most": typed, "rating.quality": "9"}, headers=reads)
    assert answer.status_code == 422
    assert page["fix"] in answer.text
    assert page["not_offered"] in answer.text
    assert page["too_long"].split("$length")[0].strip() in answer.text.replace("&#x27;", "'")
    assert f"{LONGEST_ANSWER // 1000}\u202f000" in answer.text
    assert typed in answer.text
    assert typed in get(url).text  # also for whoever closes the page now
    assert page["empty"] in post(url, {"rating.quality": ""}, headers=reads).text
    assert stored(workspace) == []


def test_a_link_answers_for_its_own_project_whatever_is_posted_with_it(
    workspace: Workspace, server: str
) -> None:
    url, other = link(workspace, server), link(workspace, server, "bo", "proj_2")
    foreign = {
        "project_id": "proj_2",
        "request_id": survey(workspace, "proj_2"),
        "feedback_id": "FB_mine",
        "offer_id": "OFF_1",
        "token": other.rsplit("/", 1)[1],
        "answer.promise_2": "not kept",
        "answer.secret": "words",
        "rating.secret": "1",
    }
    alone = post(url, foreign)
    assert alone.status_code == 422
    assert LANGUAGES["en"].page["empty"] in alone.text
    assert post(f"{url}/draft", {**FORM, **foreign}).status_code == 204
    assert post(url, {**FORM, **foreign}).status_code == 200
    [response] = stored(workspace)
    assert response["project_id"] == "proj_1"
    text = json.dumps(response)
    for value in ("proj_2", "FB_mine", "OFF_1", foreign["token"], "not kept", "secret", "words"):
        assert value not in text
    assert get(other).status_code == 200  # their link is as it was
    assert [line.state for line in workspace.invitations.listed(survey(workspace, "proj_2"))] == ["opened"]


def test_of_two_different_forms_at_once_one_counts_and_the_other_is_told(
    workspace: Workspace, server: str
) -> None:
    url, together = link(workspace, server), Barrier(2)

    def send(words: str) -> requests.Response:
        together.wait()
        return post(url, {"rating.quality": "4", "answer.liked_most": words})

    with ThreadPoolExecutor(2) as pool:
        answers = dict(zip(("one", "two"), pool.map(send, ("one", "two")), strict=True))
    assert sorted(answer.status_code for answer in answers.values()) == [200, 410]
    [response] = stored(workspace)
    kept = response["responses"][0]["liked_most"]
    assert answers[kept].status_code == 200
    [told] = [answer.text for answer in answers.values() if answer.status_code == 410]
    assert LANGUAGES["en"].page["answered_text"] in told


@pytest.mark.parametrize(
    "body",
    [
        b"rating.quality=4&answer.liked_most=%00%01%ff%fe",
        b"rating.quality=4&answer.liked_most=%ed%a0%80",
        b"rating.quality=4&answer.liked_most=\xff\xfe",
        "rating.quality=4&answer.liked_most=\u202eevil\u202c".encode(),
        b"rating.quality=4&answer.liked_most=%27;DROP TABLE responses;--",
        b"rating.quality=4&answer.liked_most={{7*7}}${7*7}%25s",
    ],
    ids=["control bytes", "half a character", "no UTF-8", "turned around", "SQL", "templates"],
)
def test_strange_bytes_are_words_like_others(workspace: Workspace, server: str, body: bytes) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert post(link(workspace, server), body, headers=form).status_code == 200
    [response] = stored(workspace)
    assert "49" not in response["responses"][0].get("liked_most", "")
    assert "\x00" not in json.dumps(response)


@pytest.mark.parametrize("text", ["مرحبا <b>شكرا</b> 👋🏽", "‮ abc", "<svg onload=alert(1)>", "&lt;b&gt;"])
def test_what_was_typed_comes_back_letter_by_letter(workspace: Workspace, server: str, text: str) -> None:
    url = link(workspace, server)
    assert post(f"{url}/draft", {"answer.could_improve": text}).status_code == 204
    shown = get(url).text
    assert f'dir="auto" aria-describedby="answer.could_improve.hint">\n{escape(text)}</textarea>' in shown

"""The public survey over real HTTP: what a link opens, what it stores once, and what it never does."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests
from starlette.applications import Starlette

from core.client_languages.choice import LANGUAGES, accepted_language
from core.survey_answers import LONGEST_ANSWER
from db.workspace import Workspace
from server.survey_page import MAX_BYTES, SurveyPage
from tests.server.conftest import serving

PROJECT: dict[str, Any] = {
    "project_id": "proj_1",
    "project_name": "Relaunch <b>2026</b>",
    "start_date": "2026-09-01",
    "completion_date": "2026-11-20",
    "deliverables_status": [{"name": "Website", "status": "completed"}],
    "client_info": {
        "company_name": "Northwind",
        "primary_contact": {"name": "Ann Lee", "email": "ann@northwind.example"},
    },
    "promises": ["Live in ten weeks"],
}
FORM = {"rating.quality": "5", "answer.liked_most": "Great communication", "answer.promise_1": "kept"}


@dataclass
class Watch:
    at: datetime = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def workspace(empty_file: Path, tmp_path: Path, watch: Watch) -> Iterator[Workspace]:
    path = shutil.copy(empty_file, tmp_path / "agency.db")
    opened = Workspace.open(f"sqlite:///{path}").at(watch)
    result = opened.run("fulfillment_to_feedback", PROJECT)
    assert result.success, (result.error, result.problems)
    yield opened
    opened.close()


@pytest.fixture
def request_id(workspace: Workspace) -> str:
    return str(workspace.feedback.surveys()["request_id"].iloc[0])


@pytest.fixture
def server(workspace: Workspace) -> Iterator[str]:
    page = SurveyPage("Blue & Sons", lambda: workspace.survey_links)
    with serving(Starlette(routes=[page.route])) as address:
        yield address


@pytest.fixture
def url(workspace: Workspace, request_id: str, server: str) -> str:
    return server + path_of(workspace.invitations.invite(request_id, "Ann Lee", "ann@northwind.example"))


def path_of(address: str) -> str:
    return address[address.index("/survey/") :]


def post(url: str, form: Any, **more: Any) -> requests.Response:
    return requests.post(url, data=form, timeout=30, **more)


def get(url: str, **more: Any) -> requests.Response:
    return requests.get(url, timeout=30, **more)


def test_a_link_opens_its_survey_branded_and_without_a_trace(url: str) -> None:
    answer = get(url)
    assert answer.status_code == 200
    assert "Blue &amp; Sons" in answer.text
    assert "Relaunch &lt;b&gt;2026&lt;/b&gt;" in answer.text
    assert "<b>2026" not in answer.text
    assert not answer.cookies
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in answer.headers["x-robots-tag"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "style=" not in answer.text
    assert "onclick" not in answer.text
    for name in ("proj_1", "FR_", "ann@northwind.example"):  # no ids, nothing that was not asked for
        assert name not in answer.text


def test_every_field_has_a_label(url: str) -> None:
    text = get(url).text
    areas = re.findall(r'<textarea id="([^"]+)"', text)
    assert areas
    assert all(f'<label for="{name}"' in text for name in areas)
    assert text.count("<fieldset") == text.count("<legend")


def test_answers_are_stored_and_analysed_at_once(workspace: Workspace, request_id: str, url: str) -> None:
    answer = post(url, FORM)
    assert (answer.status_code, answer.url) == (200, f"{url}/done")
    assert LANGUAGES["en"].page["done"] in answer.text
    responses = workspace.feedback.responses()
    assert list(responses["satisfaction"]) == [100]
    found = workspace.feedback.analysis(responses["feedback_id"].iloc[0])
    assert found["feedback_analysis"]["key_strengths"]
    line = workspace.invitations.listed(request_id)[0]
    assert (line.state, line.failure) == ("answered", None)
    assert line.feedback_id == responses["feedback_id"].iloc[0]
    assert workspace.feedback.surveys()["status"].iloc[0] == "answered"


def test_a_double_submit_and_a_form_sent_again_are_stored_once(workspace: Workspace, url: str) -> None:
    with ThreadPoolExecutor(4) as together:
        answers = list(together.map(lambda _: post(url, FORM), range(6)))
    assert {answer.status_code for answer in answers} == {200}
    changed = post(url, {**FORM, "rating.quality": "1"})
    assert changed.status_code == 410
    assert LANGUAGES["en"].page["answered"] in changed.text
    assert list(workspace.feedback.responses()["satisfaction"]) == [100]
    assert get(url).status_code == 410  # what "back" shows


def test_links_that_are_over_say_so_and_take_nothing(
    workspace: Workspace, request_id: str, url: str, server: str, watch: Watch
) -> None:
    other = server + path_of(workspace.invitations.invite(request_id, "Bo", "bo@northwind.example"))
    workspace.invitations.revoke(workspace.invitations.listed(request_id)[0].id)
    watch.at += timedelta(days=60)
    for address, name in ((other, "revoked"), (url, "expired")):
        for answer in (get(address), post(address, FORM)):
            assert answer.status_code == 410
            assert LANGUAGES["en"].page[name] in answer.text
        assert post(f"{address}/draft", FORM).status_code == 410
        assert get(f"{address}/done").status_code == 410
    assert workspace.feedback.responses().empty


@pytest.mark.parametrize(
    "path", ["", "guess", "a" * 5000, "../runs", "%00", "%f0%9f%98%80", "' OR 1=1 --", "x/draft", "x/done"]
)
def test_a_guessed_link_is_no_survey(server: str, path: str) -> None:
    answer = get(f"{server}/survey/{quote(path, safe='%/')}")
    assert answer.status_code == 404
    assert "Relaunch" not in answer.text


def test_nothing_else_is_reached_from_a_link(url: str) -> None:
    assert get(f"{url}/other").status_code == 404
    assert get(f"{url}/done").status_code == 404  # nobody answered yet
    assert requests.put(url, data=FORM, timeout=30).status_code == 405
    assert requests.delete(url, timeout=30).status_code == 405


def test_a_secret_is_stored_nowhere(workspace: Workspace, url: str, tmp_path: Path) -> None:
    token = url.rsplit("/", 1)[1]
    assert len(token) == 43
    get(url)
    post(url, FORM)
    workspace.close()
    for file in tmp_path.iterdir():
        assert token.encode() not in file.read_bytes()


def test_a_draft_is_kept_and_comes_back(workspace: Workspace, request_id: str, url: str) -> None:
    assert post(f"{url}/draft", FORM).status_code == 204
    text = get(url).text
    assert "Great communication</textarea>" in text
    assert 'name="rating.quality" value="5" checked' in text
    assert workspace.invitations.listed(request_id)[0].state == "begun"
    assert workspace.feedback.responses().empty
    post(url, FORM)
    assert post(f"{url}/draft", {"answer.liked_most": "late"}).status_code == 410


def test_a_text_that_is_too_long_is_kept_and_the_limit_is_said(workspace: Workspace, url: str) -> None:
    typed = "שלום 👋🏽 <i>" + "x" * 20_000
    answer = post(url, {"rating.quality": "5", "answer.liked_most": typed})
    assert answer.status_code == 422
    assert "20\u202f011" in answer.text
    assert f"{LONGEST_ANSWER:,}".replace(",", "\u202f") in answer.text
    assert typed.replace("<i>", "&lt;i&gt;") in answer.text
    assert "x" * 20_000 in get(url).text
    assert workspace.feedback.responses().empty


def test_an_empty_form_and_an_answer_that_was_not_offered_are_sent_back(url: str) -> None:
    empty = post(url, {"rating.quality": ""})
    assert (empty.status_code, LANGUAGES["en"].page["empty"] in empty.text) == (422, True)
    strange = post(url, {"rating.quality": "6", "answer.liked_most": "kept words"})
    assert strange.status_code == 422
    assert "kept words" in strange.text


def test_a_body_that_is_too_large_or_no_form_is_refused(workspace: Workspace, url: str) -> None:
    large = post(url, b"answer.liked_most=" + b"x" * (MAX_BYTES + 1), headers=FORM_TYPE)
    assert large.status_code == 413
    assert requests.post(url, json=FORM, timeout=30).status_code == 415
    assert post(url, "&".join(f"a{n}=1" for n in range(900)), headers=FORM_TYPE).status_code == 400
    assert workspace.feedback.responses().empty


FORM_TYPE = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "‮מצוין 👩🏽‍💻", '"></textarea><img src=x>', "\n\nline"]
)
def test_text_in_answers_stays_data(workspace: Workspace, url: str, text: str) -> None:
    post(f"{url}/draft", {"answer.liked_most": text})
    shown = get(url).text
    assert "<script>alert" not in shown
    assert "<img" not in shown
    post(url, {"rating.quality": "4", "answer.liked_most": text})
    row = workspace.database.fetch_one("SELECT answers_json AS answers FROM responses")
    assert row is not None
    assert json.loads(row["answers"])["responses"][0]["liked_most"] == text


@pytest.mark.parametrize(
    ("header", "language", "question"),
    [
        ("de-DE,de;q=0.9,en;q=0.8", "de", "Was hätten wir besser machen können?"),
        ("fr", "fr", "Qu’aurions-nous pu faire mieux ?"),
        ("ja, es;q=0.5", "es", "¿Qué podríamos haber hecho mejor?"),
        ("pt-BR,pt;q=0.9,en;q=0.5", "pt", "O que poderíamos ter feito melhor?"),
        ("nl-BE", "nl", "Wat hadden wij beter kunnen doen?"),
        ("ja", "en", "What could we have done better?"),
    ],
)
def test_a_visitor_reads_their_language(url: str, header: str, language: str, question: str) -> None:
    text = get(url, headers={"Accept-Language": header}).text
    assert f'<html lang="{language}" dir="ltr">' in text
    assert question in text


def test_the_language_chosen_for_a_person_goes_before_that_of_the_browser(
    workspace: Workspace, request_id: str, server: str
) -> None:
    invite = workspace.invitations.invite
    url = server + path_of(invite(request_id, "Bo", "bo@northwind.example", "nl"))
    french = {"Accept-Language": "fr"}
    dutch = LANGUAGES["nl"].page
    shown = get(url, headers=french)
    assert shown.headers["content-language"] == "nl"
    assert dutch["heading"] in shown.text
    assert "tot en met 14 december 2026" in shown.text
    assert dutch["empty"] in post(url, {"rating.quality": ""}, headers=french).text
    for refused in (
        requests.put(url, data=FORM, headers=french, timeout=30),
        requests.post(url, json=FORM, headers=french, timeout=30),
        post(url, b"answer.liked_most=" + b"x" * (MAX_BYTES + 1), headers={**french, **FORM_TYPE}),
    ):
        assert refused.headers["content-language"] == "nl"
    assert dutch["done"] in post(url, FORM, headers=french).text
    assert dutch["answered"] in get(url, headers=french).text


@pytest.mark.parametrize("header", ["", "*", "de;q=0", ";;,,", "de;q=x", "x" * 9000])
def test_a_strange_language_header_reads_english(header: str) -> None:
    assert accepted_language(header).tag == "en"


def test_a_run_that_fails_loses_no_answer(
    workspace: Workspace, request_id: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object, **_more: object) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as broke:
        broke.setattr(workspace, "run", broken)
        assert post(url, FORM).url == f"{url}/done"
    line = workspace.invitations.listed(request_id)[0]
    assert (line.state, line.feedback_id) == ("answered", None)
    result = workspace.invitations.hand_over(line.id)
    assert result is not None
    assert result.success
    again = workspace.invitations.hand_over(line.id)
    assert again is not None
    assert again.replayed
    assert len(workspace.feedback.responses()) == 1
    assert workspace.invitations.listed(request_id)[0].feedback_id is not None

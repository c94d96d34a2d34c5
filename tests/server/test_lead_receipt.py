"""Leads over real HTTP into a real database: stored once for each key, whatever races or is sent."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from starlette.applications import Starlette

from db.intake_requests import LEASE_SECONDS, IntakeRequests
from db.workspace import Workspace
from server.lead_intake import LeadIntake
from server.lead_receipt import LeadReceipt
from tests.server.conftest import serving

ROOT = Path(__file__).resolve().parents[2]
PAYLOADS = ROOT.parent / "shared" / "data" / "lead_payloads"
TOKEN = "correct-horse-battery-staple"  # noqa: S105
HEADERS = {"Authorization": f"Bearer {TOKEN}"}
LEAD = {"name": "Ann Lee", "email": "ann@example.com", "company": "Fern"}


@pytest.fixture
def workspace(empty_file: Path, tmp_path: Path) -> Iterator[Workspace]:
    path = shutil.copy(empty_file, tmp_path / "agency.db")
    opened = Workspace.open(f"sqlite:///{path}")
    yield opened
    opened.close()


@pytest.fixture
def url(workspace: Workspace) -> Iterator[str]:
    receipt = LeadReceipt(workspace)
    with serving(Starlette(routes=[LeadIntake(TOKEN, lambda: receipt).route])) as address:
        yield f"{address}/api/leads"


def send(url: str, body: Any = LEAD, key: str | None = None, **more: Any) -> requests.Response:
    headers = {**HEADERS, **({"Idempotency-Key": key} if key else {}), **more.pop("headers", {})}
    return requests.post(url, json=body, headers=headers, timeout=60, **more)


def stored(workspace: Workspace) -> list[dict[str, Any]]:
    return workspace.marketing.leads(size=500).rows.to_dict("records")


def test_a_lead_is_stored_with_its_score_and_a_replay_creates_nothing(url: str, workspace: Workspace) -> None:
    first, again = send(url, key="a"), send(url, key="a")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["counts"]["created"] == 1
    assert again.json() == {**first.json(), "replayed": True}
    (lead,) = stored(workspace)
    assert (lead["name"], lead["email"]) == ("Ann Lee", "ann@example.com")
    assert lead["score"] is not None


def test_the_same_body_without_a_key_is_a_replay_too(url: str, workspace: Workspace) -> None:
    assert [send(url).status_code, send(url).status_code] == [201, 200]
    assert len(stored(workspace)) == 1


def test_the_same_key_with_other_leads_is_refused(url: str, workspace: Workspace) -> None:
    send(url, key="a")
    other = send(url, {**LEAD, "email": "ben@example.com"}, key="a")
    assert other.status_code == 422
    assert other.json()["errors"][0]["field"] == "Idempotency-Key"
    assert len(stored(workspace)) == 1


def test_a_known_lead_under_a_new_key_is_nothing_new(url: str) -> None:
    send(url, key="a")
    known = send(url, key="b")
    assert (known.status_code, known.json()["counts"]["unchanged"]) == (200, 1)
    assert "replayed" not in known.json()


@pytest.mark.parametrize("body", [LEAD, {"name": "No Way To Reach"}], ids=["with e-mail", "name only"])
def test_sixteen_requests_with_one_key_store_one_lead(url: str, workspace: Workspace, body: Any) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: send(url, body, key="race"), range(16)))
    assert sorted(answer.status_code for answer in answers) == [200] * 15 + [201]
    assert len({answer.json()["import_id"] for answer in answers}) == 1
    assert len(stored(workspace)) == 1


def test_a_list_is_stored_and_its_bad_leads_are_named(url: str, workspace: Workspace) -> None:
    leads = [LEAD, {"name": "Ben", "email": "nope"}, {"name": "Carl", "email": "carl@example.com"}]
    answer = send(url, leads)
    assert answer.status_code == 201
    body = answer.json()
    assert (body["counts"]["created"], body["counts"]["rejected"]) == (2, 1)
    assert body["rejected"][0]["line"] == 2
    assert len(stored(workspace)) == 2


def test_a_lead_that_cannot_be_used_leaves_its_key_free(url: str, workspace: Workspace) -> None:
    refused = send(url, {"name": "Ann", "email": "nope"}, key="a")
    assert refused.status_code == 422
    assert refused.json()["errors"]
    assert stored(workspace) == []
    assert send(url, key="a").status_code == 201


def test_a_web_form_and_a_sample_are_taken_in(url: str, workspace: Workspace) -> None:
    form = {"your-name": "Theo Grant", "your-email": "theo@grantcycles.example", "message": "Call me"}
    assert requests.post(url, data=form, headers=HEADERS, timeout=60).status_code == 201
    sample = (ROOT / "sample_data" / "lead_web_form.json").read_bytes()
    again = requests.post(
        url, data=sample, headers={**HEADERS, "Content-Type": "application/json"}, timeout=60
    )
    assert again.status_code in (200, 201), again.text
    (lead,) = stored(workspace)
    assert (lead["name"], lead["company"]) == ("Theo Grant", "Grant Cycles")


@pytest.mark.parametrize(
    "body",
    [
        {"campaign_id": "camp_1", "campaign_name": "X", "leads_generated": [
            {"id": "l1", "contact_info": {"name": "Ann Lee", "email": "ann@example.com"}, "score": 85}]},
        {"leads": [LEAD]},
        {"data": {"contacts": [LEAD]}},
        [{"First Name": "Ann", "Last Name": "Lee", "Email": "ann@example.com"}],
    ],
    ids=["the guide's input", "leads", "nested", "a tool's headers"],
)  # fmt: skip
def test_lists_in_any_wrapping_bring_the_lead(url: str, workspace: Workspace, body: Any) -> None:
    answer = send(url, body)
    assert answer.status_code == 201, answer.text
    (lead,) = stored(workspace)
    assert (lead["name"], lead["email"]) == ("Ann Lee", "ann@example.com")


@pytest.mark.parametrize(
    "body",
    [
        {"lead_id": "x", "form_id": 1, "user_column_data": [
            {"column_name": "Full Name", "string_value": "Ann Lee", "column_id": "FULL_NAME"},
            {"string_value": "ann@example.com", "column_id": "EMAIL"}]},
        {"id": "1", "created_time": "2026-11-01T10:00:00+0000", "field_data": [
            {"name": "full_name", "values": ["Ann Lee"]}, {"name": "email", "values": ["ann@example.com"]}]},
        {"triggerType": "form_submission", "payload": {"name": "Contact form", "submittedAt": "2026-11-01",
            "data": {"Name": "Ann Lee", "Email": "ann@example.com"}}},
        {"fields": [{"name": "email", "value": "ann@example.com"}, {"name": "firstname", "value": "Ann"},
            {"name": "lastname", "value": "Lee"}], "context": {"pageUri": "https://example.com"}},
        {"form": {"name": "Contact us"}, "fields": {"name": {"value": "Ann Lee"},
            "email": {"value": "ann@example.com"}}},
    ],
    ids=["Google Ads", "Meta", "Webflow", "HubSpot form", "Elementor"],
)  # fmt: skip
def test_what_form_tools_send_brings_the_person_not_the_form(
    url: str, workspace: Workspace, body: Any
) -> None:
    answer = send(url, body)
    assert answer.status_code == 201, answer.text
    (lead,) = stored(workspace)
    assert (lead["name"], lead["email"]) == ("Ann Lee", "ann@example.com")


def test_answers_inside_a_form_field_are_its_fields(url: str, workspace: Workspace) -> None:
    answers = '{"q3_name": {"first": "Ann", "last": "Lee"}, "q4_email": "ann@example.com"}'
    form = {"formID": "1", "rawRequest": answers, "pretty": "Name: Ann Lee"}
    assert requests.post(url, data=form, headers=HEADERS, timeout=60).status_code == 201
    (lead,) = stored(workspace)
    assert (lead["name"], lead["email"]) == ("Ann Lee", "ann@example.com")


@pytest.mark.skipif(not PAYLOADS.exists(), reason="payloads of real tools are not here")
def test_payloads_of_real_tools_bring_a_lead_where_they_name_somebody(url: str) -> None:
    for path in sorted(PAYLOADS.glob("*.json")):
        headers = {**HEADERS, "Content-Type": "application/json"}
        answer = requests.post(url, data=path.read_bytes(), headers=headers, timeout=60)
        # A deal whose contacts were not sent along names nobody, and is told so.
        names_somebody = any(sign in path.read_bytes() for sign in (b"@", b"person", b"full name"))
        expected = 201 if names_somebody else 422
        assert answer.status_code == expected, (path.name, answer.text)


def test_a_campaign_is_named_by_the_address_and_must_be_there(url: str, workspace: Workspace) -> None:
    workspace.run(
        "marketing_to_sales", {"campaign_id": "camp_1", "campaign_name": "Spring", "leads_generated": []}
    )
    assert send(f"{url}?campaign=camp_404").status_code == 422
    assert stored(workspace) == []
    answer = send(f"{url}?campaign=camp_1")
    assert (answer.status_code, answer.json()["campaign_id"]) == (201, "camp_1")


def test_a_request_whose_owner_died_after_storing_is_answered_and_stored_once(
    url: str, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish = IntakeRequests.finish

    def die(*_: Any) -> None:
        raise SystemError("killed")

    monkeypatch.setattr(IntakeRequests, "finish", die)
    monkeypatch.setattr(IntakeRequests, "release", lambda *_: None)
    assert send(url, {"name": "Name Only"}, key="a").status_code == 500
    monkeypatch.setattr(IntakeRequests, "finish", finish)
    with workspace.database.transaction() as write:
        past = workspace.clock.now() - timedelta(seconds=LEASE_SECONDS + 1)
        write.update("intake_requests", {"key": "key:a"}, {"claimed_at": past})
    assert send(url, {"name": "Name Only"}, key="a").status_code in (200, 201)
    assert len(stored(workspace)) == 1

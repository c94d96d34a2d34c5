"""The lead intake over real HTTP: who may send, what may be sent, and how it is answered."""

from __future__ import annotations

import base64
import gzip
import json
import threading
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from starlette.applications import Starlette

from core.errors import DeliveryFailed, InputRejected, Problem
from server.answers import Answer
from server.lead_body import MAX_BYTES, LeadBody
from server.lead_intake import LeadIntake, is_token
from tests.server.conftest import serving

TOKEN = "correct-horse-battery-staple"  # noqa: S105
HEADERS = {"Authorization": f"Bearer {TOKEN}"}
LEAD = {"name": "Ann Lee", "email": "ann@example.com"}


class Receipt:
    """Notes what it is given; answers 201, or whatever the test puts into `answers`."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str, LeadBody, str | None]] = []
        self.answers: list[Any] = []

    def take_in(self, key: str, digest: str, body: LeadBody, *, campaign_id: str | None) -> Answer | None:
        self.taken.append((key, digest, body, campaign_id))
        answer = self.answers.pop(0) if self.answers else Answer(201, {"success": True})
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[no-any-return]


@pytest.fixture
def receipt() -> Receipt:
    return Receipt()


@pytest.fixture
def url(receipt: Receipt) -> Iterator[str]:
    application = Starlette(routes=[LeadIntake(TOKEN, lambda: receipt).route])  # type: ignore[arg-type, return-value]
    with serving(application) as address:
        yield f"{address}/api/leads"


def test_a_lead_with_the_token_is_taken_in(url: str, receipt: Receipt) -> None:
    answer = requests.post(url, json=LEAD, headers=HEADERS, timeout=10)
    assert (answer.status_code, answer.json()) == (201, {"success": True})
    assert b"ann@example.com" in receipt.taken[0][2].content


BASIC = base64.b64encode(f"form:{TOKEN}".encode()).decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": f"Bearer {TOKEN}"},
        {"Authorization": f"bearer  {TOKEN}"},
        {"X-Intake-Token": TOKEN},
        {"Authorization": f"Basic {BASIC}"},
    ],
    ids=["bearer", "lower case", "header of its own", "basic"],
)
def test_the_token_is_taken_in_any_of_its_forms(url: str, headers: dict[str, str]) -> None:
    assert requests.post(url, json=LEAD, headers=headers, timeout=10).status_code == 201


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Bearer {TOKEN}x"},
        {"Authorization": f"Bearer {TOKEN[:-1]}"},
        {"Authorization": TOKEN},
        {"Authorization": f"Basic {base64.b64encode(b'form:wrong').decode()}"},
        {"Authorization": "Basic ====="},
        {"Authorization": "Basic /////w=="},
        {"X-Intake-Token": "ä".encode().decode("latin-1")},
    ],
    ids=str,
)
def test_without_the_token_nothing_is_read(url: str, receipt: Receipt, headers: dict[str, str]) -> None:
    answer = requests.post(url, json=LEAD, headers=headers, timeout=10)
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_allowed"
    assert "Bearer" in answer.headers["WWW-Authenticate"]
    assert receipt.taken == []


def test_tokens_of_any_length_can_be_compared() -> None:
    assert is_token("ä", "ä")
    assert not is_token("", "x" * 1_000)


def test_without_a_token_on_the_server_the_intake_is_off(caplog: pytest.LogCaptureFixture) -> None:
    with serving(Starlette(routes=[LeadIntake(None).route])) as address:
        answer = requests.post(f"{address}/api/leads", json=LEAD, headers=HEADERS, timeout=10)
    assert answer.status_code == 404
    assert "INTAKE_TOKEN" in answer.json()["error"]
    assert "INTAKE_TOKEN is not set" in caplog.text


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD", "OPTIONS"])
def test_only_post_is_a_way_to_send(url: str, method: str) -> None:
    answer = requests.request(method, url, headers=HEADERS, timeout=10)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert answer.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress], ids=["gzip", "deflate"])
def test_a_packed_body_is_the_body(url: str, receipt: Receipt, pack: Callable[[bytes], bytes]) -> None:
    packed = {"Content-Encoding": "gzip" if pack is gzip.compress else "deflate"}
    for content, headers in ((json.dumps(LEAD).encode(), {}), (pack(json.dumps(LEAD).encode()), packed)):
        answer = requests.post(url, data=content, headers={**HEADERS, **headers}, timeout=10)
        assert answer.status_code == 201
    assert receipt.taken[0] == receipt.taken[1]


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("application/json; charset=ISO-8859-1", '{"name": "Jürgen"}'.encode("latin-1")),
        ('application/json; charset="utf-16"', '{"name": "Jürgen"}'.encode("utf-16")),
        ("application/x-www-form-urlencoded", '{"name": "Jürgen"}'.encode()),
        ("application/x-www-form-urlencoded; charset=windows-1252", b"name=J%FCrgen"),
    ],
    ids=["older encoding", "UTF-16", "JSON that is called a form", "form in an older encoding"],
)
def test_a_body_is_read_as_it_was_meant(url: str, receipt: Receipt, media_type: str, content: bytes) -> None:
    headers = {**HEADERS, "Content-Type": media_type}
    assert requests.post(url, data=content, headers=headers, timeout=10).status_code == 201
    assert json.loads(receipt.taken[0][2].content) == {"name": "Jürgen"}


def test_a_form_and_a_form_in_parts_become_the_same_lead(url: str, receipt: Receipt) -> None:
    requests.post(url, data=LEAD, headers=HEADERS, timeout=10)
    requests.post(
        url, files={name: (None, value) for name, value in LEAD.items()}, headers=HEADERS, timeout=10
    )
    plain, parts = receipt.taken
    assert plain[2] == parts[2]
    assert plain[:2] == parts[:2]


def test_a_file_in_a_form_is_refused_and_an_empty_one_is_no_file(url: str, receipt: Receipt) -> None:
    files = {"name": (None, "Ann"), "brief": ("brief.pdf", b"%PDF-1.4")}
    answer = requests.post(url, files=files, headers=HEADERS, timeout=10)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "brief"
    files["brief"] = ("", b"")
    assert requests.post(url, files=files, headers=HEADERS, timeout=10).status_code == 201
    assert len(receipt.taken) == 1


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"", {"Content-Type": "application/json"}, 422),
        (b"{", {"Content-Type": "application/json"}, 422),
        (b"[" * 200_000, {"Content-Type": "application/json"}, 422),
        (b'{"a": 1e400}', {"Content-Type": "application/json"}, 422),
        (b"\x00" * 100, {"Content-Type": "application/json"}, 422),
        (b"a=%FF%FE", {"Content-Type": "application/x-www-form-urlencoded"}, 422),
        (b"x", {"Content-Type": "multipart/form-data"}, 422),
        (b"x", {"Content-Type": "multipart/form-data; boundary=b"}, 422),
        (
            b"--b\r\nContent-Disposition: x\r\n\r\n1\r\n--b--",
            {"Content-Type": "multipart/form-data; boundary=b"},
            422,
        ),
        (b"<a/>", {"Content-Type": "application/xml"}, 415),
        (b"\x1f\x8b\x08", {"Content-Type": "application/json", "Content-Encoding": "gzip"}, 422),
        (gzip.compress(b'[{"a": 1}]')[:-4], {"Content-Encoding": "gzip"}, 422),
        (gzip.compress(b" " * (MAX_BYTES + 1)), {"Content-Encoding": "gzip"}, 413),
        (b"x", {"Content-Type": "application/json", "Content-Encoding": "br"}, 415),
        (b"{}", {"Content-Type": "application/json; charset=klingon"}, 422),
        (b"{}", {"Content-Type": "application/json; charset=base64"}, 422),
        (b"\x81", {"Content-Type": "application/json; charset=cp1252"}, 422),
        (b"{}", {"Content-Type": "application/json", "Idempotency-Key": "k" * 300}, 422),
    ],
    ids=[
        "empty", "half", "deep", "infinite", "zero bytes", "form no UTF-8", "no boundary", "no part",
        "a part without a name", "XML", "no gzip", "half a gzip", "a bomb", "another packing",
        "an unknown encoding", "no encoding", "not in its encoding", "an endless key",
    ],
)  # fmt: skip
def test_a_hostile_body_gets_a_sentence(
    url: str, receipt: Receipt, content: bytes, headers: dict[str, str], status: int
) -> None:
    answer = requests.post(url, data=content, headers={**HEADERS, **headers}, timeout=20)
    assert answer.status_code == status
    body = answer.json()
    assert body["success"] is False
    assert len(body["error"]) > 10
    assert receipt.taken == []


def test_a_body_that_is_too_large_is_refused_whether_it_says_so_or_not(url: str, receipt: Receipt) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(MAX_BYTES // 65_536 + 10):
            yield b" " * 65_536

    said = requests.post(url, data=b" " * (MAX_BYTES + 1), headers=HEADERS, timeout=30)
    assert said.status_code == 413
    unsaid = requests.post(url, data=endless(), headers=HEADERS, timeout=30)
    assert unsaid.status_code == 413
    assert receipt.taken == []


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InputRejected("The list is empty.", [Problem("the file", "is empty")]), 422),
        (DeliveryFailed("The disk is full."), 503),
        (RuntimeError("a bug with ann@example.com in it"), 500),
    ],
    ids=["rejected", "not stored", "our bug"],
)
def test_a_failure_has_the_status_of_its_class(
    url: str, receipt: Receipt, error: Exception, status: int
) -> None:
    receipt.answers = [error]
    answer = requests.post(url, json=LEAD, headers=HEADERS, timeout=10)
    assert answer.status_code == status
    assert "bug with" not in answer.text


def test_the_key_is_the_senders_or_the_body(url: str, receipt: Receipt) -> None:
    for headers in ({"Idempotency-Key": "order-7"}, {}, {}):
        requests.post(url, json=LEAD, headers={**HEADERS, **headers}, timeout=10)
    requests.post(f"{url}?campaign=camp_1", json=LEAD, headers=HEADERS, timeout=10)
    keys = [taken[0] for taken in receipt.taken]
    assert keys[0] == "key:order-7"
    assert keys[1] == keys[2] != keys[3]
    assert receipt.taken[3][3] == "camp_1"


def test_a_request_waits_for_the_one_with_its_key(url: str, receipt: Receipt) -> None:
    receipt.answers = [None, None, Answer(200, {"success": True, "replayed": True})]
    answer = requests.post(url, json=LEAD, headers=HEADERS, timeout=10)
    assert (answer.status_code, answer.json()["replayed"]) == (200, True)
    assert len(receipt.taken) == 3


def test_a_request_does_not_wait_for_ever(
    url: str, receipt: Receipt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.lead_intake.WAIT_SECONDS", 0.2)
    receipt.answers = [None] * 100
    answer = requests.post(url, json=LEAD, headers=HEADERS, timeout=10)
    assert (answer.status_code, answer.json()["code"]) == (409, "busy")


def test_waiting_requests_do_not_keep_others_from_being_worked_on(url: str, receipt: Receipt) -> None:
    release = threading.Event()

    def take_in(key: str, *_rest: object, **_named: object) -> Answer | None:
        if key == "key:slow" and not release.is_set():
            return None
        return Answer(201, {"success": True})

    receipt.take_in = take_in  # type: ignore[method-assign]

    def send(key: str) -> int:
        return requests.post(
            url, json=LEAD, headers={**HEADERS, "Idempotency-Key": key}, timeout=15
        ).status_code

    with ThreadPoolExecutor(12) as pool:
        slow = [pool.submit(send, "slow") for _ in range(10)]
        assert send("quick") == 201
        release.set()
        assert [waiting.result() for waiting in slow] == [201] * 10

"""The upload quota, on a small application that reads what it is sent."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from server.upload_quota import MB, SMALLEST_BYTES, Meter, UploadQuota

PATH = "/_stcore/upload_file/session-1/file-1"


class Server:
    """An application behind the quota; `now` is its clock in seconds."""

    def __init__(self, session_mb: int = 10, address_mb: int = 20) -> None:
        self.now = 1_000.0
        self.read = 0
        self.quota = UploadQuota(
            self.app,
            session_bytes=session_mb * MB,
            address_bytes=address_mb * MB,
            window_seconds=600,
            clock=lambda: self.now,
        )

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        more = scope["type"] == "http"
        while more:
            message = await receive()
            self.read += len(message.get("body", b""))
            more = message.get("more_body", False)
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def put(
        self,
        megabytes: int,
        *,
        path: str = PATH,
        method: str = "PUT",
        address: str = "10.0.0.1",
        announce: bytes | None = b"",
    ) -> int:
        """The status of an upload that arrives in pieces of 1 MB."""
        headers = [] if announce is None else [(b"content-length", announce or b"%d" % (megabytes * MB))]
        pieces = [{"type": "http.request", "body": bytes(MB), "more_body": True}] * megabytes
        pieces.append({"type": "http.request", "body": b"", "more_body": False})
        waiting = iter(pieces)
        sent: list[Any] = []

        async def receive() -> Any:
            return next(waiting)

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "headers": headers,
            "client": (address, 5000),
        }
        asyncio.run(self.quota(scope, receive, send))
        return int(sent[0]["status"])


def test_uploads_within_the_quota_pass_and_the_next_one_is_refused() -> None:
    server = Server()
    assert [server.put(4), server.put(4), server.put(4)] == [204, 204, 413]
    assert server.read == 8 * MB


def test_a_refused_upload_is_not_read_and_costs_nothing() -> None:
    server = Server()
    assert server.put(11) == 413
    assert server.read == 0
    assert server.put(9) == 204


@pytest.mark.parametrize("announce", [None, b"5", b"-5", b"x"], ids=["none", "too small", "negative", "text"])
def test_an_upload_without_a_true_length_ends_at_the_limit(announce: bytes | None) -> None:
    server = Server()
    assert server.put(50, announce=announce) == 413
    assert server.read <= 11 * MB  # the piece that is too much was read


def test_the_quota_comes_back_after_the_window() -> None:
    server = Server()
    assert [server.put(9), server.put(9)] == [204, 413]
    server.now += 601
    assert server.put(9) == 204


def test_another_session_of_the_same_address_has_its_own_quota_up_to_that_of_the_address() -> None:
    server = Server()
    paths = [f"/_stcore/upload_file/session-{number}/file" for number in range(3)]
    assert [server.put(8, path=path) for path in paths] == [204, 204, 413]
    assert server.put(8, path=paths[2], address="10.0.0.2") == 204


def test_many_tiny_files_count_too() -> None:
    server = Server(session_mb=1)
    answers = [server.put(0, announce=b"0") for _ in range(20)]
    assert answers.count(204) == MB // SMALLEST_BYTES
    assert answers[-1] == 413


@pytest.mark.parametrize(
    ("path", "method"),
    [("/_stcore/upload_file/session-1/file-1", "DELETE"), ("/api/leads", "PUT"), ("/", "GET")],
)
def test_other_requests_are_not_counted(path: str, method: str) -> None:
    server = Server()
    assert [server.put(9, path=path, method=method) for _ in range(3)] == [204] * 3


def test_a_websocket_passes() -> None:
    server = Server()
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError("nothing is read")

    asyncio.run(server.quota({"type": "websocket", "path": PATH}, receive, send))
    assert sent


def test_names_without_recent_uploads_are_forgotten() -> None:
    now = [0.0]
    meter = Meter(10, 600, lambda: now[0])
    for number in range(10_000):
        meter.add(str(number), 1)
    now[0] = 601
    meter.add("new", 1)
    assert len(meter._counted) == 1
    assert meter.left("new") == 9

"""How much may be uploaded in a while, per session and per address.

The dashboard's upload route takes any number of files from anybody who has its page open, also while no
page asks for one, and keeps them in memory. A lead list may be large, so the limit on one file alone
would let a handful of uploads fill the machine.
"""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MB = 1024 * 1024
WINDOW_SECONDS = 600
SESSION_BYTES = 600 * MB  # two of the largest lists, corrected once
ADDRESS_BYTES = 1_500 * MB  # a few colleagues behind one address
SMALLEST_BYTES = 64 * 1024  # each file counts as much: it costs a request and a place in memory
_MOST_REMEMBERED = 10_000  # sessions and addresses; beyond, those without recent uploads are forgotten

_UPLOAD = re.compile(r"/_stcore/upload_file/([^/]{1,200})/[^/]+/?\Z")

REFUSAL = (
    "Too much was uploaded in the last ten minutes. Wait a little, or hand large lists to "
    "scripts/import_leads.py, which has no such limit."
)


class Meter:
    """Bytes counted by name over the last `window` seconds."""

    def __init__(self, limit: int, window: float, clock: Callable[[], float]) -> None:
        self.limit = limit
        self._window = window
        self._clock = clock
        self._counted: dict[str, deque[tuple[float, int]]] = {}

    def left(self, name: str) -> int:
        """How many bytes may still come under that name; below 0 where more came already."""
        recent = self._recent(name)
        return self.limit - sum(size for _, size in recent or ())

    def add(self, name: str, size: int) -> None:
        if len(self._counted) >= _MOST_REMEMBERED and name not in self._counted:
            for known in list(self._counted):
                self._recent(known)
        self._counted.setdefault(name, deque()).append((self._clock(), size))

    def _recent(self, name: str) -> deque[tuple[float, int]] | None:
        counted = self._counted.get(name)
        if counted is None:
            return None
        since = self._clock() - self._window
        while counted and counted[0][0] < since:
            counted.popleft()
        if not counted:
            del self._counted[name]
            return None
        return counted


class UploadQuota:
    """ASGI middleware; uploads beyond the quota are answered with 413 and one sentence.

    What a request announces is held against the quota before a byte of it is read, and what really
    arrives is counted, so that an upload without a length, or with a false one, ends at the limit too.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        session_bytes: int = SESSION_BYTES,
        address_bytes: int = ADDRESS_BYTES,
        window_seconds: float = WINDOW_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.app = app
        self._sessions = Meter(session_bytes, window_seconds, clock)
        self._addresses = Meter(address_bytes, window_seconds, clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        upload = _UPLOAD.search(scope["path"]) if scope["type"] == "http" else None
        if upload is None or scope["method"] != "PUT":
            await self.app(scope, receive, send)
            return
        session, address = upload[1], _address(scope)
        if max(_announced(scope), SMALLEST_BYTES) > self._left(session, address):
            await PlainTextResponse(REFUSAL, 413)(scope, receive, send)
            return
        answered = False

        async def counted() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                self._add(session, address, len(message.get("body", b"")))
                if self._left(session, address) < 0:
                    raise _Exceeded
            return message

        async def noticed(message: Message) -> None:
            nonlocal answered
            answered = answered or message["type"] == "http.response.start"
            await send(message)

        self._add(session, address, SMALLEST_BYTES)
        try:
            await self.app(scope, counted, noticed)
        except _Exceeded:
            if not answered:
                await PlainTextResponse(REFUSAL, 413)(scope, receive, send)

    def _left(self, session: str, address: str) -> int:
        return min(self._sessions.left(session), self._addresses.left(address))

    def _add(self, session: str, address: str, size: int) -> None:
        if size:
            self._sessions.add(session, size)
            self._addresses.add(address, size)


class _Exceeded(Exception):
    """More arrived than the quota leaves."""


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""

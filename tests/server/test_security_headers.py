"""Security headers on what the real server answers."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from server.security_headers import SecurityHeaders, content_security_policy, inline_script_hashes

PAGE = "<html><script>\n  go = 1\n</script><script type='module' src='x.js'></script></html>"


def answer(scope_type: str, given: list[tuple[bytes, bytes]], tmp_path: Path) -> list[dict[str, Any]]:
    index = tmp_path / "index.html"
    index.write_text(PAGE, encoding="utf-8")
    sent: list[dict[str, Any]] = []

    async def application(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": given})
        await send({"type": "http.response.body", "body": b""})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {}

    asyncio.run(SecurityHeaders(application, index)({"type": scope_type}, receive, send))
    return sent


def test_every_http_answer_carries_the_headers(tmp_path: Path) -> None:
    headers = dict(answer("http", [], tmp_path)[0]["headers"])
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert b"frame-ancestors 'none'" in headers[b"content-security-policy"]
    assert headers[b"referrer-policy"] == b"same-origin"


def test_a_route_keeps_the_policy_it_set_itself(tmp_path: Path) -> None:
    own = [(b"content-security-policy", b"default-src 'none'")]
    headers = answer("http", own, tmp_path)[0]["headers"]
    assert [value for name, value in headers if name == b"content-security-policy"] == [b"default-src 'none'"]


def test_a_websocket_passes_untouched(tmp_path: Path) -> None:
    assert answer("websocket", [], tmp_path)[0]["headers"] == []


def test_only_inline_scripts_are_hashed() -> None:
    assert len(inline_script_hashes(PAGE)) == 1


@pytest.mark.parametrize(
    "never", ["'unsafe-eval'", "http:", "https:", "*", "script-src 'self' 'unsafe-inline'"]
)
def test_the_policy_allows_no_other_origin_and_no_eval(never: str) -> None:
    assert never not in content_security_policy(PAGE)

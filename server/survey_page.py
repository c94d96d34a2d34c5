"""GET and POST /survey/<secret>: the survey of one invited person, outside the dashboard.

The secret in the address is all that a visitor has and needs: no login, no cookie, no id. Nothing but the one
survey can be reached with it, and once it was answered not even that.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from core.client_languages.choice import LANGUAGES, accepted_language
from core.client_languages.language import Language
from core.invitation_texts import last_day
from core.survey_answers import FormReading, read_form
from server.survey_html import form_page, message_page

if TYPE_CHECKING:
    from db.survey_links import Link, SurveyLinks

logger = logging.getLogger("agency.survey")

PATH = "/survey/{rest:path}"
FORM = "application/x-www-form-urlencoded"
MAX_BYTES = 2 * 1024 * 1024  # ten answers of twice the length that is taken, so that they can be shown again
MAX_FIELDS = 500
AT_ONCE = 4  # requests that are worked on; SQLite has one writer, the rest only waits
_STATUS = {"unknown": 404, "answered": 410, "expired": 410, "revoked": 410}
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept-Language",
    "Content-Security-Policy": "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "font-src 'self'",
            "img-src data:",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    ),
}


@cache
def open_links() -> SurveyLinks:
    """The links of the database that the environment names."""
    from db.workspace import Workspace

    return Workspace.open().survey_links


class SurveyPage:
    """The route; `open_links` is called at the first request. `agency` is the name above each page."""

    def __init__(self, agency: str = "", open_links: Callable[[], SurveyLinks] = open_links) -> None:
        self._agency = agency
        self._open_links = open_links
        self._limiter: CapacityLimiter | None = None

    @property
    def route(self) -> Route:
        # Every method and everything below is ours: what is not answered here would fall to the dashboard.
        return Route(PATH, self.receive, methods=_METHODS)

    async def receive(self, request: Request) -> Response:
        """The survey, thanks, or one clear sentence with the status that fits."""
        try:
            return await self._answer(request)
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception:
            logger.exception("the survey page broke")
            return self._message(request, "broken", 500)

    async def _answer(self, request: Request) -> Response:
        token, _, below = request.path_params["rest"].partition("/")
        given: dict[str, str] | _Refused | None = None
        if request.method == "POST" and below in ("", "draft"):
            given = await _given(request)
        elif request.method not in ("GET", "HEAD"):
            given = _Refused("refused", 405, {"Allow": "GET, HEAD, POST"})
        limiter = self._limiter = self._limiter or CapacityLimiter(AT_ONCE)
        return await run_sync(self._work, request, token, below, given, limiter=limiter)

    def _work(
        self, request: Request, token: str, below: str, given: dict[str, str] | _Refused | None
    ) -> Response:
        links = self._open_links()
        link = links.find(token)
        if isinstance(given, _Refused):
            return self._message(request, given.name, given.status, link, given.headers)
        if link is None or below not in ("", "draft", "done"):
            return self._message(request, "unknown", 404, link)
        if below == "done" and link.state == "answered":
            return self._message(request, "done", 200, link)
        if given is None:
            return self._show(request, links, link) if below == "" else self._closed(request, link)
        if below == "draft":
            return Response(status_code=204 if links.keep_draft(link, given) else 410, headers=HEADERS)
        return self._send(request, links, link, given)

    def _show(self, request: Request, links: SurveyLinks, link: Link) -> Response:
        if not link.is_open:
            return self._closed(request, link)
        if request.method == "GET":
            links.opened(link)
        return self._form(request, link, link.fields, 200)

    def _send(self, request: Request, links: SurveyLinks, link: Link, given: dict[str, str]) -> Response:
        if link.state in ("expired", "revoked"):
            return self._closed(request, link)
        reading = read_form(link.request, given)
        if link.is_open and (reading.mistakes or not reading.says_something):
            links.keep_draft(link, given)
            return self._form(request, link, given, 422, reading)
        match links.send(link, given):
            case "stored" | "again":
                return RedirectResponse(
                    f"/survey/{request.path_params['rest'].rstrip('/')}/done", 303, HEADERS
                )
            case "other answers":
                return self._message(request, "answered", 410, link)
        return self._closed(request, links.find(request.path_params["rest"].rstrip("/")))

    def _form(
        self,
        request: Request,
        link: Link,
        fields: dict[str, str],
        status: int,
        reading: FormReading | None = None,
    ) -> Response:
        language = _language(request, link)
        ends = last_day(link.expires_at)
        page = form_page(language, self._agency, link.name, link.request, fields, ends, reading)
        return _html(page, status, language)

    def _closed(self, request: Request, link: Link | None) -> Response:
        name = link.state if link and link.state in _STATUS else "unknown"
        return self._message(request, name, _STATUS[name], link)

    def _message(
        self,
        request: Request,
        name: str,
        status: int,
        link: Link | None = None,
        headers: dict[str, str] | None = None,
    ) -> Response:
        language = _language(request, link)
        return _html(message_page(language, self._agency, name), status, language, headers)


@dataclass(frozen=True, slots=True)
class _Refused:
    """A request that is answered with a message alone, once we know in which language."""

    name: str
    status: int
    headers: dict[str, str] | None = None


def _html(page: str, status: int, language: Language, headers: dict[str, str] | None = None) -> Response:
    return HTMLResponse(page, status, {**HEADERS, "Content-Language": language.tag, **(headers or {})})


def _language(request: Request, link: Link | None) -> Language:
    """The language chosen for the invited person, else the best that the browser asks for."""
    if link is not None and link.language in LANGUAGES:
        return LANGUAGES[link.language]
    return accepted_language(request.headers.get("accept-language", ""))


async def _given(request: Request) -> dict[str, str] | _Refused:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        return _Refused("refused", 415)
    body = await _read(request)
    if body is None:
        return _Refused("too_large", 413)
    try:
        return _fields(body)
    except ValueError:
        return _Refused("refused", 400)


def _fields(body: bytes) -> dict[str, str]:
    """The fields of a form; of a field that comes twice the last one. ValueError for far too many."""
    text = body.decode("utf-8", "replace")
    return dict(parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=MAX_FIELDS))


async def _read(request: Request) -> bytes | None:
    """The body, or None where it is too large. A little more than the limit is read and dropped, because a
    browser shows no answer that comes while it is still sending."""
    content, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > 4 * MAX_BYTES:
            return None
        if size <= MAX_BYTES:
            content += chunk
    return bytes(content) if size <= MAX_BYTES else None

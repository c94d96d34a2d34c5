"""POST /api/leads: leads from web forms and from tools such as Zapier, through the same import as a file.

One token, given as `Authorization: Bearer …`, as `X-Intake-Token`, or as the password of Basic
authentication, because many tools can be told only an address. An `Idempotency-Key` makes a repeated request
answer as the first one did; without one, the body itself is the key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import logging
from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import anyio
from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from core.errors import AgencyError, InputRejected, Problem
from server.answers import Answer, failure
from server.body_bytes import PACKINGS, TooLarge, charset_of, unpacked
from server.lead_body import KNOWN, MAX_BYTES, MAX_FORM_FIELDS, MULTIPART, LeadBody, form_body, read_body

if TYPE_CHECKING:
    from server.lead_receipt import LeadReceipt

logger = logging.getLogger("agency.intake")

PATH = "/api/leads"
LONGEST_KEY = 255  # characters of an Idempotency-Key
AT_ONCE = 4  # requests that are worked on; SQLite has one writer, the rest only waits
WAIT_SECONDS = 20.0  # for another request with the same key to be answered
_LOOK_AGAIN_SECONDS = 0.05

OFF = "The lead intake is off. Set INTAKE_TOKEN on the server to switch it on."
UNKNOWN_TOKEN = "The token is missing or wrong. Send it as 'Authorization: Bearer <token>'."  # noqa: S105
ONLY_POST = f"Leads are sent with POST: POST {PATH}."
UNKNOWN_ENCODING = "Send the body as it is, or packed with gzip or deflate."
TOO_LARGE = (
    "The body is larger than 10 MB. Hand larger lists to the page Import leads or to scripts/import_leads.py."
)


@cache
def open_receipt() -> LeadReceipt:
    """The receipt of the database that the environment names; what reads lists is loaded with it."""
    from db.workspace import Workspace
    from server.lead_receipt import LeadReceipt

    return LeadReceipt(Workspace.open())


class LeadIntake:
    """The route; `open_receipt` is called at the first request that needs the database."""

    def __init__(self, token: str | None, open_receipt: Callable[[], LeadReceipt] = open_receipt) -> None:
        self._token = token
        self._open_receipt = open_receipt
        self._limiter: CapacityLimiter | None = None
        if token is None:
            logger.warning("POST %s is off: INTAKE_TOKEN is not set", PATH)

    @property
    def route(self) -> Route:
        # Every method, because what is not ours goes on to the app, which answers with a page.
        return Route(PATH, self.receive, methods=["POST", "GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])

    async def receive(self, request: Request) -> Response:
        """201 where leads were created or changed, 200 where nothing new came or for a replay, else a failure
        in the shape of the result envelope."""
        try:
            answer = await self._answer(request)
        except AgencyError as error:
            answer = failure(error.http_status, error.code, error.message, error.problems)
        except _Refused as refused:
            answer = refused.answer
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception:
            logger.exception("the lead intake broke")
            answer = failure(500, AgencyError.code, "Something went wrong on our side. Try again.")
        return JSONResponse(answer.body, answer.status, headers=answer.headers)

    async def _answer(self, request: Request) -> Answer:
        if request.method != "POST":
            raise _Refused(405, "invalid_input", ONLY_POST, {"Allow": "POST"})
        if self._token is None:
            raise _Refused(404, "intake_off", OFF)
        if not is_token(_given_token(request), self._token):
            raise _Refused(
                401, "not_allowed", UNKNOWN_TOKEN, {"WWW-Authenticate": 'Bearer realm="lead intake"'}
            )
        body = await _read(request)
        asked = request.query_params.get("campaign")
        # Of what was read, not of what was sent: a form in parts has another boundary each time.
        digest = hashlib.sha256(f"{asked or ''}\n{body.name}\n".encode() + body.content).hexdigest()
        key = _key(request, digest)
        limiter = self._limiter = self._limiter or CapacityLimiter(AT_ONCE)
        receipt = await run_sync(self._open_receipt, limiter=limiter)
        deadline = anyio.current_time() + WAIT_SECONDS
        while True:
            work = partial(receipt.take_in, key, digest, body, campaign_id=asked)
            answer = await run_sync(work, limiter=limiter)
            if answer is not None:
                return answer
            if anyio.current_time() > deadline:
                raise _Refused(
                    409,
                    "busy",
                    "A request with this Idempotency-Key is still being worked on. Try again soon.",
                )
            await anyio.sleep(_LOOK_AGAIN_SECONDS)


class _Refused(Exception):
    """An answer that is given before a lead was looked at."""

    def __init__(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.answer = failure(status, code, message, headers=headers)


def is_token(given: str, token: str) -> bool:
    """Compared in constant time, whatever lengths the two have."""
    return hmac.compare_digest(
        hashlib.sha256(given.encode()).digest(), hashlib.sha256(token.encode()).digest()
    )


def _given_token(request: Request) -> str:
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    match kind.casefold():
        case "bearer":
            return value.strip()
        case "basic":
            try:
                return base64.b64decode(value, validate=True).decode().partition(":")[2]
            except (binascii.Error, UnicodeDecodeError):
                return ""
    return request.headers.get("x-intake-token", "").strip()


def _key(request: Request, digest: str) -> str:
    given = request.headers.get("idempotency-key", "").strip()
    if len(given) > LONGEST_KEY:
        message = f"must have at most {LONGEST_KEY} characters"
        raise InputRejected(f"The Idempotency-Key {message}.", [Problem("Idempotency-Key", message)])
    return f"key:{given}" if given else f"body:{digest}"


async def _read(request: Request) -> LeadBody:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type and media_type not in KNOWN and not media_type.endswith("+json"):
        raise _Refused(415, "invalid_input", "Send JSON, JSON Lines, CSV or the fields of a form.")
    packed = request.headers.get("content-encoding", "identity").strip().lower()
    if packed not in ("", "identity", *PACKINGS):
        raise _Refused(415, "invalid_input", UNKNOWN_ENCODING)
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > MAX_BYTES:
        raise _Refused(413, "invalid_input", TOO_LARGE)
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > MAX_BYTES:
            raise _Refused(413, "invalid_input", TOO_LARGE)
    body = bytes(content)
    if packed not in ("", "identity"):
        try:
            body = unpacked(body, MAX_BYTES)
        except TooLarge:
            raise _Refused(413, "invalid_input", TOO_LARGE) from None
    if media_type == MULTIPART:
        return await _multipart(request, body)
    # Parsing is bounded by the size, but a large body would hold up every other request.
    charset = charset_of(request.headers.get("content-type", ""))
    return await run_sync(read_body, media_type or "application/json", body, charset)


async def _multipart(request: Request, content: bytes) -> LeadBody:
    """The text fields of a form that is sent in parts; an attached file is refused, so that none is lost."""

    async def replay() -> dict[str, Any]:
        return {"type": "http.request", "body": content, "more_body": False}

    again = Request(request.scope, replay)
    try:
        async with again.form(max_files=20, max_fields=MAX_FORM_FIELDS) as fields:
            pairs = fields.multi_items()
    except (HTTPException, MultiPartException, UnicodeDecodeError, KeyError) as error:
        raise InputRejected(f"The form cannot be read: {getattr(error, 'detail', None) or error}.") from None
    texts: list[tuple[str, str]] = []
    for name, value in pairs:
        if isinstance(value, UploadFile):
            if value.size:
                message = (
                    "is a file; a form brings one lead's fields, files of leads go to the page Import leads"
                )
                raise InputRejected(f"The field {name[:80]!r} {message}.", [Problem(name[:80], message)])
        else:
            texts.append((name, value))
    return form_body(texts)

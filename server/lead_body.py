"""The body of a request to the lead intake → a lead list as the import reads it.

JSON is taken as it came (one lead, a list, an object that holds one, a tool's webhook); a web form becomes
one JSON object, so that both go the same way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from core.errors import InputRejected, Problem
from core.intake.json_text import read_json
from server.body_bytes import as_utf8

MAX_BYTES = 10 * 1024 * 1024  # what the JSON reader takes; larger lists come as a file
MAX_FORM_FIELDS = 200  # as many columns as a form could sensibly have
_DEEPEST_NAME = 4  # fields[email][value]

_JSON = ("application/json", "text/json", "text/plain")
_LINES = ("application/x-ndjson", "application/jsonl", "application/json-lines")
_CSV = ("text/csv",)
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
KNOWN = (*_JSON, *_LINES, *_CSV, FORM, MULTIPART)

_NAME_PART = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class LeadBody:
    """A list as the import stages it: `name` has the ending that says what it is, `campaign_id` is the one
    that the sender named beside the leads."""

    name: str
    content: bytes
    campaign_id: str | None = None


def read_body(media_type: str, content: bytes, charset: str = "utf-8") -> LeadBody:
    """The list in a body of that media type (`text/csv; charset=…` without what follows the semicolon).

    InputRejected for a body that cannot be read; KeyError for a media type that is not in `KNOWN`.
    """
    if not content.strip():
        raise InputRejected("The body is empty. Send a lead or a list of leads.")
    # Command lines call JSON a form unless they are told otherwise; no form begins with a bracket.
    if media_type == FORM and content.lstrip()[:1] not in (b"{", b"["):
        return form_body(_form_pairs(content, charset))
    content = as_utf8(content, charset)
    if media_type in _CSV:
        return LeadBody("webhook.csv", content)
    if media_type in _LINES:
        return LeadBody("webhook.jsonl", content)
    if media_type in (*_JSON, FORM) or media_type.endswith("+json"):
        value = read_json(content)
        if not isinstance(value, dict | list) or not value:
            raise InputRejected(
                'The body must be a lead such as {"email": "a@example.com"}, or a list of leads.'
            )
        return LeadBody("webhook.json", content, _campaign_of(value))
    raise KeyError(media_type)


def form_body(pairs: Iterable[tuple[str, str]]) -> LeadBody:
    """One lead from the fields of a web form; `contact[email]` is the field email of the group contact."""
    lead: dict[str, Any] = {}
    for name, value in pairs:
        answers = _answers_in(value)
        for below, answer in answers.items():
            lead.setdefault(below, answer)
        if not answers:
            _put(lead, _path(name), value)
    if not any(_texts(lead)):
        raise InputRejected("The form holds no value. Send at least a name, an e-mail, a phone or a company.")
    return LeadBody(
        "webhook.json", json.dumps(lead, ensure_ascii=False).encode("utf-8", "replace"), _campaign_of(lead)
    )


def _form_pairs(content: bytes, charset: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            content.decode(charset),
            keep_blank_values=True,
            encoding=charset,
            errors="strict",
            max_num_fields=MAX_FORM_FIELDS,
        )
    except UnicodeDecodeError:
        message = f"must be encoded as {charset.upper()}"
        raise InputRejected(f"The form {message}.", [Problem("body", message)]) from None
    except ValueError:
        raise InputRejected(f"The form has more than {MAX_FORM_FIELDS} fields.") from None


def _answers_in(value: str) -> dict[str, Any]:
    """The answers of a form that a tool sends as JSON text in one field; empty for other values."""
    if not value.lstrip().startswith("{"):
        return {}
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _path(name: str) -> list[str]:
    """`fields[email][value]` as its three names; a name in any other shape is one name."""
    first, bracket, rest = name.partition("[")
    parts = _NAME_PART.findall(bracket + rest)
    if not first or not parts or "".join(f"[{part}]" for part in parts) != bracket + rest:
        return [name]
    # `topic[]` is how forms write a list: the values are joined under one name.
    return [part for part in (first, *parts) if part][:_DEEPEST_NAME]


def _put(group: dict[str, Any], path: list[str], value: str) -> None:
    for name in path[:-1]:
        below = group.setdefault(name, {})
        if not isinstance(below, dict):  # the group's name was a field before
            below = group[name] = {"value": below}
        group = below
    name = path[-1]
    before = group.get(name)
    if isinstance(before, dict):
        _put(before, ["value"], value)
    else:
        group[name] = f"{before}; {value}" if before else value


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        for below in value.values():
            yield from _texts(below)
    elif str(value).strip():
        yield str(value)


def _campaign_of(value: Any) -> str | None:
    found = value.get("campaign_id") if isinstance(value, dict) else None
    return found if isinstance(found, str) and found.strip() else None

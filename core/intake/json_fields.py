"""One JSON entry, nested as tools send it → its fields by name, as text.

Groups inside of groups become `contact_info.email`. Forms send answers as lists of name and value; those
become fields under the name of the question. What has no shape that is known stays as JSON text: nothing is
dropped.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

# Keys under which tools name a field, and under which they put its value, the first one that is there counts.
_NAME_KEYS = (
    "question", "label", "title", "column_name", "column_id", "field_name", "name", "key", "field", "ref",
    "id",
)  # fmt: skip
_VALUE_KEYS = (
    "answer", "value", "values", "string_value", "text", "email", "phone_number", "number", "boolean", "date",
    "url", "choice", "choices", "file_url", "payment", "labels",
)  # fmt: skip
# What may stand beside a value without being a field of its own.
_BESIDE_VALUE = frozenset(
    {"id", "type", "title", "label", "name", "key", "raw_value", "required", "value", "source", "timestamp",
     "versions", "sourceId", "updatedByUserId", "sourceVid", "requestId", "primary", "ref"}
)  # fmt: skip
_TEXT_KEYS = ("plain_text", "displayName")  # beside how it is set, or its parts
# Groups whose fields are the entry's own.
_TRANSPARENT = frozenset(
    {"properties", "form_response", "payload", "fields", "answers", "item", "attributes"}
)
_MAX_LEVELS = 32


class TooDeep(ValueError):
    """An entry is nested more than 32 levels deep."""


def fields_of(entry: Mapping[str, Any]) -> dict[str, str]:
    """The fields of an entry in their order. TooDeep beyond 32 levels."""
    found: dict[str, str] = {}
    _add_group(found, "", entry, {}, 0)
    return found


def _add_group(
    found: dict[str, str], prefix: str, group: Mapping[str, Any], titles: Mapping[str, str], level: int
) -> None:
    if level > _MAX_LEVELS:
        raise TooDeep
    titles = _titles_of(group) or titles
    for name, value in group.items():
        if type(value) is str and not prefix and name not in found:
            found[name] = value  # most fields of most lists
            continue
        if name == "definition" and titles:
            value = {key: part for key, part in value.items() if key != "fields"}
        if isinstance(value, dict):
            inside = prefix if name in _TRANSPARENT else f"{prefix}{name}."
            single = _single_value(value)
            if single is not None:
                _put(
                    found, str(value.get("title") or value.get("label") or f"{prefix}{name}"), text_of(single)
                )
            elif value:
                _add_group(found, inside, value, titles, level + 1)
        elif isinstance(value, list):
            _add_list(found, f"{prefix}{name}", value, titles)
        else:
            _put(found, f"{prefix}{name}", text_of(value))


def _add_list(found: dict[str, str], name: str, values: Sequence[Any], titles: Mapping[str, str]) -> None:
    pairs = [_named_value(value, titles) for value in values]
    if values and all(pair is not None for pair in pairs):
        for pair in pairs:
            if pair is not None:
                _put(found, *pair)
        return
    _put(found, name, text_of(values))


def _put(found: dict[str, str], name: str, text: str) -> None:
    """A question that is asked twice gets a number; a name without text gives way to one that has some."""
    wanted, count = name, 1
    while found.get(wanted):
        if not text:
            return
        count += 1
        wanted = f"{name} {count}"
    found[wanted] = text


def _named_value(value: Any, titles: Mapping[str, str]) -> tuple[str, str] | None:
    """Name and text of `{"question": "Budget?", "answer": "high"}` and its relatives; None for others."""
    if not isinstance(value, dict):
        return None
    key = value.get("type") if value.get("type") in value else None
    key = key or next((known for known in _VALUE_KEYS if known in value), None)
    asked = value.get("field")
    if isinstance(asked, dict):
        name: Any = (
            titles.get(str(asked.get("id"))) or asked.get("title") or asked.get("ref") or asked.get("id")
        )
    else:
        name = next(
            (value[known] for known in _NAME_KEYS if known != key and isinstance(value.get(known), str)), None
        )
    if not key or not isinstance(name, str) or not name.strip():
        return None
    if key == "value" and ("primary" in value or name in ("work", "home", "mobile", "other")):
        return None  # an address or a number among several of its kind, not a question
    return " ".join(name.split())[:300], text_of(value[key])


def _single_value(group: Mapping[str, Any]) -> Any:
    """The value of `{"value": "x", "title": "E-mail", "type": "text"}`; None for other groups."""
    if "value" in group and set(group) <= _BESIDE_VALUE:
        return group["value"]
    return next((group[key] for key in _TEXT_KEYS if isinstance(group.get(key), str)), None)


def text_of(value: Any) -> str:
    """One value as a cell: "" for none, plain values of a list joined by "; ", anything else as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, dict):
        single = _single_value(value)
        if single is None and len(value) == 1:
            single = value.get("label", value.get("labels"))
        if single is not None:
            return text_of(single)
    elif isinstance(value, list):
        parts = [part for part in value if part is not None]
        parts.sort(key=lambda part: not (isinstance(part, dict) and part.get("primary") is True))
        if all(
            not isinstance(part, dict | list) or (isinstance(part, dict) and _single_value(part) is not None)
            for part in parts
        ):
            return "; ".join(text for text in map(text_of, parts) if text)
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        raise TooDeep from None


def _titles_of(entry: Mapping[str, Any]) -> dict[str, str]:
    """The questions of a form that sends them beside the answers, by the id of their field."""
    definition = entry.get("definition")
    fields = definition.get("fields") if isinstance(definition, dict) else None
    return {
        str(field.get("id")): field["title"]
        for field in (fields if isinstance(fields, list) else ())
        if isinstance(field, dict) and isinstance(field.get("title"), str)
    }

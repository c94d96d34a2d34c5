"""Tables that stand in JSON otherwise than as a list of groups: columns beside rows, columns alone, edges."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from core.intake.lead_columns import field_of, recognised

_COLUMNS = ("columns", "headers", "header", "column_names", "cols", "fields")
_ROWS = ("rows", "data", "values", "records", "items", "results")
_NAMES = ("name", "first_name", "last_name")


def listed(part: Any) -> Any:
    """The list of `{"edges": [{"node": …}]}` and `{"nodes": […]}`, as GraphQL answers; else the part."""
    if isinstance(part, dict) and isinstance(part.get("edges"), list):
        return [edge.get("node", edge) if isinstance(edge, dict) else edge for edge in part["edges"]]
    if isinstance(part, dict) and isinstance(part.get("nodes"), list):
        return part["nodes"]
    return part


def unpacked(part: Any) -> Any:
    """What a text of JSON inside of JSON holds, as gateways send a body; anything else as it is."""
    if isinstance(part, str) and part[:1] in ("{", "[") and part[-1:] in ("}", "]"):
        try:
            found = json.loads(part, parse_int=str, parse_float=str)
        except (ValueError, RecursionError):
            return part
        return found if isinstance(found, dict | list) else part
    return part


def table_in(value: Mapping[str, Any]) -> list[Any] | None:
    """The rows of a table that an object is; None where it is none."""
    rows = next((value[name] for name in _ROWS if _are_rows(value.get(name))), None)
    columns = next((value[name] for name in _COLUMNS if isinstance(value.get(name), list)), None)
    if rows is not None:
        return rows if columns is None else [[_title(column) for column in columns], *rows]
    parts = list(value.values())
    if recognised([str(name) for name in value]) < 2 or len(parts) < 2:
        return None
    if all(isinstance(part, dict) and part and all(str(key).isdigit() for key in part) for part in parts):
        places = dict.fromkeys(place for part in parts for place in part)
        return [{name: part.get(place) for name, part in value.items()} for place in places]
    people = any(field_of(str(name)) in _NAMES for name in value)
    if people and all(isinstance(part, list) for part in parts) and len(set(map(len, parts))) == 1:
        return [dict(zip(value, cells, strict=True)) for cells in zip(*parts, strict=True)]
    return None


def _are_rows(part: Any) -> bool:
    return isinstance(part, list) and bool(part) and all(isinstance(row, list) for row in part[:20])


def _title(column: Any) -> str:
    if isinstance(column, dict):
        column = next((column[key] for key in ("name", "title", "label", "id") if key in column), "")
    return str(column)

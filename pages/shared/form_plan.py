"""What a form asks for: a list of fields read off a contract's JSON schema, or off a sample."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel

from core.choices import Choices
from pages.shared.user_text import humanised

Kind = Literal[
    "text",
    "long_text",
    "money",
    "date",
    "number",
    "whole_number",
    "choice",
    "toggle",
    "texts",
    "numbers",
    "number_lists",
    "group",
    "groups",
    "json",
]

LONG_TEXT = 60  # an example of more characters than this deserves several lines
# Amounts are text that a person typed; a contract may also say so with `"format": "money"`.
_MONEY_NAME = re.compile(r"(^|_)(amount|budget|price|total_value|contract_value|deal_value|cost|fee)$")
_MAX_DEPTH = 5  # a schema may refer to itself; nobody fills in a form deeper than this


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """One question of the form. `children` are the parts of a group, or the columns of a table.

    `options` are shown as `labels` (humanised where there are none); with `others`, any other word is an
    answer too. For lists of numbers by name, `options` are the names that are always shown, and `whole`
    says that the numbers are. A `prominent` field is never folded away, required or not.
    """

    name: str
    label: str
    kind: Kind
    required: bool = False
    help: str | None = None
    example: Any = None
    options: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    others: bool = False
    whole: bool = False
    prominent: bool = False
    minimum: float | None = None
    maximum: float | None = None
    children: tuple[FieldPlan, ...] = ()

    def label_of(self, option: str) -> str:
        """What a person reads for `option`, one of the options or a word that was given."""
        labels = dict(zip(self.options, self.labels, strict=False))
        return labels.get(option) or (humanised(option) if option.islower() else option)


def plan_of_model(
    model: type[BaseModel], item_models: Mapping[str, type[BaseModel]] | None = None
) -> list[FieldPlan]:
    """The fields of `model`, in its order.

    `item_models` names the contract of the entries of a list whose own type says nothing, such as
    leads that are checked one by one.
    """
    schema = model.model_json_schema()
    items = {name: item.model_json_schema() for name, item in (item_models or {}).items()}
    defs = schema.get("$defs", {})
    return _fields(_resolved(schema, defs), defs, items, depth=0)


def with_choices(
    fields: Sequence[FieldPlan], choices: Mapping[str, Choices], path: str = ""
) -> list[FieldPlan]:
    """The fields with the words that a workflow offers for them, by path: `client_info.tier`."""
    planned = []
    for field in fields:
        here = f"{path}.{field.name}" if path else field.name
        offered = choices.get(here)
        if offered is not None:
            field = replace(
                field,
                kind="choice",
                options=tuple(offered.labels),
                labels=tuple(offered.labels.values()),
                others=offered.others,
            )
        planned.append(replace(field, children=tuple(with_choices(field.children, choices, here))))
    return planned


def with_required_groups(fields: Sequence[FieldPlan], data: Mapping[str, Any]) -> dict[str, Any]:
    """`data` with an empty group for each required one that is missing.

    So a check names what is missing in it ("Company is required"), not the group alone.
    """
    filled = dict(data)
    for field in fields:
        part = filled.get(field.name)
        if field.kind == "group" and (isinstance(part, Mapping) or (part is None and field.required)):
            filled[field.name] = with_required_groups(field.children, part or {})
    return filled


def plan_of_sample(sample: Mapping[str, Any]) -> list[FieldPlan]:
    """The fields of a workflow that has no contract, guessed from one input. Nothing is required."""
    return [_guess(name, value, depth=0) for name, value in sample.items()]


def _fields(
    schema: Mapping[str, Any], defs: Mapping[str, Any], items: Mapping[str, Any], depth: int
) -> list[FieldPlan]:
    required = set(schema.get("required", ()))
    return [
        _field(name, part, name in required, defs, items, depth)
        for name, part in schema.get("properties", {}).items()
    ]


def _field(
    name: str,
    given: Mapping[str, Any],
    required: bool,
    defs: Mapping[str, Any],
    items: Mapping[str, Any],
    depth: int,
) -> FieldPlan:
    schema = _resolved(given, defs)
    example = next(iter(given.get("examples") or schema.get("examples") or ()), None)
    children: tuple[FieldPlan, ...] = ()
    kind, numbers = _kind(name, schema, example), _number_type(schema, defs)
    if schema.get("type") == "array":
        kind, children = _list_kind(name, schema, example, defs, items, depth)
    elif kind == "group" and (numbers := _number_type(schema.get("additionalProperties"), defs)):
        kind = "number_lists"
    elif kind == "group":
        if not schema.get("properties") or depth >= _MAX_DEPTH:
            guessed = _guess(name, example, depth).children if isinstance(example, dict) else ()
            kind, children = ("group", guessed) if guessed else ("json", ())
        else:
            children = tuple(_fields(schema, defs, {}, depth + 1))
    title = given.get("title") or schema.get("title")
    names = schema.get("propertyNames", {}).get("examples", ())
    own_title = title if title and title.replace(" ", "").lower() != name.replace("_", "").lower() else None
    return FieldPlan(
        name=name,
        label=own_title or humanised(name),
        kind=kind,
        required=required,
        help=given.get("description") or schema.get("description")
        if kind != "group"
        else given.get("description"),
        example=example,
        options=tuple(names) if kind == "number_lists" else _options(schema),
        whole=numbers == "integer",
        prominent=bool(given.get("prominent")),
        minimum=schema.get("minimum", schema.get("exclusiveMinimum")),
        maximum=schema.get("maximum", schema.get("exclusiveMaximum")),
        children=children,
    )


def _list_kind(
    name: str,
    schema: Mapping[str, Any],
    example: Any,
    defs: Mapping[str, Any],
    items: Mapping[str, Any],
    depth: int,
) -> tuple[Kind, tuple[FieldPlan, ...]]:
    """A list of groups with its columns, a list of texts, or JSON where it is neither."""
    entry = items.get(name) or _resolved(schema.get("items", {}), defs)
    entry_defs = entry.get("$defs", defs)
    entry = _resolved(entry, entry_defs)
    if entry.get("properties") and depth < _MAX_DEPTH:
        return "groups", tuple(_fields(entry, entry_defs, {}, depth + 1))
    if _number_type(schema, defs):
        return "numbers", ()
    if example:
        guess = _guess(name, example, depth)
        return guess.kind, guess.children
    if not entry or entry.get("type") == "string":
        return "texts", ()
    return "json", ()


def _number_type(schema: Any, defs: Mapping[str, Any]) -> str:
    """`number` or `integer` where the schema is a list of those, else nothing."""
    if not isinstance(schema, Mapping) or schema.get("type") != "array":
        return ""
    entry = _resolved(schema.get("items", {}), defs).get("type")
    return str(entry) if entry in ("number", "integer") else ""


def _resolved(schema: Mapping[str, Any], defs: Mapping[str, Any]) -> dict[str, Any]:
    """`schema` with its reference followed and the branch "or nothing" of an optional value left out."""
    merged: dict[str, Any] = dict(schema)
    for _ in range(_MAX_DEPTH):
        if "$ref" in merged:
            target = defs.get(merged.pop("$ref").rsplit("/", 1)[-1], {})
            merged = {**target, **merged}
        elif "allOf" in merged and len(merged["allOf"]) == 1:
            merged = {**merged.pop("allOf")[0], **merged}
        elif "anyOf" in merged:
            branches = [branch for branch in merged.pop("anyOf") if branch.get("type") != "null"]
            if len(branches) == 1:
                merged = {**branches[0], **merged}
            elif branches:
                # Several ways to write one value, such as a number or text: text can hold them all.
                merged = {"type": "string", "several": True, **merged}
        else:
            break
    return merged


def _options(schema: Mapping[str, Any]) -> tuple[str, ...]:
    if "const" in schema:
        return (str(schema["const"]),)
    return tuple(str(option) for option in schema.get("enum", ()))


def _kind(name: str, schema: Mapping[str, Any], example: Any) -> Kind:
    """The kind of a resolved schema; lists are looked at by the caller."""
    form, of_type = schema.get("format"), schema.get("type")
    if form == "money" or (_MONEY_NAME.search(name) and of_type not in ("array", "object", "boolean")):
        return "money"
    if _options(schema):
        return "choice"
    if form in ("date", "date-time"):
        return "date"
    if form == "long":
        return "long_text"
    plain: dict[Any, Kind] = {
        "boolean": "toggle",
        "integer": "whole_number",
        "number": "number",
        "object": "group",
        "array": "json",
    }
    if of_type in plain:
        return plain[of_type]
    if of_type == "string":
        return "long_text" if isinstance(example, str) and len(example) > LONG_TEXT else "text"
    return _guess(name, example, depth=0).kind if example is not None else "text"


def _guess(name: str, value: Any, depth: int) -> FieldPlan:
    """The field that `value` would be an answer to."""
    label = humanised(name)
    if isinstance(value, bool):
        return FieldPlan(name, label, "toggle", example=value)
    if isinstance(value, int | float):
        money = _MONEY_NAME.search(name)
        whole: Kind = "whole_number" if isinstance(value, int) else "number"
        return FieldPlan(name, label, "money" if money else whole, example=value)
    if isinstance(value, dict) and value and all(map(_is_numbers, value.values())):
        return FieldPlan(name, label, "number_lists", options=tuple(value), example=value)
    if isinstance(value, dict) and depth < _MAX_DEPTH:
        parts = tuple(_guess(key, part, depth + 1) for key, part in value.items())
        return FieldPlan(name, label, "group" if parts else "json", children=parts, example=value)
    if isinstance(value, list) and depth < _MAX_DEPTH:
        if value and all(isinstance(entry, str) for entry in value):
            return FieldPlan(name, label, "texts", example=value)
        if _is_numbers(value):
            return FieldPlan(name, label, "numbers", example=value)
        if value and all(isinstance(entry, dict) for entry in value):
            keys = {key: part for entry in reversed(value) for key, part in entry.items()}
            parts = tuple(_guess(key, part, depth + 1) for key, part in keys.items())
            return FieldPlan(name, label, "groups", children=parts, example=value)
        return FieldPlan(name, label, "json", example=value)
    if isinstance(value, str):
        if is_date(value):
            return FieldPlan(name, label, "date", example=value)
        if _MONEY_NAME.search(name):
            return FieldPlan(name, label, "money", example=value)
        return FieldPlan(name, label, "long_text" if len(value) > LONG_TEXT else "text", example=value)
    return FieldPlan(name, label, "json", example=value)


def _is_numbers(value: Any) -> bool:
    """Whether `value` is a list of numbers, with one at least."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(one, int | float) and not isinstance(one, bool) for one in value)
    )


def is_date(value: Any) -> bool:
    """Whether `value` is an ISO date or moment that exists."""
    return read_date(value) is not None


def read_date(value: Any) -> date | None:
    """The day of an ISO date or moment, or None."""
    if not isinstance(value, str) or not re.match(r"\d{4}-\d{2}-\d{2}($|[T ])", value):
        return None
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        return None

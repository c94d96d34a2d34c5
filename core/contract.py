"""What every input contract shares: its base class, its field types, and errors in plain words."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from core.errors import InputRejected, Problem
from core.plain_json import MAX_PROBLEMS, find_problems, printable

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Text that says something: trimmed, not blank."""


def no_entries() -> list[Any]:
    """An empty list, as the default of a field.

    Pydantic asks a default factory for its signature; for `list` itself that means to parse the text
    that C code carries, which costs the command line a twentieth of its start.
    """
    return []


def no_values() -> dict[str, Any]:
    """An empty group of named values, as the default of a field; see `no_entries`."""
    return {}


class Contract(BaseModel):
    """The base of every input contract. Unknown extra fields are kept and passed on."""

    model_config = ConfigDict(extra="allow", frozen=True, str_strip_whitespace=True)

    def canonical(self) -> dict[str, Any]:
        """The validated input as JSON data, absent values left out: what the idempotency key covers."""
        return self.model_dump(mode="json", exclude_none=True)

    @property
    def extras(self) -> dict[str, Any]:
        """The fields that this contract does not know, as given."""
        return dict(self.model_extra or {})


ContractT = TypeVar("ContractT", bound=Contract)


def read_contract(model: type[ContractT], raw: Any) -> ContractT:
    """The raw input as a `model`, or InputRejected naming every bad field at once."""
    if not isinstance(raw, dict):
        raise InputRejected(
            f"The input must be one group of named fields (a JSON object), but it is {_kind(raw)}.",
            [Problem("", 'must be a JSON object such as {"field": "value"}', None)],
        )
    problems = find_problems(raw)
    if problems:
        raise rejected(problems)
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise rejected(problems_of(error)) from None


def rejected(problems: list[Problem]) -> InputRejected:
    """InputRejected with a sentence that counts and names the first bad fields."""
    names = list(dict.fromkeys(problem.field or "the input" for problem in problems))
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    count = "1 field needs" if len(names) == 1 else f"{len(names)} fields need"
    return InputRejected(f"{count} attention: {shown}.", problems)


def problems_of(error: ValidationError) -> list[Problem]:
    """Pydantic's errors in words that say what is wrong and what would be right."""
    problems = []
    for detail in error.errors(include_url=False)[:MAX_PROBLEMS]:
        given = detail.get("input")
        value = None if detail["type"] == "missing" else _short(given)
        problems.append(Problem(field_path(detail["loc"]), _message(dict(detail)), value))
    return problems


def field_path(location: tuple[int | str, ...]) -> str:
    """`("leads", 3, "email")` as `leads[3].email`."""
    path = ""
    for step in location:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            path += f".{step}" if path else str(step)
    return path


_MESSAGES = {
    "missing": "is required",
    "string_type": "must be text",
    "string_too_short": "must not be blank",
    "list_type": "must be a list",
    "dict_type": "must be a group of named fields",
    "model_type": "must be a group of named fields",
    "model_attributes_type": "must be a group of named fields",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "finite_number": "must be a finite number",
    "decimal_type": "must be a number",
    "extra_forbidden": "is not a field of this form; remove it",
    "date_from_datetime_parsing": "must be a date that exists, like 2025-02-28",
    "date_parsing": "must be a date that exists, like 2025-02-28",
    "date_type": "must be a date, like 2025-02-28",
    "datetime_parsing": "must be a moment that exists, like 2025-02-15T10:00:00Z",
    "datetime_from_date_parsing": "must be a moment that exists, like 2025-02-15T10:00:00Z",
    "datetime_type": "must be a moment, like 2025-02-15T10:00:00Z",
    "int_parsing": "must be a whole number",
    "float_parsing": "must be a number",
}


def _message(detail: dict[str, Any]) -> str:
    context = detail.get("ctx") or {}
    kind = detail["type"]
    if kind in _MESSAGES:
        return _MESSAGES[kind]
    if kind == "value_error":
        return str(context.get("error", detail["msg"]))
    if kind in ("literal_error", "enum"):
        return f"must be one of: {str(context.get('expected', '')).replace(chr(39), '')}"
    if kind == "too_short":
        return f"needs at least {context.get('min_length', 1)} entry"
    limits = {
        "greater_than": "must be more than {gt}",
        "greater_than_equal": "must be at least {ge}",
        "less_than": "must be less than {lt}",
        "less_than_equal": "must be at most {le}",
        "too_long": "has more than {max_length} entries",
        "string_too_long": "has more than {max_length} characters",
    }
    if kind in limits:
        return limits[kind].format_map({name: str(value) for name, value in context.items()})
    return str(detail["msg"])


def _kind(value: Any) -> str:
    names = {list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number"}
    return "empty" if value is None else names.get(type(value), type(value).__name__)


def _short(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value[:200])
    if value is None or isinstance(value, bool | int | float):
        return value
    return printable(repr(value)[:200])

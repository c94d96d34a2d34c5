"""Reading a list of leads one by one: a bad lead is set aside with its errors and stops no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypedDict

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic_core import CoreSchema, core_schema

from core.contract import problems_of
from core.errors import Problem, ProblemDict
from core.leads import LeadInput
from core.plain_json import find_problems, printable

LEADS_FIELD = "leads_generated"


class RawLeads:
    """Leads stay raw in the contract, so that a bad one is set aside and never stops the others; the
    JSON schema still describes a lead, so that a form can be made from it."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.list_schema(core_schema.any_schema())

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "array", "items": handler(LeadInput.__pydantic_core_schema__)}


class RejectedLead(TypedDict):
    """A lead that could not be read: its place from 0, what was given, and every error."""

    position: int
    lead_id: str | None
    given: Any
    errors: list[ProblemDict]


def set_aside(leads: list[Any]) -> tuple[list[Any], dict[int, list[Problem]]]:
    """The leads with those that are not plain JSON data made storable, and their problems by position."""
    kept: list[Any] = []
    unreadable: dict[int, list[Problem]] = {}
    for position, lead in enumerate(leads):
        problems = find_problems(lead)
        if problems:
            unreadable[position] = problems
            lead = _storable(lead)
        kept.append(lead)
    return kept, unreadable


def _storable(lead: Any) -> Any:
    """As much of a lead as can be kept: its readable fields, and the beginning of unreadable text."""
    if isinstance(lead, dict):
        fields = ((printable(str(name)[:80]), value) for name, value in lead.items())
        return {name: _storable(value) if find_problems(value) else value for name, value in fields}
    return printable(lead[:200]) if isinstance(lead, str) else "(not readable)"


class LeadReader:
    """Iterates over the good leads, one at a time to spare memory, and gathers the bad in `rejected`.

    `unreadable` is looked at as each lead comes, so it may be filled meanwhile.
    """

    def __init__(self, leads: Iterable[Any], unreadable: Mapping[int, list[Problem]]) -> None:
        self._leads = leads
        self._unreadable = unreadable
        self.rejected: list[RejectedLead] = []

    def __iter__(self) -> Iterator[LeadInput]:
        place_of: dict[str, int] = {}
        for position, raw in enumerate(self._leads):
            problems = self._unreadable.get(position, [])
            if not problems:
                try:
                    lead = LeadInput.model_validate(raw)
                except ValidationError as error:
                    problems = problems_of(error)
                else:
                    first = place_of.setdefault(lead.id, position)
                    if first == position:
                        yield lead
                        continue
                    message = f"repeats the id of {LEADS_FIELD}[{first}]; each lead needs its own"
                    problems = [Problem("id", message, lead.id)]
            self.rejected.append(_rejection(position, raw, problems))


def _rejection(position: int, raw: Any, problems: Iterable[Problem]) -> RejectedLead:
    lead_id = raw.get("id") if isinstance(raw, dict) else None
    errors = []
    for problem in problems:
        joint = "." if problem.field and not problem.field.startswith("[") else ""
        path = f"{LEADS_FIELD}[{position}]{joint}{problem.field}"
        errors.append(Problem(path, problem.message, problem.value).to_dict())
    return {
        "position": position,
        "lead_id": str(lead_id) if isinstance(lead_id, str | int) else None,
        "given": raw,
        "errors": errors,
    }

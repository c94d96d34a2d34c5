"""A set of rules as a person edits it: one value a question, read back into the rules of a policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from core.contract import problems_of, rejected
from core.errors import Problem
from core.plain_json import find_problems
from core.policy import Policy, PolicyPart

Values = Mapping[str, Any]

_LONGEST_VALUE = 80  # characters of a value in a line of changes


class RuleChange(NamedTuple):
    """One rule that differs: what it is called, and its values before and after."""

    field: str
    label: str
    before: Any
    after: Any

    @property
    def then(self) -> str:
        """What stands there after the change; of a list, what came in and went out."""
        if not isinstance(self.before or [], list) or not isinstance(self.after or [], list):
            return in_words(self.after)
        before, after = self.before or [], self.after or []
        came = [one for one in after if one not in before]
        went = [one for one in before if one not in after]
        told = [f"with {in_words(came)}"] if came else []
        told += [f"without {in_words(went)}"] if went else []
        return ", ".join(told) or in_words(after)

    @property
    def words(self) -> str:
        """The change in a line: "Good from 75 → 90"."""
        if isinstance(self.before, list) or isinstance(self.after, list):
            return f"{self.label} {self.then}"
        return f"{self.label} {in_words(self.before)} → {in_words(self.after)}"


@dataclass(frozen=True)
class RuleSet:
    """The rules of `part` of the policy that is stored as `policy`.

    `values` of the rules are what `form` asks for, as JSON data; `rules` reads them back. `about` says what
    the rules decide, `holds` from when on a change of them does.
    """

    name: str
    label: str
    about: str
    holds: str
    policy: str
    part: str
    model: type[Policy]
    form: type[BaseModel]
    to_values: Callable[[Any], dict[str, Any]]
    to_rules: Callable[[Any], PolicyPart]

    def values(self, policy: Policy) -> dict[str, Any]:
        """The values of a whole policy's part."""
        return self.to_values(getattr(policy, self.part))

    def defaults(self) -> dict[str, Any]:
        return self.values(self.model())

    def read(self, values: Values) -> PolicyPart:
        """The rules; InputRejected names every field that is missing or wrong."""
        given = dict(values)
        problems = find_problems(given)
        if problems:
            raise rejected(problems)
        missing = [
            Problem(name, "is required", None)
            for name, field in self.form.model_fields.items()
            if name not in given and field.default is not None
        ]
        try:
            part = self.to_rules(self.form.model_validate(given))
        except ValidationError as error:
            raise rejected([*missing, *problems_of(error)]) from None
        if missing:
            raise rejected(missing)
        return part

    def label_of(self, field: str) -> str:
        known = self.form.model_fields.get(field)
        return (known.title if known else None) or field

    def changes(self, before: Values, after: Values) -> list[RuleChange]:
        """The rules that differ, in the order of the form."""
        return [
            RuleChange(name, self.label_of(name), before.get(name), after.get(name))
            for name in dict.fromkeys([*after, *before])
            if before.get(name) != after.get(name)
        ]


def in_words(value: Any) -> str:
    """A value in a line of changes: "75", "enterprise, standard"; "nothing" where there is none."""
    if value is None or value in ("", [], {}):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return _cut(", ".join(in_words(one) for one in value))
    if isinstance(value, Mapping):
        return _cut(", ".join(f"{name} {in_words(one)}" for name, one in value.items() if one))
    return f"{value:g}" if isinstance(value, float) else _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1].rstrip() + "…"

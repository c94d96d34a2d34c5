"""A class written after the guide's template, run as a workflow like the five of the chain.

A plug-in may do anything wrong (raise, answer nonsense, exit); its run then fails with the reason, and
the app goes on.
"""

from __future__ import annotations

import copy
import re
import traceback
import warnings
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from core.contract import Contract
from core.errors import AgencyError, DefinitionInvalid, HandoffRefused, InputRejected, Problem
from core.plain_json import find_problems, printable
from core.policy import Policy
from core.result import HandoffResult, Notice
from core.workflow import Package, Workflow

PACKAGE = "custom_workflows"  # the name under which plug-in modules are known
_FRAME = {"success", "workflow_id", "handoff_data", "next_step", "warnings", "title", "error", "errors"}
_HANDOFF_FRAME = {"workflow_id", "source_domain", "target_domain", "handoff_timestamp", "data"}
_LONGEST_DOMAIN = 60


class AnyInput(Contract):
    """The input of a custom workflow: any named fields; the plug-in checks them itself."""


class PluginWorkflow(Workflow[AnyInput, Policy]):
    """Runs a fresh instance of `plugin` for each run and reads its answer.

    `description` is the first line of the class's docstring, `file` where the class stands.
    """

    plugin: ClassVar[Callable[[], Any]]
    description: ClassVar[str]
    file: ClassVar[str]
    input_model = AnyInput
    policy_model = Policy

    def run(self, raw: Any, **ports: Any) -> HandoffResult:
        # The plug-in names source and target in its answer, so each run gets a copy to note them on.
        return super(PluginWorkflow, copy.copy(self)).run(raw, **ports)

    def transform(self, data: AnyInput, policy: Policy, now: datetime) -> Package:
        given = data.extras
        plugin = self._call(type(self).plugin)
        if callable(getattr(plugin, "execute", None)):
            answer = self._call(plugin.execute, copy.deepcopy(given))
            return self._read(self._as_group(answer, "execute"), given)
        self._refuse_unless_valid(plugin, given, "The input does not fit this workflow.")
        answer = self._call(plugin.transform_data, copy.deepcopy(given))
        return self._read({"data": self._as_group(answer, "transform_data")}, given)

    def _read(self, answer: dict[str, Any], given: dict[str, Any]) -> Package:
        # Reading calls into objects of the plug-in too, such as one that cannot say whether it is true.
        package: Package = self._call(self._package, answer, given)
        return package

    def _call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        silence_deprecations()
        try:
            return function(*arguments)
        except AgencyError:
            raise  # a plug-in may use the app's own refusals
        except (Exception, SystemExit) as error:
            raise self._broken(describe(error), line_of(error, Path(self.file))) from error

    def _as_group(self, answer: Any, method: str) -> dict[str, Any]:
        if isinstance(answer, dict):
            return answer
        raise self._broken(f"{method} must answer a dict, and answered {type(answer).__name__}")

    def _package(self, answer: dict[str, Any], given: dict[str, Any]) -> Package:
        if "success" in answer and not answer["success"]:
            self._refuse(answer, given)
        handoff = answer.get("handoff_data")
        if not isinstance(handoff, dict):
            handoff = answer["data"] if set(answer) == {"data"} else _without(answer, _FRAME)
            handoff = {"data": handoff}
        payload = handoff["data"] if "data" in handoff else _without(handoff, _HANDOFF_FRAME)
        problems = find_problems({"data": payload})
        if problems:
            first = problems[0]
            raise self._broken(f"its answer cannot be kept: {first.field} {first.message}", problems=problems)
        self._note("source", handoff.get("source_domain"))
        self._note("target", handoff.get("target_domain"))
        self._note("next_step", answer.get("next_step"))
        title = answer.get("title")
        return Package(
            {"data": copy.deepcopy(payload)},
            title=printable(title[:200]) if isinstance(title, str) and title.strip() else self.label,
            warnings=tuple(_notices(answer.get("warnings"))),
        )

    def _refuse(self, answer: dict[str, Any], given: dict[str, Any]) -> None:
        """A plug-in's "no": invalid input where its own check or its errors say so, else a refusal."""
        error = answer.get("error")
        text = printable(error.strip()[:500]) if isinstance(error, str) and error.strip() else ""
        text = text or f"{self.label} refused this input and gave no reason."
        problems = list(_problems(answer.get("errors")))
        if problems:
            raise InputRejected(text, problems)
        self._refuse_unless_valid(self._call(type(self).plugin), given, text)
        raise HandoffRefused(text)

    def _refuse_unless_valid(self, plugin: Any, given: dict[str, Any], text: str) -> None:
        check = getattr(plugin, "validate_input", None)
        if callable(check) and not self._call(check, copy.deepcopy(given)):
            raise InputRejected(text)

    def _note(self, name: str, value: Any) -> None:
        if isinstance(value, str) and value.strip() and not find_problems(value):
            object.__setattr__(self, name, value.strip()[:_LONGEST_DOMAIN])

    def _broken(self, reason: str, line: int = 0, problems: list[Problem] | None = None) -> DefinitionInvalid:
        place = Path(self.file).name + (f", line {line}" if line else "")
        return DefinitionInvalid(
            printable(f"The custom workflow {self.label!r} failed ({place}): {reason}"), problems or ()
        )


def silence_deprecations() -> None:
    """Let plug-ins use what a newer Python warns about, such as `datetime.utcnow`.

    The filter is for modules of custom_workflows alone. It stays in place: taking it out again would
    race with other threads.
    """
    warnings.filterwarnings("ignore", category=DeprecationWarning, module=rf"{PACKAGE}\.")


def describe(error: BaseException) -> str:
    """An exception of a plug-in in one line: its kind and its message."""
    if isinstance(error, SyntaxError):
        return f"is not valid Python: {error.msg}"
    message = " ".join(str(error).split())[:300]
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


def line_of(error: BaseException, path: Path) -> int:
    """The line of the file on which the exception arose; 0 where it is not known."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return error.lineno or 0
    lines = [
        frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)
    ]
    return (lines[-1] or 0) if lines else 0


def wrap(plugin: type, name: str, file: str, fingerprint: str) -> PluginWorkflow:
    """The workflow of a plug-in class. Its version changes with the file, so an edit is a new run."""

    def own(attribute: str, default: str) -> str:
        value = getattr(plugin, attribute, None)
        return value.strip()[:200] if isinstance(value, str) and value.strip() else default

    described = (plugin.__doc__ or "").strip().partition("\n")[0]
    attributes = {
        "name": name,
        "label": own("label", name.replace("_", " ").capitalize()),
        "version": f"{own('version', '1')}+{fingerprint}",
        "source": own("source_domain", own("source", "custom")),
        "target": own("target_domain", own("target", "custom")),
        "next_step": own("next_step", ""),
        "plugin": staticmethod(plugin),
        "description": printable(described[:200]),
        "file": file,
        "__doc__": plugin.__doc__,
    }
    safe = re.sub(r"\W", "_", plugin.__name__)
    workflow: PluginWorkflow = type(f"Plugin_{safe}", (PluginWorkflow,), attributes)()
    return workflow


def _without(group: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in group.items() if name not in names}


def _problems(errors: Any) -> list[Problem]:
    found = []
    for entry in errors if isinstance(errors, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("message"), str):
            place, value = entry.get("field"), entry.get("value")
            found.append(
                Problem(
                    printable(place[:200]) if isinstance(place, str) else "",
                    printable(entry["message"][:500]),
                    None if find_problems(value) else value,
                )
            )
    return found[:50]


def _notices(warnings: Any) -> list[Notice]:
    return [Notice(problem.field, problem.message) for problem in _problems(warnings)]

"""The answer of a workflow: the same envelope from the pages, the command line and the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypedDict

from core.errors import Problem


class NoticeDict(TypedDict):
    """A warning as the result envelope carries it."""

    field: str
    message: str


class Notice(NamedTuple):
    """A warning: the handoff passes, but a person should look at this field."""

    field: str
    message: str

    def to_dict(self) -> NoticeDict:
        return {"field": self.field, "message": self.message}


@dataclass(frozen=True, slots=True)
class HandoffResult:
    """What one run answered.

    `workflow_id` names the run. A replay carries the id and the output of the run that was stored
    first, with `replayed` set: nothing was created. `code` is an error code of `core.errors`, or
    None on success. `title` is what people call the thing handed over ("Widget Pro_launch").
    """

    success: bool
    workflow_id: str
    workflow: str
    handoff_data: dict[str, Any] = field(default_factory=dict)
    next_step: str | None = None
    title: str = ""
    warnings: tuple[Notice, ...] = ()
    code: str | None = None
    error: str | None = None
    problems: tuple[Problem, ...] = ()
    replayed: bool = False

    def as_replay(self) -> HandoffResult:
        return replace(self, replayed=True)

    def to_envelope(self) -> dict[str, Any]:
        """The JSON envelope of the guide; optional keys appear only where there is something to say."""
        if not self.success:
            envelope: dict[str, Any] = {
                "success": False,
                "workflow_id": self.workflow_id,
                "error": self.error,
                "code": self.code,
                "errors": [problem.to_dict() for problem in self.problems],
            }
            return envelope
        envelope = {
            "success": True,
            "workflow_id": self.workflow_id,
            "handoff_data": self.handoff_data,
            "next_step": self.next_step,
        }
        if self.warnings:
            envelope["warnings"] = [notice.to_dict() for notice in self.warnings]
        if self.replayed:
            envelope["replayed"] = True
        return envelope


_FRAME = frozenset(("workflow_id", "source_domain", "target_domain", "handoff_timestamp"))


def payload_of(handoff_data: Mapping[str, Any]) -> dict[str, Any]:
    """The payload alone, without the fields that every handoff has around it."""
    return {name: value for name, value in handoff_data.items() if name not in _FRAME}

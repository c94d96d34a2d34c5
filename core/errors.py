"""One class of error for each person who can fix it; see docs/architecture.md."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple, TypedDict


class ProblemDict(TypedDict):
    """A problem as the result envelope carries it."""

    field: str
    message: str
    value: Any


class Problem(NamedTuple):
    """One field that is wrong: where, what is wrong and what would be right, and what was given."""

    field: str
    message: str
    value: Any = None

    def to_dict(self) -> ProblemDict:
        return {"field": self.field, "message": self.message, "value": self.value}


class AgencyError(Exception):
    """An expected failure with a stable code; its text is one sentence that a manager understands."""

    code: ClassVar[str] = "internal_error"
    http_status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = tuple(problems)


class InputRejected(AgencyError):
    """The input does not fit the workflow's contract; `problems` names every bad field at once."""

    code = "invalid_input"
    http_status = 422
    exit_code = 2


class HandoffRefused(AgencyError):
    """The input is well formed, but a rule of the business says: not yet."""

    code = "handoff_refused"
    http_status = 409
    exit_code = 3


class UnknownWorkflow(AgencyError):
    """No workflow has that name; the message offers the nearest one."""

    code = "unknown_workflow"
    http_status = 404
    exit_code = 2


class DefinitionInvalid(AgencyError):
    """A custom workflow or a policy is broken; the message names file, line and reason."""

    code = "invalid_definition"
    http_status = 422
    exit_code = 2


class DeliveryFailed(AgencyError):
    """The handoff was made but could not be stored. Nothing was saved, so trying again is safe."""

    code = "delivery_failed"
    http_status = 503
    exit_code = 4


class NotAllowed(AgencyError):
    """The person's role does not permit it."""

    code = "not_allowed"
    http_status = 403
    exit_code = 5


ERRORS: tuple[type[AgencyError], ...] = (
    InputRejected,
    HandoffRefused,
    UnknownWorkflow,
    DefinitionInvalid,
    DeliveryFailed,
    NotAllowed,
)
EXIT_CODES: dict[str, int] = {
    AgencyError.code: AgencyError.exit_code,
    **{error.code: error.exit_code for error in ERRORS},
}

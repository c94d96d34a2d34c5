"""Answers of the API: status, JSON in the shape of the result envelope, headers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.errors import Problem


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, JSON body and headers of an answer."""

    status: int
    body: dict[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


def failure(
    status: int,
    code: str,
    message: str,
    problems: Sequence[Problem] = (),
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """An answer that says why nothing was taken in, in the shape of the result envelope."""
    body = {
        "success": False,
        "error": message,
        "code": code,
        "errors": [problem.to_dict() for problem in problems],
    }
    return Answer(status, body, headers or {})

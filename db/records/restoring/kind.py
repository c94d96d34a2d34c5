"""What a kind of change needs to be put back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlmodel import Session

from db.tables.runs import AuditLine

if TYPE_CHECKING:
    from db.workspace import Workspace

Values = Mapping[str, Any]


class PutBackKind(NamedTuple):
    """`present` tells what stands now in the fields that the change touched, None where the record is gone;
    `put_back` (workspace, line, old, new) changes the record to what it was, by its own rules."""

    present: Callable[[Session, AuditLine, Values], dict[str, Any] | None]
    put_back: Callable[[Workspace, AuditLine, Values, Values], None]

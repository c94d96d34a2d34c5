"""What happened with a client, one event after the other."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

from core.golden_thread import StepKey
from core.money import Money

EventKind = Literal[
    "lead", "contact", "deal", "stage", "work order", "milestone", "payment", "change", "survey", "answer",
    "follow-up", "edit",
]  # fmt: skip


class ClientEvent(NamedTuple):
    """`at` is a moment in UTC, that of a day its beginning; `record` is what it happened to; `who` did it."""

    at: datetime
    kind: EventKind
    title: str
    detail: str = ""
    money: Money | None = None
    record: StepKey | None = None
    who: str | None = None
    is_day: bool = False

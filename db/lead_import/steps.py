"""Where an import stands: which step, how many rows of it, and how long the rest will take."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

from core.errors import DeliveryFailed
from db.lead_import.types import Cancelled, ImportProgress, OnProgress

LOOKING = "Looking at the columns"
CHECKING = "Checking the rows"
COMPARING = "Comparing with the leads that are known"
STORING = "Storing"
INDEXING = "Making them quick to find"

# How long each step takes beside the others, as measured on long lists; only the time left rests on it.
_SHARES = {LOOKING: 0.04, CHECKING: 0.36, COMPARING: 0.1, STORING: 0.3, INDEXING: 0.2}


class Step(Protocol):
    """Told what is being done, how many rows of it are and how many there are; raises to stop the import."""

    def __call__(self, what: str, rows: int, total: int | None = None, /) -> None: ...


class Stopped(Exception):
    """A person stopped the import."""


def followed(
    begun: ImportProgress,
    note: Callable[[ImportProgress], None],
    progress: OnProgress | None,
    cancelled: Cancelled | None,
) -> Step:
    """Notes where the import is, and stops it where a person wished so; a mere check is not noted."""
    time_left = TimeLeft()

    def step(what: str, rows: int, total: int | None = None) -> None:
        if cancelled is not None and cancelled():
            raise Stopped
        left = time_left.after(what, rows, total)
        now = replace(begun, step=what, rows_done=rows, rows_total=total, seconds_left=left)
        if cancelled is not None:
            with suppress(DeliveryFailed):  # a full disk must not end an import that could still be stored
                note(now)
        if progress is not None:
            progress(now)

    return step


class TimeLeft:
    """Seconds until everything is done, from how long what is done took."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._started = clock()

    def after(self, what: str, rows: int, total: int | None) -> float | None:
        """None while too little is done to say anything."""
        before = 0.0
        for step, share in _SHARES.items():
            if step == what:
                done = before + (share * min(1.0, rows / total) if total else 0.0)
                if done < 0.05:
                    return None
                return (self._clock() - self._started) / done * (1 - done)
            before += share
        return None

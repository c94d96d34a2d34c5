"""Where an import stands: which step, how many rows of it, and how long the rest will take."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

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

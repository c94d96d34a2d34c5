"""The progress of an import on a terminal, or in a log that somebody reads later."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from db.lead_import import ImportProgress

_TERMINAL_SECONDS = 0.1  # faster than anybody reads
_LOG_SECONDS = 5.0  # a log gets a line now and then


class ProgressLine:
    """One line that is written over on a terminal; elsewhere a new line every few seconds."""

    def __init__(
        self, name: str, stream: IO[str], *, silent: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._name = name
        self._stream = stream
        self._silent = silent
        self._clock = clock
        self._terminal = stream.isatty()
        self._every = _TERMINAL_SECONDS if self._terminal else _LOG_SECONDS
        self._next = clock() + (0.0 if self._terminal else self._every)
        self._width = 0

    def show(self, progress: ImportProgress) -> None:
        """Say where the import stands, if something was not said just now."""
        now = self._clock()
        if self._silent or now < self._next:
            return
        self._next = now + self._every
        text = f"{self._name}: {in_words(progress)}"
        text = "".join(letter if letter.isprintable() else " " for letter in text)
        if self._terminal:
            self._stream.write("\r" + text.ljust(self._width))
            self._width = len(text)
        else:
            self._stream.write(text + "\n")
        self._stream.flush()

    def clear(self) -> None:
        """Take the line off the terminal, so that the outcome stands in its place."""
        if self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
            self._width = 0


def in_words(progress: ImportProgress) -> str:
    """`Checking rows, 45,000 of 1,000,000, 12 s left`."""
    parts = [progress.step or "working"]
    if progress.rows_total:
        parts.append(f"{progress.rows_done:,} of {progress.rows_total:,} rows")
    elif progress.rows_done:
        parts.append(f"{progress.rows_done:,} rows")
    if progress.seconds_left is not None:
        parts.append(f"{math.ceil(progress.seconds_left)} s left")
    return ", ".join(parts)

"""The outcomes of a large handoff, kept in a file without a name until they are stored.

A hundred thousand briefs have 250 MB. Writing them takes seconds in which nobody should wait for the
database, so they are made first and stored after it.
"""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from core.errors import DeliveryFailed

Rows = list[dict[str, Any]]

_FULL = (
    "The disk did not accept the briefs. Nothing was saved; check its free space and its health, "
    "then try again."
)


class BriefsFile:
    """Chunks of rows, written once and read in the same order. The file goes with its process."""

    def __init__(self, folder: Path | None) -> None:
        try:
            self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder, prefix="handoff-")  # noqa: SIM115 - closed by __exit__
        except OSError as error:
            raise DeliveryFailed(_FULL) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, rows: Rows) -> None:
        try:
            pickle.dump(rows, self._file, protocol=5)
        except OSError as error:
            raise DeliveryFailed(_FULL) from error

    def chunks(self) -> Iterator[Rows]:
        """Every chunk from the first one; may be read again."""
        self._file.flush()
        end = self._file.tell()
        self._file.seek(0)
        while self._file.tell() < end:
            chunk: Rows = pickle.load(self._file)  # noqa: S301 - our own bytes, in a file that nobody can open
            yield chunk

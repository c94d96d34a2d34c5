"""The inputs and the output of the command line: files, standard input and output, JSON and JSON Lines."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

from core.errors import InputRejected, Problem
from core.intake.decoding import MAX_BYTES
from core.intake.json_text import read_json, read_json_lines

STANDARD = "-"
LINE_FILES = (".jsonl", ".ndjson")


class Input(NamedTuple):
    """One input of a workflow: where it stands, and its value or why it cannot be read."""

    place: str
    value: Any = None
    error: InputRejected | None = None


def is_lines(name: str) -> bool:
    return name.lower().endswith(LINE_FILES)


def read_inputs(names: Sequence[str], *, lines: bool) -> Iterator[Input]:
    """Every input of the files in turn; one that cannot be read carries its error.

    `lines` reads every file as JSON Lines, whatever its ending.
    """
    for name in names:
        place = "standard input" if name == STANDARD else name
        try:
            content = _read(name)
            if not (lines or is_lines(name)):
                yield Input(place, read_json(content))
                continue
            for line in read_json_lines(content):
                yield Input(f"{place}, line {line.line}", line.value, line.error)
        except InputRejected as error:
            yield Input(place, error=error)


def _read(name: str) -> bytes:
    # One byte more than fits is enough to see that a file is too large.
    try:
        if name == STANDARD:
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(name).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "not a usable name").lower()
        message = f"cannot be read: {reason}"
        raise InputRejected(f"The file {message}.", [Problem("--input", message, name[:200])]) from None


class Output:
    """Where results go: a file that appears whole or not at all, or standard output.

    One result is an object; several are JSON Lines, or an array in a file whose name ends in .json.
    """

    def __init__(
        self, name: str | None, stdout: IO[bytes], *, several: bool, option: str = "--output"
    ) -> None:
        self._option = option  # what a person wrote to name it
        self._path = None if name in (None, STANDARD) else Path(name or "").resolve()
        self._several = several
        self._array = several and self._path is not None and not is_lines(self._path.name)
        self._count = 0
        self._file = stdout
        self._part: Path | None = None
        if self._path is not None:
            self._open(self._path)

    def _open(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                raise IsADirectoryError(0, "is a folder")
            if path.exists() and not path.is_file():
                self._file = path.open("wb")  # a device or a pipe cannot be replaced
                return
            part = path.with_name(f".{path.name[:200]}.{os.getpid()}.part")
            self._file = part.open("wb")
            self._part = part
        except (OSError, ValueError) as error:
            reason = (getattr(error, "strerror", None) or "not a usable name").lower()
            message = f"cannot be written: {reason}"
            raise InputRejected(
                f"The output {message}. Nothing was run.", [Problem(self._option, message, str(path)[:200])]
            ) from None

    def write(self, result: Any) -> None:
        """Add one result."""
        if self._array:
            text = (",\n" if self._count else "[\n") + _json(result)
        else:
            text = _json(result, indent=None if self._several else 2) + "\n"
        self._count += 1
        self._file.write(text.encode("utf-8", "replace"))
        if self._part is None:
            self._file.flush()

    def finish(self) -> None:
        """Make the file appear under its name, all of it on the disk."""
        if self._array:
            self._file.write(b"\n]\n" if self._count else b"[]\n")
        if self._path is None:
            return
        self._file.flush()
        if self._part is not None:
            os.fsync(self._file.fileno())
        self._file.close()
        if self._part is not None:
            self._part.replace(self._path)
            self._part = None

    def discard(self) -> None:
        """Leave no part of a file behind."""
        if self._part is not None:
            self._file.close()
            with contextlib.suppress(OSError):
                self._part.unlink(missing_ok=True)


def _json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)

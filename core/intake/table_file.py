"""Bytes of any lead list (CSV, spreadsheet, JSON, plain or gzip) → batches of text cells.

`open_table` finds out what the file is and says so; a person may set each part of it by hand.
"""

from __future__ import annotations

from pathlib import Path

from core.intake.table_types import (
    LINE,
    Batch,
    BrokenRow,
    FileReading,
    Kind,
    ReadingChoices,
    TableFile,
    frame_schema,
)

__all__ = [
    "LINE",
    "Batch",
    "BrokenRow",
    "FileReading",
    "Kind",
    "ReadingChoices",
    "TableFile",
    "frame_schema",
    "open_table",
]

AS_FOUND = ReadingChoices()


def open_table(source: Path | bytes, name: str, choices: ReadingChoices = AS_FOUND) -> TableFile:
    """The table in a file; `name` is what the person called it, for the ending and the messages.

    A Path must stay where it is while the batches are read. InputRejected, in plain words, for what is no
    table: empty, a picture, damaged, beyond 2,000 columns or 5,000,000 rows.
    """
    raise NotImplementedError

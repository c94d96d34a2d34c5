"""Bytes of any lead list (CSV, spreadsheet, JSON, plain or gzip) → batches of text cells.

`open_table` finds out what the file is and says so; a person may set each part of it by hand.
"""

from __future__ import annotations

from pathlib import Path

from core.errors import DeliveryFailed
from core.intake.decoding import reject
from core.intake.delimited import open_delimited
from core.intake.encodings import find_encoding
from core.intake.file_bytes import FileBytes, survey
from core.intake.file_kinds import kind_of_file
from core.intake.json_table import open_json
from core.intake.spreadsheet import open_spreadsheet
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
_BEGINNING = 4096
_NO_ROOM = (
    "The file could not be unpacked: the folder for temporary files is full or may not be written. Nothing "
    "was saved; free some space and try again."
)


def open_table(source: Path | bytes, name: str, choices: ReadingChoices = AS_FOUND) -> TableFile:
    """The table in a file; `name` is what the person called it, for the ending and the messages.

    A Path must stay where it is while the batches are read. InputRejected, in plain words, for what is no
    table: empty, a picture, damaged, beyond 2,000 columns or 5,000,000 rows. DeliveryFailed where there is no
    room to unpack it.
    """
    try:
        return _open(source, name, choices)
    except OSError as error:
        raise DeliveryFailed(_NO_ROOM) from error


def _open(source: Path | bytes, name: str, choices: ReadingChoices) -> TableFile:
    file = FileBytes(source)
    beginning = file.beginning(_BEGINNING)
    if not beginning.strip(b"\0\xef\xbb\xbf\xff\xfe \t\r\n") and len(beginning) < _BEGINNING:
        raise reject("is empty; choose one that has something in it")
    kind = kind_of_file(beginning, name)
    if kind == "spreadsheet":
        return open_spreadsheet(file, choices)
    found = survey(file)
    encoding = find_encoding(file, found, choices.encoding)
    if kind == "json":
        return open_json(file, encoding, name, choices)
    return open_delimited(file, found, encoding, choices)

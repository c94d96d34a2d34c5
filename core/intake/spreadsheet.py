"""A workbook (XLSX, ODS) → a table, read in a process of its own with limits on memory, time and output."""

from __future__ import annotations

import errno
import json
import os
import subprocess  # the reader of workbooks runs apart from the app, see `spreadsheet_child`
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

from core.errors import Problem
from core.intake.converted import Scratch, open_converted, sample_rows
from core.intake.decoding import reject
from core.intake.file_bytes import FileBytes
from core.intake.header_row import find_layout
from core.intake.lead_columns import HEADER_NAMES
from core.intake.table_types import FileReading, ReadingChoices, TableFile

MAX_BYTES = 200 * 1024**2  # a full sheet of 12 columns has 60 MB
_TIMEOUT_SEC = 200.0
# Isolated from the folder and the variables of whoever starts the app; our own code is found by its place.
_START = (
    f"import sys; sys.path.insert(0, {str(Path(__file__).resolve().parents[2])!r}); "
    "from core.intake.spreadsheet_child import main; main()"
)
_TOO_MUCH = (
    "needs more than 2 GB of memory or 150 seconds to be read, which no list does. A cell far away from the "
    "list (such as XFD1048576) can be the reason: delete the rows and columns around the list, or save the "
    "sheet as CSV"
)


def open_spreadsheet(file: FileBytes, choices: ReadingChoices) -> TableFile:
    """The table of the sheet that a person chose, or of the one most like a list of leads.

    Formulas count with the value that was saved with them; nothing in the workbook is run. InputRejected for
    what is no workbook or needs more than its reader may have; OSError where there is no room for its rows.
    """
    scratch = Scratch(in_memory=0)
    with tempfile.TemporaryFile() as source:
        _copy(file, source)
        answer = _convert(source, scratch.file, choices.sheet)
    rows = sample_rows(scratch)
    if not rows:
        raise reject(f"has no filled cell in the sheet {answer['sheet']!r}; choose another sheet or file")
    layout = find_layout(rows, choices.header_line, "row")
    notes = list(layout.notes)
    if answer["others"]:
        others = ", ".join(answer["others"][:5])
        message = f"{answer['sheet']} is read; {others} holds a list too and is not; import it by itself"
        notes.append(Problem("the sheet", message))
    skipped = sum(bool(row.cells != [""]) for row in rows if row.end <= layout.start)
    reading = FileReading(
        kind=answer["kind"],
        header_line=layout.header_line,
        sheet=answer["sheet"],
        sheets=tuple(answer["sheets"]),
        compressed=file.compressed,
        preamble=layout.preamble,
        notes=tuple(notes),
    )
    return open_converted(
        scratch,
        reading,
        layout.headers,
        rows=answer["rows"] - skipped,
        start=layout.start,
        header_cells=layout.header_cells,
        end_line=layout.end_line,
    )


def _copy(file: FileBytes, target: IO[bytes]) -> None:
    size = 0
    for block in file.blocks():
        size += len(block)
        if size > MAX_BYTES:
            raise reject(
                f"has more than {MAX_BYTES // 1024**2} MB, which is too large for a workbook; save it as CSV"
            )
        target.write(block)
    target.seek(0)


def _convert(source: IO[bytes], target: IO[bytes], sheet: str | None) -> dict[str, Any]:
    known = sorted({name.replace(" ", "") for names in HEADER_NAMES.values() for name in names})
    arguments = json.dumps({"sheet": sheet, "known": known})
    with subprocess.Popen(  # noqa: S603 - our own module, run by our own interpreter; the file is its input only
        [sys.executable, "-I", "-c", _START, arguments],
        stdin=source,
        stdout=target,
        stderr=subprocess.PIPE,
        env={},
    ) as child:
        try:
            _, said = child.communicate(timeout=_TIMEOUT_SEC)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
            raise reject(_TOO_MUCH) from None
    try:
        answer: dict[str, Any] = json.loads(said.rpartition(b"\n")[2])
    except ValueError:
        answer = {"refused": "memory"}
    if answer.get("refused") == "room":
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if child.returncode or answer.get("refused") == "memory":
        raise reject(_TOO_MUCH)
    if "refused" in answer:
        raise reject(answer["refused"])
    return answer

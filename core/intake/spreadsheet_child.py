"""Runs as a process of its own: a workbook on standard input → numbered rows of text on standard output.

A file of a few kilobytes can make a reader of workbooks ask for hundreds of gigabytes or end its process at
once, so it runs here, where limits hold and nothing else is lost. The last line on standard error says how it
went, as JSON. It imports little, because each workbook pays for it.
"""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import zipfile
from typing import Any

from core.intake.spreadsheet_cells import Formats, formats_of, text_of

MEMORY = 2 * 1024**3  # a sheet with all its 1,048,576 rows of 12 columns needs 1.3 GB
CPU_SEC = 150
OUTPUT = 2 * 1024**3
_MAX_UNPACKED = 3 * 1024**3
_MAX_RATIO = 200  # workbooks pack 5 to 20 times smaller
_RATIO_FROM = 64 * 1024**2
_MAX_PARTS = 10_000
_MAX_CELLS = 60_000_000  # filled or not, in the rectangle that a sheet spans
_MAX_CELL = 32_767
_TOO_LONG = "has a cell with more than 32,767 characters; shorten it"
_SHEETS_LOOKED_AT = 20
_ROWS_LOOKED_AT = 30
_FAR = (
    "spans {rows:,} rows and {columns:,} columns; a cell far away from the list makes it so large. Delete "
    "the rows and columns around the list, or save the sheet as CSV"
)


class RefusedError(Exception):
    """What is wrong with the file, as the rest of a sentence that begins with "The file"."""


def limit() -> None:
    """Let the system stop this process before it harms others."""
    try:
        import resource
    except ImportError:  # a system without limits: the time limit of the parent still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SEC, CPU_SEC))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def kind_of(archive: zipfile.ZipFile) -> str:
    """xlsx or ods, by what lies in the archive and within its limits. RefusedError for other archives."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if len(parts) > _MAX_PARTS:
        raise RefusedError(f"has {len(parts):,} parts, which no workbook has; save the list as CSV")
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) + 1
    if unpacked > _MAX_UNPACKED or (unpacked > _RATIO_FROM and unpacked > _MAX_RATIO * packed):
        raise RefusedError(
            f"unpacks to {unpacked / 1024**2:,.0f} MB from {packed / 1024**2:,.1f} MB, which no list does; "
            "save the list as CSV"
        )
    if "xl/workbook.bin" in names:
        raise RefusedError("is a binary workbook (.xlsb); save it as .xlsx")
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "mimetype" in names and archive.read("mimetype")[:60].startswith(
        b"application/vnd.oasis.opendocument"
    ):
        if b"spreadsheet" in archive.read("mimetype")[:60]:
            return "ods"
        raise RefusedError("is an OpenDocument file, but not a spreadsheet; save the list as .ods or CSV")
    if any(name.startswith("word/") for name in names):
        raise RefusedError("is a Word document; save the list in it as CSV or XLSX")
    if any(name.startswith("ppt/") for name in names):
        raise RefusedError("is a presentation; save the list in it as CSV or XLSX")
    if any(name.startswith("Index/") for name in names):
        raise RefusedError("is a Numbers document; export it as CSV or Excel")
    inside = ", ".join(sorted(names)[:3])
    raise RefusedError(f"is a ZIP archive; unpack it and upload the list in it ({inside[:100]})")


def score(rows: list[list[Any]], known: set[str]) -> int:
    """How much the beginning of a sheet looks like a list of leads."""
    best = 0
    for row in rows:
        words = {"".join(filter(str.isalnum, cell.casefold())) for cell in row if isinstance(cell, str)}
        best = max(best, len(words & known))
    wide = max((sum(cell != "" for cell in row) for row in rows), default=0)
    return 100 * best + 10 * (wide > 1 and len(rows) > 1) + bool(wide)


_A_LIST = 200  # two headers that are known


def choose_sheet(book: Any, wanted: str | None, known: set[str]) -> tuple[Any, list[str], list[str]]:
    """The sheet to read (the wanted one, or the one most like a list of leads), the visible names, and those
    of them that hold a list too."""
    visible = [
        sheet.name
        for sheet in book.sheets_metadata
        if str(sheet.typ).endswith("WorkSheet") and str(sheet.visible).endswith(".Visible")
    ]
    names = visible or list(book.sheet_names)
    if not names:
        raise RefusedError("has no sheet with cells in it")
    if wanted is not None:
        if wanted not in book.sheet_names:
            raise RefusedError(f"has no sheet named {wanted[:60]!r}; it has {', '.join(names[:10])}")
        return checked(book.get_sheet_by_name(wanted)), names, []
    best: Any = None
    best_score, lists = -1, []
    for name in names[:_SHEETS_LOOKED_AT]:
        sheet = checked(book.get_sheet_by_name(name))
        points = score(sheet.to_python(nrows=_ROWS_LOOKED_AT), known) if len(names) > 1 else 1
        if points >= _A_LIST:
            lists.append(name)
        if points > best_score:
            best, best_score = sheet, points
    return best, names, [name for name in lists if name != best.name]


def checked(sheet: Any) -> Any:
    """The sheet, unless it spans more than a list does."""
    if sheet.total_height * sheet.total_width > _MAX_CELLS:
        raise RefusedError(_FAR.format(rows=sheet.total_height, columns=sheet.total_width))
    return sheet


def write_rows(sheet: Any, formats: Formats) -> int:
    """Write the filled rows: number, fault, cells; how many there are."""
    output = io.TextIOWrapper(sys.stdout.buffer, "utf-8", "replace", newline="", write_through=False)
    writer = csv.writer(output, lineterminator="\r\n")
    rows = 0
    first_column = (sheet.start or (0, 0))[1]
    for number, row in enumerate(sheet.iter_rows(), 1):
        while row and row[-1] == "":
            row.pop()
        if not row:
            continue
        for column, show in formats.get(number, ()):
            place = column - first_column
            if 0 <= place < len(row) and type(row[place]) in (int, float):
                row[place] = show(row[place])
        cells = [value if type(value) is str else text_of(value) for value in row]
        fault = ""
        if max(map(len, cells)) > _MAX_CELL:
            fault, cells = _TOO_LONG, [cell[:_MAX_CELL] for cell in cells]
        writer.writerow([number, fault, *cells])
        rows += 1
    output.flush()
    return rows


def main() -> None:
    """Read, write, report."""
    limit()
    arguments = json.loads(sys.argv[1])
    answer: dict[str, Any]
    try:
        answer = convert(arguments)
    except RefusedError as error:
        answer = {"refused": str(error)}
    except MemoryError:
        answer = {"refused": "memory"}
    except OSError:  # the rows go into a file, and its disk is full
        answer = {"refused": "room"}
    sys.stderr.write("\n" + json.dumps(answer))
    sys.stderr.flush()
    os._exit(0)  # no second try to write rows, whose complaint would follow the answer


def convert(arguments: dict[str, Any]) -> dict[str, Any]:
    """What was read: kind, sheet, the visible sheets, rows. RefusedError for what is no workbook."""
    source = sys.stdin.buffer
    try:
        archive = zipfile.ZipFile(source)
        kind = kind_of(archive)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, KeyError):
        raise RefusedError("is a damaged or incomplete workbook; save it again") from None
    import python_calamine

    source.seek(0)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(source)
        sheet, names, others = choose_sheet(book, arguments.get("sheet"), set(arguments.get("known", ())))
        formats = formats_of(archive, book.sheet_names.index(sheet.name)) if kind == "xlsx" else {}
        rows = write_rows(sheet, formats)
    except python_calamine.PasswordError:
        raise RefusedError("is locked with a password; save it without one") from None
    except python_calamine.CalamineError as error:
        raise RefusedError(f"is a damaged workbook ({str(error)[:100]}); save it again, or as CSV") from None
    return {"kind": kind, "sheet": sheet.name, "sheets": names, "rows": rows, "others": others}

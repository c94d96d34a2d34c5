"""Cells that no spreadsheet takes for a formula, and back again unchanged.

A cell that begins with `= + - @`, a tab or a carriage return may be run as a formula by spreadsheet
programs, also in the middle of a cell where the program splits lines at another delimiter than ours. An
apostrophe before it makes it text; `restore` takes exactly that apostrophe away.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

# Where a program may see the beginning of a cell: at the start and after any delimiter or quotation mark.
_START = r'(?:(?<=[;,|"\t\r\n])|\A)'
# Full-width forms count: programs set to an East Asian language read them as the plain ones.
_TRIGGER = r" *[=+\-@\t\r\x00＝＋－＠]"
_DANGER = re.compile(rf"{_START}(?='*{_TRIGGER})")
_GUARDED = re.compile(rf"{_START}'(?='*{_TRIGGER})")
_TEXT_FORMULA = re.compile(r'="((?:[^"]|"")*)"')

_NUMBER = re.compile(r"[+-]\d[\d.,]*(?:[eE][+-]?\d+)?%?", re.ASCII)
_PHONE = re.compile(r"\+\d[\d ().\-/]{5,30}(?: ?(?:x|ext\.?) ?\d{1,6})?", re.ASCII)
# `+49-30-123` is a phone number to a person and a sum to a spreadsheet.
_SUM = re.compile(r"\+[\d.]+(?: *[-/] *[\d.]+)+", re.ASCII)


def make_safe(cell: str) -> str:
    """The cell as text to every spreadsheet; plain numbers and phone numbers like +49 30 901820 stay."""
    if _NUMBER.fullmatch(cell) or (_PHONE.fullmatch(cell) and not _SUM.fullmatch(cell)):
        return cell
    return _DANGER.sub("'", cell)


def restore(cell: str) -> str:
    """The cell as it was before `make_safe`, and the text of `="0123"`, which other programs write so that a
    spreadsheet leaves it alone; other cells stay as they are."""
    text = _TEXT_FORMULA.fullmatch(cell) if cell.startswith('="') else None
    return text[1].replace('""', '"') if text else _GUARDED.sub("", cell)


def csv_file(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV file for people: comma, UTF-8 with a byte order mark (spreadsheets look for it), safe cells.

    None is an empty cell, a list its entries joined by "; ". The rows are taken one after the other; what is
    in memory is the file and one row.
    """
    file = io.BytesIO()
    with io.TextIOWrapper(file, "utf-8-sig", "replace", newline="") as text:
        writer = csv.writer(text)
        writer.writerow([make_safe(name) for name in header])
        writer.writerows([make_safe(_as_text(value)) for value in row] for row in rows)
        text.flush()
        return file.getvalue()


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(_as_text(entry) for entry in value)
    return str(value)

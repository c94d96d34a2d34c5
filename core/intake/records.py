"""Text with a delimiter → records of cells, each with its line; quotation marks gone wrong harm one row only.

Where the standard library's reader swallows the rest of a file after a mark that is never closed, or drops
marks in the middle of a cell, this one keeps the cell as it is written and says what is wrong with its row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

UNCLOSED = "has a quotation mark that is never closed; close it, or remove it"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are set apart.

    `delimiter` is "" in a file of one column. `quote` surrounds cells that hold a delimiter or a line end.
    `escaped`: a quotation mark inside such a cell has a backslash before it instead of being written twice.
    `joined`: so many delimiters in a row, or more, are one, as in columns lined up with spaces; 0 says that
    each stands for itself. `wrapped`: whole lines stand in quotation marks, as some programs leave them.
    """

    delimiter: str
    quote: str = '"'
    escaped: bool = False
    joined: int = 0
    wrapped: bool = False


class Record(NamedTuple):
    """One record: the lines of the text before it, its cells, what is wrong with it, where it ends."""

    lines_before: int
    cells: list[str]
    fault: str | None
    end: int


class _Patterns(NamedTuple):
    opened: re.Pattern[str]
    closed: re.Pattern[str]
    same_line: re.Pattern[str]
    plain: re.Pattern[str]
    delimiter: re.Pattern[str]
    quoted: re.Pattern[str]


@lru_cache(maxsize=64)
def _patterns(dialect: Dialect) -> _Patterns:
    quote = re.escape(dialect.quote)
    delimiter = re.escape(dialect.delimiter) if dialect.delimiter else r"(?!)"
    if dialect.joined:
        delimiter = rf"(?:{delimiter}){{{dialect.joined},}}"
    blanks = rf"[^\S\n\r{re.escape(dialect.delimiter)}]*+" if dialect.delimiter.isspace() else r"[ \t]*+"
    inside = (
        rf"(?:[^{quote}\\]++|{quote}{quote}|\\.)*+"
        if dialect.escaped
        else rf"(?:[^{quote}]++|{quote}{quote})*+"
    )
    end = rf"(?={blanks}(?:{delimiter}|\r?\n|\r?\Z))"
    return _Patterns(
        re.compile(rf"{blanks}{quote}({inside})", re.DOTALL),
        re.compile(rf"{quote}{end}{blanks}", re.DOTALL),
        re.compile(rf"{blanks}{quote}((?:(?!{delimiter}{quote})[^\n])*?){quote}{end}{blanks}"),
        re.compile(rf"(?:(?!{delimiter})[^\n])*+" if len(delimiter) > 2 else rf"[^\n{delimiter}]*+"),
        re.compile(delimiter),
        re.compile(rf"(?:\A|{delimiter}){blanks}{quote}"),
    )


def read_records(text: str, dialect: Dialect, at_end: bool = True) -> Iterator[Record]:
    """The records of a text, blank ones included.

    Unless the text is `at_end` of the file, it stops before a record whose quotation mark may be closed in
    what follows; a text that goes on must end with a line.
    """
    position, lines, length = 0, 0, len(text)
    # A mark that begins no cell is text, so that such a line needs no closer look.
    quoted = _patterns(dialect).quoted
    while position < length:
        end = text.find("\n", position)
        end = length if end < 0 else end
        line = text[position:end]
        if dialect.quote in line and quoted.search(line):
            record = _read_quoted(text, position, lines, dialect, at_end)
            if record is None:
                return
        else:
            record = Record(lines, _split(line.removesuffix("\r"), dialect), None, min(end + 1, length))
        if dialect.wrapped and len(record.cells) == 1 and dialect.delimiter in record.cells[0]:
            inner = next(read_records(record.cells[0], replace(dialect, wrapped=False)))
            record = record._replace(cells=inner.cells, fault=inner.fault)
        yield record
        lines += text.count("\n", position, record.end)
        position = record.end


def _split(line: str, dialect: Dialect) -> list[str]:
    if not dialect.delimiter:
        return [line]
    if dialect.joined:
        return _patterns(dialect).delimiter.split(line.strip(dialect.delimiter))
    return line.split(dialect.delimiter)


def _read_quoted(text: str, start: int, lines: int, dialect: Dialect, at_end: bool) -> Record | None:
    """A record with quotation marks in it; None where the text ends before the record does."""
    patterns = _patterns(dialect)
    cells: list[str] = []
    fault: str | None = None
    position, length = start, len(text)
    if dialect.joined:
        skipped = re.compile(re.escape(dialect.delimiter) + "*").match(text, position)
        position = skipped.end() if skipped else position
    while True:
        opened = patterns.opened.match(text, position)
        closed = patterns.closed.match(text, opened.end()) if opened else None
        if opened and closed:
            cells.append(_unquoted(opened[1], dialect))
            position = closed.end()
        elif opened and opened.end() == length and not at_end:
            return None
        else:
            same_line = patterns.same_line.match(text, position) if opened else None
            if same_line:
                cells.append(same_line[1])
                position = same_line.end()
            else:
                plain = patterns.plain.match(text, position)
                assert plain is not None  # noqa: S101 - the pattern matches nothing too
                cell = plain[0]
                if opened and cell.count(dialect.quote) % 2:
                    fault = UNCLOSED
                position = plain.end()
                cells.append(
                    cell.removesuffix("\r") if position >= length or text[position] == "\n" else cell
                )
        delimiter = patterns.delimiter.match(text, position)
        if not delimiter or not delimiter[0]:
            break
        position = delimiter.end()
    position += text.startswith("\r", position)
    return Record(lines, cells, fault, min(position + 1, length))


def _unquoted(inside: str, dialect: Dialect) -> str:
    if dialect.escaped:
        inside = re.sub(r"\\(.)", r"\1", inside, flags=re.DOTALL)
    return inside.replace(dialect.quote * 2, dialect.quote)

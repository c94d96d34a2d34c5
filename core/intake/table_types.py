"""What a lead list is read into: what the file was taken for, its rows in batches, its broken rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import polars as pl

from core.errors import Problem

LINE = "line"  # the first column of every frame

Kind = Literal["csv", "xlsx", "ods", "json", "jsonl"]


@dataclass(frozen=True, slots=True)
class ReadingChoices:
    """What a person may set by hand; None is found out from the file.

    `encoding` is a name of `core.intake.encodings.ENCODINGS` ("Windows-1252"), `header_line` the line or row
    of the file in which the header stands, from 1; 0 says that there is none.
    """

    encoding: str | None = None
    delimiter: str | None = None
    header_line: int | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class FileReading:
    """What the file was taken for, in words a person knows.

    `quote` is None where no cell is quoted, `delimiter` where there is one column, `header_line` is 0 where
    there is no header. `preamble` holds what stands above the header, a line each. `notes` is what a person
    should look at: nothing in it stops the reading.
    """

    kind: Kind
    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header_line: int = 1
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    compressed: bool = False
    preamble: tuple[str, ...] = ()
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that does not fit the table: where it begins, its cells as far as they can be told, and why."""

    line: int
    cells: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows in the order of the file.

    frame: `line` UInt32 (line or row of the file on which the row begins, from 1; the entry's number in a
    JSON list), then `c0` … `cN` String, one a header, "" where a cell is blank, never null. `broken` holds
    the rows of the same stretch that are not in the frame.
    """

    frame: pl.DataFrame
    broken: tuple[BrokenRow, ...] = ()


def frame_schema(columns: int) -> dict[str, pl.DataType]:
    """The columns of every frame of a table with so many headers."""
    return {LINE: pl.UInt32(), **{f"c{position}": pl.String() for position in range(columns)}}


@dataclass(frozen=True, slots=True)
class TableFile:
    """A list that has been opened: what it was taken for, its headers and its rows.

    `headers` are as written, trimmed and made unique ("Tags", "Tags 2", "Column 4"). `sample` holds the first
    rows (at most 200) in the shape of `Batch.frame`. `rows_estimate` is exact for small files, near for large
    ones, None where nothing can be said. `produce` makes the batches of a size.
    """

    reading: FileReading
    headers: tuple[str, ...]
    sample: pl.DataFrame
    rows_estimate: int | None
    produce: Callable[[int], Iterator[Batch]]

    def batches(self, size: int = 50_000) -> Iterator[Batch]:
        """The rows from the beginning, at most `size` a batch, in bounded memory; may be called again."""
        return self.produce(size)

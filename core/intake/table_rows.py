"""Stretches of records → batches of rows; what is no row of the table is set apart with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from core.intake.cell_kinds import is_blank
from core.intake.decoding import reject
from core.intake.dialect import DELIMITER_NAMES
from core.intake.header_names import without_blank_end
from core.intake.other_tables import same_cells
from core.intake.records import Dialect
from core.intake.safe_cells import restore
from core.intake.table_types import LINE, Batch, BrokenRow, frame_schema
from core.intake.text_blocks import MAX_CELL, TOO_LONG, CleanStretch, Positions, RoughRow, rough_rows

MAX_ROWS = 5_000_000  # one import of more would hold the database for minutes
ZERO_BYTE = "holds a NUL character (a zero byte), which cannot be kept; remove it"
_REPEATED = "repeats the header of the list"
# Where `safe_cells.restore` may find an apostrophe to take away, or a formula that is nothing but text.
_GUARD = r"""'[ ']*[=+\-@\t\r＝＋－＠]|\A=\""""
_GUARD_BYTES = re.compile(rb"'[ ']*(?:[=+\-@\t\r]|\xef\xbc[\x9d\x8b\x8d\xa0])")


@dataclass(frozen=True, slots=True)
class RowRules:
    """What a row of a table must be.

    `numbered`: the first two columns of the text are the row's number and what is wrong with it, as
    `converted` writes them. From `end_line` on the file holds another table.
    """

    dialect: Dialect
    width: int
    header_cells: tuple[str, ...] = ()
    end_line: int | None = None
    numbered: bool = False

    def batches(self, stretches: Iterable[CleanStretch | list[RoughRow]], size: int) -> Iterator[Batch]:
        """The rows in batches of at most `size`. InputRejected beyond 5,000,000 rows."""
        frames: list[pl.DataFrame] = []
        broken: list[BrokenRow] = []
        waiting, seen = 0, 0
        for stretch in stretches:
            batch = self._clean(stretch) if isinstance(stretch, CleanStretch) else self._rough(stretch)
            seen += batch.frame.height + len(batch.broken)
            if seen > MAX_ROWS:
                raise reject(f"has more than {MAX_ROWS:,} rows; split it into several files")
            frames.append(batch.frame)
            broken += batch.broken
            waiting += batch.frame.height + len(batch.broken)
            if waiting >= size // 2:
                yield from _cut(frames, broken, size)
                frames, broken, waiting = [], [], 0
        if waiting:
            yield from _cut(frames, broken, size)

    def _clean(self, stretch: CleanStretch) -> Batch:
        """Most rows by the library, the few that it would read in another way by themselves."""
        doubtful = stretch.sizes() > (MAX_CELL if not self.numbered else len(stretch.content))
        if b"\0" in stretch.content:
            doubtful |= stretch.holding(b"\0")
        returns = stretch.content.count(b"\r")
        if returns and returns != stretch.content.count(b"\r\n"):
            doubtful |= stretch.holding(b"\r", but_not_before=b"\n")
        frame = self._read(stretch, doubtful)
        if frame is None:
            doubtful |= stretch.widths(self.dialect) > self._text_width
            frame = self._read(stretch, doubtful)
        if frame is None:
            return self._one_by_one(stretch)
        # Two searches, because a pattern that begins in two ways takes ten times as long.
        guarded = b'="' in stretch.content or _GUARD_BYTES.search(stretch.content) is not None
        if self.numbered:
            batch = self._numbered(frame, guarded)
        else:
            alone = self._rows_of_one_cell(frame, stretch, np.flatnonzero(~doubtful))
            doubtful[alone] = True
            if len(alone):
                lines = pl.Series(stretch.lines[alone], dtype=pl.UInt32)
                frame = frame.filter(~pl.col(LINE).is_in(lines.implode()))
            batch = self._settle(frame, [], guarded)
        if not doubtful.any():
            return batch
        return _merged(batch, self._rough(stretch.one_by_one(np.flatnonzero(doubtful), self.dialect)))

    @property
    def _text_width(self) -> int:
        return self.width + (2 if self.numbered else 0)

    def _read(self, stretch: CleanStretch, doubtful: npt.NDArray[np.bool_]) -> pl.DataFrame | None:
        """The rows that are not doubtful; None where the library does not read them as they are."""
        if 2 * np.count_nonzero(doubtful) > len(doubtful):
            return None
        some = bool(doubtful.any())
        content = stretch.without(doubtful) if some else stretch.content
        columns = [LINE, "fault"] if self.numbered else []
        columns += [f"c{position}" for position in range(self.width)]
        delimiter = self.dialect.delimiter or "\x1f"
        head = delimiter.join(columns).encode() + b"\n"
        try:
            frame = pl.read_csv(
                head + content,
                separator=delimiter,
                quote_char=self.dialect.quote,
                infer_schema=False,
                empty_string_is_null=False,
            )
        except pl.exceptions.PolarsError:
            return None
        lines = stretch.lines[~doubtful] if some else stretch.lines
        if frame.height != len(lines):
            return None
        return frame if self.numbered else frame.insert_column(0, pl.Series(LINE, lines, pl.UInt32))

    def _rows_of_one_cell(self, frame: pl.DataFrame, stretch: CleanStretch, records: Positions) -> list[int]:
        """The records without any delimiter in a table of three columns or more."""
        if self.width < 3:
            return []
        found = (frame["c1"] == "").arg_true()
        if not len(found):
            return []
        alone = frame[found].select(pl.all_horizontal(pl.exclude(LINE, "c0") == "")).to_series()
        numbers = records[found.filter(alone).to_numpy()]
        rows = stretch.one_by_one(numbers, self.dialect)
        return [number for number, row in zip(numbers.tolist(), rows, strict=True) if len(row.cells) == 1]

    def _one_by_one(self, stretch: CleanStretch) -> Batch:
        rows, _ = rough_rows(stretch.content, self.dialect, int(stretch.lines[0]), True)
        return self._rough(rows)

    def _numbered(self, frame: pl.DataFrame, guarded: bool) -> Batch:
        frame = frame.with_columns(pl.col(LINE).cast(pl.UInt32))
        wrong = frame.filter(pl.col("fault") != "").drop("fault")
        reasons = frame["fault"].filter(frame["fault"] != "")
        broken = [
            BrokenRow(row[0], tuple(row[1:]), reason)
            for row, reason in zip(wrong.iter_rows(), reasons, strict=True)
        ]
        return self._settle(frame.filter(pl.col("fault") == "").drop("fault"), broken, guarded)

    def _settle(self, frame: pl.DataFrame, broken: list[BrokenRow], guarded: bool) -> Batch:
        """Leave out blank rows, set other tables and repeated headers apart, take guards off."""
        first = pl.col("c0").str.strip_chars() == ""
        if frame.select(first.any()).item():
            blank = pl.all_horizontal(pl.exclude(LINE).str.strip_chars() == "")
            suspects = frame.filter(first)
            lines = suspects.filter(blank)[LINE]
            if len(lines):
                frame = frame.filter(~pl.col(LINE).is_in(lines.implode()))
        if self.end_line is not None:
            others = frame.filter(pl.col(LINE) >= self.end_line)
            broken += [BrokenRow(row[0], tuple(row[1:]), self._other_table()) for row in others.iter_rows()]
            frame = frame.filter(pl.col(LINE) < self.end_line)
        if self._names:
            alike = frame.filter(pl.col("c0").str.strip_chars() == self._names[0])
            repeats = [row for row in alike.iter_rows() if same_cells(row[1:], self._names)]
            if repeats:
                broken += [BrokenRow(row[0], tuple(row[1:]), _REPEATED) for row in repeats]
                lines = pl.Series([row[0] for row in repeats], dtype=pl.UInt32)
                frame = frame.filter(~pl.col(LINE).is_in(lines.implode()))
        return Batch(
            without_guards(frame) if guarded else frame, tuple(sorted(broken, key=lambda row: row.line))
        )

    def _rough(self, rows: Iterable[RoughRow]) -> Batch:
        lines: list[int] = []
        kept: list[list[str]] = []
        broken: list[BrokenRow] = []
        width = self.width
        for row in rows:
            row = _numbered_row(row) if self.numbered else row
            cells = row.cells
            if (not cells or not cells[0] or cells[0].isspace() or "\0" in cells[0]) and is_blank(cells):
                continue
            if len(cells) > width:
                cells = without_blank_end(cells)
            reason = row.fault or self._fault(row.line, cells)
            if reason:
                broken.append(BrokenRow(row.line, tuple(restore(cell[:MAX_CELL]) for cell in cells), reason))
                continue
            lines.append(row.line)
            kept.append(cells if len(cells) == width else cells + [""] * (width - len(cells)))
        return Batch(without_guards(frame_of(lines, kept, width)), tuple(broken))

    def _fault(self, line: int, cells: Sequence[str]) -> str | None:
        if self.end_line is not None and line >= self.end_line:
            return self._other_table()
        if max(map(len, cells), default=0) > MAX_CELL:
            return TOO_LONG
        if "\0" in "".join(cells):
            return ZERO_BYTE
        if len(cells) > self.width or (len(cells) == 1 and self.width >= 3 and not self.numbered):
            return self._width_fault(len(cells))
        if self._names and cells[0].strip() == self._names[0] and same_cells(cells, self._names):
            return _REPEATED
        return None

    def _width_fault(self, count: int) -> str:
        shown = f"has {count} cell{'s' if count != 1 else ''} where the header has {self.width}"
        if self.numbered:
            return f"{shown}; give the columns behind the last one a name in the header, or clear them"
        if count < self.width:
            return f"{shown}; put quotation marks round a cell that holds a line break, or remove the line"
        name = DELIMITER_NAMES.get(self.dialect.delimiter, repr(self.dialect.delimiter))
        return f"{shown}; put quotation marks round a cell that holds the delimiter ({name})"

    @property
    def _names(self) -> tuple[str, ...]:
        """The header's cells where they are enough to know it by when it comes again."""
        return self.header_cells if self.width > 1 else ()

    def _other_table(self) -> str:
        return f"belongs to another table, which begins in line {self.end_line:,}; import it by itself"


def _numbered_row(row: RoughRow) -> RoughRow:
    return RoughRow(int(row.cells[0]), row.cells[2:], row.cells[1] or row.fault)


def _merged(batch: Batch, other: Batch) -> Batch:
    frame = pl.concat((batch.frame, other.frame)).sort(LINE) if other.frame.height else batch.frame
    return Batch(frame, tuple(sorted((*batch.broken, *other.broken), key=lambda row: row.line)))


def frame_of(lines: Sequence[int], rows: Sequence[Sequence[str]], width: int) -> pl.DataFrame:
    """A frame of rows that all have the width of the table."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * width
    data: dict[str, Sequence[int] | Sequence[str]] = {LINE: lines}
    data.update({f"c{position}": column for position, column in enumerate(columns)})
    return pl.DataFrame(data, schema=frame_schema(width))


def without_guards(frame: pl.DataFrame) -> pl.DataFrame:
    """The cells as they were before an export made them harmless for spreadsheets."""
    names = frame.columns[1:]
    if not frame.height:
        return frame
    guarded = frame.select(
        (pl.col(name).str.contains("'", literal=True) | pl.col(name).str.starts_with('="')).any()
        for name in names
    ).row(0)
    for name, some in zip(names, guarded, strict=True):
        if some and frame[name].str.contains(_GUARD).any():
            cells = [restore(cell) if "'" in cell or cell[:2] == '="' else cell for cell in frame[name]]
            frame = frame.with_columns(pl.Series(name, cells, pl.String))
    return frame


def _cut(frames: list[pl.DataFrame], broken: list[BrokenRow], size: int) -> Iterator[Batch]:
    frame = frames[0] if len(frames) == 1 else pl.concat(frames)
    if frame.height <= size:
        yield Batch(frame, tuple(broken))
        return
    for start in range(0, frame.height, size):
        part = frame.slice(start, size)
        last = start + size >= frame.height
        until = None if last else part[LINE][-1]
        yield Batch(part, tuple(row for row in broken if until is None or row.line <= until))
        broken = [row for row in broken if until is not None and row.line > until]

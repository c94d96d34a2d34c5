"""A stream of text → stretches of whole records, each well formed throughout or read record by record.

Most lists are well formed, and a dataframe library reads those many times faster than any loop over rows; but
it must not see a row that it would read in another way than `records` does. So the quotation marks of each
block are looked at first, all at once: a mark opens a cell (after a delimiter or a line end), closes one
(before either) or stands twice inside of one, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from core.intake.records import UNCLOSED, Dialect, read_records

BLOCK = 4 * 1024 * 1024
MAX_CELL = 32_767  # characters; a cell of a spreadsheet holds no more
TOO_LONG = f"has a cell with more than {MAX_CELL:,} characters; shorten it"
_CAREFUL = 64 * 1024  # bytes that are read record by record at a fault
_MOST_CAREFUL = 512 * 1024
_SHOWN = 1_000  # characters of an overlong cell that are kept, to be recognised by

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CleanStretch:
    """Bytes of whole, well-formed records: record i ends at `ends[i]` and begins on line `lines[i]`."""

    content: bytes
    ends: Positions
    lines: Positions

    def sizes(self) -> Positions:
        """Bytes of each record."""
        return np.diff(self.ends, prepend=0)

    def record(self, number: int) -> bytes:
        """The bytes of one record."""
        return self.content[int(self.ends[number - 1]) if number else 0 : int(self.ends[number])]

    def holding(self, byte: bytes, but_not_before: bytes = b"") -> npt.NDArray[np.bool_]:
        """Which records hold a byte, where another does not follow it."""
        found = np.zeros(len(self.ends), bool)
        codes = np.frombuffer(self.content, np.uint8)
        places = np.flatnonzero(codes == ord(byte))
        if but_not_before:
            places = places[codes[np.minimum(places + 1, len(codes) - 1)] != ord(but_not_before)]
        found[np.searchsorted(self.ends, places, "right")] = True
        return found

    def widths(self, dialect: Dialect) -> Positions:
        """Cells of each record."""
        codes = np.frombuffer(self.content, np.uint8)
        delimiters = np.flatnonzero(codes == (ord(dialect.delimiter) if dialect.delimiter else 0))
        marks = np.flatnonzero(codes == ord(dialect.quote))
        if len(marks):
            delimiters = delimiters[np.searchsorted(marks, delimiters) % 2 == 0]
        return np.diff(np.searchsorted(delimiters, self.ends), prepend=0) + 1

    def without(self, left_out: npt.NDArray[np.bool_]) -> bytes:
        """The bytes of the other records."""
        edges = np.flatnonzero(np.diff(~left_out, prepend=False, append=False))
        starts = np.concatenate((np.zeros(1, np.int64), self.ends))
        return b"".join(
            self.content[int(starts[first]) : int(starts[behind])]
            for first, behind in zip(edges[::2], edges[1::2], strict=True)
        )

    def one_by_one(self, numbers: Positions, dialect: Dialect) -> list[RoughRow]:
        """Some records, each read by itself."""
        found: list[RoughRow] = []
        for number in numbers.tolist():
            found += rough_rows(self.record(number), dialect, int(self.lines[number]), True)[0]
        return found


class RoughRow(NamedTuple):
    """A record that was read by itself: its line, its cells, and what is wrong with it."""

    line: int
    cells: list[str]
    fault: str | None = None


class Stretches:
    """The records of a text from a line on, in order."""

    def __init__(
        self, blocks: Iterator[bytes], dialect: Dialect, width: int, line: int, block: int = BLOCK
    ) -> None:
        self._blocks = blocks
        self._dialect = dialect
        self._width = width
        self._line = line
        self._block = block
        self._open_at_most = max(2 * block, 2 * BLOCK)  # bytes in which a record must have ended
        self._rest = b""
        self._stuck = False
        self._at_end = False
        self._careful = _CAREFUL
        # The library knows delimiters and quotation marks of one byte, and one way to write them.
        self._fast = dialect.delimiter.isascii() and len(dialect.delimiter) <= 1 and not dialect.joined
        self._fast = self._fast and not dialect.wrapped

    def __iter__(self) -> Iterator[CleanStretch | list[RoughRow]]:
        while self._fill():
            content = self._rest
            whole = len(content) if self._at_end else content.rfind(b"\n") + 1
            ends, lines, faulty = self._look_shortly(content, whole) or self._look(content[:whole])
            clean = int(ends[-1]) if len(ends) else 0
            if clean:
                yield CleanStretch(content[:clean], ends, lines + self._line)
                last = int(ends[-2]) if len(ends) > 1 else 0
                self._line += int(lines[-1]) + content.count(b"\n", last, clean)
            used = clean
            if clean < whole and (faulty or self._at_end):
                rows, taken = self._one_by_one(content[clean:whole], faulty)
                self._line += content.count(b"\n", clean, clean + taken)
                # Where fault follows fault, longer stretches are read with care.
                self._careful = _CAREFUL if clean > self._careful else min(2 * self._careful, _MOST_CAREFUL)
                used += taken
                if rows:
                    yield rows
            self._rest = content[used:]
            self._stuck = not used
            if not used and len(content) > self._open_at_most:
                yield [self._too_long()]

    def _look_shortly(self, content: bytes, whole: int) -> tuple[Positions, Positions, bool] | None:
        """Where faults are many, look only as far as the next one may be; None where that says nothing."""
        if self._careful == _CAREFUL or 2 * self._careful >= whole:
            return None
        ends, lines, faulty = self._look(content[: content.rfind(b"\n", 0, 2 * self._careful) + 1])
        return (ends, lines, True) if faulty else None

    def _one_by_one(self, content: bytes, faulty: bool) -> tuple[list[RoughRow], int]:
        """The records at a fault and shortly behind it, and how many bytes they take."""
        if not faulty:  # a quotation mark is open up to the end of the file
            text = content.decode("utf-8", "replace")
            record = next(iter(read_records(text, self._dialect, True)))
            row = RoughRow(self._line + record.lines_before, record.cells, record.fault)
            return [row], len(text[: record.end].encode()) if record.end < len(text) else len(content)
        size = self._careful if self._fast else len(content)
        while True:
            cut = content.rfind(b"\n", 0, size) + 1 if size < len(content) else len(content)
            whole = cut == len(content)
            rows, taken = rough_rows(content[:cut], self._dialect, self._line, whole and self._at_end)
            if taken or whole:
                return rows, taken
            size *= 2

    def _fill(self) -> bool:
        """Read a block more, behind what is left; whether there is anything to read."""
        if len(self._rest) >= self._block and not self._stuck:
            return True
        parts, size = [self._rest], len(self._rest)
        wanted = size + max(self._block, size)
        while size < wanted and not self._at_end:
            block = next(self._blocks, None)
            if block is None:
                self._at_end = True
            else:
                parts.append(block)
                size += len(block)
        self._rest = b"".join(parts)
        if self._at_end and self._rest and not self._rest.endswith(b"\n"):
            self._rest += b"\n"
        return bool(self._rest)

    def _look(self, content: bytes) -> tuple[Positions, Positions, bool]:
        """Ends and lines (from 0) of the well-formed records at the beginning; whether a fault follows."""
        if not self._fast or not content or (self._dialect.escaped and b"\\" in content):
            nothing = np.empty(0, np.int64)
            return nothing, nothing, True
        codes = np.frombuffer(content, np.uint8)
        newlines = np.flatnonzero(codes == ord("\n"))
        quote = ord(self._dialect.quote)
        if self._dialect.quote.encode() not in content:
            return newlines + 1, np.arange(len(newlines)), False
        marks = np.flatnonzero(codes == quote)
        faulty = self._first_fault(codes, marks)
        if faulty is not None:
            newlines = newlines[newlines < faulty]
        outside = np.flatnonzero(np.searchsorted(marks, newlines) % 2 == 0)
        lines = np.concatenate((np.zeros(1, np.int64), outside[:-1] + 1)) if len(outside) else outside
        return newlines[outside] + 1, lines, faulty is not None

    def _first_fault(self, codes: npt.NDArray[np.uint8], marks: Positions) -> int | None:
        """Where the first quotation mark stands that neither opens, closes nor stands twice."""
        delimiter = ord(self._dialect.delimiter) if self._dialect.delimiter else ord("\n")
        before = codes[marks - 1]
        if marks[0] == 0:
            before[0] = ord("\n")
        after = codes[np.minimum(marks + 1, len(codes) - 1)]
        beyond = codes[np.minimum(marks + 2, len(codes) - 1)]
        beside = np.diff(marks) == 1
        twice_before, twice_after = np.zeros(len(marks), bool), np.zeros(len(marks), bool)
        twice_before[1:] = beside
        twice_after[:-1] = beside
        opens = (before == delimiter) | (before == ord("\n")) | twice_before
        closes = (
            (after == delimiter)
            | (after == ord("\n"))
            | ((after == ord("\r")) & (beyond == ord("\n")))
            | twice_after
        )
        right = np.where(np.arange(len(marks)) % 2 == 0, opens, closes)
        wrong = np.flatnonzero(~right)
        return int(marks[wrong[0]]) if len(wrong) else None

    def _too_long(self) -> RoughRow:
        """Pass over a record that does not end: one mark never closed, or a cell of many megabytes."""
        content, line = self._rest, self._line
        first, newline, rest = content.partition(b"\n")
        text = first[: 4 * _SHOWN].decode("utf-8", "ignore")
        cells = text.split(self._dialect.delimiter) if self._dialect.delimiter else [text]
        shown = [cell[:_SHOWN] for cell in cells]
        if newline and self._reads_as_rows(rest):
            self._rest = rest
            self._line += 1
            return RoughRow(line, shown, UNCLOSED)
        quoted = bool(newline) or rough_rows(content, self._dialect, 0, False)[1] == 0
        ended = self._pass_over(quoted)
        return RoughRow(line, shown, TOO_LONG if ended else f"{TOO_LONG}; {UNCLOSED}")

    def _reads_as_rows(self, content: bytes) -> bool:
        """Whether lines are rows of the table by themselves, not the inside of a cell."""
        delimiter = self._dialect.delimiter.encode()
        lines = [line for line in content.split(b"\n", 50)[:50] if line.strip()]
        fitting = sum(line.count(delimiter) == self._width - 1 for line in lines) if delimiter else 0
        return 2 * fitting >= len(lines)

    def _pass_over(self, quoted: bool) -> bool:
        """Drop everything up to the line end that ends the record; whether there was one."""
        marks_before = 0
        while True:
            codes = np.frombuffer(self._rest, np.uint8)
            newlines = np.flatnonzero(codes == ord("\n"))
            marks = np.flatnonzero(codes == ord(self._dialect.quote)) if quoted else newlines[:0]
            ends = newlines[(np.searchsorted(marks, newlines) + marks_before) % 2 == 0]
            if len(ends):
                end = int(ends[0]) + 1
                self._line += self._rest.count(b"\n", 0, end)
                self._rest = self._rest[end:]
                return True
            self._line += len(newlines)
            marks_before += len(marks)
            self._rest = b""
            if self._at_end or not self._fill():
                return False


def rough_rows(content: bytes, dialect: Dialect, line: int, at_end: bool) -> tuple[list[RoughRow], int]:
    """The records of a stretch one by one, and how many bytes they take.

    Where the stretch is not the end of the file, a record that may go on behind it is left out.
    """
    text = content.decode("utf-8", "replace")
    rows: list[RoughRow] = []
    end = 0
    for record in read_records(text, dialect, at_end):
        rows.append(RoughRow(line + record.lines_before, record.cells, record.fault))
        end = record.end
    return rows, len(content) if end == len(text) else len(text[:end].encode())

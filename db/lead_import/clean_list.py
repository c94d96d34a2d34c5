"""A list that was read and checked: its leads and its rejected rows, in files where they are many."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from core.errors import DeliveryFailed
from core.intake.column_mapping import ColumnChoice
from core.intake.lead_frames import CleanBatch
from core.lead_matching import WAYS, By, Keys
from db.lead_import.staging import NO_ROOM

_IN_MEMORY = 100_000  # rows up to which no file is written
_PORTION = 10_000  # rows that are worked on at a time; a row that is known brings its stored lead along
_COMPARED = ("email_key", "phone_key", "name_key", "given_id")


class CleanList:
    """Filled batch by batch, then read as often as needed. Use as a context manager: its files go at the end.

    `merged` rows belong to an earlier row of the list, by line: (line of that row, which key says so).
    `added` is what they add to it, by that line, and `keys` what it is compared by together with them.
    """

    def __init__(self, folder: Path, headers: tuple[str, ...], mapping: tuple[ColumnChoice, ...]) -> None:
        self.headers = headers
        self.mapping = mapping
        self.read = 0
        self.rejected_count = 0
        self.merged: dict[int, tuple[int, By]] = {}
        self.added: dict[int, dict[str, Any]] = {}
        self.keys: dict[int, Keys] = {}
        self.warnings: Counter[str] = Counter()
        self._folder = folder
        self._spilled: tempfile.TemporaryDirectory[str] | None = None
        self._leads: list[pl.DataFrame | Path] = []
        self._rejected: list[pl.DataFrame | Path] = []
        self._keys: list[pl.DataFrame] = []
        self._again = pl.Series([], dtype=pl.UInt32)

    def __enter__(self) -> CleanList:
        return self

    def __exit__(self, *_: object) -> None:
        if self._spilled is not None:
            self._spilled.cleanup()

    def add(self, batch: CleanBatch) -> None:
        self.read += batch.accepted.height + batch.rejected.height
        self.rejected_count += batch.rejected.height
        # A hash tells what may be the same; what is, is told by the keys themselves.
        hashes = (pl.when(pl.col(key).is_not_null()).then(pl.col(key).hash()).alias(key) for key in _COMPARED)
        self._keys.append(batch.accepted.select("line", *hashes))
        self._leads.append(self._keep("leads", batch.accepted))
        if batch.rejected.height:
            self._rejected.append(self._keep("rejected", batch.rejected))

    def close_reading(self) -> pl.Series:
        """Lines that share a key with another row, and may be one person; an id given twice counts once."""
        keys = pl.concat(self._keys) if self._keys else pl.DataFrame(schema={"line": pl.UInt32})
        self._keys = [keys]
        if not keys.height:
            return keys["line"]
        ids = keys.lazy().filter(pl.col("given_id").is_not_null() & ~pl.col("given_id").is_first_distinct())
        self._again = ids.select("line").collect().to_series()
        found = pl.Series([], dtype=pl.UInt32)
        for key, lacks, other_lacks in WAYS:
            twice = keys.filter(pl.col(key).is_not_null() & pl.col(key).is_duplicated())
            others = _lacking(twice, other_lacks)[key].unique().implode()
            found.append(_lacking(twice, lacks).filter(pl.col(key).is_in(others))["line"])
        return found.unique()

    def lines_whose(self, key: str, hashes: pl.Series, lacks: Sequence[str] = ()) -> pl.Series:
        """Lines whose key has one of the hashes and that have none of the keys that they are to lack; the
        line of a merged row is that of its first row."""
        (keys,) = self._keys
        found = _lacking(keys, lacks).filter(pl.col(key).is_in(hashes.implode()))["line"]
        merged = found.filter(found.is_in(pl.Series([*self.merged], dtype=pl.UInt32).implode()))
        return found.append(pl.Series([self.merged[line][0] for line in merged], dtype=pl.UInt32))

    @property
    def is_portioned(self) -> bool:
        """Whether `leads` gives the list in several portions."""
        return self.read > _PORTION

    def names_any(self, key: str, lacks: Sequence[str] = ()) -> bool:
        """Whether any row has the key and none of those that it is to lack."""
        (keys,) = self._keys
        rows = _lacking(keys, lacks)
        return rows.height > rows[key].null_count()

    def leads(self) -> Iterator[pl.DataFrame]:
        """The leads, some at a time (columns: ACCEPTED of core.intake.lead_frames), without the merged rows;
        the same portions each time."""
        merged = pl.Series(sorted(self.merged), dtype=pl.UInt32)
        for frame in (portion for kept in self._leads for portion in _frame(kept).iter_slices(_PORTION)):
            if len(merged):
                frame = frame.filter(~pl.col("line").is_in(merged.implode()))
            if len(self._again):
                again = pl.col("line").is_in(self._again.implode())
                frame = frame.with_columns(given_id=pl.when(~again).then("given_id"))
            yield frame

    def rejected(self) -> Iterator[pl.DataFrame]:
        """The rejected rows batch by batch (columns of core.intake.lead_frames.REJECTED)."""
        for kept in self._rejected:
            yield _frame(kept)

    def _keep(self, what: str, frame: pl.DataFrame) -> pl.DataFrame | Path:
        if self.read <= _IN_MEMORY:
            return frame
        try:
            if self._spilled is None:
                self._spilled = tempfile.TemporaryDirectory(prefix="clean-", dir=self._folder)
            path = Path(self._spilled.name) / f"{what}-{self.read}.arrow"
            frame.write_ipc(path)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise DeliveryFailed(NO_ROOM) from error
        return path


def _lacking(keys: pl.DataFrame, lacks: Sequence[str]) -> pl.DataFrame:
    return keys.filter(pl.all_horizontal(pl.col(lacks).is_null())) if lacks else keys


def _frame(kept: pl.DataFrame | Path) -> pl.DataFrame:
    return pl.read_ipc(kept) if isinstance(kept, Path) else kept

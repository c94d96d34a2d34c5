"""Rows of a lead list → leads that are cleaned, checked and scored, and the rows that cannot be, with why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from core.intake.blank_cells import saying_nothing
from core.intake.column_mapping import ATTRIBUTES, ColumnChoice
from core.intake.columns.json_text import as_text, quoted
from core.intake.columns.plain_rows import PlainRows
from core.intake.date_cells import DateOrder, OrderDecision, OrderSurvey
from core.intake.lead_frames import ACCEPTED, REJECTED, UNJUDGED, CleanBatch
from core.intake.lead_verdict import LeadJudge
from core.intake.phone_country import CountrySurvey, PhoneCountry
from core.intake.scale_cells import ScoreScale, score_scale
from core.intake.single_rows import RowReader, lead_of_row
from core.intake.table_types import LINE, Batch
from core.leads import LeadInput
from core.plain_json import printable


@dataclass(frozen=True, slots=True)
class ColumnDecisions:
    """What the whole file decided: the order of dates, the scale of its scores, where numbers are from."""

    date: OrderDecision
    scale: ScoreScale
    phone: PhoneCountry


class ColumnSurvey:
    """A first look over the whole file, before any cell is read."""

    def __init__(self, mapping: Sequence[ColumnChoice]) -> None:
        self._columns = {choice.field: choice.column for choice in mapping if choice.field != ATTRIBUTES}
        self._order = OrderSurvey()
        self._scores: set[str] = set()
        self._country = CountrySurvey(mapping)

    @property
    def is_needed(self) -> bool:
        """Whether a column of the list can only be read once all of it was seen."""
        return self._country.has_phones or not self._columns.keys().isdisjoint(("received_at", "score"))

    def feed(self, batch: Batch) -> None:
        if "received_at" in self._columns:
            self._order.feed(batch.frame[f"c{self._columns['received_at']}"].unique().to_list())
        if "score" in self._columns:
            self._scores.update(batch.frame[f"c{self._columns['score']}"].unique().to_list())
        self._country.feed(batch.frame)

    def decide(
        self, usual: str, country: str | None = None, order: DateOrder | None = None
    ) -> ColumnDecisions:
        """The decisions. `usual` is the agency's country; `country` and `order` of dates are what a person
        set."""
        phone = self._country.decide(usual, country)
        return ColumnDecisions(self._order.decide(phone.country, order), score_scale(self._scores), phone)


class LeadCleaner:
    """Reads the rows of one list; `warnings` counts what a person should know, by sentence.

    Plain rows are read as whole columns. A row that is not, one with a mistake or two phone numbers, say, is
    read by itself. Both readings give the same, so it never matters which a row gets.
    """

    def __init__(
        self,
        headers: Sequence[str],
        mapping: Sequence[ColumnChoice],
        decisions: ColumnDecisions,
        judge: LeadJudge,
    ) -> None:
        chosen = [choice.field for choice in sorted(mapping, key=lambda choice: choice.column)]
        fields = _each_once(chosen)
        # Of several columns of a field the first filled cell of a row counts.
        self._stand_ins = [
            (field, chosen.index(field), place)
            for place, field in enumerate(chosen)
            if field != ATTRIBUTES and chosen.index(field) < place
        ]
        about = (headers, fields, decisions.date.order, decisions.scale, decisions.phone)
        self._columns = PlainRows(*about)
        self._rows = RowReader(*about)
        self._judge = judge

    @property
    def warnings(self) -> Counter[str]:
        return self._columns.warnings + self._rows.warnings

    def clean(self, batch: Batch) -> CleanBatch:
        """Every row of the batch as a lead or with the reason why it is none."""
        leads, others = self._columns.read(self._first_filled(batch.frame))
        single, rejected = self._read_singly(others, batch)
        if single.height:
            leads = pl.concat([leads, single]).sort("line")
        return self._judged(leads, rejected)

    def clean_singly(self, batch: Batch) -> CleanBatch:
        """The same row by row: what `clean` has to agree with."""
        return self._judged(*self._read_singly(self._first_filled(batch.frame), batch))

    def _first_filled(self, frame: pl.DataFrame) -> pl.DataFrame:
        for field, one, two in self._stand_ins:
            first, other = f"c{one}", f"c{two}"
            cells = frame[first].str.strip_chars()
            blank = (cells == "") | saying_nothing(field, cells)
            frame = frame.with_columns(
                pl.when(blank).then(other).otherwise(first).alias(first),
                pl.when(blank).then(pl.lit("")).otherwise(other).alias(other),
            )
        return frame

    def _judged(self, leads: pl.DataFrame, rejected: pl.DataFrame) -> CleanBatch:
        return CleanBatch(leads.hstack(self._judge.judge_frame(leads)).select(ACCEPTED.keys()), rejected)

    def _read_singly(self, rows: pl.DataFrame, batch: Batch) -> tuple[pl.DataFrame, pl.DataFrame]:
        accepted: list[dict[str, Any]] = []
        rejected = [(row.line, _as_json(row.cells), f"The row {row.reason}") for row in batch.broken]
        for line, *cells in rows.iter_rows():
            row = self._rows.read(cells)
            if row.reasons:
                rejected.append((line, _as_json(cells), "; ".join(row.reasons)))
            else:
                accepted.append(lead_of_row(line, row))
        if self._stand_ins:
            rejected = _as_written(rejected, batch.frame)
        rejected.sort(key=lambda row: row[0])
        return (
            pl.DataFrame(accepted, schema=UNJUDGED, orient="row"),
            pl.DataFrame(rejected, schema=REJECTED, orient="row"),
        )


def _as_written(rejected: list[tuple[int, str, str]], frame: pl.DataFrame) -> list[tuple[int, str, str]]:
    """The rejected rows with their cells where they stood."""
    lines = pl.Series([line for line, _, _ in rejected], dtype=pl.UInt32)
    written = {line: cells for line, *cells in frame.filter(pl.col(LINE).is_in(lines.implode())).iter_rows()}
    return [
        (line, _as_json(written[line]) if line in written else cells, why) for line, cells, why in rejected
    ]


def lead_of(given: Mapping[str, Any], lead_id: str) -> LeadInput:
    """The lead of an `input_json`, with its id."""
    return LeadInput.model_validate({"id": lead_id, **given})


def cells_of(batch: Batch) -> pl.DataFrame:
    """line and cells_json (the row as it is written, a JSON list) of every row of the batch's frame."""
    cells = [quoted(batch.frame[name]).alias(name) for name in batch.frame.columns if name != LINE]
    joined = pl.DataFrame(cells).select(pl.concat_str(pl.all(), separator=",").alias("cells"))
    listed = joined.select(pl.lit("[") + pl.col("cells") + "]").to_series()
    return pl.DataFrame({"line": batch.frame[LINE], "cells_json": listed})


def _each_once(fields: Sequence[str]) -> list[str]:
    """Where two columns were taken for the same field, the first has it and the other keeps its own name for
    what is left in it."""
    return [ATTRIBUTES if field in fields[:position] else field for position, field in enumerate(fields)]


def _as_json(cells: Sequence[str]) -> str:
    return as_text([printable(cell) for cell in cells])

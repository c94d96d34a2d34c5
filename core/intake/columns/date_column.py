"""A column of dates → moments in UTC: the ISO ones at once, the others by the reader of single cells."""

from __future__ import annotations

import polars as pl

from core.intake.columns.distinct import read_distinct
from core.intake.date_cells import EARLIEST_YEAR, LATEST_YEAR, DateOrder, read_date_cell

MOMENT = pl.Datetime("us", "UTC")
_DAY = r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z"
_MOMENT = r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}Z?\z"


def read_dates(texts: pl.Series, order: DateOrder) -> pl.DataFrame:
    """value (Datetime, UTC), written (the cell, where it is written otherwise) and kept (the cell that is no
    date and stays as it is)."""
    frame = texts.alias("text").to_frame().with_columns(day=pl.col("text").str.slice(0, 10))
    moment = pl.col("day") + "T" + pl.col("text").str.slice(11, 8)
    plain = frame.select(
        pl.when(pl.col("text").str.contains(_DAY))
        .then(pl.col("day").str.to_datetime("%Y-%m-%d", time_unit="us", strict=False))
        .when(pl.col("text").str.contains(_MOMENT))
        .then(moment.str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="us", strict=False))
        .dt.replace_time_zone("UTC")
        .alias("plain")
    ).to_series()
    in_range = plain.dt.year().is_between(EARLIEST_YEAR, LATEST_YEAR).fill_null(value=False)
    plain = plain.set(~in_range, None)
    others = texts.set(in_range, None)
    found = read_distinct(others, lambda text: (read_date_cell(text, order),), {"value": MOMENT})
    return found.with_columns(text=texts, plain=plain).select(
        value=(value := pl.coalesce("plain", "value")),
        written=pl.when(iso_text(value).str.to_lowercase() != pl.col("text").str.to_lowercase()).then("text"),
        kept=pl.when(value.is_null()).then("text"),
    )


def iso_text(moment: pl.Expr) -> pl.Expr:
    """A moment in UTC as Python writes it: `2026-02-03T10:00:00+00:00`, with microseconds if it has any."""
    fraction = pl.when(moment.dt.microsecond() > 0).then(moment.dt.strftime("%.6f")).otherwise(pl.lit(""))
    return moment.dt.strftime("%Y-%m-%dT%H:%M:%S") + fraction + "+00:00"

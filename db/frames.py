"""Frames on their way into a database: whole columns are brought into its format at once."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

_SLICE = 20_000


def as_text_moments(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with moments and days as SQLite keeps them, which has no type for either."""
    return frame.with_columns(
        pl.col(name).dt.strftime("%Y-%m-%d %H:%M:%S%.6f" if kind == pl.Datetime else "%Y-%m-%d")
        for name, kind in frame.schema.items()
        if kind in (pl.Datetime, pl.Date)
    )


def csv_slices(frame: pl.DataFrame) -> Iterator[bytes]:
    """The frame as CSV for COPY, in pieces: nothing for null, and "" for an empty text."""
    for piece in frame.iter_slices(_SLICE):
        text = piece.write_csv(
            include_header=False,
            null_value="",
            quote_style="necessary",
            datetime_format="%Y-%m-%d %H:%M:%S%.6f%:z",
        )
        yield text.encode()

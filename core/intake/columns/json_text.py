"""JSON objects, one a row, from columns; a value that is null is left out."""

from __future__ import annotations

import json
from collections.abc import Sequence

import polars as pl

_NOT_PLAIN = r'["\\\x00-\x1f]'


def as_text(value: object) -> str:
    """The JSON of one value, written as the columns write it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def quoted(texts: pl.Series) -> pl.Series:
    """Each text as a JSON string."""
    special = texts.str.contains(_NOT_PLAIN).fill_null(value=False)
    if special.any():
        places = special.arg_true()
        escaped = [as_text(text)[1:-1] for text in texts.gather(places)]
        texts = texts.clone().scatter(places, escaped)
    return texts.to_frame("t").select(pl.lit('"') + pl.col("t") + '"').to_series()


def members(named: Sequence[tuple[str, pl.Series]], rows: int) -> pl.Series:
    """`"name":value,"name":value` of columns whose values are JSON already; "" where a row has none."""
    if not named:
        return pl.Series([""], dtype=pl.String).new_from_index(0, rows)
    frame = pl.DataFrame([values.alias(str(place)) for place, (_, values) in enumerate(named)])
    parts = [pl.lit(f"{as_text(name)}:") + pl.col(str(place)) for place, (name, _) in enumerate(named)]
    return frame.select(pl.concat_str(parts, separator=",", ignore_nulls=True).alias("members")).to_series()


def objects(inside: pl.Series) -> pl.Series:
    """`{…}` around members; null where there are none."""
    return (
        inside.to_frame("t")
        .select(pl.when(pl.col("t") != "").then(pl.lit("{") + pl.col("t") + "}"))
        .to_series()
    )

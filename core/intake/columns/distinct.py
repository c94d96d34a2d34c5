"""A reader of single cells over a whole column: each distinct value is read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import polars as pl


def read_distinct(
    texts: pl.Series, read: Callable[[str], Iterable[Any]], schema: Mapping[str, Any]
) -> pl.DataFrame:
    """What `read` answers for each text, a column for each of its parts; null where the text is null."""
    distinct = texts.drop_nulls().unique()
    found = pl.DataFrame([read(text) for text in distinct], schema=dict(schema), orient="row")
    return (
        texts.alias("_text")
        .to_frame()
        .join(found.with_columns(distinct.alias("_text")), on="_text", how="left", maintain_order="left")
        .drop("_text")
    )


def filled(texts: pl.Series) -> pl.Series:
    """Null where a cell is blank; readers of columns take them so."""
    return texts.set(texts == "", None)

"""A column of e-mail addresses: the plain ones at once, the others by the reader of single cells."""

from __future__ import annotations

from typing import Any

import polars as pl

from core.intake.columns.distinct import read_distinct
from core.intake.contact_cells import LONGEST_EMAIL, PLAIN_EMAIL, name_beside, read_email_cell

_READ: dict[str, Any] = {"value": pl.String, "key": pl.String, "odd": pl.Boolean}


def read_emails(texts: pl.Series) -> pl.DataFrame:
    """value, key (as addresses are compared), written (the cell, where the value differs from it) and odd
    (no address, several, or a name beside it: the row is read by itself)."""
    plain = texts.str.contains(rf"\A(?:{PLAIN_EMAIL})\z") & (texts.str.len_bytes() <= LONGEST_EMAIL)
    others = texts.set(plain.fill_null(value=False), None)
    found = read_distinct(others, _read, _READ) if others.count() else _nothing(len(texts))
    is_plain = plain.fill_null(value=False)
    return found.with_columns(text=texts, plain=is_plain).select(
        value=pl.when("plain").then("text").otherwise("value"),
        key=pl.when("plain").then(pl.col("text").str.to_lowercase()).otherwise("key"),
        # A plain address stays as it is; another differs at least in what stands around it.
        written=pl.when(pl.col("plain") | (pl.col("text").str.to_lowercase() == pl.col("key")))
        .then(None)
        .otherwise("text"),
        odd=pl.col("odd").fill_null(value=False),
    )


def _read(text: str) -> tuple[str | None, str | None, bool]:
    cell = read_email_cell(text)
    return cell.email, cell.key, bool(cell.problem or cell.further or name_beside(text))


def _nothing(rows: int) -> pl.DataFrame:
    return pl.DataFrame({name: pl.Series([None] * rows, dtype=kind) for name, kind in _READ.items()})

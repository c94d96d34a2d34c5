"""A column of phone numbers → E.164: the plain ones at once, the others by the reader of single cells."""

from __future__ import annotations

from typing import Any

import polars as pl

from core.intake.columns.distinct import read_distinct
from core.intake.columns.plain_phones import read_plain_phones
from core.intake.contact_cells import LOST, read_phone_cell

_READ: dict[str, Any] = {
    "value": pl.String, "key": pl.String, "kept": pl.Boolean, "doubt": pl.String, "odd": pl.Boolean
}  # fmt: skip


def read_phones(texts: pl.Series, country: str | pl.Series) -> pl.DataFrame:
    """The numbers of a column; `country` is where those without a country code are from, of all or of each:
    value, key (as numbers are compared), written (the cell, where the value differs), kept (the cell that
    is no number and stays as it is), doubt (what is to be said about it) and odd (an extension or several
    numbers: the row is read by itself)."""
    if isinstance(country, str):
        return _read_phones(texts, country)
    parts = texts.alias("text").to_frame().with_columns(country=country).with_row_index("row")
    read = [
        _read_phones(part["text"], str(part["country"][0])).with_columns(part["row"])
        for part in parts.partition_by("country")
    ]
    return pl.concat(read).sort("row").drop("row") if read else _read_phones(texts, "")


def _read_phones(texts: pl.Series, country: str) -> pl.DataFrame:
    plain = read_plain_phones(texts, country)
    others = texts.set(plain.is_not_null(), None)

    def read(text: str) -> tuple[str | None, str | None, bool, str | None, bool]:
        cell = read_phone_cell(text, country)
        odd = bool(cell.extension or cell.further or cell.doubt == LOST)
        return cell.phone, cell.key, cell.phone is None, cell.doubt, odd

    return (
        read_distinct(others, read, _READ)
        .with_columns(text=texts, plain=plain)
        .select(
            value=pl.coalesce("plain", "value"),
            key=pl.coalesce("plain", "key"),
            written=pl.when(pl.coalesce("plain", "value") != pl.col("text")).then("text"),
            kept=pl.when("kept").then("text"),
            doubt=pl.when("kept").then(None).otherwise("doubt"),
            odd=pl.col("odd").fill_null(value=False),
        )
    )

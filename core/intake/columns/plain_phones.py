"""Phone numbers that are a country's usual digits with usual marks between them, read by the column.

What the phone number library would answer is known for them from its own tables: the number fits the
country's pattern, and no digit of it can be taken for a prefix. Everything else is left to the library.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import phonenumbers
import polars as pl
from phonenumbers import PhoneMetadata

_WRITTEN = r"\A\+?\(?[0-9][0-9 .()-]*[0-9]\z"
_DECIMAL = r"\A\+?[0-9]{7,}\.0+\z"  # a number that a spreadsheet took for an amount
_MARKS = r"[ .()+-]"


class _Plan(NamedTuple):
    """How numbers of a country are made: patterns of the national number, of what is dialled before it
    and of what is dialled to leave the country, and the usual prefix inside it; "" where there is none."""

    code: int
    pattern: str
    prefixes: str
    abroad: str
    dialled: str


def read_plain_phones(texts: pl.Series, country: str) -> pl.Series:
    """E.164 of the plain numbers of a column; null for all others. `country` (ISO 3166) is where a number
    without its country code is from."""
    shape = (texts.str.contains(_WRITTEN) & ~texts.str.contains(_DECIMAL)).fill_null(value=False)
    digits = texts.str.replace_all(_MARKS, "")
    frame = pl.DataFrame({"digits": digits, "abroad": texts.str.starts_with("+"), "shape": shape})
    codes = frame.filter("shape", "abroad").get_column("digits").str.slice(0, 3).unique().drop_nulls()
    found = pl.lit(None, dtype=pl.String)
    for code in sorted({code for start in codes if (code := calling_code(start))}):
        plan = _plan(_region_of(code))
        if plan is not None:
            rest = pl.col("digits").str.slice(len(str(code)))
            belongs = pl.col("abroad") & pl.col("digits").str.starts_with(str(code)) & _fits(rest, plan)
            found = pl.when(belongs).then(pl.lit(f"+{code}") + rest).otherwise(found)
    home = _plan(country)
    if home is not None:
        whole, at_home = pl.col("digits"), ~pl.col("abroad")
        if home.abroad:
            at_home = at_home & ~whole.str.contains(home.abroad)
        plain = at_home & _fits(whole, home)
        found = pl.when(plain).then(pl.lit(f"+{home.code}") + whole).otherwise(found)
        if home.dialled:
            rest = whole.str.slice(len(home.dialled))
            # Where more than that is taken for a prefix, a carrier's digits are among it.
            prefix = whole.str.extract(rf"({home.prefixes})", 1)
            dialled = at_home & (prefix == home.dialled) & _fits(rest, home)
            found = pl.when(dialled).then(pl.lit(f"+{home.code}") + rest).otherwise(found)
    return frame.select(pl.when("shape").then(found).alias("phone")).to_series()


def calling_code(digits: str) -> int | None:
    """The country code that a number begins with; none begins with another."""
    for length in (1, 2, 3):
        if digits[:length].isdigit() and int(digits[:length]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            return int(digits[:length])
    return None


def _fits(national: pl.Expr, plan: _Plan) -> pl.Expr:
    fits = national.str.contains(plan.pattern)
    # The library counts a number's digits without the zeros before it.
    counted = national.str.strip_chars_start("0").str.len_bytes().is_between(4, 13)
    return fits & counted & ~national.str.contains(plan.prefixes) if plan.prefixes else fits & counted


@cache
def _plan(region: str | None) -> _Plan | None:
    """The plan of a country; None where only the library can tell."""
    if region is None:
        return None
    code = phonenumbers.country_code_for_region(region)
    metadata = PhoneMetadata.metadata_for_region_or_calling_code(code, region) if code else None
    if metadata is None or metadata.general_desc is None or not metadata.general_desc.national_number_pattern:
        return None
    prefixes = metadata.national_prefix_for_parsing
    return _Plan(
        code,
        _anchored(metadata.general_desc.national_number_pattern, r"\z"),
        _anchored(prefixes) if prefixes else "",
        _anchored(metadata.international_prefix) if metadata.international_prefix else "",
        (metadata.national_prefix or "") if prefixes else "",
    )


def _anchored(pattern: str, end: str = "") -> str:
    """The library's pattern at the beginning of a text, for digits of ours alone."""
    return rf"\A(?:{pattern}){end}".replace(r"\d", "[0-9]")


@cache
def _region_of(code: int) -> str | None:
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(code)
    return regions[0] if regions and regions[0] != "001" else None

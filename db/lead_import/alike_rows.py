"""Rows of one list that may be the same person: nearly the same name and company. A person decides."""

from __future__ import annotations

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from db.lead_import.likeness import ALIKE, ALIKE_NAMES, folded

COMPARED = ("line", "name", "company", "phone_key")
_NEIGHBOURS = 3
# What two rows must have in common, and the order in which the alike then stand side by side: comparing each
# with a few neighbours takes as long for a crowd of namesakes as for strangers.
_ORDERS = (
    ("who", "firm"),  # the company is written otherwise
    ("firm", "who"),  # the end of the name is
    ("firm", "ohw"),  # its beginning is
    ("phone_key", "who"),
    (None, "whole"),  # a little of both
)


def alike_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """Pairs of rows (columns: COMPARED) that look like one person: line, the earlier `other`, and their
    `likeness` in per cent, the likest first."""
    people = folded(rows).drop("name", "company").filter(pl.col("who") != "")
    people = people.with_columns(ohw=pl.col("who").str.reverse())
    found = [_side_by_side(people, *order) for order in _ORDERS]
    return pl.concat(found).unique().sort("likeness", "line", "other", descending=[True, False, False])


def _side_by_side(people: pl.DataFrame, shared: str | None, order: str) -> pl.DataFrame:
    if shared is not None:
        people = people.filter(pl.col(shared).is_duplicated() & (pl.col(shared) != ""))
    people = people.sort(*([shared] if shared else []), order)
    pairs = []
    for apart in range(1, _NEIGHBOURS + 1):
        here, there = people.head(max(0, people.height - apart)), people.slice(apart)
        same = here["digits"] == there["digits"]
        if shared is not None:
            same &= here[shared] == there[shared]
        here, there = here.filter(same), there.filter(same)
        pairs.append(_alike(here, there))
    return pl.concat(pairs)


def _alike(here: pl.DataFrame, there: pl.DataFrame) -> pl.DataFrame:
    """The pairs in the same place of both frames that are alike."""
    names = _ratios(here["who"], there["who"], ALIKE_NAMES)
    here, there = here.filter(names > 0), there.filter(names > 0)
    likeness = _ratios(here["whole"], there["whole"], ALIKE)
    pairs = pl.DataFrame(
        {
            "line": np.maximum(here["line"].to_numpy(), there["line"].to_numpy()),
            "other": np.minimum(here["line"].to_numpy(), there["line"].to_numpy()),
            "likeness": likeness,
        }
    )
    return pairs.filter(pl.col("likeness") > 0)


def _ratios(one: pl.Series, other: pl.Series, cutoff: int) -> pl.Series:
    """Per cent by which each text is like that of the other series in its place; 0 below the cutoff."""
    found = process.cpdist(
        one.to_list(), other.to_list(), scorer=fuzz.ratio, score_cutoff=cutoff, dtype=np.uint8
    )
    return pl.Series(found)

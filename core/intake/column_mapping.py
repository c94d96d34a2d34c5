"""Which field of a lead each column of a list holds, how sure that is, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

LEAD_FIELDS = (
    "id",
    "name",
    "first_name",
    "last_name",
    "email",
    "phone",
    "company",
    "score",
    "engagement_level",
    "budget_indicator",
    "urgency",
    "interests",
    "pain_points",
    "received_at",
    "source",
)
ATTRIBUTES = "attributes"  # any other column: kept under its own header, never dropped


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column and the field it was taken for; `confidence` in per cent, `reason` in words a person knows."""

    column: int
    header: str
    field: str
    confidence: int
    reason: str
    samples: tuple[str, ...]


def propose_mapping(
    headers: Sequence[str], sample: pl.DataFrame, remembered: Mapping[str, str] | None = None
) -> tuple[ColumnChoice, ...]:
    """The field of each column by its header, its values, and what was chosen last time for the same headers
    (`remembered`: header_key → field)."""
    raise NotImplementedError

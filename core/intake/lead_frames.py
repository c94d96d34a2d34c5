"""The frames in which the leads and the rejected rows of a list travel, and what their columns hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

MOMENT = pl.Datetime("us", "UTC")
LEVELS = ("engagement_level", "budget_indicator", "urgency")

_READ: dict[str, Any] = {
    "line": pl.UInt32,
    "given_id": pl.String,
    "name": pl.String,
    "email": pl.String,
    "email_key": pl.String,
    "phone": pl.String,
    "phone_key": pl.String,
    "company": pl.String,
    "name_key": pl.String,
    "source": pl.String,
    "urgency": pl.String,
    "received_at": MOMENT,
    "original_json": pl.String,
    "input_json": pl.String,
}
_TO_BE_JUDGED: dict[str, Any] = {
    "given_score": pl.Float64,
    "engagement_level": pl.String,
    "budget_indicator": pl.String,
    "reachable": pl.Boolean,
}
_VERDICT: dict[str, Any] = {
    "score": pl.Int32,
    "band": pl.String,
    "completeness": pl.Float64,
    "approach": pl.String,
    "status": pl.String,
    "next_action_due_at": MOMENT,
}
UNJUDGED = _READ | _TO_BE_JUDGED
"""Leads that were read and not yet scored: `input_json` is the lead as LeadInput JSON without its id,
`original_json` what was written where it was read otherwise, by header."""
ACCEPTED = _READ | _VERDICT
"""Leads as they are stored. The keys are as leads are compared by them."""
REJECTED: dict[str, Any] = {"line": pl.UInt32, "cells_json": pl.String, "reason": pl.String}


@dataclass(frozen=True, slots=True)
class CleanBatch:
    """The leads of a batch (columns: ACCEPTED) and its rejected rows (columns: REJECTED), in their order."""

    accepted: pl.DataFrame
    rejected: pl.DataFrame

"""Columns of levels, scores and lists of topics: few distinct values, each read once."""

from __future__ import annotations

import json

import polars as pl

from core.intake.columns.distinct import read_distinct
from core.intake.scale_cells import ScoreScale, read_any_level, read_score_cell
from core.intake.topic_cells import split_list


def read_levels(texts: pl.Series) -> pl.DataFrame:
    """value (our word; null where it is not known), written (the cell, where it says it otherwise) and kept
    (the cell that is no level)."""

    def read(text: str) -> tuple[str | None, str | None, str | None]:
        level = read_any_level(text)
        if level is None or level == "unknown":
            return None, None, text if level is None else None
        return level, text if text.casefold() != level.replace("_", " ") else None, None

    return read_distinct(texts, read, dict.fromkeys(("value", "written", "kept"), pl.String))


def read_scores(texts: pl.Series, scale: ScoreScale) -> pl.DataFrame:
    """value (0–100), written and kept, as of levels."""

    def read(text: str) -> tuple[float | None, str | None, str | None]:
        score = read_score_cell(text, scale)
        if score is None:
            return None, None, text
        return score, text if text.casefold() != f"{score:g}" else None, None

    return read_distinct(texts, read, {"value": pl.Float64, "written": pl.String, "kept": pl.String})


def read_lists(texts: pl.Series, field: str) -> pl.Series:
    """Each cell's topics as a JSON list."""

    def read(text: str) -> tuple[str]:
        return (json.dumps(split_list(field, text), ensure_ascii=False, separators=(",", ":")),)

    return read_distinct(texts, read, {"value": pl.String})["value"]

"""Cells of a list that a person typed: what is to be saved, and why it was not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple


class CellEdit(NamedTuple):
    """One record's typed cells, by field; `version` is the one that stood in the list when it was opened."""

    record_id: str
    version: int
    values: Mapping[str, Any]


class NotSaved(NamedTuple):
    """A record that cannot be saved, and why. `version` is that of now where somebody changed it meanwhile;
    None where saving once more would not help."""

    record_id: str
    name: str
    why: str
    version: int | None = None


class SaveResult(NamedTuple):
    """All cells were saved together, or none, because of those that are `left`."""

    saved: int
    left: tuple[NotSaved, ...] = ()


def changed_by(actor: str, at: datetime, summary: str) -> str:
    """Who was faster, as a sentence."""
    return f"{actor} changed it on {at.day} {at:%b %Y, %H:%M} UTC: {summary}"

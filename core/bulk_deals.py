"""One change for many deals: what it would do to each, and what was done."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from core.restoring import FieldChange

MOST_DEALS = 1_000  # a person looks at no longer preview


class BulkDealChange(NamedTuple):
    """What is the same for all chosen deals from now on; None leaves a field as it is."""

    owner: str | None = None
    expected_close_on: date | None = None
    stage: str | None = None
    lost_reason: str | None = None

    @property
    def says_something(self) -> bool:
        return any((self.owner, self.expected_close_on, self.stage))


class BulkLine(NamedTuple):
    """One deal of a preview: its changes, or why it stays as it is."""

    deal_id: str
    name: str
    version: int
    changes: tuple[FieldChange, ...]
    refused: str | None


class BulkResult(NamedTuple):
    """`bulk_id` takes it back; `left` are (name, why) of deals that stayed as they were."""

    bulk_id: str
    changed: int
    left: tuple[tuple[str, str], ...]

"""One change for many records: what it would do to each, what was done, and what can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, NamedTuple

from core.restoring import FieldChange

MOST_CHANGED = 10_000  # records at a time; it is one transaction, for which others have to wait


class BulkDealChange(NamedTuple):
    """What is the same for all chosen deals from now on; None leaves a field as it is."""

    owner: str | None = None
    expected_close_on: date | None = None
    stage: str | None = None
    lost_reason: str | None = None

    @property
    def says_something(self) -> bool:
        return any((self.owner, self.expected_close_on, self.stage))


class BulkLeadChange(NamedTuple):
    """The same for leads. Their score, band and status follow from what is known of them."""

    owner: str | None = None

    @property
    def says_something(self) -> bool:
        return bool(self.owner)


class BulkProjectChange(NamedTuple):
    """The same for projects."""

    manager: str | None = None

    @property
    def says_something(self) -> bool:
        return bool(self.manager)


class BulkLine(NamedTuple):
    """One record of a preview: its changes, or why it stays as it is."""

    record_id: str
    name: str
    version: int
    changes: tuple[FieldChange, ...]
    refused: str | None

    @property
    def is_ready(self) -> bool:
        return bool(self.changes) and not self.refused


class BulkResult(NamedTuple):
    """`bulk_id` takes it back; `left` are (name, why) of records that stayed as they were."""

    bulk_id: str
    changed: int
    left: tuple[tuple[str, str], ...]


LineState = Literal["stands", "put back", "changed since", "gone"]


class DoneLine(NamedTuple):
    """One record's part in a change that was made: as it was, as it became, as it is. Where it was changed
    since, `by` whom, when (`at`) and to what (`since`, the summary of that change)."""

    line_id: int
    record_id: str
    summary: str
    changes: tuple[FieldChange, ...]
    state: LineState
    by: str | None = None
    at: datetime | None = None
    since: str | None = None


class BulkState(NamedTuple):
    """A change of many records that was made, and where each of them stands now."""

    bulk_id: str
    summary: str
    actor: str
    at: datetime
    undone_by: str | None
    undone_at: datetime | None
    lines: tuple[DoneLine, ...]

    def of(self, state: LineState) -> list[DoneLine]:
        return [line for line in self.lines if line.state == state]


def state_of(changes: Sequence[FieldChange], *, is_there: bool = True) -> LineState:
    """Where a record stands against what a change made of it."""
    if not is_there:
        return "gone"
    if all(change.now == change.before for change in changes):
        return "put back"
    return "changed since" if any(change.changed_since for change in changes) else "stands"

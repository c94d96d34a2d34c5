"""What the import of lead lists is asked and what it answers: options, preview, progress, report, undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

from core.intake.column_mapping import ColumnChoice
from core.intake.table_types import FileReading, ReadingChoices

Mode = Literal["create", "update", "both"]
OnConflict = Literal["keep", "overwrite", "fill"]
MatchScope = Literal["all", "campaign"]
DateOrder = Literal["dmy", "mdy", "ymd"]
State = Literal["staged", "running", "done", "cancelled", "failed", "undone"]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How a staged file is imported.

    `campaign_id` None stands for the campaign of imported leads; `new_campaign` names one that is started in
    the import's own transaction. `mapping` None is what was proposed. `country` (ISO 3166) is where numbers
    without a country code are from; None is what each row or the list says, else the agency's. `on_conflict`
    says by field what happens where the file and a known lead differ ("" is for all fields that are not
    named; overwrite where nothing is). `merge` names candidates that a person took for the same: (line of
    the file, id of the lead); `merge_rows` does so for rows of one file: (line, earlier line).
    """

    campaign_id: str | None = None
    new_campaign: str | None = None
    reading: ReadingChoices = field(default_factory=ReadingChoices)
    mapping: tuple[tuple[int, str], ...] | None = None
    country: str | None = None
    date_order: DateOrder | None = None
    mode: Mode = "both"
    on_conflict: Mapping[str, OnConflict] = field(default_factory=dict)
    match_scope: MatchScope = "all"
    merge: tuple[tuple[int, int], ...] = ()
    merge_rows: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """read = created + updated + unchanged + merged + rejected, always."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    merged: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that is not imported: where it stands, why in plain words, and its cells as written."""

    line: int
    reason: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A file in the import folder; `already_imported` reports an earlier import of the same bytes."""

    import_id: str
    name: str
    sha256: str
    size_bytes: int
    already_imported: ImportReport | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a staged file was taken for: `rows` are the first ones (line, cells), `date_reason` says how dates
    are read and why ("31/12/2026 appears, so the day comes first"), "" where there are none. Phone numbers
    without a country code are of `phone_country` (ISO 3166), or of each row's as `phone_reason` says; a
    person should look where that is not certain."""

    name: str
    reading: FileReading
    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    rows_estimate: int | None
    mapping: tuple[ColumnChoice, ...]
    date_order: DateOrder | None = None
    date_reason: str = ""
    phone_country: str = "US"
    phone_reason: str = ""
    phone_is_certain: bool = True


@dataclass(frozen=True, slots=True)
class NewLead:
    """A row that becomes a lead; `values` by field, as text."""

    line: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ChangedLead:
    """A known lead that the row changes."""

    line: int
    lead_pk: int
    label: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A row that changes nothing (unchanged), or belongs to an earlier row of the file (merged), and why."""

    line: int
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row and a stored lead that may be the same person; `likeness` in per cent."""

    line: int
    row: Mapping[str, str]
    lead_pk: int
    lead: Mapping[str, str]
    likeness: int


@dataclass(frozen=True, slots=True)
class AlikeRows:
    """Two new rows of the file that may be the same person; `likeness` in per cent."""

    line: int
    row: Mapping[str, str]
    other_line: int
    other: Mapping[str, str]
    likeness: int


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do; the counts are of all rows, the lists hold the first ones (`alike` the likest
    of `alike_total` pairs)."""

    counts: ImportCounts
    created: tuple[NewLead, ...] = ()
    changed: tuple[ChangedLead, ...] = ()
    unchanged: tuple[KnownRow, ...] = ()
    merged: tuple[KnownRow, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    alike: tuple[AlikeRows, ...] = ()
    alike_total: int = 0
    warnings: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """Where an import stands: `step` in words, rows of all where known, and what went wrong."""

    import_id: str
    state: State
    name: str = ""
    step: str = ""
    rows_done: int = 0
    rows_total: int | None = None
    seconds_left: float | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or why it did nothing (`message`); it is kept."""

    import_id: str
    file_name: str
    state: State
    campaign_id: str
    campaign_name: str
    counts: ImportCounts
    started_at: datetime
    finished_at: datetime
    actor: str
    rejected: tuple[RejectedRow, ...] = ()
    warnings: tuple[str, ...] = ()
    message: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON data."""
        found = asdict(self)
        for name in ("started_at", "finished_at"):
            found[name] = found[name].isoformat()
        return found


@dataclass(frozen=True, slots=True)
class ChangedSince:
    """A lead of the import that somebody changed after it."""

    lead_pk: int
    label: str
    what: str
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """What undo would do: leads it would remove and restore, and those that were changed since."""

    import_id: str
    created: int
    updated: int
    changed_since: tuple[ChangedSince, ...] = ()


@dataclass(frozen=True, slots=True)
class UndoReport:
    removed: int
    restored: int
    left: int


@dataclass(frozen=True, slots=True)
class Preset:
    """A mapping by header with the choices that go with it, under a name."""

    name: str
    mapping: Mapping[str, str]
    default_country: str | None = None
    date_order: DateOrder | None = None
    mode: Mode = "both"


OnProgress = Callable[[ImportProgress], None]
Cancelled = Callable[[], bool]

"""What an import did, from the database: its report and its rejected rows.

Read without the ORM, whose loading would cost a short import on the command line more than its rows do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from core.errors import HandoffRefused
from core.intake.safe_cells import csv_file
from db.lead_import.cleaning import LINE_HEADER, WHY_HEADER
from db.lead_import.types import ImportCounts, ImportReport, RejectedRow
from db.transaction import Row

if TYPE_CHECKING:
    from db.workspace import Workspace

SHOWN = 200  # rejected rows of a report; the error file has them all
_REPORT = (
    "SELECT i.*, c.name AS campaign_name FROM lead_imports i "
    "LEFT JOIN campaigns c ON c.campaign_id = i.campaign_id WHERE i.import_id = :id"
)
_REJECTED = "SELECT line, reason, cells_json FROM rejected_rows WHERE import_id = :id ORDER BY line"
_SAME_FILE = (
    "SELECT import_id FROM lead_imports WHERE sha256 = :sha256 AND state = 'done' "
    "ORDER BY started_at DESC LIMIT 1"
)


class ImportReports:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def report(self, import_id: str) -> ImportReport | None:
        """The report of an import that was stored; None where there is none."""
        database = self._workspace.database
        found = database.fetch_one(_REPORT, {"id": import_id})
        if found is None:
            return None
        rows = database.fetch_all(f"{_REJECTED} LIMIT {SHOWN}", {"id": import_id})
        rejected = [RejectedRow(row["line"], row["reason"], _cells(row)) for row in rows]
        return _report(found, tuple(rejected))

    def same_file(self, sha256: str) -> ImportReport | None:
        """The latest import of the same bytes that still stands."""
        found = self._workspace.database.fetch_one(_SAME_FILE, {"sha256": sha256})
        return self.report(found["import_id"]) if found else None

    def rejects_file(self, import_id: str) -> bytes:
        """The rejected rows as CSV: the columns of the list as they were, and beside them line and reason."""
        database = self._workspace.database
        found = database.fetch_one(_REPORT, {"id": import_id})
        if found is None:
            raise HandoffRefused("There is no such import.")
        rows = database.fetch_all(_REJECTED, {"id": import_id})
        rejected = (RejectedRow(row["line"], row["reason"], _cells(row)) for row in rows)
        return error_file(json.loads(found["headers_json"]), rejected)


def error_file(headers: Sequence[str], rejected: Iterable[RejectedRow]) -> bytes:
    """Rejected rows as CSV: the columns of the list as they were, and beside them line and reason."""
    rows = ([*_fitted(row.cells, len(headers)), row.line, row.reason] for row in rejected)
    return csv_file([*headers, LINE_HEADER, WHY_HEADER], rows)


def _cells(row: Row) -> tuple[str, ...]:
    return tuple(json.loads(row["cells_json"]))


def _fitted(cells: Sequence[str], width: int) -> list[str]:
    """As many cells as there are headers; what a row has beyond stands in its last cell, so none is lost."""
    if len(cells) > width > 0:
        return [*cells[: width - 1], " | ".join(cells[width - 1 :])]
    return [*cells, *[""] * (width - len(cells))]


def _report(found: Row, rejected: tuple[RejectedRow, ...]) -> ImportReport:
    return ImportReport(
        import_id=found["import_id"],
        file_name=found["file_name"],
        state="undone" if found["state"] == "undone" else "done",
        campaign_id=found["campaign_id"],
        campaign_name=found["campaign_name"] or found["campaign_id"],
        counts=ImportCounts(
            read=found["rows_read"],
            created=found["created"],
            updated=found["updated"],
            unchanged=found["unchanged"],
            merged=found["merged"],
            rejected=found["rejected"],
        ),
        started_at=found["started_at"],
        finished_at=found["finished_at"],
        actor=found["actor"],
        rejected=rejected,
        warnings=tuple(json.loads(found["warnings_json"])),
    )

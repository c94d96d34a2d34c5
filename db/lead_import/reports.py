"""What imports did, from the database: reports, their rejected rows, and the list of all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.errors import HandoffRefused
from core.intake.safe_cells import csv_file
from db.lead_import.cleaning import LINE_HEADER, WHY_HEADER
from db.lead_import.types import ImportCounts, ImportReport, RejectedRow
from db.page import Page
from db.records.base import Records
from db.tables.imports import LeadImport
from db.tables.imports import RejectedRow as StoredRejection
from db.tables.marketing import Campaign

if TYPE_CHECKING:
    from db.tables.imports import LeadImport as Stored

SHOWN = 200  # rejected rows of a report; the error file has them all


class ImportReports(Records):
    def report(self, import_id: str) -> ImportReport | None:
        """The report of an import that was stored; None where there is none."""
        with self._workspace.reading() as session:
            found = session.get(LeadImport, import_id)
            if found is None:
                return None
            campaign = session.get(Campaign, found.campaign_id)
            lines = session.execute(
                select(StoredRejection.line, StoredRejection.reason, StoredRejection.cells_json)
                .where(StoredRejection.import_id == import_id)
                .order_by(StoredRejection.line)
                .limit(SHOWN)
            )
            rejected = tuple(
                RejectedRow(line, reason, tuple(json.loads(cells))) for line, reason, cells in lines
            )
            return _report(found, campaign.name if campaign else found.campaign_id, rejected)

    def same_file(self, sha256: str) -> ImportReport | None:
        """The latest import of the same bytes that still stands."""
        with self._workspace.reading() as session:
            import_id = session.execute(
                select(LeadImport.import_id)
                .where(LeadImport.sha256 == sha256, LeadImport.state == "done")
                .order_by(LeadImport.started_at.desc())
                .limit(1)
            ).scalar_one_or_none()
        return self.report(import_id) if import_id else None

    def rejects_file(self, import_id: str) -> bytes:
        """The rejected rows as CSV: the columns of the list as they were, and beside them line and reason."""
        with self._workspace.reading() as session:
            found = session.get(LeadImport, import_id)
            if found is None:
                raise HandoffRefused("There is no such import.")
            headers = json.loads(found.headers_json)
            lines = session.execute(
                select(StoredRejection.line, StoredRejection.reason, StoredRejection.cells_json)
                .where(StoredRejection.import_id == import_id)
                .order_by(StoredRejection.line)
            )
            rows = []
            for line, reason, text in lines:
                cells = json.loads(text)
                fit = _fitted(cells, len(headers))
                rows.append([*fit, line, reason])
        return csv_file([*headers, LINE_HEADER, WHY_HEADER], rows)

    def history(self, number: int, size: int) -> Page:
        """Imports, the latest first: import_id, state, file_name, campaign, at, actor, read, created,
        updated, rejected."""
        return self._page(
            select(
                LeadImport.import_id,
                LeadImport.state,
                LeadImport.file_name,
                Campaign.name.label("campaign"),
                LeadImport.started_at.label("at"),
                LeadImport.actor,
                LeadImport.rows_read.label("read"),
                LeadImport.created,
                LeadImport.updated,
                LeadImport.rejected,
            )
            .join(Campaign, Campaign.campaign_id == LeadImport.campaign_id)
            .order_by(LeadImport.started_at.desc(), LeadImport.import_id.desc()),
            number=number,
            size=size,
        )


def _fitted(cells: list[str], width: int) -> list[str]:
    """As many cells as there are headers; what a row has beyond stands in its last cell, so none is lost."""
    if len(cells) > width > 0:
        return [*cells[: width - 1], " | ".join(cells[width - 1 :])]
    return [*cells, *[""] * (width - len(cells))]


def _report(found: Stored, campaign: str, rejected: tuple[RejectedRow, ...]) -> ImportReport:
    return ImportReport(
        import_id=found.import_id,
        file_name=found.file_name,
        state="undone" if found.state == "undone" else "done",
        campaign_id=found.campaign_id,
        campaign_name=campaign,
        counts=ImportCounts(
            read=found.rows_read,
            created=found.created,
            updated=found.updated,
            unchanged=found.unchanged,
            merged=found.merged,
            rejected=found.rejected,
        ),
        started_at=found.started_at,
        finished_at=found.finished_at,
        actor=found.actor,
        rejected=rejected,
        warnings=tuple(json.loads(found.warnings_json)),
    )

"""A stand-in for `Workspace.lead_imports`: it reads the real file, and tells the rest by simple rules.

A row without an "@" in any cell is rejected; an e-mail that was imported before is known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd

from core.intake.column_mapping import propose_mapping
from core.intake.safe_cells import csv_file
from core.intake.table_file import open_table
from core.intake.table_types import ReadingChoices, TableFile
from db.lead_import import (
    AlikeRows,
    Candidate,
    Change,
    ChangedLead,
    ChangedSince,
    ImportCounts,
    ImportOptions,
    ImportPreview,
    ImportProgress,
    ImportReport,
    Inspection,
    KnownRow,
    NewLead,
    Preset,
    RejectedRow,
    StagedFile,
    UndoPlan,
    UndoReport,
)
from db.page import Page

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
WHY = "has no e-mail and no phone; add one"


class FakeImports:
    """Imports in memory. `running` keeps a started import at work until it is set to False."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[str, bytes]] = {}
        self.state: dict[str, ImportProgress] = {}
        self.reports: dict[str, ImportReport] = {}
        self.known: dict[str, str] = {}
        self.saved: dict[str, Preset] = {}
        self.options: list[ImportOptions] = []
        self.running = False
        self.changed_since: tuple[ChangedSince, ...] = ()
        self.candidates: tuple[Candidate, ...] = ()
        self.alike: tuple[AlikeRows, ...] = ()
        self.undone: list[bool] = []

    def stage(self, name: str, content: bytes | Path) -> StagedFile:
        data = content if isinstance(content, bytes) else content.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        import_id = f"import_{len(self.files) + 1}"
        self.files[import_id] = (name, data)
        self.state[import_id] = ImportProgress(import_id, "staged", name)
        before = next(
            (report for known, report in self.reports.items() if self.files[known][1] == data), None
        )
        return StagedFile(import_id, name, digest, len(data), before)

    def _table(self, import_id: str, reading: ReadingChoices) -> TableFile:
        name, data = self.files[import_id]
        return open_table(data, name, reading)

    def inspect(self, import_id: str, reading: ReadingChoices | None = None) -> Inspection:
        table = self._table(import_id, reading or ReadingChoices())
        rows = tuple((row[0], tuple(row[1:])) for row in table.sample.iter_rows())
        return Inspection(
            self.files[import_id][0],
            table.reading,
            table.headers,
            rows,
            table.rows_estimate,
            propose_mapping(table.headers, table.sample),
            "dmy",
            "31/12/2026 appears in line 4, so the day comes first",
        )

    def preview(
        self,
        import_id: str,
        options: ImportOptions,
        progress: Callable[[ImportProgress], None] | None = None,
    ) -> ImportPreview:
        if progress:
            progress(ImportProgress(import_id, "running", "", "Checking rows", 1, 2))
        table = self._table(import_id, options.reading)
        created, changed, unchanged, merged, rejected = [], [], [], [], []
        seen: set[str] = set()
        for batch in table.batches():
            for row in batch.frame.iter_rows():
                line, cells = row[0], row[1:]
                email = next((cell for cell in cells if "@" in cell), "").lower()
                label = " ".join(cells[:2])
                if not email:
                    rejected.append(RejectedRow(line, WHY, tuple(cells)))
                elif email in seen:
                    merged.append(KnownRow(line, label, "same e-mail as an earlier row"))
                elif email in self.known and self.known[email] == label:
                    unchanged.append(KnownRow(line, label, "stored already"))
                elif email in self.known:
                    change = Change("name", self.known[email], label)
                    changed.append(ChangedLead(line, 7, label, (change,)))
                else:
                    created.append(NewLead(line, {"name": label, "email": email, "company": cells[-1]}))
                seen.add(email)
            rejected += [RejectedRow(row.line, row.reason, row.cells) for row in batch.broken]
        parts = (created, changed, unchanged, merged, rejected)
        counts = ImportCounts(sum(map(len, parts)), *map(len, parts))
        lists = [tuple(part) for part in parts]
        alike = (self.candidates, self.alike, 7 * len(self.alike))
        return ImportPreview(counts, *lists, *alike)  # type: ignore[arg-type]

    def start(self, import_id: str, options: ImportOptions) -> None:
        self.options.append(options)
        name = self.files[import_id][0]
        preview = self.preview(import_id, options)
        for lead in preview.created:
            self.known[lead.values["email"]] = lead.values["name"]
        self.reports[import_id] = ImportReport(
            import_id,
            name,
            "done",
            options.campaign_id or "camp_imported",
            options.new_campaign or "Imported leads",
            preview.counts,
            NOW,
            NOW + timedelta(seconds=3),
            "Account manager",
            preview.rejected,
        )
        self.state[import_id] = ImportProgress(import_id, "running", name, "Storing leads", 450, 1000, 12.4)
        if not self.running:
            self.finish(import_id)

    def finish(self, import_id: str) -> None:
        self.state[import_id] = replace(self.state[import_id], state="done")

    def progress(self, import_id: str) -> ImportProgress | None:
        return self.state.get(import_id)

    def cancel(self, import_id: str) -> None:
        self.state[import_id] = replace(self.state[import_id], state="cancelled")
        self.reports[import_id] = replace(self.reports[import_id], state="cancelled", counts=ImportCounts())

    def at_work(self) -> tuple[ImportProgress, ...]:
        return tuple(
            entry for entry in reversed(self.state.values()) if entry.state not in ("done", "undone")
        )

    def discard(self, import_id: str) -> None:
        del self.files[import_id], self.state[import_id]

    def report(self, import_id: str) -> ImportReport:
        return self.reports[import_id]

    def rejects_file(self, import_id: str) -> bytes:
        rows = self.reports[import_id].rejected
        return csv_file(["Line", "Why"], ([row.line, row.reason] for row in rows))

    def history(self, number: int = 1, size: int = 20) -> Page:
        lines = []
        for import_id, progress in reversed(self.state.items()):
            if progress.state not in ("done", "undone"):
                continue
            report = self.reports.get(import_id)
            counts = report.counts if report else ImportCounts()
            lines.append(
                {
                    "import_id": import_id,
                    "file_name": progress.name,
                    "state": progress.state,
                    "campaign": report.campaign_name if report else "",
                    "at": NOW,
                    "actor": "Account manager",
                    "read": counts.read,
                    "created": counts.created,
                    "updated": counts.updated,
                    "rejected": counts.rejected,
                }
            )
        return Page(pd.DataFrame(lines[(number - 1) * size : number * size]), len(lines), number, size)

    def undo_plan(self, import_id: str) -> UndoPlan:
        counts = self.reports[import_id].counts
        return UndoPlan(import_id, counts.created, counts.updated, self.changed_since)

    def undo(self, import_id: str, *, also_changed: bool = False) -> UndoReport:
        self.undone.append(also_changed)
        self.reports[import_id] = replace(
            self.reports[import_id], state="undone", message="1 lead was removed."
        )
        self.state[import_id] = replace(self.state[import_id], state="undone")
        return UndoReport(1, 0, 0)

    def save_preset(self, preset: Preset) -> None:
        self.saved[preset.name] = preset

    def presets(self) -> tuple[Preset, ...]:
        return tuple(self.saved.values())

    def delete_preset(self, name: str) -> None:
        del self.saved[name]

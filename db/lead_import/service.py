"""`Workspace.lead_imports`: what the page, the command line and the webhook import leads through."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.intake.table_types import ReadingChoices
from db.lead_import.types import (
    Cancelled,
    ImportOptions,
    ImportPreview,
    ImportProgress,
    ImportReport,
    Inspection,
    OnProgress,
    Preset,
    StagedFile,
    UndoPlan,
    UndoReport,
)
from db.page import Page

if TYPE_CHECKING:
    from db.workspace import Workspace


class LeadImports:
    """Imports of one workspace; a file is named by the id under which it was staged."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def stage(self, name: str, content: bytes | Path) -> StagedFile:
        raise NotImplementedError

    def inspect(self, import_id: str, reading: ReadingChoices | None = None) -> Inspection:
        raise NotImplementedError

    def preview(
        self, import_id: str, options: ImportOptions, progress: OnProgress | None = None
    ) -> ImportPreview:
        raise NotImplementedError

    def run(
        self,
        import_id: str,
        options: ImportOptions,
        *,
        progress: OnProgress | None = None,
        cancelled: Cancelled | None = None,
    ) -> ImportReport:
        raise NotImplementedError

    def start(self, import_id: str, options: ImportOptions) -> None:
        raise NotImplementedError

    def progress(self, import_id: str) -> ImportProgress | None:
        raise NotImplementedError

    def cancel(self, import_id: str) -> None:
        raise NotImplementedError

    def report(self, import_id: str) -> ImportReport:
        raise NotImplementedError

    def rejects_file(self, import_id: str) -> bytes:
        raise NotImplementedError

    def history(self, number: int = 1, size: int = 20) -> Page:
        raise NotImplementedError

    def undo_plan(self, import_id: str) -> UndoPlan:
        raise NotImplementedError

    def undo(self, import_id: str, *, also_changed: bool = False) -> UndoReport:
        raise NotImplementedError

    def save_preset(self, preset: Preset) -> None:
        raise NotImplementedError

    def presets(self) -> tuple[Preset, ...]:
        raise NotImplementedError

    def delete_preset(self, name: str) -> None:
        raise NotImplementedError

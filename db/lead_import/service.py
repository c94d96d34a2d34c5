"""`Workspace.lead_imports`: what the page, the command line and the webhook import leads through."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from core.canonical import digest
from core.errors import AgencyError, DeliveryFailed, HandoffRefused
from core.intake.lead_verdict import LeadJudge
from core.intake.table_types import ReadingChoices
from core.workflows.marketing_to_sales import MarketingToSalesPolicy
from db.failures import UNREACHABLE
from db.lead_import import presets
from db.lead_import.clean_list import CleanList
from db.lead_import.cleaning import choose_mapping, clean_list, open_list, survey_list
from db.lead_import.lead_list import LeadList, read_list
from db.lead_import.matching import KnownLeads
from db.lead_import.previewing import preview_import
from db.lead_import.reports import ImportReports
from db.lead_import.staging import ImportFolder
from db.lead_import.steps import Step, Stopped, followed
from db.lead_import.storing import DEFAULT_CAMPAIGN, store_leads
from db.lead_import.types import (
    Cancelled,
    ImportCounts,
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
from db.lead_import.undoing import plan_undo, undo
from db.processes import start_worker

if TYPE_CHECKING:
    from db.page import Page
    from db.workspace import Workspace

_OPTIONS = TypeAdapter(ImportOptions)
_FIRST_ROWS = 20
_KEPT = timedelta(days=30)  # a file that nobody imported; it is a list of people, and may be large
_AT_WORK = 10
IN_DOUBT = (
    "The database went away at the very end, and does not say whether the import is stored: all of it is, or "
    "nothing. Once it answers, the list of imports says which; importing again adds nothing twice."
)
_STOPPED_THERE = "Somebody stopped the import on the page Import leads, and nothing was stored."
_BROKE = "The import broke off, and nothing was stored."
WAIT_SECONDS = 120  # for another import's transaction; a million leads take half a minute


def _digest_of(options: ImportOptions, usual_country: str) -> str:
    """What tells one set of options from another."""
    return digest([_OPTIONS.dump_python(options, mode="json"), usual_country])


class LeadImports:
    """Imports of one workspace; a file is named by the id under which it was staged."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.folder = ImportFolder(workspace.settings)

    def stage(self, name: str, content: bytes | Path) -> StagedFile:
        """Keep the file for its import; says so where the same bytes were imported before."""
        self._clear_away()
        import_id, sha256, size = self.folder.stage(name, content, self._workspace.clock.now())
        self.folder.note(ImportProgress(import_id, "staged", name))
        return StagedFile(import_id, name, sha256, size, self._reports.same_file(sha256))

    def inspect(self, import_id: str, reading: ReadingChoices | None = None) -> Inspection:
        """What the file was taken for. InputRejected where it is no table."""
        path, name, _ = self.folder.source(import_id)
        options = ImportOptions(reading=reading or ReadingChoices())
        table = open_list(path, name, options)
        mapping = choose_mapping(table, options, presets.remembered(self._workspace))
        decisions = survey_list(table, mapping, options, self._usual_country)
        return Inspection(
            name=name,
            reading=table.reading,
            headers=table.headers[: len(mapping)],
            rows=tuple(
                (row[0], tuple(row[1 : len(mapping) + 1]))
                for row in table.sample.head(_FIRST_ROWS).iter_rows()
            ),
            rows_estimate=table.rows_estimate,
            mapping=mapping,
            date_order=decisions.date.order if decisions.date.reason else None,
            date_reason=decisions.date.reason,
            phone_country=decisions.phone.country,
            phone_reason=decisions.phone.reason,
            phone_is_certain=decisions.phone.is_certain,
        )

    def read_list(self, name: str, content: bytes) -> LeadList:
        """The leads of a short list for the form of a handoff; nothing is staged or stored."""
        remembered = presets.remembered(self._workspace)
        return read_list(name, content, ImportOptions(), self._usual_country, remembered, self._judge)

    def preview(
        self, import_id: str, options: ImportOptions, progress: OnProgress | None = None
    ) -> ImportPreview:
        """What the import would do; nothing is stored."""
        step = self._step(import_id, progress, None)
        campaign_id = options.campaign_id or ("" if options.new_campaign else DEFAULT_CAMPAIGN[0])
        with self._clean(import_id, options, step) as clean, self._workspace.reading() as session:
            from sqlalchemy import text

            def fetch(sql: str, params: dict[str, Any]) -> list[dict[str, Any]]:
                return [dict(row) for row in session.connection().execute(text(sql), params).mappings()]

            def fetch_column(sql: str, params: dict[str, Any]) -> list[Any]:
                return list(session.connection().execute(text(sql), params).scalars())

            return preview_import(clean, options, campaign_id, KnownLeads(fetch, fetch_column), step)

    def run(
        self,
        import_id: str,
        options: ImportOptions,
        *,
        progress: OnProgress | None = None,
        cancelled: Cancelled | None = None,
    ) -> ImportReport:
        """Import the staged file: all of it or nothing; the report of a stopped import says so.

        Without `cancelled` it can be stopped on the page, and DeliveryFailed says so.
        """
        known = self._reports.report(import_id)
        if known is not None:
            return known
        _, name, _ = self.folder.source(import_id)
        stopped: Cancelled | None = cancelled
        if stopped is None:
            self.folder.begin(import_id)
            stopped = partial(self.folder.is_asked_to_stop, import_id)
        try:
            report = self._store(import_id, options, progress, stopped)
        except Stopped:
            message = "You stopped the import, and nothing was stored."
            with suppress(DeliveryFailed):
                self.folder.note(ImportProgress(import_id, "cancelled", name, message=message))
            if cancelled is None:
                raise DeliveryFailed(_STOPPED_THERE) from None
            return self._nothing(import_id, name, "cancelled", message)
        except BaseException as error:
            message = error.message if isinstance(error, AgencyError) else _BROKE
            with suppress(DeliveryFailed):  # where the note has no room either, the failure itself is told
                self.folder.note(ImportProgress(import_id, "failed", name, message=message))
            raise
        self.folder.remove_source(import_id)
        return report

    def run_staged(self, import_id: str) -> ImportReport:
        """Import with the options that `start` left; what a worker does."""
        options = _OPTIONS.validate_python(self.folder.read_options(import_id))
        return self.run(import_id, options, cancelled=partial(self.folder.is_asked_to_stop, import_id))

    def start(self, import_id: str, options: ImportOptions) -> None:
        """Import in a process of its own; `progress` tells how far it is."""
        _, name, _ = self.folder.source(import_id)
        self.folder.write_options(import_id, _OPTIONS.dump_python(options, mode="json"))
        self.folder.begin(import_id)
        begun = ImportProgress(import_id, "running", name, "Starting")
        self.folder.note(begun)
        try:
            worker = start_worker("db.lead_import.worker", import_id, settings=self._workspace.settings)
        except OSError as error:
            message = "The import could not be started, and nothing was stored. Try again in a moment."
            self.folder.note(ImportProgress(import_id, "failed", name, message=message))
            raise DeliveryFailed(message) from error
        if self.folder.progress(import_id) == begun:  # the worker has not said anything of its own yet
            self.folder.note(begun, worker)

    def progress(self, import_id: str) -> ImportProgress | None:
        """Where an import stands; None where there is no such import."""
        report = self._reports.report(import_id)
        if report is not None:
            return ImportProgress(import_id, report.state, report.file_name)
        return self.folder.progress(import_id)

    def cancel(self, import_id: str) -> None:
        """Ask a running import to stop; what it did is taken back."""
        self.folder.ask_to_stop(import_id)

    def at_work(self) -> tuple[ImportProgress, ...]:
        """Files that are staged, run, were stopped or failed, the latest first: what is in no history yet."""
        found = (self.progress(import_id) for import_id in self.folder.ids())
        waiting = (progress for progress in found if progress and progress.state not in ("done", "undone"))
        return tuple(islice(waiting, _AT_WORK))

    def discard(self, import_id: str) -> None:
        """Forget a file that is not imported; one that runs is left alone."""
        progress = self.folder.progress(import_id)
        if progress is not None and progress.state != "running":
            self.folder.remove_source(import_id)

    def report(self, import_id: str) -> ImportReport:
        """What an import did; of one that stored nothing, why."""
        found = self._reports.report(import_id)
        if found is not None:
            return found
        progress = self.folder.progress(import_id)
        if progress is None:
            raise HandoffRefused("There is no such import.")
        return self._nothing(import_id, progress.name, progress.state, progress.message)

    def rejects_file(self, import_id: str) -> bytes:
        """The rejected rows as a CSV file that can be corrected and uploaded again."""
        return self._reports.rejects_file(import_id)

    def history(self, number: int = 1, size: int = 20) -> Page:
        from db.lead_import.past_imports import PastImports

        return PastImports(self._workspace).page(number, size)

    def undo_plan(self, import_id: str) -> UndoPlan:
        with self._workspace.database.transaction() as read:
            return plan_undo(read, import_id)

    def undo(self, import_id: str, *, also_changed: bool = False) -> UndoReport:
        with self._workspace.database.transaction() as write:
            return undo(write, self._workspace, import_id, also_changed=also_changed)

    def save_preset(self, preset: Preset) -> None:
        presets.save_preset(self._workspace, preset)

    def presets(self) -> tuple[Preset, ...]:
        return presets.presets(self._workspace)

    def delete_preset(self, name: str) -> None:
        presets.delete_preset(self._workspace, name)

    def _store(
        self,
        import_id: str,
        options: ImportOptions,
        progress: OnProgress | None,
        cancelled: Cancelled,
    ) -> ImportReport:
        now = self._workspace.clock.now()
        _, name, sha256 = self.folder.source(import_id)
        step = self._step(import_id, progress, cancelled)
        step("Starting", 0)
        is_complete, doubt = False, None
        try:
            with (
                self._clean(import_id, options, step) as clean,
                self._workspace.database.transaction(wait_seconds=WAIT_SECONDS) as write,
            ):
                store_leads(
                    write,
                    clean,
                    options,
                    import_id=import_id,
                    file=(name, sha256, _digest_of(options, self._usual_country)),
                    judge=self._judge,
                    now=now,
                    actor=self._workspace.actor,
                    step=step,
                )
                is_complete = True
        except DeliveryFailed as error:
            # A server that is lost while it commits may have kept everything.
            if not is_complete or error.message != UNREACHABLE:
                raise
            doubt = error
        return self._stored(import_id, doubt)

    def _stored(self, import_id: str, doubt: DeliveryFailed | None) -> ImportReport:
        """The report of what was just stored; with a doubt, only where it is there."""
        try:
            report = self._reports.report(import_id)
        except DeliveryFailed as error:
            raise DeliveryFailed(IN_DOUBT) from error
        if report is None:
            raise doubt or RuntimeError(f"the import {import_id} was stored and cannot be found")
        return report

    def _clear_away(self) -> None:
        """Remove lists that are stored, whose import was killed before it did so, and those nobody wanted."""
        oldest = self._workspace.clock.now() - _KEPT
        for import_id in self.folder.ids():
            if self.folder.is_older(import_id, oldest) or self._reports.report(import_id) is not None:
                progress = self.folder.progress(import_id)
                if progress is None or progress.state != "running":
                    self.folder.remove_source(import_id)

    def _clean(self, import_id: str, options: ImportOptions, step: Step) -> CleanList:
        path, name, _ = self.folder.source(import_id)
        table = open_list(path, name, options)
        mapping = choose_mapping(table, options, presets.remembered(self._workspace))
        return clean_list(table, mapping, options, self._usual_country, self._judge, step, path.parent)

    def _step(self, import_id: str, progress: OnProgress | None, cancelled: Cancelled | None) -> Step:
        name = self.folder.source(import_id)[1]
        return followed(ImportProgress(import_id, "running", name), self.folder.note, progress, cancelled)

    def _nothing(self, import_id: str, name: str, state: Any, message: str) -> ImportReport:
        now = self._workspace.clock.now()
        return ImportReport(
            import_id, name, state, "", "", ImportCounts(), now, now, self._workspace.actor, message=message
        )

    @property
    def _usual_country(self) -> str:
        return self._workspace.agency.country or "US"

    @cached_property
    def _reports(self) -> ImportReports:
        return ImportReports(self._workspace)

    @property
    def _judge(self) -> LeadJudge:
        policy = self._workspace.policies.current("marketing_to_sales", MarketingToSalesPolicy)
        return LeadJudge(policy, self._workspace.clock.now())

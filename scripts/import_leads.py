"""Import lead lists from the command line, on the same database and by the same rules as the app.

    python scripts/import_leads.py leads.csv --campaign camp_123 --rejects rejected.csv --report report.json

Standard output carries the report as JSON and nothing else; progress goes to standard error.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from core.errors import EXIT_CODES, AgencyError, InputRejected

if TYPE_CHECKING:
    from db.bulk_handoff import HandoffProgress
    from db.lead_import import ImportCounts, ImportPreview
    from db.workspace import Workspace

_INTERRUPTED = 130  # what a shell expects after Ctrl-C


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse, import, answer the exit code."""
    options = _parser().parse_args(arguments)
    stdout, real_stdout = sys.stdout.buffer, sys.stdout
    sys.stdout = sys.stderr  # only reports belong on standard output
    try:
        return _run(options, stdout)
    except AgencyError as error:
        say(error.message)
        for problem in error.problems[1:]:
            say(f"  {problem.field}: {problem.message}")
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away, as `| head` does
        return 0
    except KeyboardInterrupt:
        say("Stopped. Nothing of the list that was being imported is stored.")
        return _INTERRUPTED
    except Exception:
        import logging

        logging.getLogger("agency.command_line").exception("command line broke")
        say(
            "Something went wrong on our side. A list is stored as a whole or not at all; importing it again "
            "adds nothing twice."
        )
        return AgencyError.exit_code
    finally:
        sys.stdout = real_stdout


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="import_leads.py",
        description="Import lead lists (CSV, TSV, XLSX, ODS, JSON, JSON Lines, plain or gzip) into a "
        "campaign. A lead that is known is updated, the rest is added; every row is accounted for.",
        epilog="Exit codes: 0 imported, also where some rows were rejected; 2 the list cannot be read, or "
        "every row of it was rejected; 3 refused (no such campaign); 4 not stored (try again); 5 not "
        "allowed; 1 our bug. With several lists: the highest, and 1 above all. Each list is stored as a "
        "whole or not at all.",
    )
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="a lead list; several are imported in turn; - is standard input",
    )
    parser.add_argument(
        "--campaign", metavar="ID", help='where the leads belong; "Imported leads" if left out'
    )
    parser.add_argument(
        "--mapping", metavar="PRESET", help="a mapping that was saved on the page Import leads"
    )
    parser.add_argument(
        "--mode",
        choices=("create", "update", "both"),
        default=None,
        help="only add new leads, only update known ones, or both (the default)",
    )
    parser.add_argument(
        "--country", metavar="CODE", help="of phone numbers without a country code, such as DE"
    )
    parser.add_argument(
        "--hand-over",
        action="store_true",
        help="then hand every waiting lead of the campaign over to Sales, in one run",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and store nothing")
    parser.add_argument(
        "--rejects", metavar="FILE", help="where rejected rows go, as CSV; for several lists, a folder"
    )
    parser.add_argument("--report", metavar="FILE", help="where the report goes; standard output if left out")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    parser.add_argument("--verbose", action="store_true", help="log every step, as JSON lines")
    return parser


def _run(options: argparse.Namespace, stdout: IO[bytes]) -> int:
    from db.settings import Settings
    from db.structured_log import configure_log
    from scripts.import_options import open_workspace, rejects_place
    from scripts.workflow_files import Output

    if options.hand_over and options.dry_run:
        raise InputRejected(
            "--hand-over stores a handoff, and --dry-run stores nothing. Leave one of them out."
        )
    settings = Settings.from_environment()
    configure_log("DEBUG" if options.verbose else settings.log_level)
    several = len(options.files) > 1
    rejects = rejects_place(options.rejects, several=several)
    output = Output(options.report, stdout, several=several, option="--report")
    try:
        with open_workspace(settings, dry_run=options.dry_run) as workspace:
            code = 0
            for name in options.files:
                envelope, outcome = _import(workspace, name, options, rejects)
                if options.hand_over and envelope["success"]:
                    envelope["handoff"], handed = _hand_over(workspace, str(envelope["campaign_id"]), options)
                    outcome = worse(outcome, handed)
                output.write(envelope)
                code = worse(code, outcome)
        output.finish()
    finally:
        output.discard()
    return code


def _import(
    workspace: Workspace, name: str, options: argparse.Namespace, rejects: Path | None
) -> tuple[dict[str, Any], int]:
    """Import one list; its report and exit code. What is wrong with it stops no other list."""
    from db.lead_import.reports import error_file
    from scripts.import_options import import_options, source, write_rejects
    from scripts.import_progress import ProgressLine

    line = ProgressLine(name, sys.stderr, silent=options.quiet)
    imports = workspace.lead_imports
    staged, content = None, None
    try:
        staged = imports.stage(*source(name))
        chosen = import_options(workspace, staged.import_id, options)
        if options.dry_run:
            preview = imports.preview(staged.import_id, chosen, line.show)
            counts, rejected, warnings = preview.counts, preview.rejected, preview.warnings
            if rejects is not None and rejected:
                content = error_file(preview.headers, rejected)
            outcome: dict[str, Any] = {
                "dry_run": True,
                "campaign_id": chosen.campaign_id,
                "alike": alike(preview),
            }
        else:
            report = imports.run(staged.import_id, chosen, progress=line.show)
            counts, rejected, warnings = report.counts, report.rejected, report.warnings
            if rejects is not None and rejected:
                content = imports.rejects_file(staged.import_id)
            outcome = {"dry_run": False, "import_id": report.import_id, "campaign_id": report.campaign_id}
        line.clear()
        if rejects is not None and content is not None:
            path = write_rejects(rejects, name, content, several=len(options.files) > 1)
            first = (
                f"the first {len(rejected):,} " if options.dry_run and len(rejected) < counts.rejected else ""
            )
            say(f"{name}: {first}rejected rows are in {path}")
    except AgencyError as error:
        line.clear()
        say(f"{name}: {error.message}")
        problems = [problem.to_dict() for problem in error.problems]
        return {
            "success": False,
            "file": name,
            "error": error.message,
            "code": error.code,
            "errors": problems,
        }, error.exit_code
    finally:
        if staged is not None:
            imports.discard(staged.import_id)  # whoever imports from here has the list
    say(f"{name}: {in_words(counts, dry_run=options.dry_run)}")
    if outcome.get("alike"):
        say("  Some rows look like a stored lead or each other; Import leads shows them side by side.")
    usable = counts.read > counts.rejected
    if not counts.read:
        say("  There is no row below the header; nothing is stored.")
    elif not usable:
        say("  Every row was rejected. The first reasons:")
        for row in rejected[:5]:
            say(f"    line {row.line}: {row.reason}")
    return {
        "success": usable,
        "file": name,
        **outcome,
        "counts": asdict(counts),
        "rejected": [{"line": row.line, "reason": row.reason} for row in rejected],
        "warnings": list(warnings),
    }, 0 if usable else InputRejected.exit_code


def _hand_over(
    workspace: Workspace, campaign_id: str, options: argparse.Namespace
) -> tuple[dict[str, Any], int]:
    """Hand every waiting lead of the campaign over; the run's answer in short, and its exit code."""
    from db.lead_import import ImportProgress
    from scripts.import_progress import ProgressLine

    line = ProgressLine(campaign_id, sys.stderr, silent=options.quiet)

    def follow(progress: HandoffProgress) -> None:
        where = ImportProgress(campaign_id, "running", "", progress.step, progress.done, progress.total)
        line.show(where)

    result = workspace.marketing.hand_over_all(campaign_id, trigger="command line", progress=follow)
    line.clear()
    if not result.success:
        say(f"{campaign_id}: not handed over. {result.error}")
        code = EXIT_CODES.get(result.code or "internal_error", AgencyError.exit_code)
        return {"success": False, "error": result.error, "code": result.code}, code
    counts = dict(result.handoff_data.get("counts") or {})
    again = " They were handed over before." if result.replayed else ""
    say(
        f"{campaign_id}: handed over {counts.get('leads_in', 0):,} leads, "
        f"{counts.get('qualified', 0):,} worth a call.{again}"
    )
    return {
        "success": True,
        "workflow_id": result.workflow_id,
        "replayed": result.replayed,
        "counts": counts,
    }, 0


def alike(preview: ImportPreview) -> list[dict[str, int]]:
    """Rows that may be a stored lead or an earlier row, as a person would have to say."""
    leads = [{"line": one.line, "lead": one.lead_pk, "likeness": one.likeness} for one in preview.candidates]
    rows = [
        {"line": one.line, "other_line": one.other_line, "likeness": one.likeness} for one in preview.alike
    ]
    return leads + rows


def in_words(counts: ImportCounts, *, dry_run: bool) -> str:
    """The equation of an import, as a sentence."""
    parts = f"{counts.created:,} new, {counts.updated:,} changed, {counts.unchanged:,} unchanged, "
    parts += f"{counts.merged:,} merged, {counts.rejected:,} rejected"
    beginning = "would be " if dry_run else ""
    return f"{counts.read:,} rows read: {beginning}{parts}."


def worse(one: int, other: int) -> int:
    """The worse of two exit codes: the higher, but our own bug outranks them all."""
    bug = EXIT_CODES["internal_error"]
    return bug if bug in (one, other) else max(one, other)


def say(text: str) -> None:
    # What a stranger wrote into a list must not steer the terminal.
    print("".join(letter if letter.isprintable() else " " for letter in text), file=sys.stderr)


if __name__ == "__main__":
    # Pydantic would read the metadata of every installed package to find plug-ins that nobody uses here.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    sys.exit(main())

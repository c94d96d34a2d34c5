"""Run a workflow from the command line, on the same database as the app.

    python scripts/run_workflow.py offer_to_marketing --input offer.json --output brief.json --verbose

Standard output carries data and nothing else; messages for people go to standard error.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from core.errors import EXIT_CODES, AgencyError, InputRejected
from scripts.workflow_files import STANDARD, Input, Output, is_lines, read_inputs

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.registry import Registry
    from core.result import HandoffResult
    from db.settings import Settings
    from db.workspace import Workspace

_INTERRUPTED = 130  # what a shell expects after Ctrl-C
_MANY_INPUTS = 1000  # from here on memory matters more than start-up


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse, run, answer the exit code."""
    stdout, real_stdout = sys.stdout.buffer, sys.stdout
    # A plug-in may print; only results belong on standard output.
    sys.stdout = sys.stderr
    try:
        return _run(_parse(arguments, real_stdout), stdout)
    except AgencyError as error:
        _say(error.message)
        _say_problems(error.problems)
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output went away, as `| head` does: not an error to talk about.
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        _say("Stopped.")
        return _INTERRUPTED
    except Exception:
        import logging

        logging.getLogger("agency.command_line").exception("command line broke")
        _say("Something went wrong on our side. What was handed over before is stored.")
        return AgencyError.exit_code
    finally:
        sys.stdout = real_stdout


def _parse(arguments: Sequence[str] | None, help_stream: IO[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="run_workflow.py",
        description="Run a workflow on the agency's database and write its result as JSON.",
        epilog="Exit codes: 0 delivered, 2 input rejected, 3 refused by a rule, 4 not stored (try again), "
        "5 not allowed, 1 our bug. With several inputs: the highest, and 1 above all.",
    )
    parser.add_argument("workflow", nargs="?", help="its name, such as offer_to_marketing; see --list")
    parser.add_argument(
        "--input",
        action="extend",
        nargs="+",
        default=[],
        metavar="FILE",
        help="JSON or JSON Lines (.jsonl); several files, or - for standard input",
    )
    parser.add_argument("--output", metavar="FILE", help="where the result goes; standard output if left out")
    parser.add_argument("--json-lines", action="store_true", help="read every input as JSON Lines")
    parser.add_argument("--no-store", action="store_true", help="preview: store nothing")
    parser.add_argument(
        "--hide-names",
        action="store_true",
        help="for people outside: no names, addresses, numbers or ids in the result, also inside texts, and "
        "of feedback nothing that fewer than five answered",
    )
    parser.add_argument("--verbose", action="store_true", help="log every step, as JSON lines")
    parser.add_argument("--list", action="store_true", help="list the workflows")
    parser.add_argument("--schema", action="store_true", help="print the workflow's input as JSON Schema")
    sys.stdout = help_stream
    options = parser.parse_args(arguments)
    sys.stdout = sys.stderr
    if not options.list and not options.workflow:
        parser.error("name a workflow, before --input; --list shows them")
    if not (options.list or options.schema or options.input):
        parser.error("name an input: --input FILE, or --input - for standard input")
    return options


def _run(options: argparse.Namespace, stdout: IO[bytes]) -> int:
    from db.settings import Settings
    from db.structured_log import configure_log

    settings = Settings.from_environment()
    configure_log("DEBUG" if options.verbose else settings.log_level)
    if options.list:
        return _list(settings, stdout)
    registry = _registry(options.workflow, settings)
    workflow = registry.get(options.workflow)
    several = (
        options.json_lines or len(options.input) > 1 or is_lines(options.input[0] if options.input else "")
    )
    output = Output(options.output, stdout, several=several and not options.schema)
    try:
        if options.schema:
            output.write(workflow.input_model.model_json_schema())
            code = 0
        else:
            code = _run_inputs(options, output, settings, registry)
        output.finish()
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise InputRejected(
            f"The output could not be written: {error.strerror}. What was handed over is stored; "
            "run the same input again to get its result."
        ) from error
    finally:
        output.discard()
    return code


def _registry(name: str, settings: Settings) -> Registry:
    """The five workflows; with the custom ones only where another name is asked for."""
    from core.registry import CHAIN, Registry

    if name in CHAIN:
        return Registry()
    from core.plugins import PluginRegistry

    return PluginRegistry(settings.custom_workflows)


def _run_inputs(options: argparse.Namespace, output: Output, settings: Settings, registry: Registry) -> int:
    name: str = options.workflow
    path = settings.sqlite_path
    if options.no_store and path is not None and not path.exists():
        # A preview leaves nothing behind, not even an empty database.
        return _run_each(options, output, registry.get(name).run, _written(options, None))
    from db.workspace import Workspace

    workspace = Workspace.open(settings, registry=registry)
    try:
        if options.no_store:
            return _run_each(
                options, output, lambda raw: workspace.preview(name, raw), _written(options, workspace)
            )

        def run(raw: Any) -> HandoffResult:
            result = workspace.run(name, raw, trigger="command line")
            if name == "feedback_to_offer":  # the others need not load it
                workspace.offer_feedback.after_run(result)
            return result

        return _run_each(options, output, run, _written(options, workspace))
    finally:
        workspace.close()


def _written(options: argparse.Namespace, workspace: Workspace | None) -> Callable[[HandoffResult], Any]:
    """How results are written; without a database nobody is known by name, and only shapes are hidden."""
    if not options.hide_names:
        return lambda result: result.to_envelope()

    def hide(result: HandoffResult) -> dict[str, Any]:
        from core.redaction import Redactor
        from core.shareable import shareable_result

        redactor = workspace.reports.known_names.redactor() if workspace else Redactor()
        return {"success": result.success, **shareable_result(result, redactor)}

    return hide


def _run_each(
    options: argparse.Namespace,
    output: Output,
    run: Callable[[Any], HandoffResult],
    written: Callable[[HandoffResult], Any],
) -> int:
    code = 0
    for number, given in enumerate(read_inputs(options.input, lines=options.json_lines), 1):
        if number == _MANY_INPUTS:
            gc.enable()
        envelope, outcome = _answer(given, run, written)
        output.write(envelope)
        code = _worse(code, outcome)
    if options.output not in (None, STANDARD):
        _say(f"Written to {options.output}.")
    return code


def _answer(
    given: Input, run: Callable[[Any], HandoffResult], written: Callable[[HandoffResult], Any]
) -> tuple[Any, int]:
    """The envelope of one input and its exit code; tells a person how it went."""
    if given.error is not None:
        _say(f"{given.place}: {given.error.message}")
        problems = [problem.to_dict() for problem in given.error.problems]
        # No run began: what is no JSON has nothing that could be kept or tried again.
        error = {"error": given.error.message, "code": given.error.code, "errors": problems}
        return {"success": False, "workflow_id": None, **error}, given.error.exit_code
    result = run(given.value)
    if not result.success:
        _say(f"{given.place}: {result.error}")
        _say_problems(result.problems)
        return written(result), EXIT_CODES[result.code or "internal_error"]
    again = ", handed over before; nothing was created" if result.replayed else ""
    _say(f"{given.place}: {result.title} ({result.workflow_id}{again})")
    for notice in result.warnings:
        _say(f"  look at {notice.field}: {notice.message}")
    return written(result), 0


def _worse(one: int, other: int) -> int:
    """The worse of two exit codes: the higher, but our own bug outranks them all."""
    bug = EXIT_CODES["internal_error"]
    return bug if bug in (one, other) else max(one, other)


def _list(settings: Settings, stdout: IO[bytes]) -> int:
    from core.plugins import PluginRegistry

    registry = PluginRegistry(settings.custom_workflows)
    for problem in registry.problems:
        _say(f"{settings.custom_workflows.name}/{problem}")
    workflows = [registry.get(name) for name in registry.names]
    width = max(len(workflow.name) for workflow in workflows)
    for workflow in workflows:
        line = f"{workflow.name:<{width}}  {workflow.source} → {workflow.target}  {workflow.label}\n"
        stdout.write(line.encode("utf-8", "replace"))
    stdout.flush()
    return 0


def _say_problems(problems: Sequence[Any]) -> None:
    for problem in problems:
        _say(f"  {problem.field or 'the input'}: {problem.message}")


def _say(text: str) -> None:
    # What a client wrote must not steer the terminal.
    print("".join(letter if letter.isprintable() else " " for letter in text), file=sys.stderr)


def _leave(code: int) -> NoReturn:
    """End at once: taking the interpreter apart costs a fifth of the whole call and frees only memory."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        pass  # the reader of our output is gone
    os._exit(code)


if __name__ == "__main__":
    gc.disable()  # the process ends before a collection would pay
    # Pydantic would read the metadata of every installed package to find plug-ins that nobody uses here.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    _leave(main())

"""The command line of the lead import: reports on standard output, words on standard error, exit codes."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from db.lead_import import ImportProgress, Preset
from db.workspace import Workspace
from scripts.import_leads import main
from scripts.import_progress import ProgressLine

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "import_leads.py"
MESSY = ROOT / "sample_data" / "leads_messy.csv"
CLEAN = "Name,E-mail,Company\nAnn Lee,ann@example.com,Fern\nBen Ode,ben@example.com,Moss\n"


class Done(NamedTuple):
    """What a command answered."""

    returncode: int
    stdout: bytes
    stderr: bytes


class Shell:
    """Runs the script as a person would, from another folder, on a database of its own: in this process,
    which is quick, or in one of its own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.database = folder / "agency.db"
        self.url = f"sqlite:///{self.database}"
        self._patch = monkeypatch

    def run(self, *arguments: object, given: bytes = b"") -> Done:
        output, errors = io.BytesIO(), io.BytesIO()
        with self._patch.context() as patch:
            patch.chdir(self.folder)
            patch.setenv("DATABASE_URL", self.url)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
            patch.setattr(sys, "stdout", io.TextIOWrapper(output, write_through=True))
            patch.setattr(sys, "stderr", io.TextIOWrapper(errors, write_through=True))
            patch.setattr("db.structured_log.configure_log", lambda _: None)
            try:
                code = main([str(argument) for argument in arguments])
            except SystemExit as ended:  # the parser's way to refuse
                code = int(ended.code or 0)
            return Done(code, output.getvalue(), errors.getvalue())

    def process(self, *arguments: object, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, str(SCRIPT), *map(str, arguments)],
            input=given,
            capture_output=True,
            cwd=self.folder,
            env={**os.environ, "DATABASE_URL": self.url, "PYTHONPROFILEIMPORTTIME": "1"},
            check=False,
            timeout=120,
        )

    def list(self, name: str, text: str = CLEAN) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def leads(self) -> Any:
        workspace = Workspace.open(self.url)
        try:
            return workspace.marketing.leads().rows
        finally:
            workspace.close()


@pytest.fixture
def bare_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Where there is no database yet."""
    return Shell(tmp_path, monkeypatch)


@pytest.fixture
def shell(bare_shell: Shell, empty_file: Path) -> Shell:
    shutil.copy(empty_file, bare_shell.database)
    return bare_shell


def report_of(done: Done | subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def adds_up(counts: dict[str, int]) -> bool:
    return counts["read"] == sum(number for name, number in counts.items() if name != "read")


def test_a_list_is_imported_and_reported(shell: Shell) -> None:
    done = shell.process(shell.list("leads.csv"))
    assert done.returncode == 0, done.stderr
    # Loading these takes longer than importing ten thousand rows.
    assert b"polars" in done.stderr and b"sqlmodel" not in done.stderr and b"pandas" not in done.stderr
    report = report_of(done)
    assert (report["success"], report["dry_run"], report["campaign_id"]) == (True, False, "camp_imported")
    assert report["counts"] == {
        "read": 2, "created": 2, "updated": 0, "unchanged": 0, "merged": 0, "rejected": 0,
    }  # fmt: skip
    assert b"2 rows read: 2 new" in done.stderr
    assert sorted(shell.leads()["name"]) == ["Ann Lee", "Ben Ode"]


def test_the_same_list_twice_changes_nothing(shell: Shell) -> None:
    path = shell.list("leads.csv")
    shell.run(path)
    report = report_of(shell.run(path))
    assert report["counts"]["unchanged"] == report["counts"]["read"] == 2
    assert len(shell.leads()) == 2


def test_rejected_rows_come_back_as_a_file_that_is_corrected_and_imported(shell: Shell) -> None:
    rejects = shell.folder / "rejected.csv"
    done = shell.run(MESSY, "--country", "DE", "--rejects", rejects)
    assert done.returncode == 0, done.stderr
    first = report_of(done)["counts"]
    assert adds_up(first)
    assert first["rejected"] > 0
    text = rejects.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].startswith("Vorname,Nachname,Firma,E-Mail")
    assert "frank (at) ober-metallbau.example" in text
    rejects.write_text(text.replace("frank (at) ober", "frank@ober"), encoding="utf-8-sig")
    again = report_of(shell.run(rejects, "--country", "DE"))["counts"]
    assert adds_up(again)
    assert again["created"] + again["rejected"] == first["rejected"]
    assert "frank@ober-metallbau.example" in set(shell.leads()["email"])


def test_a_dry_run_says_the_same_and_leaves_nothing_behind(bare_shell: Shell) -> None:
    shell = bare_shell
    path = shell.list("leads.csv")
    dry = report_of(shell.run(path, "--dry-run"))
    assert not shell.database.exists()
    assert sorted(file.name for file in shell.folder.iterdir()) == ["leads.csv"]
    assert dry["dry_run"] is True
    wet = report_of(shell.run(path))
    assert dry["counts"] == wet["counts"]
    repeated = report_of(shell.run(path, "--dry-run"))
    assert repeated["counts"]["unchanged"] == 2
    assert len(shell.leads()) == 2


def test_a_dry_run_writes_the_same_error_file(shell: Shell) -> None:
    path = shell.list("leads.csv", CLEAN + "Cy,not-an-address,\n")
    dry = shell.run(path, "--dry-run", "--rejects", shell.folder / "dry.csv")
    assert (dry.returncode, report_of(dry)["counts"]["rejected"]) == (0, 1)
    assert shell.run(path, "--rejects", shell.folder / "real.csv").returncode == 0
    assert (shell.folder / "dry.csv").read_bytes() == (shell.folder / "real.csv").read_bytes()


def test_a_list_that_failed_leaves_no_copy_behind(shell: Shell) -> None:
    assert shell.run(shell.list("leads.csv", "\0\0")).returncode == 2
    assert not list(shell.folder.glob("agency.db.imports/*"))


def test_a_dry_run_names_rows_that_look_like_one_person(shell: Shell) -> None:
    people = "Name,E-mail,Company\nJon Smith,jon@x.example,Acme\nJohn Smith,john@y.example,Acme Inc\n"
    done = shell.run(shell.list("leads.csv", people), "--dry-run")
    assert report_of(done)["alike"] == [{"line": 3, "other_line": 2, "likeness": 97}]
    assert b"side by side" in done.stderr
    assert report_of(shell.run(shell.list("leads.csv"), "--dry-run"))["alike"] == []


def test_several_lists_are_json_lines_and_a_bad_one_stops_no_other(shell: Shell) -> None:
    picture = shell.folder / "picture.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    good = shell.list("b.csv", "E-mail\ncarl@example.com\n")
    done = shell.process(shell.list("a.csv"), picture, shell.folder / "gone.csv", good)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["success"] for line in lines] == [True, False, False, True]
    assert "picture" in lines[1]["error"]
    assert done.returncode == 2
    assert len(shell.leads()) == 3


def test_rejects_of_several_lists_go_into_a_folder(shell: Shell) -> None:
    bad = "Name,E-mail\nAnn,nope\n,\nBen,ben@example.com\n"
    folder = shell.folder / "rejected"
    (shell.folder / "other").mkdir()
    done = shell.run(
        shell.list("a.csv", bad), shell.list("other/a.csv", bad + "x,y@@\n"), "--rejects", folder
    )
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in folder.iterdir()) == ["a rejected 2.csv", "a rejected.csv"]


@pytest.mark.parametrize(
    ("arguments", "given", "code", "words"),
    [
        ([], b"", 2, b"FILE"),
        (["gone.csv"], b"", 2, b"no such file"),
        (["-"], b"", 2, b"empty"),
        (["-", "--campaign", "camp_404"], CLEAN.encode(), 3, b"camp_404"),
        (["-", "--mapping", "HubSpot"], CLEAN.encode(), 2, b"no preset"),
        (["-", "--country", "Atlantis"], CLEAN.encode(), 2, b"--country"),
        (["-", "--mode", "replace"], CLEAN.encode(), 2, b"--mode"),
        (["-"], b"E-mail\nnope\nneither\n", 2, b"Every row was rejected"),
        (["-", "--report", "."], CLEAN.encode(), 2, b"cannot be written"),
        (["-", "--rejects", "."], CLEAN.encode(), 2, b"must be a file"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_is_told_with_its_exit_code(
    shell: Shell, arguments: list[str], given: bytes, code: int, words: bytes
) -> None:
    done = shell.run(*arguments, given=given)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_broken_database_is_no_bug(shell: Shell) -> None:
    shell.database.write_bytes(b"not a database at all, but long enough to look like one" * 100)
    done = shell.run(shell.list("leads.csv"))
    assert done.returncode == 2 or done.returncode == 4
    assert b"Traceback" not in done.stderr


def test_a_preset_chooses_the_columns_and_its_country(shell: Shell) -> None:
    workspace = Workspace.open(shell.url)
    workspace.lead_imports.save_preset(
        Preset("Fair", {"Who": "name", "Where": "company", "Call": "phone"}, default_country="DE")
    )
    workspace.close()
    path = shell.list("fair.csv", "Who,Where,Call,Note\nAnn Lee,Fern,030 901820,red\n")
    done = shell.run(path, "--mapping", "fair")
    assert done.returncode == 0, done.stderr
    lead = shell.leads().iloc[0]
    assert (lead["name"], lead["company"]) == ("Ann Lee", "Fern")


def test_the_report_and_nothing_else_goes_into_its_file(shell: Shell) -> None:
    done = shell.run(shell.list("leads.csv"), "--report", "report.json", "--quiet")
    assert done.stdout == b""
    assert json.loads((shell.folder / "report.json").read_bytes())["counts"]["created"] == 2


def test_a_name_cannot_steer_the_terminal(shell: Shell) -> None:
    done = shell.process("-", "--country", "\x1b[2J", given=CLEAN.encode())
    assert done.returncode == 2
    assert b"\x1b" not in done.stderr
    done = shell.run(shell.list("\x1b[2Jleads.csv"))
    assert b"\x1b" not in done.stderr


def test_help_is_there_at_once() -> None:
    started = time.perf_counter()
    done = subprocess.run([sys.executable, SCRIPT, "--help"], capture_output=True, check=True)
    took = time.perf_counter() - started
    loaded = subprocess.run(
        [sys.executable, "-X", "importtime", SCRIPT, "--help"], capture_output=True, check=True
    ).stderr
    assert b"--dry-run" in done.stdout
    assert took < 1.0
    for heavy in (b"polars", b"sqlalchemy", b"pydantic", b"pandas"):
        assert heavy not in loaded


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_one_line_on_a_terminal_and_a_line_now_and_then_in_a_log() -> None:
    now = [0.0]
    for stream, expected in ((Terminal(), "\r"), (io.StringIO(), "\n")):
        line = ProgressLine("leads.csv", stream, silent=False, clock=lambda: now[0])
        for rows in range(0, 1_000_000, 10_000):
            now[0] += 0.09
            line.show(ImportProgress("i", "running", "leads.csv", "Checking", rows, 1_000_000, 12.3))
        line.clear()
        shown = stream.getvalue()
        assert "of 1,000,000 rows, 13 s left" in shown
        assert shown.count(expected) < 100
        if expected == "\r":
            assert "\n" not in shown
            assert shown.endswith(" \r")
        else:
            assert shown.count("\n") == 1


def test_quiet_means_quiet() -> None:
    stream = Terminal()
    line = ProgressLine("leads.csv", stream, silent=True)
    line.show(ImportProgress("i", "running"))
    line.clear()
    assert stream.getvalue() == ""


def test_the_imported_leads_are_handed_over_in_one_run(shell: Shell) -> None:
    first = shell.run(shell.list("leads.csv"), "--hand-over", "--quiet")
    assert first.returncode == 0, first.stderr
    handoff = json.loads(first.stdout)["handoff"]
    assert handoff["success"] and handoff["counts"]["leads_in"] == 2 and not handoff["replayed"]
    assert b"handed over 2 leads" in first.stderr
    again = json.loads(shell.run(shell.list("leads.csv"), "--hand-over", "--quiet").stdout)["handoff"]
    assert (again["workflow_id"], again["replayed"]) == (handoff["workflow_id"], True)
    refused = shell.run(shell.list("leads.csv"), "--hand-over", "--dry-run")
    assert refused.returncode == 2 and b"one of them out" in refused.stderr

"""The command line of the guide: data on standard output, words on standard error, telling exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from core.registry import CHAIN
from db.settings import Settings
from db.workspace import Workspace
from scripts import run_workflow
from scripts.workflow_files import Output

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_data"
SCRIPT = ROOT / "scripts" / "run_workflow.py"
OFFER = SAMPLES / "offer_to_marketing.json"
MISSING = SAMPLES / "invalid" / "missing_fields.json"
REFUSED = SAMPLES / "invalid" / "deal_not_won.json"


HEAVY = {"holidays", "sqlalchemy", "sqlmodel", "alembic", "pandas", "streamlit", "plotly", "core.plugins"}


class Shell:
    """Runs the script as a person would, from another folder, on a database of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "agency.db"

    def run(
        self, *arguments: object, given: bytes = b"", **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, str(SCRIPT), *map(str, arguments)],
            input=given,
            capture_output=True,
            cwd=self.folder,
            env={**os.environ, "DATABASE_URL": f"sqlite:///{self.database}", **environment},
            check=False,
            timeout=60,
        )


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


class Answer:
    """What a call in this process answered; it starts faster than a process of its own."""

    def __init__(self, code: int, out: bytes, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Any:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'agency.db'}")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Answer:
        try:
            code = run_workflow.main([str(argument) for argument in arguments])
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        out, err = capsysbinary.readouterr()
        return Answer(code, out, err.decode())

    return run


def test_the_guides_call_writes_the_result_and_stores_it(shell: Shell) -> None:
    done = shell.run(
        "offer_to_marketing", "--input", OFFER, "--output", "data/outputs/result.json", "--verbose"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == b""
    envelope = json.loads((shell.folder / "data/outputs/result.json").read_bytes())
    assert envelope["handoff_data"]["marketing_brief"]["campaign_name"] == "Widget Pro_launch"
    logged = [json.loads(line) for line in done.stderr.splitlines() if line.startswith(b"{")]
    assert {line["run_id"] for line in logged if "run_id" in line} == {envelope["workflow_id"]}
    workspace = Workspace.open(f"sqlite:///{shell.database}")
    stored = workspace.find_run(envelope["workflow_id"])
    workspace.close()
    assert stored is not None
    assert stored.title == "Widget Pro_launch"


def test_standard_input_and_output_carry_data_and_nothing_else(shell: Shell) -> None:
    done = shell.run("offer_to_marketing", "--input", "-", given=OFFER.read_bytes(), LANG="C", LC_ALL="C")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["success"] is True
    assert b"Widget Pro_launch" in done.stderr


def test_what_a_plugin_prints_does_not_reach_the_data(shell: Shell) -> None:
    folder = shell.folder / "mine"
    folder.mkdir()
    (folder / "loud.py").write_text(
        "print('loading')\n"
        "class LoudWorkflow:\n"
        "    def execute(self, d):\n"
        "        print('hello')\n"
        "        return d\n"
    )
    (folder / "broken.py").write_text("1 / 0\n")
    done = shell.run("loud", "--input", "-", given=b'{"a": 1}', AGENCY_CUSTOM_WORKFLOWS=str(folder))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["handoff_data"]["data"] == {"a": 1}
    assert b"hello" in done.stderr
    listed = shell.run("--list", AGENCY_CUSTOM_WORKFLOWS=str(folder))
    assert b"loud " in listed.stdout
    assert b"broken.py, line 1: ZeroDivisionError" in listed.stderr


def test_a_reader_that_goes_away_is_no_error(shell: Shell) -> None:
    command = (
        f"{sys.executable} {SCRIPT} sales_to_fulfillment --no-store --input {SAMPLES}/deals.jsonl | head -c 1"
    )
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, cwd=shell.folder, check=False, timeout=60
    )
    assert done.stdout == b"{"
    assert b"Traceback" not in done.stderr


def test_a_replay_says_that_nothing_was_created(call: Any) -> None:
    first = call("offer_to_marketing", "--input", OFFER)
    again = call("offer_to_marketing", "--input", OFFER)
    assert json.loads(again.out)["replayed"] is True
    assert json.loads(again.out)["workflow_id"] == json.loads(first.out)["workflow_id"]
    assert "nothing was created" in again.err


def test_a_result_for_people_outside_has_neither_names_nor_small_groups(call: Any, tmp_path: Path) -> None:
    given = json.loads((SAMPLES / "feedback_to_offer.json").read_bytes())
    few, many, wrong = tmp_path / "few.json", tmp_path / "many.json", tmp_path / "wrong.json"
    words = "Ann from ann@northwind.example waited; communication was slow"
    few.write_text(json.dumps({**given, "responses": [{"could_improve": words}]}))
    many.write_text(
        json.dumps(
            {**given, "feedback_id": "FB_6", "responses": [{"could_improve": words}] * 6, "ratings": {}}
        )
    )
    wrong.write_text(json.dumps({**given, "responses": words}))
    one = json.loads(call("feedback_to_offer", "--input", few, "--hide-names").out)
    assert one.keys() == {"success", "workflow", "what_was_hidden_and_why"}
    assert "communication" not in str(one)
    six = call("feedback_to_offer", "--input", many, "--hide-names", "--no-store").out
    assert b"northwind" not in six
    assert b"ommunication" in six
    failed = call("feedback_to_offer", "--input", wrong, "--hide-names")
    assert (failed.code, b"northwind" in failed.out, b'"success": false' in failed.out) == (2, False, True)


def test_a_preview_stores_nothing(call: Any, tmp_path: Path) -> None:
    assert call("offer_to_marketing", "--input", OFFER, "--no-store").code == 0
    assert not (tmp_path / "agency.db").exists()
    call("offer_to_marketing", "--input", OFFER)
    preview = call("offer_to_marketing", "--input", OFFER, "--no-store")
    assert "replayed" not in json.loads(preview.out)


@pytest.mark.parametrize(
    ("workflow", "path", "code", "words"),
    [
        ("offer_to_marketing", MISSING, 2, "target_audience: is required"),
        ("sales_to_fulfillment", REFUSED, 3, "Only a won deal goes to fulfillment"),
        ("offer_to_marketing", SAMPLES / "invalid" / "nul_byte.json", 2, "Line 2, column 26: a NUL"),
        ("offer_to_marketing", SAMPLES / "nothing.json", 2, "cannot be read: no such file"),
        ("offer_to_marketing", SAMPLES, 2, "cannot be read: is a directory"),
        ("offer_to_marketin", OFFER, 2, "Did you mean offer_to_marketing?"),
    ],
)
def test_a_failure_is_told_in_words_and_by_its_exit_code(
    call: Any, workflow: str, path: Path, code: int, words: str
) -> None:
    answer = call(workflow, "--input", path)
    assert answer.code == code
    assert words in answer.err
    assert "Traceback" not in answer.err
    if answer.out:
        envelope = json.loads(answer.out)
        assert envelope["success"] is False
        assert envelope["error"]


def test_a_database_that_cannot_be_opened_is_told_with_its_exit_code(call: Any, tmp_path: Path) -> None:
    (tmp_path / "agency.db").write_bytes(b"this is no database at all" * 100)
    answer = call("offer_to_marketing", "--input", OFFER)
    assert answer.code == 4
    assert answer.out == b""
    assert "Traceback" not in answer.err


def test_several_inputs_answer_one_line_each_and_a_bad_one_stops_no_other(call: Any) -> None:
    answer = call("offer_to_marketing", "--input", MISSING, OFFER, "--input", SAMPLES / "nothing.json")
    assert [line["success"] for line in answer.lines] == [False, True, False]
    assert answer.code == 2


def test_json_lines_are_one_input_a_line(call: Any) -> None:
    answer = call("sales_to_fulfillment", "--input", SAMPLES / "deals.jsonl", "--no-store")
    assert [line["success"] for line in answer.lines] == [True, True, False, False]
    assert "deals.jsonl, line 3: The payment is 'pending'" in answer.err
    assert answer.code == 3


def test_several_results_in_a_json_file_are_an_array(call: Any, tmp_path: Path) -> None:
    for name, read in (
        ("out.json", json.loads),
        ("out.jsonl", lambda text: [json.loads(x) for x in text.splitlines()]),
    ):
        answer = call(
            "sales_to_fulfillment", "--input", SAMPLES / "deals.jsonl", "--output", name, "--no-store"
        )
        assert answer.out == b""
        assert len(read((tmp_path / name).read_text(encoding="utf-8"))) == 4


@pytest.mark.parametrize(
    ("codes", "worst"),
    [([0, 0], 0), ([0, 2, 3], 3), ([3, 2], 3), ([4, 1, 5], 1), ([1, 0], 1), ([0, 4], 4)],
)
def test_the_exit_code_is_the_worst(codes: list[int], worst: int) -> None:
    code = 0
    for other in codes:
        code = run_workflow._worse(code, other)
    assert code == worst


def test_the_list_names_every_workflow_with_its_domains(call: Any) -> None:
    answer = call("--list")
    lines = answer.out.decode().splitlines()
    assert lines[0].split() == ["offer_to_marketing", "offer", "→", "marketing", "Offer", "→", "Marketing"]
    assert any(line.startswith("renewal_reminder ") for line in lines)
    assert answer.code == 0


@pytest.mark.parametrize("workflow", ["offer_to_marketing", "renewal_reminder"])
def test_the_schema_is_json_schema(call: Any, workflow: str) -> None:
    answer = call(workflow, "--schema")
    assert json.loads(answer.out)["type"] == "object"
    assert answer.code == 0


@pytest.mark.parametrize("arguments", [[], ["--input", OFFER], ["offer_to_marketing"], ["--nonsense"]])
def test_a_call_that_says_too_little_is_told_what_is_missing(call: Any, arguments: list[object]) -> None:
    answer = call(*arguments)
    assert answer.code == 2
    assert "usage: run_workflow.py" in answer.err
    assert answer.out == b""


def test_an_output_that_cannot_be_written_is_told_before_anything_runs(call: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for name in ("file/result.json", "."):
        answer = call("offer_to_marketing", "--input", OFFER, "--output", name)
        assert answer.code == 2
        assert "Nothing was run." in answer.err
    assert not (tmp_path / "agency.db").exists()


def test_an_output_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "result.json"
    target.write_text("before")
    output = Output(str(target), sys.stdout.buffer, several=True)
    output.write({"a": 1})
    assert target.read_text() == "before"
    output.discard()
    assert [path.name for path in tmp_path.iterdir()] == ["result.json"]
    output = Output(str(target), sys.stdout.buffer, several=True)
    output.write({"a": "é\ud800"})
    output.finish()
    assert json.loads(target.read_bytes()) == [{"a": "é?"}]
    assert [path.name for path in tmp_path.iterdir()] == ["result.json"]


def test_an_empty_output_of_several_is_an_empty_array(tmp_path: Path) -> None:
    output = Output(str(tmp_path / "x.json"), sys.stdout.buffer, several=True)
    output.finish()
    assert json.loads((tmp_path / "x.json").read_text()) == []


def test_the_terminal_is_not_steered_by_what_a_client_wrote(call: Any, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text(json.dumps({"deal_id": "x", "status": "\x1b[2J\x9b31m"}))
    answer = call("sales_to_fulfillment", "--input", "bad.json")
    assert "\x1b" not in answer.err
    assert "\x9b" not in answer.err


def test_it_starts_without_what_it_does_not_need(shell: Shell) -> None:
    # The first call creates the database, which is the one time that needs the migrations.
    assert shell.run("offer_to_marketing", "--input", OFFER).returncode == 0
    for name in CHAIN:
        check = (
            "import runpy, sys, os; os._exit = lambda code: sys.exit(code)\n"
            f"sys.argv = ['x', {name!r}, '--input', {str(OFFER.with_stem(name))!r}]\n"
            "try:\n    runpy.run_path(" + repr(str(SCRIPT)) + ", run_name='__main__')\n"
            f"finally:\n    print(sorted(set(sys.modules) & {HEAVY}), file=sys.stderr)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", check],
            capture_output=True,
            env={**os.environ, "DATABASE_URL": f"sqlite:///{shell.database}"},
            check=False,
            timeout=60,
        )
        assert (done.returncode, done.stderr.splitlines()[-1]) == (0, b"[]"), done.stderr


def test_settings_come_from_the_environment(shell: Shell) -> None:
    done = shell.run("offer_to_marketing", "--input", OFFER, AGENCY_LOG_LEVEL="LOUD")
    assert done.returncode == 2
    assert b"AGENCY_LOG_LEVEL must be one of" in done.stderr
    assert Settings().custom_workflows == ROOT / "custom_workflows"


def test_our_own_bug_has_an_exit_code_and_no_traceback_for_people(
    call: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> int:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(run_workflow, "_run_inputs", broken)
    answer = call("offer_to_marketing", "--input", OFFER)
    assert answer.code == 1
    assert "Something went wrong on our side" in answer.err

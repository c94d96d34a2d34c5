"""A class dropped into a folder is a workflow; whatever it does wrong, the app answers and goes on."""

from __future__ import annotations

import os
import sys
import textwrap
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UnknownWorkflow
from core.plugins import PluginRegistry, load_plugins, workflow_name
from core.ports import Run
from core.registry import CHAIN
from core.result import HandoffResult

ROOT = Path(__file__).resolve().parents[2]

# The class template that the guide gives.
TEMPLATE = """
from typing import Dict, Any
from datetime import datetime
import logging

logger = logging.getLogger(__name__)


class CustomWorkflow:
    def __init__(self):
        self.workflow_id = None
        self.status = "initialized"
        self.handoff_data = {}

    def validate_input(self, input_data: Dict[str, Any]) -> bool:
        # Validation logic
        return True

    def transform_data(self, input_data: Dict[str, Any]) -> Dict[str, Any]:
        # Transformation logic
        return {}

    def execute(self, input_data: Dict[str, Any]) -> Dict[str, Any]:
        self.workflow_id = f"custom_{datetime.utcnow().timestamp()}"

        try:
            if not self.validate_input(input_data):
                return {"success": False, "error": "Validation failed"}

            transformed_data = self.transform_data(input_data)

            self.handoff_data = {
                "workflow_id": self.workflow_id,
                "source_domain": "source",
                "target_domain": "target",
                "data": transformed_data,
                "handoff_timestamp": datetime.utcnow().isoformat()
            }

            self.status = "completed"

            return {
                "success": True,
                "workflow_id": self.workflow_id,
                "handoff_data": self.handoff_data
            }

        except Exception as e:
            self.status = "error"
            logger.error(f"Workflow failed: {e}")
            return {"success": False, "error": str(e)}
"""


NOT_VALID = "def validate_input(self, d): return False\n"
UNDECIDED = 'class No:\n    def __bool__(self): raise OSError("no")\n'
BASE = "from core.workflow import Workflow\n"


class Folder:
    """A folder of plug-ins for one test."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._time = 1_000_000_000

    def write(self, name: str, source: str) -> None:
        file = self.path / name
        file.write_text(textwrap.dedent(source), encoding="utf-8")
        self._time += 1
        os.utime(file, (self._time, self._time))

    def run(self, method: str, raw: Any = None, *, prefix: str = "") -> HandoffResult:
        """Run a class whose body is `method`."""
        body = textwrap.indent(textwrap.dedent(method), "    ")
        self.write("thing.py", f"{prefix}\nclass ThingWorkflow:\n{body}")
        found, problems = load_plugins(self.path)
        assert problems == []
        return found["thing"].run({"a": 1} if raw is None else raw)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    yield Folder(tmp_path)
    for name in [name for name in sys.modules if name.startswith("custom_workflows.")]:
        del sys.modules[name]


def test_the_template_of_the_guide_is_a_workflow(folder: Folder) -> None:
    folder.write("mine.py", TEMPLATE)
    found, problems = load_plugins(folder.path)
    assert problems == []
    envelope = found["custom"].execute({"anything": [1, 2]})
    assert envelope["success"] is True
    assert envelope["workflow_id"].startswith("custom_")
    assert envelope["workflow_id"].rpartition("_")[2].isdigit()
    handoff = envelope["handoff_data"]
    assert handoff["data"] == {}
    assert (handoff["source_domain"], handoff["target_domain"]) == ("source", "target")


class Recorder:
    def __init__(self) -> None:
        self.runs: list[Run] = []

    def find(self, key: str) -> HandoffResult | None:
        return next((run.result for run in self.runs if run.key == key), None)

    def save(self, run: Run) -> HandoffResult:
        self.runs.append(run)
        return run.result


def test_a_plugin_is_stored_and_replayed_like_the_five(folder: Folder) -> None:
    folder.write("mine.py", TEMPLATE)
    store = Recorder()
    workflow = load_plugins(folder.path)[0]["custom"]
    first = workflow.run({"a": 1}, store=store)
    again = workflow.run({"a": 1.0}, store=store)
    assert again.replayed
    assert again.workflow_id == first.workflow_id
    assert [(run.source, run.target, run.data) for run in store.runs] == [("source", "target", {"a": 1})]


def test_an_edit_of_the_file_runs_at_once_and_is_no_replay(folder: Folder) -> None:
    store = Recorder()
    for answer in ("one", "two"):
        folder.write(
            "mine.py", f"class AWorkflow:\n  def transform_data(self, d): return {{'v': '{answer}'}}"
        )
        result = load_plugins(folder.path)[0]["a"].run({}, store=store)
        assert result.handoff_data["data"] == {"v": answer}
        assert not result.replayed


def test_a_file_that_did_not_change_is_not_run_again(folder: Folder) -> None:
    folder.write("mine.py", "class AWorkflow:\n  def execute(self, d): return {}")
    first = load_plugins(folder.path)[0]["a"]
    assert load_plugins(folder.path)[0]["a"] is first


def test_a_file_that_is_gone_takes_its_workflow_along(folder: Folder) -> None:
    folder.write("mine.py", "class AWorkflow:\n  def execute(self, d): return {}")
    assert "a" in load_plugins(folder.path)[0]
    (folder.path / "mine.py").unlink()
    assert load_plugins(folder.path) == ({}, [])
    assert "custom_workflows.mine" not in sys.modules


def test_each_run_has_an_instance_of_its_own(folder: Folder) -> None:
    folder.write(
        "mine.py",
        """
        class CountWorkflow:
            def __init__(self): self.n = 0
            def execute(self, d):
                self.n += 1
                return {"n": self.n}
        """,
    )
    workflow = load_plugins(folder.path)[0]["count"]
    assert [workflow.run({"i": i}).handoff_data["data"] for i in range(3)] == [{"n": 1}] * 3


def test_a_plugin_cannot_change_the_input_that_is_kept(folder: Folder) -> None:
    raw = {"a": {"b": [1]}}
    result = folder.run('def execute(self, d):\n    d["a"]["b"].append(2)\n    return {"got": d}', raw)
    assert result.handoff_data["data"] == {"got": {"a": {"b": [1, 2]}}}
    assert raw == {"a": {"b": [1]}}


@pytest.mark.parametrize(
    ("method", "data"),
    [
        ('def execute(self, d): return {"x": 1}', {"x": 1}),
        ('def execute(self, d): return {"success": True, "handoff_data": {"data": [1]}}', [1]),
        (
            'def execute(self, d): return {"success": True, "handoff_data": {"x": 1, "workflow_id": "w"}}',
            {"x": 1},
        ),
        ('def execute(self, d): return {"success": True, "workflow_id": "w", "x": 1}', {"x": 1}),
        ('def transform_data(self, d): return {"x": d["a"]}', {"x": 1}),
        ('def transform_data(self, d): return {"data": 1, "x": 2}', {"data": 1, "x": 2}),
        ('validate_input = lambda self, d: True\ndef transform_data(self, d): return {"x": 1}', {"x": 1}),
    ],
)
def test_the_payload_is_what_the_plugin_answers(folder: Folder, method: str, data: Any) -> None:
    result = folder.run(method)
    assert result.error is None
    assert result.handoff_data["data"] == data


def test_what_a_class_says_of_itself_stands_in_the_result(folder: Folder) -> None:
    result = folder.run(
        """
        '''Sends a thing.'''
        source_domain = "feedback"
        target = "sales"
        next_step = "call"
        label = "Thing sender"
        def execute(self, d):
            return {"success": True, "handoff_data": {"data": {}}, "title": "Tech Corp",
                    "warnings": [{"field": "a", "message": "is odd"}, 7]}
        """
    )
    assert (result.handoff_data["source_domain"], result.handoff_data["target_domain"]) == (
        "feedback",
        "sales",
    )
    assert (result.next_step, result.title) == ("call", "Tech Corp")
    assert [notice.to_dict() for notice in result.warnings] == [{"field": "a", "message": "is odd"}]
    workflow = load_plugins(folder.path)[0]["thing"]
    assert (workflow.label, getattr(workflow, "description", None)) == ("Thing sender", "Sends a thing.")


@pytest.mark.parametrize(
    ("method", "code", "words"),
    [
        (
            'def execute(self, d): return {"success": False, "error": "Not before Monday."}',
            "handoff_refused",
            "Not before Monday.",
        ),
        ('def execute(self, d): return {"success": False}', "handoff_refused", "gave no reason"),
        (
            NOT_VALID + 'def execute(self, d): return {"success": False, "error": "Bad."}',
            "invalid_input",
            "Bad.",
        ),
        (
            'def execute(self, d): return {"success": False, "error": "Bad.", '
            '"errors": [{"field": "a", "message": "is odd"}]}',
            "invalid_input",
            "Bad.",
        ),
        (NOT_VALID + "def transform_data(self, d): return {}", "invalid_input", "does not fit"),
        (
            'def execute(self, d): raise ValueError("the oven is cold")',
            "invalid_definition",
            "ValueError: the oven is cold",
        ),
        ('def execute(self, d): return d["nothing"]', "invalid_definition", "thing.py, line 3"),
        ("def execute(self, d): import sys; sys.exit(3)", "invalid_definition", "SystemExit"),
        ("def execute(self, d): return self.execute(d)", "invalid_definition", "RecursionError"),
        (
            'def __init__(self): raise OSError("no")\ndef execute(self, d): return {}',
            "invalid_definition",
            "OSError",
        ),
        ("def __init__(self, more): pass\ndef execute(self, d): return {}", "invalid_definition", "more"),
        ("def execute(self): return {}", "invalid_definition", "TypeError"),
        (
            "def execute(self, d): return None",
            "invalid_definition",
            "must answer a dict, and answered NoneType",
        ),
        (
            "def transform_data(self, d): return [1]",
            "invalid_definition",
            "must answer a dict, and answered list",
        ),
        ("async def execute(self, d): return {}", "invalid_definition", "coroutine"),
        ('def execute(self, d): return {"x": {1, 2}}', "invalid_definition", "data.x is a set"),
        (
            'def execute(self, d): return {"x": float("nan")}',
            "invalid_definition",
            "data.x is not a finite number",
        ),
        ('def execute(self, d): return {"x": "\\ud800"}', "invalid_definition", "half of a character"),
        ("def execute(self, d): return {1: 2}", "invalid_definition", "field name"),
        ('def execute(self, d): d["me"] = d; return d', "invalid_definition", "levels deep"),
        (UNDECIDED + 'def execute(self, d): return {"success": self.No()}', "invalid_definition", "OSError"),
        ('def execute(self, d): raise ValueError("\\ud800")', "invalid_definition", "ValueError"),
    ],
)
@pytest.mark.filterwarnings("ignore:coroutine:RuntimeWarning")
def test_a_plugin_that_says_no_or_breaks_is_a_failed_run_with_the_reason(
    folder: Folder, method: str, code: str, words: str
) -> None:
    result = folder.run(method)
    assert not result.success
    assert result.code == code
    assert words in (result.error or "")
    (result.error or "").encode()


def test_errors_of_a_plugin_stand_at_their_fields(folder: Folder) -> None:
    result = folder.run(
        'def execute(self, d): return {"success": False, '
        '"errors": [{"field": "a.b", "message": "is odd", "value": 3}]}'
    )
    assert [problem.to_dict() for problem in result.problems] == [
        {"field": "a.b", "message": "is odd", "value": 3}
    ]


@pytest.mark.parametrize("raw", [None, [], "text", 7, {"a": float("nan")}, {"a": "\x00"}])
def test_what_is_no_group_of_plain_fields_never_reaches_the_plugin(folder: Folder, raw: Any) -> None:
    folder.write("mine.py", "class AWorkflow:\n  def execute(self, d): raise SystemExit")
    assert load_plugins(folder.path)[0]["a"].run(raw).code == "invalid_input"


@given(raw=st.dictionaries(st.text(max_size=5), st.none() | st.integers() | st.text(max_size=5), max_size=4))
def test_any_fields_reach_the_plugin_as_they_are(raw: dict[str, Any]) -> None:
    workflow = PluginRegistry(ECHO).get("echo")
    result = workflow.run(raw)
    if result.success:
        assert result.handoff_data["data"] == {"got": raw}
    else:
        assert result.code == "invalid_input"


ECHO = Path(__file__).parent / "echo_plugin"


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("class AWorkflow:\n  def execute(self d): pass\n", 2, "is not valid Python"),
        ("\nimport nothing_of_that_name\n", 2, "ModuleNotFoundError"),
        ("x = 1\ny = x / 0\n", 2, "ZeroDivisionError"),
        ("import sys\nsys.exit('bye')\n", 2, "SystemExit: bye"),
        ("x = 1\n", 0, "has no workflow class"),
        ("", 0, "has no workflow class"),
        ("\n\nclass AWorkflow:\n  pass\n", 3, "neither an execute nor a transform_data"),
        ("class OfferToMarketingWorkflow:\n  def execute(self, d): return {}\n", 1, "is taken by the chain"),
        ("class ÄWorkflow:\n  def execute(self, d): return {}\n", 1, "gives no workflow name"),
        (f"{BASE}class AWorkflow(Workflow):\n  def transform(self, d, p, n): 1", 2, "does not say its name"),
        ("# coding: nonsense\n", 0, "is not valid Python"),
        ("x = '\x00'\n", 0, ""),
    ],
)
def test_a_broken_file_is_listed_and_the_others_go_on(
    folder: Folder, source: str, line: int, words: str
) -> None:
    folder.write("a_broken.py", source)
    folder.write("good.py", "class GoodWorkflow:\n  def execute(self, d): return {}")
    found, problems = load_plugins(folder.path)
    assert list(found) == ["good"]
    assert [(problem.file, problem.line) for problem in problems] == [("a_broken.py", line)]
    assert words in problems[0].reason
    if "taken" not in words:
        assert "custom_workflows.a_broken" not in sys.modules


def test_two_files_with_one_name_are_told_apart_by_the_list(folder: Folder) -> None:
    for name in ("a.py", "b.py"):
        folder.write(name, "class SameWorkflow:\n  def execute(self, d): return {}")
    found, problems = load_plugins(folder.path)
    assert list(found) == ["same"]
    assert str(problems[0]) == "b.py, line 1: the name 'same' is taken by a.py; rename the class"


def test_files_that_are_no_plugins_are_left_alone(folder: Folder) -> None:
    folder.write("_shared.py", "raise SystemExit")
    folder.write("README.md", "hello")
    (folder.path / "deep.py").mkdir()
    assert load_plugins(folder.path) == ({}, [])
    assert load_plugins(folder.path / "missing") == ({}, [])


def test_loading_writes_nothing_into_the_folder(folder: Folder) -> None:
    folder.write("mine.py", TEMPLATE)
    load_plugins(folder.path)
    assert [path.name for path in folder.path.iterdir()] == ["mine.py"]


def test_dataclasses_and_helpers_work_in_a_plugin(folder: Folder) -> None:
    folder.write(
        "mine.py",
        """
        from __future__ import annotations
        from dataclasses import dataclass, asdict
        @dataclass
        class Note:
            text: str
            def execute(self): return 1
        class NoteKeeperWorkflow:
            def execute(self, d): return asdict(Note("x"))
        """,
    )
    assert load_plugins(folder.path)[0]["note_keeper"].run({}).handoff_data["data"] == {"text": "x"}


def test_a_deprecation_that_a_newer_python_warns_about_breaks_no_plugin(folder: Folder) -> None:
    prefix = "import warnings\nwarnings.warn('old', DeprecationWarning)\n"
    result = folder.run(
        "def execute(self, d):\n    warnings.warn('older', DeprecationWarning)\n    return {}", prefix=prefix
    )
    assert result.success
    with pytest.raises(DeprecationWarning):
        warnings.warn("ours", DeprecationWarning, stacklevel=1)


@pytest.mark.parametrize(
    ("class_name", "name"),
    [
        ("CustomWorkflow", "custom"),
        ("RenewalReminderWorkflow", "renewal_reminder"),
        ("HTTPPingWorkflow", "http_ping"),
        ("Q2ReportWorkflow", "q2_report"),
        ("Workflow", "by_file"),
        ("Plain", "plain"),
    ],
)
def test_a_workflow_is_named_after_its_class(class_name: str, name: str) -> None:
    assert workflow_name(class_name, "by_file") == name


def test_the_folder_is_not_looked_at_for_the_five(folder: Folder) -> None:
    folder.write("mine.py", "raise AssertionError('looked at')")
    PluginRegistry(folder.path).get("marketing_to_sales")
    assert "custom_workflows.mine" not in sys.modules


def test_the_registry_knows_the_five_and_the_custom_ones(folder: Folder) -> None:
    folder.write("mine.py", TEMPLATE)
    folder.write("broken.py", "1 / 0")
    registry = PluginRegistry(folder.path)
    assert registry.names == [*CHAIN, "custom"]
    assert registry.get("custom").label == "Custom"
    assert [problem.file for problem in registry.problems] == ["broken.py"]
    with pytest.raises(UnknownWorkflow, match=r"Did you mean custom\?"):
        registry.get("custon")
    with pytest.raises(UnknownWorkflow, match=r"could not be loaded: broken\.py, line 1"):
        registry.get("broken")


EXAMPLE = {
    "company_name": "Tech Corp",
    "contract_end": "2025-06-30",
    "client_satisfaction_score": 92,
    "key_strengths": ["Strong communication"],
    "improvement_areas": ["Optimize delivery timelines"],
}


def test_the_example_reminds_sales_before_a_contract_ends() -> None:
    registry = PluginRegistry(ROOT / "custom_workflows")
    assert registry.problems == []
    result = registry.get("renewal_reminder").run(EXAMPLE)
    data = result.handoff_data["data"]
    assert (data["remind_on"], data["formula"]) == ("2025-05-01", "2025-06-30 − 60 days")
    assert data["approach"] == "offer_renewal"
    assert len(data["talking_points"]) == 2
    assert result.title == "Renewal of Tech Corp"
    unhappy = registry.get("renewal_reminder").run({**EXAMPLE, "client_satisfaction_score": 40})
    assert unhappy.handoff_data["data"]["approach"] == "repair_first"


def test_the_example_names_every_bad_field() -> None:
    registry = PluginRegistry(ROOT / "custom_workflows")
    result = registry.get("renewal_reminder").run({"company_name": " ", "client_satisfaction_score": True})
    assert result.code == "invalid_input"
    assert [problem.field for problem in result.problems] == [
        "company_name",
        "contract_end",
        "client_satisfaction_score",
    ]

"""Custom workflows: Python files dropped into a folder become workflows; a broken one is only listed.

This is the one module of `core` that reads files: the folder that it is told. A plug-in runs with the
rights of the app, so only who runs the app puts files there; nothing is ever loaded from an upload.
"""

from __future__ import annotations

import ast
import hashlib
import re
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.machinery import ModuleSpec
from inspect import isabstract
from pathlib import Path
from types import ModuleType
from typing import Any

from core.errors import UnknownWorkflow
from core.plugin_workflow import PACKAGE, describe, line_of, silence_deprecations, wrap
from core.registry import CHAIN, PluginProblem, Registry, no_such_workflow
from core.workflow import Workflow

_LONGEST_NAME = 60  # the name stands in run ids, links and columns


@dataclass(slots=True)
class _Loaded:
    """What one file gave, and the state of the file that gave it."""

    stamp: tuple[int, int]
    workflows: list[tuple[int, Workflow[Any, Any]]] = field(default_factory=list)
    problems: list[PluginProblem] = field(default_factory=list)


_loaded: dict[Path, _Loaded] = {}
_lock = threading.RLock()


def load_plugins(folder: Path) -> tuple[dict[str, Workflow[Any, Any]], list[PluginProblem]]:
    """The workflows of a folder by name, and what is wrong with the files that gave none. Never raises.

    Files are read in the order of their names; one whose name begins with "_" is left alone. A file is
    loaded again when it has changed, so that an edit works without a restart.
    """
    with _lock:
        found: dict[str, Workflow[Any, Any]] = {}
        problems: list[PluginProblem] = []
        owner: dict[str, str] = {}
        for path in _files(folder, problems):
            loaded = _load_changed(path)
            problems += loaded.problems
            for line, workflow in loaded.workflows:
                taken = "the chain" if workflow.name in CHAIN else owner.get(workflow.name)
                if taken:
                    reason = f"the name {workflow.name!r} is taken by {taken}; rename the class"
                    problems.append(PluginProblem(path.name, line, reason))
                    continue
                found[workflow.name] = workflow
                owner[workflow.name] = path.name
        return found, problems


class PluginRegistry(Registry):
    """The five workflows and those of a folder, which is not looked at before somebody asks for more."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    @property
    def names(self) -> list[str]:
        return [*CHAIN, *sorted(load_plugins(self.folder)[0])]

    @property
    def problems(self) -> list[PluginProblem]:
        """The files of the folder that gave no workflow."""
        return load_plugins(self.folder)[1]

    def get(self, name: str) -> Workflow[Any, Any]:
        if name in CHAIN:
            return super().get(name)
        found, problems = load_plugins(self.folder)
        if name in found:
            return found[name]
        broken = next((problem for problem in problems if Path(problem.file).stem == name), None)
        if broken:
            raise UnknownWorkflow(f"The custom workflow {name!r} could not be loaded: {broken}")
        raise no_such_workflow(name, [*CHAIN, *sorted(found)])


def _files(folder: Path, problems: list[PluginProblem]) -> list[Path]:
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".py" and path.is_file())
    except FileNotFoundError:
        return []
    except OSError as error:
        problems.append(PluginProblem(folder.name, 0, f"the folder cannot be read: {error.strerror}"))
        return []
    for gone in [path for path in _loaded if path.parent == folder and path not in paths]:
        del _loaded[gone]
        sys.modules.pop(f"{PACKAGE}.{gone.stem}", None)
    return [path for path in paths if not path.name.startswith("_")]


def _load_changed(path: Path) -> _Loaded:
    try:
        stat = path.stat()
        stamp = (stat.st_mtime_ns, stat.st_size)
        known = _loaded.get(path)
        if known is None or known.stamp != stamp:
            known = _loaded[path] = _Loaded(stamp)
            _load(path, path.read_bytes(), known)
    except OSError as error:
        return _Loaded((0, 0), problems=[PluginProblem(path.name, 0, f"cannot be read: {error.strerror}")])
    return known


def _load(path: Path, source: bytes, loaded: _Loaded) -> None:
    name = f"{PACKAGE}.{path.stem}"
    module = ModuleType(name)
    module.__file__ = str(path)
    module.__spec__ = ModuleSpec(name, None, origin=str(path))
    # Dataclasses and type hints look their module up here while the file is still being run.
    sys.modules[name] = module
    try:
        silence_deprecations()
        tree = ast.parse(source, str(path))
        exec(compile(tree, str(path), "exec"), module.__dict__)  # noqa: S102 - running the file is what it is for
        lines = {node.name: node.lineno for node in tree.body if isinstance(node, ast.ClassDef)}
        _wrap_classes(path, module, lines, hashlib.sha256(source).hexdigest()[:8], loaded)
    except (Exception, SystemExit) as error:
        loaded.problems.append(PluginProblem(path.name, line_of(error, path), describe(error)))
    if not loaded.workflows:
        sys.modules.pop(name, None)


def _wrap_classes(
    path: Path, module: ModuleType, lines: dict[str, int], fingerprint: str, loaded: _Loaded
) -> None:
    def problem(line: int, reason: str) -> None:
        loaded.problems.append(PluginProblem(path.name, line, reason))

    own = [
        value
        for name, value in vars(module).items()
        if isinstance(value, type) and value.__module__ == module.__name__ and not name.startswith("_")
    ]
    named = [cls for cls in own if cls.__name__.endswith("Workflow") and not isabstract(cls)]
    candidates = named or [cls for cls in own if callable(getattr(cls, "execute", None))]
    if not candidates:
        problem(0, "has no workflow class; name one like RenewalReminderWorkflow, with an execute method")
    for cls in candidates:
        line = lines.get(cls.__name__, 0)
        if issubclass(cls, Workflow):
            _add_full_workflow(cls, line, loaded, problem)
        elif not any(callable(getattr(cls, method, None)) for method in ("execute", "transform_data")):
            problem(line, f"the class {cls.__name__} has neither an execute nor a transform_data method")
        elif not _usable(workflow_name(cls.__name__, path.stem)):
            problem(line, f"the class name {cls.__name__} gives no workflow name; use letters a–z and digits")
        else:
            name = workflow_name(cls.__name__, path.stem)
            loaded.workflows.append((line, wrap(cls, name, str(path), fingerprint)))


def _add_full_workflow(
    cls: type[Workflow[Any, Any]], line: int, loaded: _Loaded, problem: Callable[[int, str], None]
) -> None:
    """A class made like the five of the chain, with contract and policy."""
    texts = ("name", "label", "version", "source", "target", "next_step")
    missing = [name for name in texts if not isinstance(getattr(cls, name, None), str)]
    missing += [name for name in ("input_model", "policy_model") if not hasattr(cls, name)]
    if missing:
        problem(line, f"the class {cls.__name__} does not say its {', '.join(missing)}")
    elif not _usable(cls.name):
        problem(line, f"the name {cls.name[:80]!r} must be lower-case letters, digits and _")
    else:
        loaded.workflows.append((line, cls()))


def workflow_name(class_name: str, stem: str = "") -> str:
    """`RenewalReminderWorkflow` as `renewal_reminder`; a class named only Workflow is named by its file."""
    words = class_name.removesuffix("Workflow") or stem
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", words)
    return words.lower().strip("_")


def _usable(name: str) -> bool:
    return len(name) <= _LONGEST_NAME and re.fullmatch(r"[a-z][a-z0-9_]*", name) is not None

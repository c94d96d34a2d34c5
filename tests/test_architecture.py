"""The dependency rule, held over the syntax tree of every file, lazy imports included."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# What pages and scripts get from db: the composition root, and the words of what it answers.
SERVICES = (
    "db.workspace",
    "db.settings",
    "db.values",
    "db.page",
    "db.lead_import",
    "db.bulk_handoff",
)
ALLOWED_LAYERS = {
    "core": {"core"},
    "db": {"core", "db"},
    "pages": {"core", "db", "pages"},
    "scripts": {"core", "db", "scripts"},
    "server": {"core", "db", "server"},
}
PURE_LIBRARIES = {
    "pydantic",
    "pydantic_core",
    "rfc8785",
    "holidays",
    "Stemmer",
    "tzdata",
    "numpy",
    "py3langid",
}
ONLY_IN = {
    "sqlmodel": ("db/",),
    "sqlalchemy": ("db/",),
    "alembic": ("db/",),
    "sqlite3": ("db/",),
    "streamlit": ("pages/", "app.py"),
    "plotly": ("pages/shared/charts", "app.py"),
    "pandas": ("pages/", "db/", "core/intake/", "app.py"),
}
# Reading a clock in core is the one job of SystemClock.
CLOCK_CALLS = {"now", "utcnow", "today", "time_ns", "monotonic", "perf_counter"}
CLOCK_OWNER = "core/ports.py"
# The reader of custom workflow files, and package data beside its module, are the marked exceptions.
MAY_READ_FILES = (
    "core/plugins.py", "core/public_holidays.py", "core/intake/countries.py", "core/feedback_text/"
)  # fmt: skip


def sources(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "__pycache__" not in path.parts)


def imports_of(tree: ast.AST) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.append((node.lineno, node.module))
    return found


ALL = [*sources("core", "db", "pages", "scripts", "server"), ROOT / "app.py"]


@pytest.mark.parametrize("path", ALL, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_imports_only_what_its_layer_may(path: Path) -> None:
    if not path.exists():
        pytest.fail(f"{path.name} is missing")
    name = str(path.relative_to(ROOT))
    layer = name.split("/")[0]
    own = set(ALLOWED_LAYERS) | {"app", "tests", "benchmarks", "custom_workflows"}
    for line, module in imports_of(ast.parse(path.read_text())):
        top = module.split(".")[0]
        if layer in ALLOWED_LAYERS and top in own:
            assert top in ALLOWED_LAYERS[layer], (
                f"{name}:{line} imports {module}: {layer} may import only {sorted(ALLOWED_LAYERS[layer])}"
            )
        if top in ONLY_IN:
            places = ONLY_IN[top]
            assert name.startswith(places), (
                f"{name}:{line} imports {top}, which belongs in {' or '.join(places)}"
            )
        if layer == "core" and top not in own:
            assert (
                top in sys.stdlib_module_names or top in PURE_LIBRARIES or name.startswith("core/intake/")
            ), f"{name}:{line} imports {module}: core may import {sorted(PURE_LIBRARIES)}"


@pytest.mark.parametrize("path", sources("core"), ids=lambda path: str(path.relative_to(ROOT)))
def test_core_reads_no_clock_no_environment_and_no_file(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute):
            if (
                node.attr in CLOCK_CALLS
                and isinstance(node.value, ast.Name)
                and node.value.id in ("datetime", "date", "time")
            ):
                assert name == CLOCK_OWNER, f"{name}:{node.lineno} reads a clock; take `now` as an argument"
            assert node.attr not in ("environ", "getenv"), (
                f"{name}:{node.lineno} reads the environment; db/settings.py does"
            )
        if isinstance(node, ast.Call) and not name.startswith(MAY_READ_FILES):
            called = node.func
            opens = isinstance(called, ast.Name) and called.id == "open"
            reads = isinstance(called, ast.Attribute) and called.attr in (
                "read_text",
                "read_bytes",
                "write_text",
                "write_bytes",
            )
            assert not (opens or reads), f"{name}:{node.lineno} touches a file; hand the bytes in instead"


@pytest.mark.parametrize("path", sources("core/workflows"), ids=lambda path: path.name)
def test_handoff_modules_do_not_know_each_other(path: Path) -> None:
    for line, module in imports_of(ast.parse(path.read_text())):
        assert not module.startswith("core.workflows"), (
            f"{path.name}:{line} imports {module}: what two handoffs share belongs in a module of core"
        )


def test_only_the_router_lies_directly_in_pages() -> None:
    found = [path.name for path in (ROOT / "pages").glob("*.py") if path.name != "__init__.py"]
    assert found == ["main.py"], "a second script beside pages/main.py could be opened past the router"


@pytest.mark.parametrize("path", ALL, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_grows_past_350_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 350, "split it by the questions it answers"


@pytest.mark.parametrize("path", sources("pages"), ids=lambda path: str(path.relative_to(ROOT)))
def test_pages_reach_storage_only_through_the_workspace(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    for line, module in imports_of(ast.parse(path.read_text())):
        if module.split(".")[0] == "db":
            assert module in SERVICES, f"{name}:{line} imports {module}: ask the workspace"


def test_every_table_that_leaves_goes_through_safe_cells() -> None:
    """Cells that a spreadsheet would run are made harmless in one place; readers' own tables never leave."""
    inside = {
        "core/intake/safe_cells.py",
        "core/intake/converted.py",
        "core/intake/spreadsheet_child.py",
        "db/frames.py",  # into a database, not out of the app
    }
    writes = re.compile(r"\b(?:to_csv|write_csv|to_excel|write_excel|csv\.writer|csv\.DictWriter)\(")
    writers = {
        str(path.relative_to(ROOT))
        for folder in ("core", "db", "pages", "server")
        for path in (ROOT / folder).rglob("*.py")
        if writes.search(path.read_text(encoding="utf-8"))
    }
    assert writers <= inside, writers - inside

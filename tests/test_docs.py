"""What the docs must name: every workflow, error code, setting and make target."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.errors import ERRORS
from core.registry import CHAIN

ROOT = Path(__file__).resolve().parents[1]


def text(*names: str) -> str:
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)


def all_docs() -> str:
    return text("README.md", *(str(path.relative_to(ROOT)) for path in (ROOT / "docs").glob("*.md")))


@pytest.mark.parametrize("name", CHAIN)
def test_a_workflow_has_its_docs_sample_document_and_delivery(name: str) -> None:
    assert name in text("docs/workflows.md")
    assert (ROOT / "sample_data" / f"{name}.json").exists()
    assert (ROOT / "db" / "deliveries" / f"{name}.py").exists()
    assert (ROOT / "core" / "workflows" / f"{name}.py").exists()


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_an_error_code_is_documented_with_its_exit_code(error: type) -> None:
    row = next(line for line in text("docs/architecture.md").splitlines() if f"`{error.code}`" in line)
    assert row.rstrip(" |").endswith(str(error.exit_code))


def test_every_setting_is_documented() -> None:
    settings = set(re.findall(r'"(AGENCY_[A-Z_]+|DATABASE_URL|INTAKE_TOKEN)"', text("db/settings.py")))
    assert settings
    for name in settings:
        assert name in all_docs(), f"{name} is read from the environment and named in no page of docs"


def test_the_readme_names_real_make_targets() -> None:
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    named = set(re.findall(r"make ([a-z-]+)", text("README.md")))
    assert {"run", "test", "test-browser", "lint", "bench", "demo"} <= named
    assert named <= targets


def test_every_link_of_the_docs_leads_to_a_file() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}, which is not there"

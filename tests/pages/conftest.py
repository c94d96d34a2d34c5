"""A fresh database for each test of a page, and caches that do not outlive it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner

from db.demo import load_demo
from db.workspace import Workspace
from pages.shared.workspace import open_workspace


@pytest.fixture(scope="session", autouse=True)
def installed_components() -> Iterator[None]:
    """Look through the installed packages once: at each run of a page it costs more than the page."""
    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield


@pytest.fixture
def workspace(empty_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    path = shutil.copy(empty_file, tmp_path / "agency.db")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    st.cache_data.clear()
    st.cache_resource.clear()
    opened = open_workspace()
    yield opened
    opened.close()
    st.cache_resource.clear()


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo agency, loaded once."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    workspace = Workspace.open(f"sqlite:///{path}")
    for _ in load_demo(workspace):
        pass
    workspace.close()
    return path


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    path = shutil.copy(demo_file, tmp_path / "demo.db")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    st.cache_resource.clear()
    workspace = Workspace.open()
    yield workspace
    workspace.close()
    st.cache_resource.clear()

"""A fresh database for each test of a page, and caches that do not outlive it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from db.workspace import Workspace
from pages.shared.workspace import open_workspace


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'agency.db'}")
    st.cache_data.clear()
    st.cache_resource.clear()
    opened = open_workspace()
    yield opened
    opened.close()
    st.cache_resource.clear()

"""What tables of cases share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.workspace import Workspace


@pytest.fixture(scope="session")
def reader(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("kinds") / "agency.db"))
    opened = Workspace.open(f"sqlite:///{path}")
    yield opened
    opened.close()

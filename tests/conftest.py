"""What the tests of every folder share."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.upgrade import prepare_file


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A current database without rows; making one takes half a second, copying it nothing."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    prepare_file(path)
    return path

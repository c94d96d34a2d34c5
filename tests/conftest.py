"""What the tests of every folder share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from db.upgrade import prepare_file

# The same examples each time, so that a run fails for what was changed and for nothing else. To look for new
# ones: HYPOTHESIS_PROFILE=default.
settings.register_profile("steady", derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A current database without rows; making one takes half a second, copying it nothing."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    prepare_file(path)
    return path

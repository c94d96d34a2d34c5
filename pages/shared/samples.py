"""The samples that people can load into a form: one input for each workflow, from sample_data/."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"
_FILE_NAME = re.compile(r"[a-z0-9_]{1,80}")


def sample_of(workflow: str) -> dict[str, Any] | None:
    """The sample input of `workflow`, or None where there is none."""
    if not _FILE_NAME.fullmatch(workflow):
        return None
    path = SAMPLES / f"{workflow}.json"
    if not path.is_file():
        return None
    sample: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return sample

"""A run's input and result as JSON text that any reader accepts, whatever the input was."""

from __future__ import annotations

import json
import math
from typing import Any

from core.plain_json import MAX_LEVELS, printable

# 100,000 leads of 15 fields have 40 million characters. What is longer is no input to run again.
MAX_CHARACTERS = 200_000_000


def input_text(raw: Any) -> str:
    """The raw input as JSON. What JSON cannot hold (NaN, half characters, dates) becomes readable text."""
    try:
        text = json.dumps(raw, ensure_ascii=False, allow_nan=False)
        text.encode()
        plain = "\\u0000" not in text
    except (ValueError, TypeError, RecursionError):
        plain = False
    if not plain:
        text = json.dumps(_readable(raw, 1), ensure_ascii=False)
    if len(text) > MAX_CHARACTERS:
        return json.dumps({"not_kept": f"the input has {len(text):,} characters"})
    return text


def _readable(value: Any, level: int) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, str):
        return printable(value)
    if level > MAX_LEVELS:
        return "… deeper levels are not kept"
    if isinstance(value, dict):
        return {printable(str(name)): _readable(item, level + 1) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_readable(item, level + 1) for item in value]
    return printable(str(value)[:1000])

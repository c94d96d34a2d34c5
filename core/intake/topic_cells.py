"""Cells of a lead list that hold several things."""

from __future__ import annotations

import re


def split_list(name: str, text: str) -> list[str]:
    """The topics in a cell; a comma separates interests, but in a sentence about what hurts it is a comma."""
    separator = r"[;|\n]" if name == "pain_points" or re.search(r"[;|\n]", text) else ","
    return [part.strip() for part in re.split(separator, text) if part.strip()]

"""Plain JSON data: the check that stands before every contract, whatever handed the data in.

A file can carry more than the contracts care about: NaN, lone surrogates, a thousand levels. Such
values would break the database, the screen or an export later, so they are named here, by place.
"""

from __future__ import annotations

import math
from typing import Any

from core.errors import Problem

MAX_LEVELS = 32  # the deepest real input has 6; recursion in any later step stays far from its limit
MAX_TEXT = 10_000  # characters in one text: a long brief has 3,000
MAX_VALUES = 2_000_000  # 100,000 leads of 15 fields, with room
MAX_INTEGER = 2**53 - 1  # beyond it JSON readers disagree about the number (RFC 8785 refuses it)
_GLANCE_LEVELS = 3  # with the next line: at most a million values, below MAX_VALUES
_GLANCE_ITEMS = 100
MAX_PROBLEMS = 50  # a person fixes no more at a time


def find_problems(value: Any) -> list[Problem]:
    """Every place in `value` that is not plain JSON data of sensible size, at most 50."""
    if _is_small_and_plain(value, 1):
        return []
    problems: list[Problem] = []
    stack: list[tuple[Any, str, int]] = [(value, "", 1)]
    seen = 0
    while stack and len(problems) < MAX_PROBLEMS:
        current, path, level = stack.pop()
        seen += 1
        if seen > MAX_VALUES:
            problems.append(
                Problem(path, f"holds more than {MAX_VALUES:,} values; split it into several files")
            )
            break
        if isinstance(current, dict | list):
            if level > MAX_LEVELS:
                problems.append(
                    Problem(_cut(path), f"is nested more than {MAX_LEVELS} levels deep; flatten it")
                )
                continue
            stack.extend(_children(current, path, level, problems))
        else:
            message = _fault(current)
            if message:
                problems.append(Problem(path, message, _shown(current)))
    return problems


def _is_small_and_plain(value: Any, level: int) -> bool:
    """Whether a glance is enough, as it is for nearly every input; False leaves it to the whole search."""
    kind = type(value)
    if kind is str:
        return _text_fault(value) is None
    if kind is int:
        return abs(int(value)) <= MAX_INTEGER
    if kind is not list and kind is not dict:
        return value is None or kind is bool or (kind is float and math.isfinite(value))
    if level > _GLANCE_LEVELS or len(value) > _GLANCE_ITEMS:
        return False
    if kind is dict:
        for name in value:
            if type(name) is not str or _text_fault(name) is not None:
                return False
        value = value.values()
    for item in value:
        # Most values are short texts; looking at them here halves the time of a glance.
        if type(item) is str and item.isascii() and len(item) <= MAX_TEXT:
            if "\x00" in item:
                return False
        elif not _is_small_and_plain(item, level + 1):
            return False
    return True


def printable(text: str) -> str:
    """The text with lone surrogates and NUL replaced, so that it can be stored and shown."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")


def _children(
    container: dict[Any, Any] | list[Any], path: str, level: int, problems: list[Problem]
) -> list[tuple[Any, str, int]]:
    if isinstance(container, list):
        return [
            (item, f"{path}[{position}]", level + 1)
            for position, item in reversed(list(enumerate(container)))
        ]
    found = []
    for name, item in reversed(list(container.items())):
        if not isinstance(name, str) or _text_fault(name):
            problems.append(Problem(path, "has a field name that is not readable text", None))
            continue
        found.append((item, f"{path}.{name}" if path else name, level + 1))
    return found


def _fault(value: Any) -> str | None:
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, str):
        return _text_fault(value)
    if isinstance(value, int):
        return None if abs(value) <= MAX_INTEGER else "is too large a number; write it as text instead"
    if isinstance(value, float):
        return (
            None if math.isfinite(value) else "is not a finite number; leave the field out if it is unknown"
        )
    return f"is a {type(value).__name__}, which JSON cannot hold; give text, a number, a list or a group"


def _text_fault(text: str) -> str | None:
    if len(text) > MAX_TEXT:
        return f"has {len(text):,} characters; at most {MAX_TEXT:,} fit"
    if "\x00" in text:
        return "holds a NUL character; remove it"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "holds half of a character (a lone surrogate); save the file as UTF-8 again"
    return None


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value[:80])
    return printable(repr(value)[:80])


def _cut(path: str) -> str:
    return path if len(path) <= 120 else path[:117] + "…"

"""Bytes of an upload → a JSON value, strictly; what is wrong is named by line and column.

Stricter than the standard library's reader, because what follows is a database, a screen and a
spreadsheet: no NaN, no number that programs read differently, no field twice, no half characters.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from core.errors import InputRejected
from core.intake.decoding import check_size, decode, place_of, reject
from core.plain_json import MAX_INTEGER, MAX_LEVELS

_SAFE_DIGITS = 15  # every integer of 15 digits is below 2^53
MAX_LINES = 50_000  # inputs in one JSON Lines file; each becomes a run


# The patterns are compiled when a file needs them: most never do, and the command line starts faster.
# A text that is never closed reaches to the end, and no match is tried twice: all stay linear.


@cache
def _brackets() -> re.Pattern[str]:
    return re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)


@cache
def _tokens() -> re.Pattern[str]:
    return re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}:,]|-?(?:Infinity|NaN)|-?\d[\d.eE+-]*')


@cache
def _escapes() -> re.Pattern[str]:
    return re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)")


class JsonLine(NamedTuple):
    """One line of a JSON Lines file: its number from 1 and its value, or what is wrong with it."""

    line: int
    value: Any = None
    error: InputRejected | None = None


def read_json(content: bytes) -> Any:
    """The JSON value of a file. InputRejected names line and column, what is wrong and what is right.

    Any JSON value is an answer: whether it is the group of fields that a workflow needs is the
    question of the workflow's contract.
    """
    return read_json_text(decode(content).text)


def read_json_lines(content: bytes) -> list[JsonLine]:
    """Each line of a JSON Lines file as one input; blank lines are left out.

    A bad line carries its error and stops no other. InputRejected where the file as a whole cannot be read.
    """
    check_size(content)
    lines: list[bytes]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        lines = decode(content).text.encode("utf-8").split(b"\n")
    else:
        lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    if len(lines) > MAX_LINES:
        raise reject(f"has {len(lines):,} lines; at most {MAX_LINES:,} are read at once, so split it")
    found = [_read_line(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise reject("is empty; choose one that has something in it")
    return found


def read_json_text(text: str, first_line: int = 1) -> Any:
    """The JSON value of a text; `first_line` is the line of the file in which the text begins."""
    if "\x00" in text:
        raise reject(
            "a NUL character (a zero byte) cannot be kept; remove it",
            place_of(text, text.index("\x00"), first_line),
        )
    _check_depth(text, first_line)
    reading = _Reading()
    try:
        value = json.loads(
            text,
            parse_constant=reading.constant,
            parse_int=reading.integer,
            parse_float=reading.decimal,
            object_pairs_hook=reading.group,
        )
    except json.JSONDecodeError as error:
        offset, message = in_words(error, text)
        raise reject(message, place_of(text, offset, first_line)) from None
    if reading.suspicious or "\\u" in text:
        for offset, message in _faults(text):
            raise reject(message, place_of(text, offset, first_line))
    return value


def _read_line(number: int, line: bytes) -> JsonLine:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        place = f"line {number}, column {len(line[: error.start].decode('utf-8')) + 1}"
        message = f"the byte 0x{line[error.start]:02X} is not UTF-8; save the file as UTF-8"
        return JsonLine(number, error=reject(message, place))
    try:
        return JsonLine(number, read_json_text(text, number))
    except InputRejected as error:
        return JsonLine(number, error=error)


class _Reading:
    """Notices that something may be wrong while the fast reader reads; `_faults` then finds the place."""

    def __init__(self) -> None:
        self.suspicious = False

    def constant(self, name: str) -> None:
        self.suspicious = True

    def integer(self, digits: str) -> int:
        if len(digits) <= _SAFE_DIGITS:
            return int(digits)
        self.suspicious = True
        # Python refuses to read numbers of thousands of digits; the fault is named below.
        return int(digits) if len(digits) < 30 else 0

    def decimal(self, digits: str) -> float:
        number = float(digits)
        if not math.isfinite(number):
            self.suspicious = True
        return number

    def group(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        fields = dict(pairs)
        if len(fields) != len(pairs):
            self.suspicious = True
        return fields


def _check_depth(text: str, first_line: int) -> None:
    """Count the brackets before any recursive reader sees the text."""
    if text.count("[") + text.count("{") <= MAX_LEVELS:
        return
    level = 0
    for match in _brackets().finditer(text):
        bracket = match[0]
        if bracket in "[{":
            level += 1
            if level > MAX_LEVELS:
                place = place_of(text, match.start(), first_line)
                raise reject(f"the data is nested more than {MAX_LEVELS} levels deep; flatten it", place)
        elif bracket in "]}":
            level -= 1


def _faults(text: str) -> Iterator[tuple[int, str]]:
    """Offset and message of each fault in a text whose grammar is right, in order."""
    groups: list[set[str] | None] = []  # the field names so far of each open group; None for a list
    awaits_name = False
    for match in _tokens().finditer(text):
        token, offset = match[0], match.start()
        first = token[0]
        if first == '"':
            yield from _string_faults(token, offset)
            names = groups[-1] if groups else None
            if awaits_name and names is not None:
                name = json.loads(token)
                if name in names:
                    shown = json.dumps(name[:80], ensure_ascii=False)
                    yield offset, f"the field {shown} is there twice in one group; keep one of them"
                names.add(name)
                awaits_name = False
        elif first in "{[":
            groups.append(set() if first == "{" else None)
            awaits_name = first == "{"
        elif first in "}]":
            groups.pop()
        elif first == ",":
            awaits_name = groups[-1] is not None
        elif first != ":":
            message = _number_fault(token)
            if message:
                yield offset, message


def _number_fault(token: str) -> str | None:
    shown = token if len(token) <= 25 else f"{token[:22]}…"
    if token[-1] in "yN":
        return f"{shown} is not a number that JSON has; leave the field out or write null"
    if not any(mark in token for mark in ".eE"):
        digits = token.removeprefix("-")
        if len(digits) > 16 or int(digits) > MAX_INTEGER:
            return f"{shown} is not below 2^53, so programs may read it differently; write it in quotes"
    elif not math.isfinite(float(token)):
        return f"{shown} is too large a number; the largest has 308 digits"
    return None


def _string_faults(token: str, offset: int) -> Iterator[tuple[int, str]]:
    if "\\u" not in token:
        return
    escapes = list(_escapes().finditer(token))
    high: re.Match[str] | None = None  # the first half of a character that awaits its second
    for match in escapes:
        code = int(match[1], 16) if match[1] else -1
        completes = high is not None and match.start() == high.end() and 0xDC00 <= code <= 0xDFFF
        if high is not None and not completes:
            yield offset + high.start(), _HALF
        if code == 0:
            yield offset + match.start(), "a NUL character (\\u0000) cannot be kept; remove it"
        elif 0xDC00 <= code <= 0xDFFF and not completes:
            yield offset + match.start(), _HALF
        high = match if 0xD800 <= code <= 0xDBFF else None
    if high is not None:
        yield offset + high.start(), _HALF


_HALF = "this is half of a character (a lone surrogate); write the character itself and save as UTF-8"
_EXPECTED = "a value is expected here: text in double quotes, a number, true, false, null, a list or a group"
_WORDS = {
    "Expecting ',' delimiter": "a comma or a closing bracket is missing before this",
    "Expecting ':' delimiter": 'a colon is missing between the field and its value, as in "field": "value"',
    "Expecting property name enclosed in double quotes": 'a field name in double quotes is expected: "field"',
    "Extra data": "the value ended before this; one JSON file holds one value (JSON Lines: one a line)",
    "Unterminated string starting at": "the text that begins here has no closing double quote",
    "Invalid control character at": "a line break or control character stands inside text; write \\n or \\t",
    "Invalid \\escape": 'a backslash in text is written twice ("\\\\"), or is followed by one of "\\/bfnrtu',
    "Invalid \\uXXXX escape": "\\u must be followed by four of 0–9 and a–f",
}
_OTHER_LANGUAGES = {
    "'": 'text stands in double quotes ("), not in single ones',
    "“": 'text stands in straight double quotes ("), not in curly ones',
    "”": 'text stands in straight double quotes ("), not in curly ones',
    "True": "true is written in small letters",
    "False": "false is written in small letters",
    "None": "no value is written null",
    "undefined": "no value is written null",
    "//": "JSON has no comments; remove it",
    "/*": "JSON has no comments; remove it",
    "#": "JSON has no comments; remove it",
}


def in_words(error: json.JSONDecodeError, text: str) -> tuple[int, str]:
    """Where the standard library stopped, and what is wrong and would be right in plain words."""
    kind = error.msg.split(": ")[0].removesuffix(" at").removesuffix(":")
    rest = text[error.pos :].lstrip()
    before = text[: error.pos].rstrip()
    if "comma" in kind or (before.endswith(",") and rest[:1] in ("]", "}")):
        comma = error.pos if text[error.pos] == "," else len(before) - 1
        return comma, "a comma stands after the last entry; remove the comma"
    if not rest and not kind.startswith("Unterminated"):
        return error.pos, "the file ends too early; a closing bracket or a value is missing"
    for beginning, words in _OTHER_LANGUAGES.items():
        if rest.startswith(beginning):
            return error.pos, f"this is not valid JSON: {words}"
    for known, words in _WORDS.items():
        if kind == known.removesuffix(" at"):
            return error.pos, f"this is not valid JSON: {words}"
    return error.pos, f"this is not valid JSON: {_EXPECTED}"

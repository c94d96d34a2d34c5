"""Whatever bytes come in, the answer is a JSON value or a refusal that says where and what."""

from __future__ import annotations

import json
import math
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputRejected
from core.intake.json_text import MAX_LINES, read_json, read_json_lines
from core.plain_json import MAX_INTEGER, find_problems

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
NUMBERS = st.integers(-MAX_INTEGER, MAX_INTEGER) | st.floats(allow_nan=False, allow_infinity=False)
PLAIN = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def refusal(content: bytes) -> str:
    with pytest.raises(InputRejected) as caught:
        read_json(content)
    assert caught.value.problems[0].message in caught.value.message
    return caught.value.message


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        (b"", "The file", "is empty"),
        (b" \r\n\t ", "The file", "is empty"),
        (b"\xef\xbb\xbf", "The file", "is empty"),
        (b"name,email\nAda,ada@example.com", "Line 1, column 1:", "a value is expected"),
        (b'{"a": 1,}', "Line 1, column 8:", "remove the comma"),
        (b'{"a": [1, 2,\n]}', "Line 1, column 12:", "remove the comma"),
        (b'{"a": 1', "Line 1, column 8:", "ends too early"),
        (b'{\n  "a" 1}', "Line 2, column 7:", "a colon is missing"),
        (b'{\n  "a": 1\n  "b": 2}', "Line 3, column 3:", "a comma or a closing bracket is missing"),
        (b"{'a': 1}", "Line 1, column 2:", "double quotes"),
        (b'{"a": True}', "Line 1, column 7:", "small letters"),
        (b'{"a": 1} // note', "Line 1, column 10:", "no comments"),
        (b'{"a": 1} {"a": 2}', "Line 1, column 10:", "one JSON file holds one value"),
        (b'{"a": "x\ny"}', "Line 1, column 9:", "a line break"),
        (b'{"a": "x', "Line 1, column 7:", "no closing double quote"),
        (b'{"a": "\\x"}', "Line 1, column 8:", "backslash"),
        (b'{"a":\n NaN}', "Line 2, column 2:", "NaN is not a number"),
        (b'{"a": -Infinity}', "Line 1, column 7:", "-Infinity is not a number"),
        (b'{"a": 1e999}', "Line 1, column 7:", "1e999 is too large"),
        (b'{"a": 9007199254740992}', "Line 1, column 7:", "not below 2^53"),
        (b'{"a": -9007199254740993}', "Line 1, column 7:", "not below 2^53"),
        (b"1" * 5000, "Line 1, column 1:", "not below 2^53"),
        (b'{"a": {"b": 1,\n"b": 2}}', "Line 2, column 1:", 'the field "b" is there twice'),
        (b'{"a": 1, "\\u0061": 2}', "Line 1, column 10:", 'the field "a" is there twice'),
        (b"[" * 10_000 + b"]" * 10_000, "Line 1, column 33:", "32 levels"),
        (b'{"a":' * 100_000, "Line 1, column", "32 levels"),
        (b'{"a": "x\\ud800"}', "Line 1, column 9:", "half of a character"),
        (b'{"a": "\\udc00\\ud800"}', "Line 1, column 8:", "half of a character"),
        (b'{"a": "x\\u0000"}', "Line 1, column 9:", "NUL"),
        (b'{"a": "x\x00"}', "Line 1, column 9:", "NUL"),
        ('{"a": "é"}'.encode("cp1252"), "Line 1, column 8:", "0xE9 is not UTF-8"),
        ('{"a": "é"}'.encode("utf-16-le"), "The file", "without a byte order mark"),
        ('{"a": "é"}'.encode("utf-32"), "The file", "UTF-32"),
        (b"\xff\xfe{", "The file", "damaged or cut off"),
        (b"PK\x03\x04" + bytes(30), "The file", "Excel workbook"),
        (b"[" + b" " * (10 * 1024 * 1024) + b"]", "The file", "at most 10 MB"),
    ],
    ids=lambda value: repr(value[:24]) if isinstance(value, bytes) else None,
)  # fmt: skip
def test_a_file_that_is_not_plain_json_is_refused_with_place_and_reason(
    content: bytes, place: str, words: str
) -> None:
    message = refusal(content)
    assert message.startswith(place)
    assert words in message


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b'{"a": 1}', {"a": 1}),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        ('{"ä": "é"}'.encode("utf-16"), {"ä": "é"}),
        ('\ufeff{"ä": 1}'.encode("utf-16-be"), {"ä": 1}),
        (b"[1, 2]", [1, 2]),
        (b'"text"', "text"),
        (b"9007199254740991", MAX_INTEGER),
        (b"1e308", 1e308),
        (b'"\\ud83d\\ude00"', "😀"),
        (b'"\\\\ud800 \\\\u0000"', "\\ud800 \\u0000"),
        (b'[{"a": 1}, {"a": 2}]', [{"a": 1}, {"a": 2}]),
        (b'{"a": "NaN, Infinity, 1e999"}', {"a": "NaN, Infinity, 1e999"}),
        (b'{"a": "' + b"[" * 500 + b'"}', {"a": "[" * 500}),
        (b"[" * 32 + b"]" * 32, json.loads("[" * 32 + "]" * 32)),
        ('"\u2028"'.encode(), "\u2028"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_json_in_its_usual_encodings_is_read(content: bytes, value: Any) -> None:
    assert read_json(content) == value


@given(PLAIN)
def test_plain_json_data_comes_back_as_it_was(value: Any) -> None:
    assert read_json(json.dumps(value).encode()) == value
    assert read_json(json.dumps(value, ensure_ascii=False, indent=1).encode("utf-16")) == value


@given(st.binary(max_size=200) | st.text(alphabet='{}[]",:\\ud800 \n1eNa-').map(str.encode))
def test_any_bytes_are_a_value_or_a_refusal(content: bytes) -> None:
    try:
        value = read_json(content)
    except InputRejected as error:
        assert error.problems
    else:
        assert not find_problems(value)


JSON_WITH_FAULTS = st.recursive(
    st.sampled_from([math.nan, math.inf, 2**60, -MAX_INTEGER - 1, "\ud800", "\x00", "ok", 1, 1.5, None]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab\ud800"), inner, max_size=2)
    ),
    max_leaves=6,
)


@given(JSON_WITH_FAULTS)
def test_what_the_contracts_would_not_take_never_passes(value: Any) -> None:
    content = json.dumps(value).encode()
    if find_problems(value):
        assert refusal(content).startswith("Line 1, column ")
    else:
        assert read_json(content) == value


@pytest.mark.parametrize(
    "content",
    [b'["' + b'\\"' * 400_000, b'"' * 800_000, b"[" + b'"a",' * 200_000, b'{"a":"\\ud800",' * 60_000],
    ids=["escaped quotes", "quotes", "no end", "half characters"],
)
def test_a_crafted_file_is_refused_in_the_time_that_an_honest_one_takes(content: bytes) -> None:
    started = time.perf_counter()
    refusal(content)
    # A quadratic reader needs minutes for these; a second leaves room for a busy machine.
    assert time.perf_counter() - started < 5


def test_json_lines_are_read_one_by_one_with_their_line_numbers() -> None:
    lines = read_json_lines(b'\xef\xbb\xbf{"a": 1}\r\n\n{"a": \n[3]\n{"a": "\xe9"}\n"\\ud800"')
    assert [(line.line, line.value) for line in lines if line.error is None] == [(1, {"a": 1}), (4, [3])]
    bad = {line.line: line.error.message for line in lines if line.error}
    assert bad[3].startswith("Line 3, column 7: the file ends too early")
    assert "Line 5, column 8: the byte 0xE9 is not UTF-8" in bad[5]
    assert bad[6].startswith("Line 6, column 2:")


def test_json_lines_in_utf16_are_read() -> None:
    assert [line.value for line in read_json_lines('{"ä": 1}\n2\n'.encode("utf-16"))] == [{"ä": 1}, 2]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "is empty"), (b"\n\n \n", "is empty"), (b"1\n" * (MAX_LINES + 1), "at most 50,000")],
)
def test_json_lines_that_cannot_be_read_at_all_are_refused(content: bytes, words: str) -> None:
    with pytest.raises(InputRejected, match=words):
        read_json_lines(content)


@given(st.binary(max_size=100))
def test_any_bytes_are_json_lines_or_a_refusal(content: bytes) -> None:
    try:
        lines = read_json_lines(content)
    except InputRejected:
        return
    assert lines

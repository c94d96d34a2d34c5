"""What no contract should ever see is named by its place."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.plain_json import find_problems, printable


def nested(levels: int) -> Any:
    value: Any = "bottom"
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "field", "words"),
    [
        ({"a": [1, {"b": math.nan}]}, "a[1].b", "finite"),
        ({"a": math.inf}, "a", "finite"),
        ({"a": 2**53 + 1}, "a", "too large"),
        ({"a": "x\x00y"}, "a", "NUL"),
        ({"a": "\ud800"}, "a", "half of a character"),
        ({"a": "x" * 10_001}, "a", "10,000"),
        ({"a": nested(10_000)}, "a" + "[0]" * 31, "32 levels"),
        ({"a": object()}, "a", "JSON cannot hold"),
        ({1: "a"}, "", "field name"),
        ({"\ud800": "a"}, "", "field name"),
    ],
)
def test_a_value_that_is_not_plain_json_is_named_by_its_place(value: Any, field: str, words: str) -> None:
    problems = find_problems(value)
    assert len(problems) == 1
    assert problems[0].field == field
    assert words in problems[0].message


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(json_values)
def test_plain_json_has_no_problems(value: Any) -> None:
    assert find_problems(value) == []


@given(st.text(st.characters(), max_size=30))
def test_printable_text_can_always_be_stored(text: str) -> None:
    shown = printable(text)
    assert "\x00" not in shown
    shown.encode("utf-8")

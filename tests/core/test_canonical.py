"""One key for one meaning."""

from __future__ import annotations

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from core.canonical import canonical_json, digest, idempotency_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({"a": 1}, {"a": 1.0}),
        ({"a": 100}, {"a": 1e2}),
        ({"a": 0}, {"a": -0.0}),
    ],
    ids=["order of keys", "1 and 1.0", "100 and 1e2", "0 and -0.0"],
)
def test_the_same_meaning_has_the_same_digest(one: object, other: object) -> None:
    assert digest(one) == digest(other)


@pytest.mark.parametrize(
    "other",
    [("w2", "1", 1, "one"), ("w", "2", 1, "one"), ("w", "1", 2, "one"), ("w", "1", 1, "other")],
    ids=["workflow", "version", "policy", "input"],
)
def test_each_part_of_the_key_counts(other: tuple[str, str, int, str]) -> None:
    assert idempotency_key("w", "1", 1, "one") != idempotency_key(*other)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
@example({"\ue000": 1, "\U0001f600": 2})
@example({"a": '\x00\x1f\x7f\u2028\\"/é😀', "b": [True, None, 0, -1]})
@example(2**53 - 1)
def test_the_fast_way_writes_what_the_standard_wants(value: object) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [2**53, float("nan"), {"a": [-(2**53)]}])
def test_what_the_standard_refuses_is_refused(value: object) -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical_json(value)


@given(st.text(), st.text(), st.integers(0, 10**6), st.text())
def test_a_key_is_the_digest_of_the_canonical_json_of_its_parts(
    workflow: str, version: str, policy: int, of_input: str
) -> None:
    parts = {"workflow": workflow, "version": version, "policy": policy, "input": of_input}
    assert idempotency_key(workflow, version, policy, of_input) == digest(parts)

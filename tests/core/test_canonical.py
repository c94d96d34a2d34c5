"""One key for one meaning."""

from __future__ import annotations

import pytest

from core.canonical import digest, idempotency_key


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

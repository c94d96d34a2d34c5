"""Who is the same person, asked one by one and in whole columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lead_matching import KEY_COLUMNS, WAYS, KeyIndex, Keys

KEYS = st.builds(
    Keys,
    st.sampled_from([None, "a@x", "b@x"]),
    st.sampled_from([None, "+1", "+2"]),
    st.sampled_from([None, "ada @ x", "bob @ y"]),
)


@given(KEYS, KEYS)
def test_the_ways_name_exactly_the_pairs_that_are_one_person(known: Keys, asked: Keys) -> None:
    index: KeyIndex[int] = KeyIndex()
    index.add(1, known)
    one, other = (dict(zip(KEY_COLUMNS, keys, strict=True)) for keys in (asked, known))
    named = any(
        one[key]
        and one[key] == other[key]
        and not any(one[name] for name in lacks)
        and not any(other[name] for name in other_lacks)
        for key, lacks, other_lacks in WAYS
    )
    assert (index.find(asked) is not None) == named


@given(st.lists(KEYS, min_size=1, max_size=6))
def test_nobody_gets_a_second_address_by_a_key_that_others_share(rows: list[Keys]) -> None:
    index: KeyIndex[int] = KeyIndex()
    people: dict[int, Keys] = {}
    for line, keys in enumerate(rows):
        same = index.find(keys)
        if same is None:
            index.add(line, keys)
            people[line] = keys
            continue
        before = people[same[0]]
        assert not (before.email and keys.email and before.email != keys.email)
        people[same[0]] = index.join(same[0], before, keys)


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        (Keys("ada@x", None, None), (1, "e-mail")),
        (Keys(None, "+2", None), (1, "phone")),
        (Keys("eve@x", "+2", None), None),
        (Keys(None, None, "ada l @ x"), (1, "name and company")),
    ],
)
def test_a_person_is_found_by_what_any_of_his_rows_says(keys: Keys, found: tuple[int, str] | None) -> None:
    index: KeyIndex[int] = KeyIndex()
    first = Keys(None, "+1", "ada @ x")
    index.add(1, first)
    index.join(1, first, Keys("ada@x", "+2", "ada l @ x"))
    assert index.find(keys) == found

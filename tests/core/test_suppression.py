"""Small groups are hidden, and nobody can compute them from the total and the groups that are shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.statistics import FEWEST_ANSWERS
from core.suppression import suppress

GROUPS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=8)


def test_a_lone_small_group_is_hidden_with_the_next_smallest() -> None:
    assert suppress([[40], [3], [12], [25]]).groups == {1: "few", 2: "protects"}


def test_two_small_groups_of_five_together_need_no_third() -> None:
    assert suppress([[40], [3], [2]]).groups == {1: "few", 2: "few"}


def test_two_small_groups_of_four_together_take_a_third() -> None:
    assert suppress([[40], [3], [1], [9]]).groups == {1: "few", 2: "few", 3: "protects"}


def test_where_only_small_groups_are_the_total_is_hidden_too() -> None:
    assert suppress([[3]]).total
    assert suppress([[1], [2]]).total
    assert not suppress([[4], [4]]).total


def test_nothing_is_hidden_where_every_group_is_large() -> None:
    assert suppress([[5], [6], [0]]) == ({}, False)
    assert suppress([]) == ({}, False)


@given(GROUPS)
def test_no_hidden_figure_can_be_computed(groups: list[tuple[int, int]]) -> None:
    found = suppress(groups)
    for place, bases in enumerate(groups):
        if place not in found.groups:
            assert all(number == 0 or number >= FEWEST_ANSWERS for number in bases)
    if found.total:
        return
    for base in (0, 1):
        # What anybody can compute: the total less what is shown, which is the sum of the hidden groups.
        hidden = [groups[place][base] for place in found.groups if groups[place][base]]
        assert not hidden or (len(hidden) >= 2 and sum(hidden) >= FEWEST_ANSWERS)


@given(GROUPS)
def test_a_group_is_hidden_for_a_reason(groups: list[tuple[int, int]]) -> None:
    found = suppress(groups)
    if not any(0 < number < FEWEST_ANSWERS for bases in groups for number in bases):
        assert found == ({}, False)
    for place, why in found.groups.items():
        assert (why == "few") == any(0 < number < FEWEST_ANSWERS for number in groups[place])

"""The steps of a thread in order, and the lanes of its branches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.golden_thread import Step, StepKey, read_key, read_version_id, rows, version_id


def step(name: str) -> Step:
    found = read_key(name)
    assert found is not None
    return Step(found, name, None)


def lined_up(steps: str, links: str) -> list[tuple[str, int]]:
    keys = {name: StepKey("deal", name) for name in steps}
    found = rows(
        [Step(key, name, None) for name, key in keys.items()],
        [(keys[link[0]], keys[link[1]]) for link in links.split()],
    )
    return [(one.title, lane) for one, lane in found]


@pytest.mark.parametrize(
    ("steps", "links", "expected"),
    [
        ("abc", "ab bc", [("a", 0), ("b", 0), ("c", 0)]),
        ("cba", "ab bc", [("a", 0), ("b", 0), ("c", 0)]),
        # Two branches: the first beside the line, the last goes on in it.
        ("abcd", "ab ac bd", [("a", 0), ("b", 1), ("d", 1), ("c", 0)]),
        # Two sources of one step.
        ("abc", "ac bc", [("b", 0), ("a", 1), ("c", 0)]),
        ("a", "", [("a", 0)]),
        # A ring still shows every step.
        ("ab", "ab ba", [("a", 0), ("b", 0)]),
    ],
    ids=["line", "found backwards", "branches", "joined", "alone", "ring"],
)
def test_steps_stand_below_what_led_to_them(steps: str, links: str, expected: list[tuple[str, int]]) -> None:
    found = lined_up(steps, links)
    assert sorted(found) == sorted(expected)
    order = [name for name, _ in found]
    if "ba" not in links.split() or "ab" not in links.split():
        assert all(order.index(link[0]) < order.index(link[1]) for link in links.split())


def test_the_file_joins_the_line_of_the_offer() -> None:
    names = ["deal:d", "lead:1", "source:1", "campaign:c", "offer_version:o@1"]
    keys = {name: read_key(name) for name in names}
    links = [
        ("offer_version:o@1", "campaign:c"),
        ("campaign:c", "lead:1"),
        ("source:1", "lead:1"),
        ("lead:1", "deal:d"),
    ]
    found = rows([step(name) for name in names], [(keys[a], keys[b]) for a, b in links])  # type: ignore[misc]
    assert [(one.title, lane) for one, lane in found] == [
        ("offer_version:o@1", 0),
        ("campaign:c", 0),
        ("source:1", 1),
        ("lead:1", 0),
        ("deal:d", 0),
    ]


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=30))
def test_every_step_has_one_row_and_two_branches_never_share_a_lane(pairs: list[tuple[int, int]]) -> None:
    links = [(StepKey("deal", str(a)), StepKey("deal", str(b))) for a, b in pairs if a < b]
    steps = [Step(StepKey("deal", str(number)), str(number), None) for number in range(13)]
    found = rows(steps, links)
    assert sorted(int(one.title) for one, _ in found) == list(range(13))
    row_of = {one.key: row for row, (one, _) in enumerate(found)}
    lane_of = {one.key: lane for one, lane in found}
    for source, target in links:
        assert row_of[source] < row_of[target]
        between = [key for key in row_of if row_of[source] < row_of[key] < row_of[target]]
        own = {a for a, b in links if b == target} | {b for a, b in links if a == source}
        assert all(lane_of[key] != lane_of[source] or key in own for key in between)


@pytest.mark.parametrize("text", ["deal:d_1", "response:fb:1", "offer_version:offer_x@2", "source:5"])
def test_a_key_is_read_back_as_it_was_written(text: str) -> None:
    assert str(read_key(text)) == text


@pytest.mark.parametrize("text", ["", "deal", "deal:", "person:1", ":x"])
def test_what_names_no_record_is_no_key(text: str) -> None:
    assert read_key(text) is None


def test_a_version_is_named_by_its_offer_and_number() -> None:
    assert read_version_id(version_id("offer@home", 12)) == ("offer@home", 12)
    assert read_version_id("offer") is None
    assert read_version_id("offer@²") is None

"""Words marked where they stand, and nothing of the text read as Markdown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pages.shared.highlight import highlighted


def test_words_are_marked_in_place() -> None:
    assert highlighted("Good, but slow.", [(10, 14)]) == r"Good\, but :orange-background[slow]\."


def test_two_places_and_overlaps_are_marked_once_each() -> None:
    assert highlighted("a bc d", [(0, 1), (2, 4), (3, 4)]) == (
        ":orange-background[a] :orange-background[bc] d"
    )


def test_a_long_answer_is_cut_far_from_the_words() -> None:
    found = highlighted("x" * 500 + " slow " + "y" * 500, [(501, 505)])
    assert found.startswith("… xxx")
    assert found.endswith("yyy …")
    assert len(found) < 400


@given(st.text(max_size=40), st.integers(0, 45), st.integers(0, 45))
def test_any_text_and_any_span_can_be_shown(text: str, start: int, end: int) -> None:
    found = highlighted(text, [(start, end)])
    assert found.count(":orange-background[") <= 1
    assert "\n" not in found

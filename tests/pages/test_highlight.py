"""Words marked where they stand, and nothing of the text read as Markdown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pages.shared.highlight import highlighted
from pages.shared.user_text import escape, isolated


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


def test_right_to_left_words_keep_their_full_stop_at_their_end() -> None:
    assert highlighted("טוב.", []) == "\u2068טוב\\.\u2069"
    assert highlighted("טוב but slow", [(8, 12)]) == "\u2068טוב but :orange-background[slow]\u2069"
    assert isolated("Good") == "Good"
    assert isolated(escape("\u202eשלום\u2069")) == "\u2068שלום\u2069"  # the marks of others are gone

"""User text is data: no character of it means anything to Markdown."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.shared.user_text import WORD_JOINER, escape, humanised, label_text, sentence
from tests.pages.nasty_strings import NASTY


@pytest.mark.parametrize("text", NASTY)
def test_every_sign_is_escaped_and_every_letter_kept(text: str) -> None:
    shown = escape(text)
    letters = [sign for sign in text if sign.isalnum()]
    assert [sign for sign in shown if sign.isalnum()] == letters
    assert_harmless(shown)


@given(st.text(max_size=200))
def test_any_text_is_harmless(text: str) -> None:
    assert_harmless(escape(text))


def assert_harmless(shown: str) -> None:
    """Each punctuation sign follows a backslash of its own, and everything stays on one line."""
    position = 0
    while position < len(shown):
        if shown[position] == "\\":
            assert shown[position + 1] in string.punctuation
            position += 2
            continue
        assert shown[position] not in string.punctuation
        assert shown[position] not in "\n\r\t\u2028\u202e"
        position += 1


@pytest.mark.parametrize("link", ["https://a.example", "www.a.example", "jane@a.example", ":streamlit:"])
def test_what_would_become_a_link_is_broken_up_invisibly(link: str) -> None:
    assert WORD_JOINER in escape(link)


def test_long_text_is_cut_with_an_ellipsis() -> None:
    assert len(escape("a" * 500)) == 300
    assert escape("a" * 500).endswith("…")


def test_emoji_made_of_several_signs_stay_whole() -> None:
    assert escape("👩‍👩‍👧") == "👩‍👩‍👧"


def test_a_message_becomes_a_sentence() -> None:
    assert sentence("must be between 0 and 100") == "Must be between 0 and 100"


@pytest.mark.parametrize(
    ("name", "label"),
    [("contact_info", "Contact info"), ("dueDate", "Due date"), ("x-y", "X y"), ("NPS", "NPS"), ("", "")],
)
def test_a_field_name_becomes_a_label(name: str, label: str) -> None:
    assert humanised(name) == label


@pytest.mark.parametrize(
    "text",
    [
        "Good from",
        "Low rating: below (%)",
        "“very high” is worth",
        "Größe, in m",
        "Contact e-mail",
        "We promised: “a”. Did we?",
    ],
)
def test_the_label_of_a_field_is_read_out_without_backslashes(text: str) -> None:
    assert label_text(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *NASTY,
        ":red[x]",
        "a :smile: b",
        "1. one",
        "- one",
        "a_b_c",
        "x" * 400,
        "a--b",
        "a -b",
        "a- b",
        "see www.a.de",
        "a.b",
    ],
)
def test_a_label_that_markdown_could_read_is_escaped(text: str) -> None:
    shown = label_text(text)
    assert shown in (escape(text), text.strip())
    if shown != escape(text):
        assert not set(shown.replace(". ", " ")) & set("\\`*_[]<>#~$|!&@/-.+=^{}\n"), shown

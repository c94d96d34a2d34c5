"""A printable page is one safe file that shows everything it was given."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest

from pages.shared.printable import printable_page
from tests.pages.nasty_strings import NASTY

ALLOWED = {
    *("html head meta title style body header section h1 h2 h3 h4 h5 h6 p ul li dl dt dd br").split(),
    *("table thead tbody tr th td").split(),
}


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def read(payload: dict[str, Any], title: str = "Title") -> Reader:
    reader = Reader()
    reader.feed(printable_page(title, "sub", payload).decode("utf-8"))
    return reader


@pytest.mark.parametrize("text", NASTY)
def test_user_text_never_becomes_markup(text: str) -> None:
    nested = {text: text, "list": [text], "rows": [{"a": text}], "deep": [{"b": {"c": [text]}}]}
    page = read(nested, title=text)
    assert page.tags <= ALLOWED
    assert not {name for name in page.attributes if name.startswith("on")}
    assert page.attributes <= {"lang", "charset", "name", "content", "http-equiv", "class"}


def test_every_value_is_there() -> None:
    page = read(
        {
            "client": "Tech Corp",
            "payments": [{"amount": "25000.00", "due_on": "2025-02-03"}],
            "needs": {"roles": [{"role": "Designer", "days": [1, 2], "more": {"x": True}}]},
            "promises": ["24/7 support"],
        }
    )
    for value in ("Tech Corp", "25000.00", "2025-02-03", "Designer", "Days12", "yes", "24/7 support"):
        assert value in page.text


def test_flat_entries_become_a_table() -> None:
    assert "table" in read({"rows": [{"a": 1, "b": 2}]}).tags
    assert "table" not in read({"rows": [{"a": {"b": 1}}]}).tags


def test_half_a_character_does_not_break_the_file() -> None:
    assert printable_page("x\ud800", "", {}).decode()

"""The text to pass on with a link, and the address that opens a mail program with it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from core.client_languages.choice import LANGUAGES
from core.invitation_texts import mailto, message, reminder, reminder_subject, subject

ENDS = datetime(2026, 12, 12, tzinfo=UTC)


def test_the_text_names_the_last_day_and_has_the_link_on_a_line_of_its_own() -> None:
    text = message("Ann", "Relaunch", "https://x.example/survey/abc", ENDS, "Blue & Sons")
    assert "https://x.example/survey/abc" in text.splitlines()
    assert "until 11 December 2026" in text
    assert text.endswith("Blue & Sons")
    assert message("Ann", "Relaunch", "https://x.example", ENDS, "").endswith("Thank you!")


def test_no_text_breaks_out_of_a_mailto_address() -> None:
    title, text = subject("A&B?cc=eve@example.com"), "one\ntwo & three=4 #5 % 💡"
    address = urlsplit(mailto("ann+x?cc=b@example.com", title, text))
    assert address.path == "ann%2Bx%3Fcc%3Db@example.com"
    assert parse_qs(address.query) == {"subject": [title], "body": [text.replace("\n", "\r\n")]}
    assert address.fragment == ""


@pytest.mark.parametrize("tag", LANGUAGES)
def test_mails_are_in_the_language_of_the_person(tag: str) -> None:
    language, address = LANGUAGES[tag], "https://x.example/survey/abc"
    for write, title in ((message, subject), (reminder, reminder_subject)):
        text = write("Zoë $name", "Relaunch $5", address, ENDS, "Blue & Sons", tag)
        first, *_, thanks, agency = text.splitlines()
        assert "Zoë $name" in first
        assert "Relaunch $5" in text
        assert address in text.splitlines()
        assert language.written(date(2026, 12, 11)) in text
        assert (thanks, agency) == (language.mail["thanks"], "Blue & Sons")
        assert "Relaunch $5" in title("Relaunch $5", tag)
    assert message("A", "P", "x", ENDS, "", tag) != reminder("A", "P", "x", ENDS, "", tag)

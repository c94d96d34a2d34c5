"""The note to clients who asked: their own words, what was done, and a link that mail programs open."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import ValidationError

from core.client_note import NoteRules, client_notes, mailto


def line(**changes: Any) -> dict[str, Any]:
    given = {
        "client": "Tech Corp",
        "contact": "John Smith",
        "email": "john@techcorp.example",
        "proposal": "Reply sooner",
        "decision": {"text": "We reply within a day"},
        "quotes": ["We waited days & weeks for an answer"],
        "own_words": True,
    }
    return given | changes


def test_one_note_a_client_with_their_words_and_what_was_done() -> None:
    lines = [line(), line(proposal="Reports", decision={}, quotes=["No reports"]), line(client=None)]
    [note] = client_notes(lines, "Widget Pro", "Mara", NoteRules())
    assert note.subject == "You said, we did: Widget Pro"
    assert "Hello John Smith" in note.body
    assert "“We waited days & weeks for an answer”\n“No reports”" in note.body
    assert "• We reply within a day\n• Reports" in note.body
    assert note.body.endswith("Mara")


def test_the_link_carries_the_note_letter_by_letter() -> None:
    [note] = client_notes([line(quotes=["100 % “ü” & more\n= ?body=x"])], "A & B", "Mara", NoteRules())
    assert note.mailto is not None
    parts = urlsplit(note.mailto)
    assert (parts.scheme, parseaddr(parts.path)[1]) == ("mailto", "john@techcorp.example")
    fields = parse_qs(parts.query, strict_parsing=True)
    assert fields["subject"] == [note.subject]
    assert fields["body"] == [note.body.replace("\n", "\r\n")]
    assert set(fields) == {"subject", "body"}


def test_an_address_adds_no_header_of_its_own() -> None:
    link = mailto("a@b.example?bcc=all@c.example", "s", "b")
    assert link is not None
    assert "bcc=" not in link


def test_no_address_and_a_long_note_have_no_link() -> None:
    assert mailto(None, "s", "b") is None
    assert mailto("a@b.example", "s", "ü" * 2_000) is None
    [note] = client_notes([line(email=None, contact=None)], "A", "Mara", NoteRules())
    assert note.mailto is None
    assert "Hello Tech Corp" in note.body


def test_a_template_with_an_unknown_name_is_refused() -> None:
    with pytest.raises(ValidationError):
        NoteRules(body="Hello $nobody")


def test_a_note_can_hide_who_else_is_a_client() -> None:
    told = line(quotes=["Faster than Oakline"], decision={"text": "Like Oakline asked: daily reports"})

    def hide(client: str, text: str) -> str:
        assert client == "Tech Corp"
        return text.replace("Oakline", "[company]")

    [note] = client_notes([told], "Widget Pro", "Mara", NoteRules(), hide)
    assert "Oakline" not in note.body + str(note.mailto)
    assert note.body.count("[company]") == 2
    assert "Hello John Smith" in note.body


def test_nobody_reads_what_a_colleague_may_have_said() -> None:
    lines = [
        line(),
        line(contact="Bea", email="bea@techcorp.example", quotes=["John is rude"], decision={"text": "New"}),
        line(proposal="Also", decision={}, quotes=["Said by somebody"], own_words=False),
    ]
    john, bea = client_notes(lines, "Widget Pro", "Mara", NoteRules(), lambda _, text: text)
    assert "We waited" in john.body
    assert "• Also" in john.body
    assert "Said by somebody" not in john.body
    assert "rude" not in john.body
    assert (bea.contact, bea.email, bea.client) == ("Bea", "bea@techcorp.example", "Tech Corp")
    assert "John is rude" in bea.body
    [unknown] = client_notes(lines[2:], "Widget Pro", "Mara", NoteRules(), lambda _, text: text)
    assert "what could be better" in unknown.body
    assert "Said by somebody" in client_notes(lines[2:], "Widget Pro", "Mara", NoteRules())[0].body

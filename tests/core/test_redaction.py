"""Nothing that is known by name leaves, in any case, with any accents, wherever it stands in a text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.redaction import Redactor, hidden_words

PEOPLE = ["Sarah Connor", "José Álvarez", "Will Young"]
COMPANIES = ["Oakline Interiors Ltd", "ACME GmbH"]
AROUND = st.text(alphabet="abc ,.!?\n(-ß", max_size=20)


def redact(text: str) -> str:
    return Redactor(PEOPLE, COMPANIES).text(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Sarah Connor was great", "[name] was great"),
        ("thanks to SARAH and to connor", "thanks to [name] and to [name]"),
        ("Jose helped, josé álvarez too", "[name] helped, [name] too"),
        ("Will called; it will be fine", "[name] called; it will be fine"),
        ("Oakline Interiors Ltd and oakline interiors", "[company] and [company]"),
        ("Oakline's team", "[company]'s team"),
        ("we at acme", "we at [company]"),
        ("Write to s.connor@oakline.co.uk!", "Write to [e-mail]!"),
        ("call +49 (0)30 123-4567 now", "call [phone] now"),
        ("030 1234567", "[phone]"),
        ("see https://oakline.example/x?y=1 or www.acme.de", "see [link] or [link]"),
        ("until 2026-11-23, 23.11.2026, for 12,500.00 in 10 days", None),
        ("The sarahs of this world and Acmeology", None),
    ],
)
def test_what_is_hidden_and_what_stays(text: str, shown: str | None) -> None:
    assert redact(text) == (text if shown is None else shown)


@given(AROUND, st.sampled_from([*PEOPLE, *COMPANIES, "Oakline Interiors"]), AROUND, st.booleans())
def test_a_known_name_never_stays_in_a_text(before: str, name: str, after: str, is_loud: bool) -> None:
    shown = redact(f"{before} {name.upper() if is_loud else name.lower()} {after}").casefold()
    assert name.casefold() not in shown
    assert "[name]" in shown or "[company]" in shown


@given(st.from_regex(r"[a-z0-9._]{1,10}@[a-z0-9]{1,10}\.(de|com|co\.uk)", fullmatch=True), AROUND)
def test_an_address_never_stays_in_a_text(address: str, around: str) -> None:
    assert "@" not in redact(f"{around} {address} {around}")


@given(st.text(max_size=60))
def test_hiding_twice_changes_nothing_more(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["Sarah Connor", "a@b.de", "fine"]),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.sampled_from("abc"), parts, max_size=3),
    max_leaves=12,
)


@given(JSON)
def test_a_document_is_redacted_to_its_last_leaf(document: Any) -> None:
    text = json.dumps(Redactor(PEOPLE, COMPANIES).document(document))
    assert "Sarah" not in text
    assert "@" not in text


def test_ids_are_hidden_and_the_places_of_quotes_left_out() -> None:
    redactor = Redactor(PEOPLE, COMPANIES)
    quote = {"text": "Sarah helped", "response": 0, "start": 0, "end": 12}
    found = redactor.document({"project_id": "PRJ_deal_oakline", "quotes": [quote], "offer_id": None})
    assert found == {
        "project_id": "[id]",
        "quotes": [{"text": "[name] helped", "response": 0}],
        "offer_id": None,
    }
    assert hidden_words(redactor.hidden) == "1 id, 1 name"
    assert hidden_words(Redactor().hidden) == "nothing"

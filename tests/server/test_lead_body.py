"""Bodies of the lead intake: what is taken for which list, and what is refused."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputRejected
from server.lead_body import FORM, LeadBody, form_body, read_body


def form(*pairs: tuple[str, str]) -> Any:
    return json.loads(read_body(FORM, urlencode(pairs).encode()).content)


def test_json_is_staged_as_it_came() -> None:
    content = b'[{"email": "a@example.com"}]'
    assert read_body("application/json", content) == LeadBody("webhook.json", content)


@pytest.mark.parametrize(
    ("media_type", "name"),
    [
        ("application/json", "webhook.json"),
        ("application/vnd.tool+json", "webhook.json"),
        ("text/plain", "webhook.json"),
        ("application/x-ndjson", "webhook.jsonl"),
        ("text/csv", "webhook.csv"),
    ],
)
def test_the_media_type_says_what_the_body_is(media_type: str, name: str) -> None:
    assert read_body(media_type, b'{"email": "a@example.com"}').name == name


def test_a_campaign_beside_the_leads_is_found() -> None:
    body = read_body("application/json", b'{"campaign_id": "camp_1", "leads": []}')
    assert body.campaign_id == "camp_1"


@pytest.mark.parametrize(
    "given", [b'{"campaign_id": 12}', b'{"campaign_id": " "}', b'[{"campaign_id": "x"}]']
)
def test_what_is_no_campaign_beside_the_leads_is_left_to_the_mapping(given: bytes) -> None:
    assert read_body("application/json", given).campaign_id is None


def test_a_web_form_becomes_one_lead() -> None:
    found = form(("your-name", "Ann Lee"), ("your-email", "ann@example.com"), ("message", "Ünïcode & more"))
    assert found == {"your-name": "Ann Lee", "your-email": "ann@example.com", "message": "Ünïcode & more"}


def test_fields_in_brackets_are_groups_and_repeated_fields_are_joined() -> None:
    found = form(("fields[email][value]", "a@example.com"), ("topic[]", "SEO"), ("topic[]", "Ads"), ("a", ""))
    assert found == {"fields": {"email": {"value": "a@example.com"}}, "topic": "SEO; Ads", "a": ""}


@pytest.mark.parametrize(
    "pairs",
    [
        [("a", "1"), ("a[b]", "2")],
        [("a[b]", "2"), ("a", "1")],
        [("a[b", "1"), ("[c]", "2"), ("d]", "3"), ("e[f]g", "4")],
        [("a" + "[b]" * 500, "deep")],
    ],
    ids=["field then group", "group then field", "odd brackets", "deep"],
)
def test_no_value_of_a_form_is_lost(pairs: list[tuple[str, str]]) -> None:
    text = json.dumps(form(*pairs))
    for _, value in pairs:
        assert f'"{value}"' in text


@given(st.lists(st.tuples(st.text(max_size=12), st.text(min_size=1, max_size=8)), min_size=1, max_size=8))
def test_any_form_is_a_lead_or_is_refused(pairs: list[tuple[str, str]]) -> None:
    try:
        body = form_body(pairs)
    except InputRejected:
        assert not any(value.strip() for _, value in pairs)
    else:
        assert isinstance(json.loads(body.content), dict)


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("application/json", b""),
        ("application/json", b"{"),
        ("application/json", b"12"),
        ("application/json", b"[]"),
        ("application/json", b"{}"),
        ("application/json", b'"a@example.com"'),
        ("application/json", b"[" * 100_000),
        ("application/json", b'{"a": NaN}'),
        ("application/json", b'{"a": 1, "a": 2}'),
        ("application/json", b'{"a": "\\ud800"}'),
        ("application/json", b"\xff\xfe\x00"),
        (FORM, b""),
        (FORM, b"a=&b=%20"),
        (FORM, b"a=\xff"),
        (FORM, b"a=%FF"),
        (FORM, b"&".join(b"f%d=1" % number for number in range(300))),
    ],
    ids=lambda value: value[:20] if isinstance(value, bytes) else value.split("/")[1],
)
def test_a_body_that_holds_no_lead_is_refused_in_words(media_type: str, content: bytes) -> None:
    with pytest.raises(InputRejected) as refused:
        read_body(media_type, content)
    assert refused.value.message[0].isupper()


def test_another_media_type_is_for_the_route_to_refuse() -> None:
    with pytest.raises(KeyError):
        read_body("image/png", b"x")

"""What a lead may look like: levels in any case, moments with a zone, addresses that can be used."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from core.contract import problems_of
from core.leads import LeadInput


def lead(**fields: Any) -> LeadInput:
    return LeadInput.model_validate({"id": "lead_001", "contact_info": {}, **fields})


@pytest.mark.parametrize(
    ("given", "level"),
    [
        ("high", "high"),
        (" HIGH ", "high"),
        ("Medium", "medium"),
        ("lOw", "low"),
        ("Very High", "very_high"),
        ("very-high", "very_high"),
        ("None", "none"),
        ("unknown", None),
        ("", None),
        (None, None),
    ],
)
def test_a_level_is_read_in_any_case(given: str | None, level: str | None) -> None:
    assert lead(urgency=given).urgency == level


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ("2025-02-15T10:00:00Z", "2025-02-15T10:00:00+00:00"),
        ("2025-02-15T10:00:00+02:00", "2025-02-15T08:00:00+00:00"),
        ("2025-02-15T10:00:00", "2025-02-15T10:00:00+00:00"),
        ("2025-02-15", "2025-02-15T00:00:00+00:00"),
    ],
)
def test_a_moment_is_kept_in_utc(given: str, moment: str) -> None:
    received = lead(received_at=given).received_at
    assert received is not None
    assert received.isoformat() == moment


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"id": " "}, "id", "must not be blank"),
        ({"id": True}, "id", "must be text"),
        ({"id": 1.5}, "id", "must be text"),
        ({"contact_info": "John"}, "contact_info", "must be a group of named fields"),
        ({"contact_info": {"email": "john"}}, "contact_info.email", "like name@example.com"),
        ({"contact_info": {"email": "a@b.c@d.ef"}}, "contact_info.email", "like name@example.com"),
        ({"contact_info": {"email": 5}}, "contact_info.email", "must be text"),
        ({"contact_info": {"phone": "n/a"}}, "contact_info.phone", "must be a phone number"),
        ({"score": 101}, "score", "must be at most 100"),
        ({"score": -1}, "score", "must be at least 0"),
        ({"score": True}, "score", "must be a number"),
        ({"score": "85"}, "score", "must be a number"),
        ({"urgency": "banana"}, "urgency", "must be high, medium or low"),
        ({"urgency": 3}, "urgency", "must be one of the words"),
        ({"interests": "AI"}, "interests", "must be a list"),
        ({"interests": ["AI", 3]}, "interests[1]", "must be text"),
        ({"received_at": "2025-02-30"}, "received_at", "must be a moment that exists"),
        ({"received_at": "0001-01-01T00:00:00+23:00"}, "received_at", "must be a moment that exists"),
        ({"received_at": 1738576800}, "received_at", "must be a moment written as text"),
    ],
    ids=str,
)
def test_a_wrong_field_says_what_would_be_right(fields: dict[str, Any], field: str, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        lead(**fields)
    (problem,) = problems_of(caught.value)
    assert problem.field == field
    assert message in problem.message


def test_a_counted_id_is_kept_as_text_and_blanks_as_nothing() -> None:
    found = lead(
        id=7, contact_info={"email": " ", "phone": "", "name": "  "}, interests=["", "AI"], source=" "
    )
    assert (found.id, found.interests, found.source) == ("7", ["AI"], None)
    assert found.contact_info.model_dump(exclude_none=True) == {}


def test_unknown_fields_are_kept() -> None:
    found = lead(contact_info={"title": "CTO"}, notes={"a": 1})
    assert (found.extras, found.contact_info.extras) == ({"notes": {"a": 1}}, {"title": "CTO"})

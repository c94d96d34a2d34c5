"""What sales does next, on which way, and by when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from core.lead_scoring import Band
from core.leads import LeadInput
from core.next_actions import NextAction, NextActions, ResponseRules, recommended_approach
from core.policy import AgencyRules

MONDAY_TEN = datetime(2025, 2, 3, 10, tzinfo=UTC)
BOTH = {"name": "John Doe", "company": "Tech Corp", "email": "john@example.com", "phone": "+1 555 0100"}


def actions(band: Band, contact: dict[str, Any], unknown: list[str] | None = None) -> list[NextAction]:
    lead = LeadInput.model_validate({"id": "lead_001", "contact_info": contact})
    return NextActions(ResponseRules(), AgencyRules(country=None), MONDAY_TEN).of(lead, band, unknown or [])


@pytest.mark.parametrize(
    ("band", "urgency", "qualified", "approach"),
    [
        ("hot", "high", True, "immediate_outreach_high_priority"),
        ("hot", "very_high", True, "immediate_outreach_high_priority"),
        ("hot", "medium", True, "immediate_outreach"),
        ("hot", None, True, "immediate_outreach"),
        ("warm", "high", True, "scheduled_outreach"),
        ("warm", "high", False, "nurture_sequence"),
        ("cold", "high", False, "long_term_nurture"),
    ],
)
def test_the_approach_follows_band_urgency_and_threshold(
    band: Band, urgency: str | None, qualified: bool, approach: str
) -> None:
    assert recommended_approach(band, urgency, qualified) == approach


def test_a_hot_lead_is_called_within_an_hour_and_written_to_later() -> None:
    first, follow_up = actions("hot", BOTH)
    assert first == {
        "action": "Call John Doe (Tech Corp) on +1 555 0100",
        "channel": "phone",
        "due_at": "2025-02-03T11:00:00+00:00",
        "formula": "1 office hour after 2025-02-03T10:00+00:00 (09:00–17:00 UTC on working days)",
    }
    assert follow_up["action"] == ("If there is no answer: write to John Doe (Tech Corp) at john@example.com")
    assert (follow_up["channel"], follow_up["due_at"]) == ("email", "2025-02-05T11:00:00+00:00")


def test_a_warm_lead_has_24_office_hours() -> None:
    first, *_ = actions("warm", {"email": "john@example.com"})
    assert (first["action"], first["due_at"]) == (
        "Write to the contact at john@example.com",
        "2025-02-06T10:00:00+00:00",
    )


def test_what_is_not_known_is_asked_in_the_first_contact() -> None:
    first, ask, _ = actions("hot", BOTH, ["budget", "urgency"])
    assert ask["action"] == "Ask about what is not known yet: budget, urgency"
    assert ask["due_at"] == first["due_at"]


def test_the_default_sentences_pass_their_own_check() -> None:
    assert ResponseRules.model_validate(ResponseRules().model_dump()) == ResponseRules()

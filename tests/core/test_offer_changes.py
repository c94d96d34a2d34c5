"""What a recommendation does to an offer's terms, and the diff of two versions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import HandoffRefused
from core.offer_changes import PLACES, TermChange, changed_terms, suggested_change, term_differences
from core.offers import OfferInput

TERMS: dict[str, Any] = {
    "product_name": "Widget Pro",
    "target_audience": "Tech professionals",
    "value_proposition": "Streamline workflow with AI",
    "pricing_tier": "Premium - $99/month",
    "unique_selling_points": ["AI-powered automation", "24/7 customer support"],
    "brand_guidelines": {"colors": ["#007AFF"], "tone": "Calm"},
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (TermChange("delivery", "Reply within a day"), [("How we work", None, "Reply within a day")]),
        (TermChange("new promise", " Live  in 30 days"), [("Selling points", None, "Live in 30 days")]),
        (
            TermChange("promise", "Support on weekdays", "24/7 customer support"),
            [("Selling points", "24/7 customer support", "Support on weekdays")],
        ),
        (
            TermChange("price", "$89/month"),
            [("Pricing tier", "Premium - $99/month", "$89/month")],
        ),
        (
            TermChange("value", "Less typing"),
            [("Value proposition", "Streamline workflow with AI", "Less typing")],
        ),
        (TermChange("audience", "Studios"), [("Target audience", "Tech professionals", "Studios")]),
    ],
    ids=lambda value: value.place if isinstance(value, TermChange) else "",
)
def test_a_change_is_exactly_what_the_diff_shows(
    change: TermChange, expected: list[tuple[str, str | None, str | None]]
) -> None:
    after = changed_terms(TERMS, change)
    found = [(line["label"], line["before"], line["after"]) for line in term_differences(TERMS, after)]
    assert found == expected
    assert OfferInput.model_validate(after).canonical()


@pytest.mark.parametrize(
    "change",
    [
        TermChange("delivery", "  "),
        TermChange("new promise", "AI-powered automation"),
        TermChange("promise", "x", "no such promise"),
        TermChange("promise", "AI-powered automation", "24/7 customer support"),
        TermChange("price", "Premium - $99/month"),
        TermChange("value", "x" * 501),
    ],
)
def test_a_change_that_changes_nothing_or_too_much_is_refused(change: TermChange) -> None:
    with pytest.raises(HandoffRefused):
        changed_terms(TERMS, change)


def test_two_changes_of_how_we_work_gather() -> None:
    once = changed_terms(TERMS, TermChange("delivery", "Reply within a day"))
    twice = changed_terms(once, TermChange("delivery", "Report on Fridays"))
    assert twice["service_changes"] == ["Reply within a day", "Report on Fridays"]
    assert "service_changes" not in TERMS


def test_a_new_service_becomes_a_promise_and_the_rest_how_we_work() -> None:
    assert suggested_change("new_service", "Care plan").place == "new promise"
    assert suggested_change("service_adjustment", "Reply sooner").place == "delivery"


@given(
    st.lists(st.sampled_from("abcdef"), max_size=6, unique=True),
    st.lists(st.sampled_from("abcdef"), max_size=6, unique=True),
)
def test_a_diff_says_every_line_that_left_and_came(old: list[str], new: list[str]) -> None:
    lines = term_differences({"unique_selling_points": old}, {"unique_selling_points": new})
    before = [line["before"] for line in lines if line["before"] is not None]
    after = [line["after"] for line in lines if line["after"] is not None]
    assert set(old) - set(new) <= set(before)
    assert set(new) - set(old) <= set(after)
    assert (lines == []) == (old == new)
    # What left and came back only moved; nothing else is named.
    assert sorted(set(before) - set(after)) == sorted(set(old) - set(new))


@given(st.sampled_from(PLACES), st.text(min_size=1, max_size=80))
def test_any_accepted_text_gives_terms_that_marketing_can_take(place: Any, text: str) -> None:
    try:
        after = changed_terms(TERMS, TermChange(place, text, "24/7 customer support"))
    except HandoffRefused:
        return
    assert OfferInput.model_validate(after)
    assert term_differences(TERMS, after)

"""Blame that is meant for somebody else counts for nobody; what only sounds like it still counts."""

from __future__ import annotations

import pytest

from core.feedback_text.polarity import comment_score


@pytest.mark.parametrize(
    "text",
    [
        "Our last agency ghosted us.",
        "Mike took on our project when we were let down by another agency.",
        "After being burned by several other agencies, we found a partner.",
        "Before we hired them, our website was a mess.",
        "Our ads were a disaster until we found Tom.",
    ],
)
def test_blame_for_others_and_for_the_time_before_is_not_held_against_anybody(text: str) -> None:
    assert comment_score(text) >= 0


@pytest.mark.parametrize(
    "text",
    [
        "Worse than our previous agency.",
        "Our old agency was much better, this one is rude.",
        "We had to hire another agency to fix the mess.",
        "They disappeared before they finished the work.",
        "Before we paid them they were friendly, afterwards rude and lazy.",
    ],
)
def test_blame_beside_another_or_an_earlier_time_still_counts(text: str) -> None:
    assert comment_score(text) < 0

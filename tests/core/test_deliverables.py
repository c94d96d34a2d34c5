"""What a deliverable's state, days and approval may say together."""

from datetime import date

import pytest

from core.deliverables import DeliverableProgress, check_progress
from core.errors import HandoffRefused

TODAY = date(2026, 3, 10)
EARLY, LATE = date(2026, 3, 2), date(2026, 3, 9)


@pytest.mark.parametrize(
    "progress",
    [
        DeliverableProgress("planned"),
        DeliverableProgress("in_progress"),
        DeliverableProgress("in_progress", EARLY),
        DeliverableProgress("completed", None, LATE),
        DeliverableProgress("completed", EARLY, EARLY, True),
        DeliverableProgress("completed", EARLY, TODAY, False),
    ],
)
def test_what_fits_together_is_taken(progress: DeliverableProgress) -> None:
    check_progress(progress, TODAY)


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (DeliverableProgress("cancelled"), "Choose planned"),
        (DeliverableProgress("in_progress", EARLY, None, True), "once it is completed"),
        (DeliverableProgress("completed"), "which day"),
        (DeliverableProgress("in_progress", EARLY, LATE), "Only what is completed"),
        (DeliverableProgress("planned", EARLY), "in progress"),
        (DeliverableProgress("in_progress", date(2026, 3, 11)), "day to come"),
        (DeliverableProgress("completed", EARLY, date(2026, 3, 11)), "day to come"),
        (DeliverableProgress("completed", LATE, EARLY), "before it started"),
    ],
)
def test_what_contradicts_itself_is_refused_with_the_way_out(
    progress: DeliverableProgress, words: str
) -> None:
    with pytest.raises(HandoffRefused, match=words):
        check_progress(progress, TODAY)

"""Charts are functions from a small frame to a figure that says what the frame says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from pages.shared.charts import alt_text, labels, plain
from pages.shared.charts_feedback import satisfaction_by_category, satisfaction_over_time
from pages.shared.charts_leads import score_distribution, scores_by_campaign
from pages.shared.charts_pipeline import funnel_by_stage, pipeline_value
from pages.shared.charts_projects import milestones_timeline, payments_calendar
from pages.shared.charts_runs import loop_overview, run_durations, run_outcomes
from tests.pages.nasty_strings import NASTY

MARCH = pd.Timestamp(2025, 3, 1)
BUILDERS: dict[str, tuple[Any, pd.DataFrame]] = {
    "scores": (
        score_distribution,
        pd.DataFrame({"score": [80, 45], "band": ["hot", "cold"], "leads": [3, 5]}),
    ),
    "campaigns": (
        scores_by_campaign,
        pd.DataFrame({"campaign": ["A", "A", "B"], "band": ["hot", "cold", "warm"], "leads": [1, 2, 4]}),
    ),
    "funnel": (funnel_by_stage, pd.DataFrame({"stage": ["New", "Won"], "deals": [10, 2]})),
    "value": (
        lambda frame: pipeline_value(frame, currency="USD"),
        pd.DataFrame({"stage": ["New"], "value": [1000.0], "weighted": [100.0]}),
    ),
    "milestones": (
        lambda frame: milestones_timeline(frame, today=date(2025, 3, 4)),
        pd.DataFrame({"project": ["P"], "milestone": ["Kickoff"], "due": [MARCH], "state": ["late"]}),
    ),
    "payments": (
        lambda frame: payments_calendar(frame, currency="EUR"),
        pd.DataFrame({"month": [MARCH, MARCH], "state": ["paid", "overdue"], "amount": [10.0, 5.0]}),
    ),
    "categories": (
        satisfaction_by_category,
        pd.DataFrame({"category": ["Quality", "Timeliness"], "mean": [3.2, 4.8], "n": [4, 9]}),
    ),
    "satisfaction": (
        satisfaction_over_time,
        pd.DataFrame({"month": [MARCH, MARCH + pd.DateOffset(months=1)], "score": [80.0, 92.0], "n": [2, 9]}),
    ),
    "outcomes": (
        run_outcomes,
        pd.DataFrame({"day": [MARCH], "outcome": ["internal_error"], "runs": [1]}),
    ),
    "durations": (
        run_durations,
        pd.DataFrame({"workflow": ["Sales → Fulfillment"], "p50_ms": [4.0], "p95_ms": [9.0], "runs": [7]}),
    ),
    "loop": (
        loop_overview,
        pd.DataFrame({"handoff": ["Offers → Marketing"], "state": ["waiting"], "handoffs": [2]}),
    ),
}


@pytest.mark.parametrize("name", list(BUILDERS))
def test_every_row_is_drawn(name: str) -> None:
    draw, frame = BUILDERS[name]
    drawn = draw(frame)
    marks = sum(
        len([x for x in trace.x if x is not None]) for trace in drawn.data if trace.hoverinfo != "skip"
    )
    assert marks >= len(frame)


@pytest.mark.parametrize("name", list(BUILDERS))
def test_an_empty_frame_gives_an_empty_chart(name: str) -> None:
    draw, frame = BUILDERS[name]
    assert draw(frame.iloc[:0]).layout.height


def test_leads_stand_in_the_colour_of_their_band() -> None:
    drawn = score_distribution(BUILDERS["scores"][1])
    assert [trace.name for trace in drawn.data] == ["Hot", "Cold"]
    assert drawn.data[0].marker.color != drawn.data[1].marker.color


def test_the_best_rated_category_stands_on_top() -> None:
    drawn = satisfaction_by_category(BUILDERS["categories"][1])
    assert list(drawn.data[0].y) == ["Timeliness", "Quality"]
    assert drawn.layout.yaxis.categoryarray == ("Quality", "Timeliness")


def test_a_month_with_few_answers_is_hollow() -> None:
    drawn = satisfaction_over_time(BUILDERS["satisfaction"][1])
    assert list(drawn.data[0].marker.symbol) == ["circle-open", "circle"]


def test_an_outcome_of_its_own_kind_counts_as_failed() -> None:
    assert run_outcomes(BUILDERS["outcomes"][1]).data[0].name == "Failed"


def test_states_of_payments_differ_in_more_than_colour() -> None:
    drawn = payments_calendar(BUILDERS["payments"][1], currency="EUR")
    assert len({trace.marker.pattern.shape for trace in drawn.data}) == len(drawn.data)


@pytest.mark.parametrize("text", NASTY)
def test_labels_hold_no_tags(text: str) -> None:
    assert "<" not in plain(text)
    assert ">" not in plain(text)


def test_names_that_are_cut_to_the_same_label_stay_apart() -> None:
    long = "Spring campaign for the northern regions of "
    assert len(set(labels([long + "Norway", long + "Sweden"]))) == 2


def test_alt_text_tells_the_entries_and_the_largest() -> None:
    frame = pd.DataFrame({"stage": ["New", "Won"], "deals": [10, 2]})
    assert alt_text("Deals by stage", frame, "stage", "deals") == (
        "Deals by stage: New 10, Won 2. The largest is New."
    )


def test_alt_text_of_nothing_says_so() -> None:
    frame = pd.DataFrame({"stage": [], "deals": []})
    assert alt_text("Deals by stage", frame, "stage", "deals") == "Deals by stage: nothing to show yet."

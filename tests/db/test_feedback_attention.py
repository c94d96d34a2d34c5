"""Answers that call for a person: stars against words, and the clock of 48 hours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from core.feedback_scope import Scope
from db.workspace import Workspace

NOW = datetime(2026, 10, 10, 12, tzinfo=UTC)


@dataclass(frozen=True)
class At:
    moment: datetime

    def now(self) -> datetime:
        return self.moment


def answer(workspace: Workspace, name: str, hours_ago: int, score: int, words: str, stars: int) -> None:
    raw = {
        "feedback_id": name,
        "project_id": "p",
        "responses": [{"comment": words}],
        "ratings": {"overall_satisfaction": [stars]},
        "likelihood_to_recommend": [score],
    }
    assert workspace.at(At(NOW - timedelta(hours=hours_ago))).run("feedback_to_offer", raw).success


@pytest.fixture
def workspace(any_url: str) -> Iterator[Workspace]:
    opened = Workspace.open(any_url)
    answer(opened, "late", 49, 3, "It was terrible and slow", 1)
    answer(opened, "due", 47, 6, "The communication was poor", 3)
    answer(opened, "talked", 200, 2, "Bad support", 2)
    answer(opened, "talked late", 200, 2, "Bad support", 2)
    answer(opened, "apart", 300, 9, "It was terrible, rude and a waste of money", 5)
    for name, hours in (("talked", 160), ("talked late", 100)):
        at = opened.at(At(NOW - timedelta(hours=hours)))
        at.follow_ups.log(name, channel="phone", outcome="no_answer")
        at.follow_ups.log(name, channel="phone", outcome="agreed")
    yield opened.at(At(NOW))
    opened.close()


def test_talks_are_late_after_48_hours_until_somebody_is_reached(workspace: Workspace) -> None:
    talks = workspace.reports.feedback_attention.talks(Scope())
    assert (talks.late, talks.due, talks.talked, talks.in_time, talks.unhappy) == (1, 1, 2, 1, 4)
    shown = workspace.follow_ups.unhappy(Scope())
    assert shown["feedback_id"].tolist()[:2] == ["due", "late"]
    assert workspace.reports.feedback_attention.talks(Scope(offer="none")).unhappy == 0
    assert workspace.follow_ups.unhappy(Scope(offer="none")).empty


def test_stars_and_words_that_disagree_are_listed_with_both(workspace: Workspace) -> None:
    (line,), total = workspace.reports.feedback_attention.apart(Scope())
    assert (line.feedback_id, line.satisfaction, total) == ("apart", 100, 1)
    assert "ratings say very positive" in line.says
    assert "terrible" in line.quotes[0]["text"]
    assert workspace.reports.feedback_attention.apart(Scope(offer="none")) == ([], 0)


def test_the_list_of_responses_follows_the_filters(workspace: Workspace) -> None:
    page = workspace.feedback.response_page(scope=Scope(low="overall_satisfaction"))
    assert set(page.rows["feedback_id"]) == {"late", "due", "talked", "talked late"}
    assert workspace.feedback.response_page().total == 5

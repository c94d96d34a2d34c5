"""Drivers over stored answers: the sums of the database are those of the same answers by hand."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import correlation as pearson

import pytest

from core.feedback_scope import Scope
from db.workspace import Workspace

PAIRS = [(5, 5), (4, 3), (3, 4), (2, 2), (5, 4), (1, 2)]


@pytest.fixture
def workspace(any_url: str) -> Iterator[Workspace]:
    opened = Workspace.open(any_url)
    for number, (overall, communication) in enumerate(PAIRS * 5):
        words = "The communication was terrible" if communication < 4 else "Great communication"
        raw = {
            "feedback_id": f"f{number}",
            "project_id": "p",
            "responses": [{"comment": words}],
            "ratings": {"overall_satisfaction": [overall], "communication": [communication]},
        }
        assert opened.run("feedback_to_offer", raw).success
    yield opened
    opened.close()


def test_a_category_is_correlated_with_the_whole(workspace: Workspace) -> None:
    drivers = workspace.reports.feedback_drivers.drivers(Scope())
    (line,) = (one for one in drivers if one.kind == "category")
    assert line.label == "Communication"
    assert line.correlation.n == 30
    assert line.correlation.r == pytest.approx(pearson(*zip(*PAIRS, strict=True)))
    assert (line.satisfied["value"], line.satisfied["n"]) == (50.0, 30)
    assert line.quadrant == "keep_up"  # half are happy with the whole too


def test_a_theme_is_correlated_by_its_tone(workspace: Workspace) -> None:
    (theme,) = (one for one in workspace.reports.feedback_drivers.drivers(Scope()) if one.kind == "theme")
    tones = [1 if communication >= 4 else -1 for _, communication in PAIRS]
    assert theme.correlation.r == pytest.approx(pearson([overall for overall, _ in PAIRS], tones))
    assert theme.satisfied["value"] == 50.0


def test_fewer_answers_make_no_quadrant(workspace: Workspace) -> None:
    found = workspace.reports.feedback_drivers.drivers(Scope(low="communication"))
    assert {(one.quadrant, one.missing) for one in found} == {(None, 15)}
    assert workspace.reports.feedback_drivers.drivers(Scope(offer="none")) == []

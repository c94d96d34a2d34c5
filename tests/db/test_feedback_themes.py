"""Who speaks how of what: stored with each handoff, read back with the words in place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.feedback_scope import Scope
from db.upgrade import prepare_file
from db.workspace import Workspace

PEOPLE = [
    {"liked_most": "Great communication", "could_improve": "Communication was poor at the end"},
    {"liked_most": "Great communication"},
    {"could_improve": "Please send more updates. Delivery could be faster"},
]


def answer(workspace: Workspace, name: str, people: list[dict[str, str]], **more: Any) -> None:
    raw = {"feedback_id": name, "project_id": "p", "responses": people, **more}
    assert workspace.run("feedback_to_offer", raw).success


def cells(workspace: Workspace, scope: Scope) -> dict[tuple[str, str], int]:
    found = workspace.reports.feedback_themes.by_tone(scope)
    return {
        (theme, tone): int(number)
        for theme, tone, number in zip(found["theme"], found["tone"], found["mentions"], strict=True)
    }


@pytest.fixture
def told(any_url: str) -> Iterator[Workspace]:
    opened = Workspace.open(any_url)
    answer(opened, "one", PEOPLE, ratings={"timeliness": [2]})
    answer(opened, "one", PEOPLE, ratings={"timeliness": [3]})  # again: counted once
    yield opened
    opened.close()


def test_mentions_are_counted_one_a_person_and_theme(told: Workspace) -> None:
    found = cells(told, Scope())
    assert found["communication", "mixed"] == 1
    assert found["communication", "positive"] == 1
    assert found["timeliness", "request"] == 1


def test_the_words_are_found_in_their_answer(told: Workspace) -> None:
    lines, total = told.reports.feedback_themes.said(Scope(theme="communication", tone="mixed"))
    assert total == 1
    assert {line.answer for line in lines} == set(PEOPLE[0].values())
    for line in lines:
        assert all(line.answer[start:end].strip() for start, end in line.spans)


def test_a_theme_and_its_tone_filter_the_answers(told: Workspace) -> None:
    groups = told.reports.feedback_groups
    assert groups.total(Scope(theme="communication", tone="positive")).responses == 1
    assert groups.total(Scope(theme="communication", tone="negative")).responses == 0
    assert cells(told, Scope(theme="communication")) == cells(told, Scope())
    assert cells(told, Scope(offer="another")) == {}


def test_answers_of_an_older_version_are_read_at_the_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    workspace = Workspace.open(f"sqlite:///{path}")
    answer(workspace, "one", PEOPLE)
    before = cells(workspace, Scope())
    workspace.close()
    with closing(sqlite3.connect(path)) as old:
        old.execute("DROP TABLE theme_mentions")
        old.execute("DROP INDEX ix_ratings_feedback_id_category_value")
        old.execute("CREATE INDEX ix_ratings_feedback_id ON ratings (feedback_id)")
        old.execute("UPDATE alembic_version SET version_num = '0022'")
        old.execute(
            "INSERT INTO responses (feedback_id, received_at, workflow_id, answers_json, analysis_json) "
            "VALUES ('odd', '2026-01-01 00:00:00', 'w', '{}', 'no document')"
        )
        old.commit()
    prepare_file(path)
    workspace = Workspace.open(f"sqlite:///{path}")
    assert cells(workspace, Scope()) == before
    workspace.close()

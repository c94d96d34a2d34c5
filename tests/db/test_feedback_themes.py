"""Who speaks how of what: stored with each handoff, read back with the words in place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, select

from core.feedback_scope import Scope
from db.schema_version import APPLICATION_ID
from db.tables.feedback import Response
from db.upgrade import _run_migrations, prepare_file
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
    now = Workspace.open(f"sqlite:///{tmp_path / 'now.db'}")
    answer(now, "one", PEOPLE)
    with now.reading() as session:
        documents = session.execute(select(Response.answers_json, Response.analysis_json)).one()
    path = tmp_path / "old.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        _run_migrations(connection, "0022")
    engine.dispose()
    with closing(sqlite3.connect(path)) as old:
        old.execute(f"PRAGMA application_id={APPLICATION_ID}")
        old.executemany(
            "INSERT INTO responses (feedback_id, received_at, workflow_id, answers_json, analysis_json) "
            "VALUES (?, '2026-01-01 00:00:00.000000', 'w', ?, ?)",
            [("one", *documents), ("odd", "{}", "no document")],
        )
        old.commit()
    prepare_file(path)
    upgraded = Workspace.open(f"sqlite:///{path}")
    assert cells(upgraded, Scope()) == cells(now, Scope())
    for opened in (now, upgraded):
        opened.close()

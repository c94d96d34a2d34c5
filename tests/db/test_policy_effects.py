"""What rules would move in the demo agency, on both databases, before they are published and after."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from core.rule_sets import RULE_SETS
from db.workspace import Workspace


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}"
    else:
        make: Callable[[], str] = request.getfixturevalue("postgresql")
        url = make()
    opened = Workspace.open(url)
    for _ in opened.load_demo():
        pass
    yield opened
    opened.close()


def rules(demo: Workspace, name: str, **values: Any) -> Any:
    return RULE_SETS[name].read({**demo.policy_records.state(name).values, **values})


def publish(demo: Workspace, name: str, **values: Any) -> None:
    state = demo.policy_records.state(name)
    demo.policy_records.publish(
        name, {**state.values, **values}, version=state.version, why="To see what moves"
    )


def test_clients_change_colour_as_it_was_foretold(demo: Workspace) -> None:
    clients = [str(one) for one in demo.clients.page(size=100).rows["client_id"]]
    before = {key: one.band for key, one in demo.client_health.of(clients).items()}
    changed = {"good_from": 100, "at_risk_below": 95}
    moves = demo.policy_effects.client_health(rules(demo, "client_health", **changed))
    assert moves.asked == len(clients) and moves.moved == len(moves.rows) > 0
    publish(demo, "client_health", **changed)
    after = {key: one.band for key, one in demo.client_health.of(clients).items()}
    found = {row.client_id: (row.before, row.after) for row in moves.rows.itertuples()}
    assert found == {key: (before[key], after[key]) for key in clients if before[key] != after[key]}
    assert demo.policy_effects.client_health(rules(demo, "client_health")).moved == 0


def test_other_words_are_tried_on_the_newest_comments_and_hold_from_then_on(demo: Workspace) -> None:
    changed = {"communication.title": "Contact", "communication.words": ["practice"]}
    effect = demo.policy_effects.themes(rules(demo, "themes", **changed))
    assert effect.comments == 11
    assert [(move.label, move.gained, move.lost) for move in effect.moves] == [("Contact", 1, 0)]
    labels = demo.reports.feedback_themes.labels
    assert labels()["communication"] == "Communication"
    publish(demo, "themes", **changed)
    assert demo.policy_effects.themes(rules(demo, "themes")).moves == []
    assert labels()["communication"] == "Contact"

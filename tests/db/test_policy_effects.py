"""What rules would move in the demo agency, on both databases, before they are published and after."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from core.rule_sets import RULE_SETS
from core.workflows.sales_to_fulfillment import SalesToFulfillmentPolicy
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


def test_prospects_become_late_as_it_was_foretold(demo: Workspace) -> None:
    before = demo.policy_effects.first_contact(rules(demo, "first_contact"))
    assert before.asked > 5 and before.before == before.after and not len(before.rows)
    slow = demo.policy_effects.first_contact(rules(demo, "first_contact", hot_hours=1000, warm_hours=1000))
    assert (slow.asked, slow.before, slow.after) == (before.asked, before.before, 0)
    assert len(slow.rows) == min(20, before.before) and not any(slow.rows["late"])
    targets = {line["band"]: line["target_hours"] for line in demo.reports.sales.speed_to_lead()}
    publish(demo, "first_contact", hot_hours=2)
    after = {line["band"]: line["target_hours"] for line in demo.reports.sales.speed_to_lead()}
    assert after == {band: 2 if band == "hot" else hours for band, hours in targets.items()}


def test_leads_change_their_band(demo: Workspace) -> None:
    same = demo.policy_effects.lead_scoring(rules(demo, "lead_scoring"))
    assert same.asked == 53 and same.counts == [] and same.qualified_before == same.qualified_after
    lower = demo.policy_effects.lead_scoring(
        rules(demo, "lead_scoring", hot_from=0, warm_from=0, qualified_from=0)
    )
    assert lower.qualified_after == 53 > lower.qualified_before
    assert {after for _, after, _ in lower.counts} == {"hot"}
    assert len(lower.rows) == min(20, sum(n for _, _, n in lower.counts))


def test_the_forecast_follows_its_probabilities(demo: Workspace) -> None:
    currency = demo.agency.currency
    effect = demo.policy_effects.pipeline(rules(demo, "pipeline", proposal=90))
    (_, deals, before, after) = next(line for line in effect.totals if line[0] == currency)
    weighted = demo.reports.sales.pipeline(currency)
    assert deals == weighted["deals"].sum() and after > before
    assert before == round(100 * weighted["weighted"].sum())
    publish(demo, "pipeline", proposal=90)
    assert after == round(100 * demo.reports.sales.pipeline(currency)["weighted"].sum())
    chances = {one["stage"]: one["assumed"] for one in demo.forecasts.chances()}
    assert chances["proposal"] == 0.9
    board = {column.stage.name: column.stage.probability for column in demo.deal_board.columns()}
    assert board["proposal"] == 0.9


def test_the_agency_says_which_days_deals_and_clients_it_touches(demo: Workspace) -> None:
    deals = demo.policy_effects.pipeline(rules(demo, "pipeline")).totals
    effect = demo.policy_effects.agency(
        rules(demo, "agency", currency="EUR", friday=False, saturday=True, client_tiers=["standard"])
    )
    assert {day.weekday() for day in effect.opened} == {5}
    assert {(day.weekday(), why) for day, why in effect.closed} == {(4, "Friday")}
    assert effect.currencies == {code: n for code, n, _, _ in deals}
    assert set(effect.tiers) <= {"enterprise"}
    publish(demo, "agency", currency="EUR", client_tiers=["standard"])
    assert demo.agency.currency == "EUR"
    assert demo.policies.current("sales_to_fulfillment", SalesToFulfillmentPolicy).agency == demo.agency

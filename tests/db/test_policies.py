"""Policies published, refused, told and put back, on both databases."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from core.errors import DefinitionInvalid, HandoffRefused, InputRejected, UnknownWorkflow
from core.policy import Policy
from core.registry import CHAIN
from core.workflows.marketing_to_sales import MarketingToSalesPolicy
from db.tables.runs import PublishedPolicy
from db.workspace import Workspace

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"


def publish(workspace: Workspace, name: str = "client_health", *, version: int = 0, **values: Any) -> int:
    state = workspace.policy_records.state(name)
    return workspace.policy_records.publish(
        name, {**state.values, **values}, version=version or state.version, why="To try it"
    )


def store(workspace: Workspace, policy: str, body: str, version: int = 2) -> None:
    with workspace.editing() as session:
        session.add(
            PublishedPolicy(
                workflow=policy,
                version=version,
                status="published",
                body_json=body,
                created_at=datetime(2026, 1, 1, tzinfo=UTC),
            )
        )


def test_what_is_published_holds_at_once_and_says_who_when_and_why(any_workspace: Workspace) -> None:
    assert any_workspace.policy_records.state("client_health").version == 1
    assert any_workspace.policy_records.versions("client_health") == []
    assert publish(any_workspace, good_from=90) == 2
    assert any_workspace.client_health.rules.good_from == 90
    [kept] = any_workspace.policy_records.versions("client_health")
    assert (kept.version, kept.by, kept.why) == (2, any_workspace.actor, "To try it")
    assert [(one.label, one.before, one.after) for one in kept.changes] == [("Good from", 75, 90)]
    line = any_workspace.history.page(record_id="client_health").rows.iloc[0]
    assert line["summary"] == "Client health, version 2: Good from 75 → 90"


def test_the_defaults_come_back_as_a_version_of_their_own(any_workspace: Workspace) -> None:
    publish(any_workspace, good_from=90)
    publish(any_workspace, good_from=75)
    assert any_workspace.policy_records.state("client_health").version == 3
    assert [one.version for one in any_workspace.policy_records.versions("client_health")] == [3, 2]
    assert any_workspace.database.fetch_one("SELECT body_json FROM policies WHERE version = 3") == {
        "body_json": "{}"
    }


def test_the_second_of_two_is_told_what_the_first_changed(any_workspace: Workspace) -> None:
    publish(any_workspace, good_from=90)
    with pytest.raises(HandoffRefused, match=r"published version 2 meanwhile: Good from 75 → 90\. What you"):
        publish(any_workspace, good_from=80, version=1)
    assert any_workspace.client_health.rules.good_from == 90


@pytest.mark.parametrize(
    ("values", "why", "told"),
    [
        ({}, "A reason", "hold already"),
        ({"good_from": 90}, " ", "Say why"),
        ({"good_from": 900}, "A reason", "good_from"),
    ],
    ids=["nothing differs", "no reason", "wrong value"],
)
def test_what_cannot_be_published_is_refused(
    workspace: Workspace, values: dict[str, Any], why: str, told: str
) -> None:
    known = workspace.policy_records.state("client_health").values
    with pytest.raises((HandoffRefused, InputRejected), match=told):
        workspace.policy_records.publish("client_health", {**known, **values}, version=1, why=why)
    assert workspace.policy_records.state("client_health").version == 1


def test_rules_that_nobody_knows_are_told(workspace: Workspace) -> None:
    with pytest.raises(UnknownWorkflow, match="client_health"):
        workspace.policy_records.state("nonsense")


@pytest.mark.parametrize("body", ['{"health": {"gone": 1}}', "[]", "not json"])
def test_rules_of_another_version_of_the_app_are_published_anew(workspace: Workspace, body: str) -> None:
    store(workspace, "client_health", body)
    with pytest.raises(DefinitionInvalid, match="Publish it again in Settings"):
        _ = workspace.client_health.rules
    state = workspace.policy_records.state("client_health")
    assert state.is_broken and state.values["good_from"] == 75
    workspace.policy_records.publish("client_health", state.values, version=2, why="Repaired")
    assert workspace.client_health.rules.good_from == 75


def test_the_agency_rules_hold_in_every_policy_and_raise_its_version(any_workspace: Workspace) -> None:
    policies = any_workspace.policies
    assert any_workspace.agency.currency == "USD"
    store(any_workspace, "agency", '{"agency": {"currency": "EUR"}}')
    assert any_workspace.agency.currency == "EUR"
    greeting = policies.current("a_workflow", Policy)
    assert (greeting.agency.currency, greeting.version) == ("EUR", 2)
    store(any_workspace, "a_workflow", "{}")
    assert policies.current("a_workflow", Policy).version == 3
    store(any_workspace, "agency", '{"agency": {"currency": "GBP"}}', 3)
    assert (policies.current("a_workflow", Policy).version, any_workspace.agency.currency) == (4, "GBP")


def test_a_theme_is_published_and_put_back_from_history(any_workspace: Workspace) -> None:
    records = any_workspace.policy_records
    records.publish("themes", {"team.title": "Our people", "team.words": ["crew"]}, version=1, why="Ours")
    line = any_workspace.history.page(record_id="themes").rows.iloc[0]
    assert line["summary"] == (
        "Themes of feedback, version 2: Team: title nothing → Our people; Team: words that name it with crew"
    )
    any_workspace.history.restore(int(line["id"]))
    assert records.state("themes").values == {}
    newest = any_workspace.history.page(record_id="themes").rows.iloc[0]
    any_workspace.history.restore(int(newest["id"]))
    assert records.state("themes").values == {"team.title": "Our people", "team.words": ["crew"]}


def test_of_two_who_publish_at_the_same_moment_one_is_told(any_workspace: Workspace) -> None:
    publish(any_workspace, good_from=80)
    values = any_workspace.policy_records.state("client_health").values
    together, answers = Barrier(2), []

    def one(points: int) -> None:
        together.wait()
        try:
            any_workspace.policy_records.publish(
                "client_health", {**values, "good_from": points}, version=2, why="Both"
            )
            answers.append("published")
        except HandoffRefused as refusal:
            answers.append(refusal.message)

    threads = [Thread(target=one, args=(points,)) for points in (85, 95)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refused = next(answer for answer in answers if answer != "published")
    assert len(answers) == 2 and "published" in answers
    assert "published version 3" in refused and "What you typed is still here" in refused
    assert any_workspace.policy_records.state("client_health").version == 3


def test_two_sets_of_one_policy_do_not_stand_in_each_others_way(workspace: Workspace) -> None:
    scoring = workspace.policy_records.state("lead_scoring").values
    assert publish(workspace, "first_contact", hot_hours=2) == 2
    records = workspace.policy_records
    assert records.publish("lead_scoring", {**scoring, "hot_from": 90}, version=1, why="Opened before") == 3
    policy = workspace.policies.current("marketing_to_sales", MarketingToSalesPolicy)
    assert (policy.response.hot_hours, policy.scoring.hot_from, policy.version) == (2, 90, 3)
    assert [one.version for one in records.versions("lead_scoring")] == [3]
    assert [one.version for one in records.versions("first_contact")] == [2]
    store(workspace, "marketing_to_sales", '{"scoring": {"gone": 1}, "response": {"hot_hours": 5}}', 4)
    assert records.state("first_contact").is_broken
    records.publish("lead_scoring", scoring, version=4, why="Repaired")
    assert workspace.policies.current("marketing_to_sales", MarketingToSalesPolicy).response.hot_hours == 5


@pytest.mark.parametrize("name", [*CHAIN])
def test_the_same_input_is_a_replay_until_other_rules_are_published(path: Path, name: str) -> None:
    workspace = Workspace.open(f"sqlite:///{path}")
    raw = json.loads((SAMPLES / f"{name}.json").read_text())
    assert workspace.run(name, raw).success
    assert workspace.run(name, raw).replayed
    publish(workspace, "agency", office_opens="10:00", saturday=True)
    again = workspace.run(name, raw)
    assert again.success and not again.replayed
    versions = workspace.database.fetch_all("SELECT policy_version FROM runs ORDER BY started_at")
    assert [row["policy_version"] for row in versions] == [1, 2]
    workspace.close()

"""The audit trail: every kind of edit is kept with old and new, and put back by the record's own rules."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.capacity import CapacityChange
from core.deliverables import DeliverableProgress
from core.errors import HandoffRefused
from core.intake.ad_report import AdDay
from db.records.deliverables import progress_of
from db.tables.fulfillment import Deliverable
from db.tables.marketing import Lead
from db.tables.runs import AuditLine
from db.tables.sales import Deal
from db.workspace import Workspace
from tests.core.test_service_template import RAW as TEMPLATE

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"
DAY = AdDay(date(2025, 2, 3), "Paid search", Decimal(100), 4000, 100)


@pytest.fixture
def workspace(any_url: str) -> Iterator[Workspace]:
    opened = Workspace.open(any_url)
    for name in ("offer_to_marketing", "sales_to_fulfillment"):
        assert opened.run(name, json.loads((SAMPLES / f"{name}.json").read_text())).success
    [handoff] = opened.inbox.waiting("fulfillment").itertuples()
    opened.inbox.accept(int(str(handoff.id)), owner="Ann")
    now = opened.clock.now()
    with opened.editing() as session:
        session.add(
            Lead(
                campaign_id=campaign_id(opened),
                lead_id="l1",
                name="Ada",
                status="qualified",
                input_json="{}",
                created_at=now,
                updated_at=now,
            )
        )
        session.add(
            Deal(
                deal_id="d1",
                name="Acme",
                company_name="Acme",
                stage="contacted",
                currency="USD",
                value_cents=500_000,
                expected_close_on=date(2026, 3, 1),
                owner="Ann",
                created_at=now,
                updated_at=now,
            )
        )
    yield opened
    opened.close()


def client_id(workspace: Workspace) -> str:
    return str(workspace.clients.page().rows["client_id"].iloc[0])


def offer_id(workspace: Workspace) -> str:
    return str(workspace.offers.overview()["offer_id"].iloc[0])


def campaign_id(workspace: Workspace) -> str:
    return str(workspace.marketing.campaigns()["campaign_id"].iloc[0])


def deliverable(workspace: Workspace) -> int:
    return int(workspace.deliverables.of_project("PRJ_deal_123")["id"].iloc[0])


def lead(workspace: Workspace) -> str:
    return str(workspace.marketing.leads().rows["id"].iloc[0])


def payment(workspace: Workspace) -> int:
    return int(workspace.fulfillment.payments()["id"].min())


def change_deal(workspace: Workspace, name: str = "Acme website") -> None:
    deal = workspace.deals.deal("d1")
    workspace.deals.change(
        "d1", name=name, value="$7,500", owner="Bo", expected_close_on=None, version=deal.version
    )


def change_template(workspace: Workspace) -> None:
    offer = offer_id(workspace)
    workspace.offer_templates.save(offer, TEMPLATE)
    workspace.offer_templates.save(offer, {**TEMPLATE, "price": "$9,000"}, version=1)


def change_contact(workspace: Workspace) -> None:
    client = client_id(workspace)
    row = workspace.clients.contacts(client).iloc[0]
    workspace.clients.keep_contact(
        client, {"name": "Johanna Doe", "email": row["email"], "phone": None}, contact_id=int(row["id"])
    )


def price(workspace: Workspace) -> Any:
    kept = workspace.offer_templates.template(offer_id(workspace))
    return kept.template["price"] if kept else None


def deal_facts(workspace: Workspace) -> tuple[Any, ...]:
    deal = workspace.deals.deal("d1")
    return deal.name, deal.value_cents, deal.owner, deal.expected_close_on


def set_tier(workspace: Workspace, tier: str) -> None:
    client = workspace.clients.client(client_id(workspace))
    workspace.clients.change(client.client_id, tier=tier, version=client.version)


def rename_campaign(workspace: Workspace, name: str) -> None:
    campaign = next(iter(workspace.marketing.campaign_names()))
    facts = workspace.campaigns.facts(campaign)
    workspace.campaigns.change(campaign, facts._replace(name=name, ends_on=date(2027, 1, 1)))


def people(workspace: Workspace) -> float | None:
    return workspace.capacity.capacity().usual.get("Designer")


def publish(workspace: Workspace, values: dict[str, Any]) -> None:
    state = workspace.policy_records.state("client_health")
    workspace.policy_records.publish(
        "client_health", {**state.values, **values}, version=state.version, why="Stricter"
    )


Act = Callable[[Workspace], Any]
EDITS: dict[str, tuple[Act, Act]] = {
    "change deal": (change_deal, deal_facts),
    "move deal": (
        lambda one: one.deals.move("d1", "proposal"),
        lambda one: one.deals.deal("d1").stage,
    ),
    "change client": (
        lambda one: set_tier(one, "key account"),
        lambda one: one.clients.client(client_id(one)).tier,
    ),
    "change campaign": (
        lambda one: rename_campaign(one, "Spring fair"),
        lambda one: list(one.marketing.campaign_names().values()),
    ),
    "change lead": (
        lambda one: one.bulk_leads.put(lead(one), "Bo"),
        lambda one: one.marketing.lead(int(lead(one))).lead.owner,
    ),
    "change contact": (
        change_contact,
        lambda one: one.clients.contacts(client_id(one))["name"].iloc[0],
    ),
    "update deliverable": (
        lambda one: one.deliverables.mark(deliverable(one), completed=True, approved=True),
        lambda one: one.fulfillment.projects()["completed"].iloc[0],
    ),
    "note payment": (
        lambda one: one.fulfillment.set_paid(payment(one), date(2026, 2, 1)),
        lambda one: one.fulfillment.payments().set_index("id")["paid_on"].notna()[payment(one)],
    ),
    "change capacity": (
        lambda one: one.capacity.save([CapacityChange("Designer", None, None, 2.0)]),
        people,
    ),
    "change template": (change_template, price),
    "change results": (
        lambda one: one.campaign_results.keep(campaign_id(one), [DAY], "a test"),
        lambda one: len(one.campaign_results.lines(campaign_id(one))),
    ),
    "publish policy": (
        lambda one: publish(one, {"good_from": 90, "at_risk_below": 60}),
        lambda one: (one.client_health.rules.good_from, one.client_health.rules.at_risk_below),
    ),
    "change project manager": (
        lambda one: one.fulfillment.set_manager(project_id(one), "Mia"),
        lambda one: one.fulfillment.manager(project_id(one)),
    ),
}


def project_id(workspace: Workspace) -> str:
    return str(workspace.fulfillment.projects()["project_id"].iloc[0])


def last(workspace: Workspace, action: str) -> int:
    lines = workspace.history.page(size=100).rows
    return int(lines.loc[lines["action"] == action, "id"].iloc[0])


@pytest.mark.parametrize("action", sorted(EDITS))
def test_a_change_is_kept_with_old_and_new_and_put_back(workspace: Workspace, action: str) -> None:
    act, look = EDITS[action]
    before = "7400.00" if action == "change template" else look(workspace)
    act(workspace)
    after = look(workspace)
    assert after != before
    line = last(workspace, action)
    entry = workspace.history.entry(line)
    assert entry.can_restore and entry.changes
    assert not any(change.changed_since for change in entry.changes)
    workspace.history.restore(line)
    assert look(workspace) == before
    again = last(workspace, action)
    assert again != line  # putting back is a change like any other
    workspace.history.restore(again)
    assert look(workspace) == after


def test_what_was_changed_again_since_is_put_back_only_on_request(workspace: Workspace) -> None:
    change_deal(workspace)
    first = last(workspace, "change deal")
    change_deal(workspace, name="Acme shop")
    entry = workspace.history.entry(first)
    [renamed] = [change for change in entry.changes if change.field == "name"]
    assert (renamed.before, renamed.after, renamed.now) == ("Acme", "Acme website", "Acme shop")
    with pytest.raises(HandoffRefused, match="changed again since"):
        workspace.history.restore(first)
    assert workspace.deals.deal("d1").name == "Acme shop"
    workspace.history.restore(first, although_changed=True)
    assert deal_facts(workspace) == ("Acme", 500_000, "Ann", date(2026, 3, 1))
    with pytest.raises(HandoffRefused, match="already as it was"):
        workspace.history.restore(first)


def test_a_rule_of_the_record_holds_also_for_putting_back(workspace: Workspace) -> None:
    workspace.deals.move("d1", "proposal")
    line = last(workspace, "move deal")
    workspace.deals.move("d1", "closed_lost", lost_reason="Price")
    workspace.history.restore(line, although_changed=True)
    assert workspace.deals.deal("d1").stage == "contacted"
    workspace.deliverables.mark(deliverable(workspace), completed=True, approved=True)
    done = last(workspace, "update deliverable")
    draft = workspace.fulfillment.draft("PRJ_deal_123")
    assert workspace.run("fulfillment_to_feedback", draft).success
    with pytest.raises(HandoffRefused, match="closed"):
        workspace.history.restore(done)


def test_what_cannot_be_put_back_says_what_to_do_instead(workspace: Workspace) -> None:
    line = last(workspace, "accept handoff")
    with pytest.raises(HandoffRefused, match="project has begun"):
        workspace.history.restore(line)
    with workspace.editing() as session:
        kept = session.get(AuditLine, line)  # as an older version kept it: without the number
        kept.old_json, kept.new_json = '{"status": "waiting"}', '{"status": "accepted"}'
        session.add(kept)
    assert not workspace.history.entry(line).can_restore
    with pytest.raises(HandoffRefused, match="stays accepted"):
        workspace.history.restore(line)
    with pytest.raises(HandoffRefused, match="no line"):
        workspace.history.entry(10**9)


def test_a_record_that_is_gone_is_said_so(workspace: Workspace) -> None:
    change_deal(workspace)
    with workspace.editing() as session:
        session.delete(session.get(Deal, "d1"))
    line = last(workspace, "change deal")
    with pytest.raises(HandoffRefused, match="gone"):
        workspace.history.restore(line)


def test_the_trail_is_searched_by_words_person_kind_and_record(workspace: Workspace) -> None:
    change_deal(workspace)
    assert workspace.history.page(search="Acme").total == 1
    assert workspace.history.page(record_id="d1").total == 1
    assert workspace.history.page(record_type="deal", actor=workspace.actor).total >= 1
    assert workspace.history.page(actor="nobody").total == 0
    actors, kinds = workspace.history.people_and_kinds()
    assert actors == [workspace.actor] and "deal" in kinds


def test_a_lost_deal_that_was_reopened_is_lost_again_for_the_same_reason_and_day(
    workspace: Workspace,
) -> None:
    workspace.deals.move("d1", "closed_lost", lost_reason="Price: too dear", closed_on=date(2026, 2, 3))
    workspace.deals.move("d1", "contacted")
    assert workspace.deals.deal("d1").lost_reason is None
    workspace.history.restore(last(workspace, "move deal"))
    deal = workspace.deals.deal("d1")
    assert (deal.stage, deal.lost_reason, deal.closed_on) == (
        "closed_lost", "Price: too dear", date(2026, 2, 3),
    )  # fmt: skip


def test_an_open_deal_put_back_carries_no_reason_for_losing_it(workspace: Workspace) -> None:
    workspace.deals.move("d1", "proposal")
    workspace.history.restore(last(workspace, "move deal"))
    assert workspace.deals.deal("d1").lost_reason is None


def test_a_deliverable_put_back_keeps_the_days_it_had(workspace: Workspace) -> None:
    line = deliverable(workspace)
    done = DeliverableProgress("completed", date(2025, 2, 3), date(2025, 2, 14), True)
    workspace.deliverables.change(line, done)
    workspace.deliverables.mark(line, completed=False)
    workspace.history.restore(last(workspace, "update deliverable"))
    with workspace.reading() as session:
        assert progress_of(session.get(Deliverable, line)) == done


def test_a_line_that_kept_no_day_completes_the_deliverable_at_the_latest_then(workspace: Workspace) -> None:
    line = deliverable(workspace)
    workspace.deliverables.mark(line, completed=True)
    workspace.deliverables.mark(line, completed=False)
    number = last(workspace, "update deliverable")
    with workspace.editing() as session:
        kept = session.get(AuditLine, number)
        kept.at = datetime(2025, 2, 20, 12, tzinfo=UTC)
        kept.old_json = json.dumps({"status": "completed", "client_approved": False, "deliverable_id": line})
        session.add(kept)
    workspace.history.restore(number, although_changed=True)
    with workspace.reading() as session:
        assert progress_of(session.get(Deliverable, line)).completed_on == date(2025, 2, 20)

"""What was added or decided by mistake is taken back from the history, on every database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from core.errors import HandoffRefused
from core.offer_changes import Proposal, TermChange
from core.restoring import RESTORABLE
from db.records.restoring import KINDS
from db.tables.clients import Client
from db.tables.marketing import Lead
from db.tables.offers import OfferVersion
from db.tables.sales import Deal, StageChange
from db.workspace import Workspace
from tests.db.test_history import EDITS

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"
ANSWER = {
    "feedback_id": "fb_1",
    "project_id": "p_1",
    "responses": [{"could_improve": "Faster delivery", "future_services_interest": "ongoing support"}],
    "ratings": {"overall_satisfaction": [4], "timeliness": [2]},
}


@pytest.fixture
def workspace(any_url: str) -> Iterator[Workspace]:
    opened = Workspace.open(any_url)
    for name in ("offer_to_marketing", "marketing_to_sales", "sales_to_fulfillment"):
        assert opened.run(name, json.loads((SAMPLES / f"{name}.json").read_text())).success
    assert opened.run("feedback_to_offer", {**ANSWER, "offer_id": offer_id(opened)}).success
    yield opened
    opened.close()


def offer_id(workspace: Workspace) -> str:
    return str(workspace.offers.overview()["offer_id"].iloc[0])


def all_of(workspace: Workspace, table: Any) -> list[Any]:
    with workspace.reading() as session:
        return list(session.exec(select(table)).all())


def lead(workspace: Workspace) -> Lead:
    return min(all_of(workspace, Lead), key=lambda one: one.id)


def client(workspace: Workspace) -> str:
    [one] = all_of(workspace, Client)
    return str(one.client_id)


def handoff(workspace: Workspace) -> int:
    """The one that waits in marketing."""
    with workspace.reading() as session:
        from db.tables.runs import Handoff

        return int(session.exec(select(Handoff.id).where(Handoff.target == "marketing")).one())


def handoff_state(workspace: Workspace) -> Any:
    waiting = workspace.inbox.waiting("marketing")["id"].tolist()
    decided = workspace.inbox.decided("marketing")
    return waiting, decided[["id", "status", "owner", "reason"]].fillna("").to_numpy().tolist()


def wishes(workspace: Workspace) -> list[Proposal]:
    return [
        Proposal(str(row.offer_id), str(row.kind), str(row.proposal))
        for row in workspace.loop.ranked().sort_values("proposal").itertuples()
    ]


def decisions(workspace: Workspace) -> Any:
    """What is open, what is decided and why, and every version with its terms."""
    decided = workspace.loop.decided()
    versions = [
        (one.number, one.status, one.terms_json, one.hypothesis) for one in all_of(workspace, OfferVersion)
    ]
    open_ = sorted(one.proposal for one in wishes(workspace))
    return open_, decided[["proposal", "status", "reason"]].fillna("").to_numpy().tolist(), sorted(versions)


def decide(
    workspace: Workspace, *, accept: bool, index: int = 0, text: str = "Two reviewers for every step"
) -> None:
    workspace.loop.decide(
        wishes(workspace)[index],
        accept=accept,
        reason="Because",
        change=TermChange("delivery", text) if accept else None,
        hypothesis="It helps" if accept else "",
    )


def discard(workspace: Workspace) -> None:
    workspace.offers.discard_draft(offer_id(workspace), 2)


def add_contact(workspace: Workspace) -> None:
    workspace.clients.keep_contact(
        client(workspace), {"name": "Ada", "email": "ada@example.com", "phone": None}
    )


def log_contact(workspace: Workspace) -> None:
    workspace.sales.log_contact(
        int(lead(workspace).id or 0), channel="phone", outcome="reached", note="A good talk"
    )


def follow_up(workspace: Workspace) -> None:
    workspace.follow_ups.log("fb_1", channel="phone", outcome="agreed", note="Sorry said")


def open_deal(workspace: Workspace) -> str:
    return workspace.deals.open_deal(
        lead_pk=int(lead(workspace).id or 0), name="A shop", value="$900", owner="Bo", expected_close_on=None
    )


def talks(workspace: Workspace) -> Any:
    found = workspace.sales.contacts(int(lead(workspace).id or 0))
    return found[["actor", "channel", "outcome", "note"]].to_numpy().tolist(), lead(workspace).contacted_at


def deals(workspace: Workspace) -> Any:
    moves = [(one.deal_id, one.to_stage) for one in all_of(workspace, StageChange)]
    found = [(one.deal_id, one.name, one.value_cents, one.owner) for one in all_of(workspace, Deal)]
    return sorted(moves), sorted(found), lead(workspace).contacted_at


def contacts(workspace: Workspace) -> Any:
    return sorted(workspace.clients.contacts(client(workspace))["email"])


def follow_ups(workspace: Workspace) -> Any:
    return workspace.follow_ups.of("fb_1")[["actor", "outcome", "note"]].to_numpy().tolist()


def last(workspace: Workspace, action: str = "") -> int:
    lines = workspace.history.page(size=100).rows
    return int((lines[lines["action"] == action] if action else lines)["id"].iloc[0])


Act = Callable[[Workspace], Any]
ADDED: dict[str, tuple[Act, Act]] = {
    "add contact": (add_contact, contacts),
    "log contact": (log_contact, talks),
    "follow up": (follow_up, follow_ups),
    "open deal": (open_deal, deals),
    "accept recommendation": (lambda one: decide(one, accept=True), decisions),
    "decline recommendation": (lambda one: decide(one, accept=False), decisions),
    "return handoff": (lambda one: one.inbox.return_(handoff(one), "No budget"), handoff_state),
    "accept handoff": (lambda one: one.inbox.accept(handoff(one), "Cy"), handoff_state),
}
BACK = {
    "add contact": "take back add contact",
    "log contact": "take back log contact",
    "follow up": "take back follow up",
    "open deal": "take back open deal",
    "accept recommendation": "reopen recommendation",
    "decline recommendation": "reopen recommendation",
    "return handoff": "reopen handoff",
    "accept handoff": "reopen handoff",
}


def test_every_change_that_can_be_put_back_is_tried_and_has_its_way() -> None:
    assert {*EDITS, *ADDED, *BACK.values(), "discard draft"} == RESTORABLE == set(KINDS)


@pytest.mark.parametrize("action", sorted(ADDED))
def test_what_was_added_or_decided_is_taken_back_and_made_again(workspace: Workspace, action: str) -> None:
    act, look = ADDED[action]
    before = look(workspace)
    act(workspace)
    after = look(workspace)
    assert after != before
    line = last(workspace, action)
    entry = workspace.history.entry(line)
    assert entry.can_restore and entry.changes
    assert not any(change.changed_since for change in entry.changes)
    workspace.history.restore(line)
    assert look(workspace) == before
    with pytest.raises(HandoffRefused, match="already as it was"):
        workspace.history.restore(line)
    back = last(workspace, BACK[action])
    workspace.history.restore(back)
    assert look(workspace) == after
    with pytest.raises(HandoffRefused, match="already as it was"):
        workspace.history.restore(back)


def test_a_discarded_draft_comes_back_with_its_decisions(workspace: Workspace) -> None:
    decide(workspace, accept=True)
    decide(workspace, accept=True, text="A weekly report")
    drafted = decisions(workspace)
    discard(workspace)
    line = last(workspace, "discard draft")
    workspace.history.restore(line)
    open_, decided, versions = decisions(workspace)
    assert (open_, versions) == (drafted[0], drafted[2])
    assert sorted(decided) == sorted(drafted[1])
    with pytest.raises(HandoffRefused, match="already as it was"):
        workspace.history.restore(line)


def test_one_decision_is_taken_out_of_a_draft_that_holds_two(workspace: Workspace) -> None:
    decide(workspace, accept=True)
    first = last(workspace, "accept recommendation")
    decide(workspace, accept=True, text="A weekly report")
    workspace.history.restore(first)
    draft = workspace.offers.draft(offer_id(workspace))
    assert draft["service_changes"] == ["A weekly report"]
    [kept] = [one for one in all_of(workspace, OfferVersion) if one.number == 2]
    assert kept.change_note == "A weekly report"


def test_a_decision_that_another_builds_on_stays_until_that_one_is_taken_back(workspace: Workspace) -> None:
    [point, *_] = workspace.offers.draft(offer_id(workspace))["unique_selling_points"]
    first, second, *_ = wishes(workspace)
    workspace.loop.decide(first, accept=True, reason="", change=TermChange("promise", "Fast", point))
    line = last(workspace, "accept recommendation")
    workspace.loop.decide(second, accept=True, reason="", change=TermChange("promise", "Very fast", "Fast"))
    before = decisions(workspace)
    with pytest.raises(HandoffRefused, match="take that one back first"):
        workspace.history.restore(line)
    assert decisions(workspace) == before


def test_a_decision_in_a_published_version_stays(workspace: Workspace) -> None:
    decide(workspace, accept=True)
    terms = workspace.offers.draft(offer_id(workspace))
    assert workspace.run("offer_to_marketing", {**terms, "launch_timeline": "March 2027"}).success
    with pytest.raises(HandoffRefused, match="published"):
        workspace.history.restore(last(workspace, "accept recommendation"))


def test_a_deal_that_somebody_worked_on_is_not_taken_back(workspace: Workspace) -> None:
    deal_id = open_deal(workspace)
    line = last(workspace, "open deal")
    workspace.deals.move(deal_id, "contacted")
    with pytest.raises(HandoffRefused, match="worked on this deal"):
        workspace.history.restore(line, although_changed=True)
    assert workspace.deals.deal(deal_id).stage == "contacted"


def test_the_clock_of_a_prospect_stops_at_the_first_talk_that_is_left(workspace: Workspace) -> None:
    log_contact(workspace)
    first = lead(workspace).contacted_at
    line = last(workspace, "log contact")
    workspace.sales.log_contact(int(lead(workspace).id or 0), channel="email", outcome="no_answer")
    workspace.history.restore(line)
    [left] = talks(workspace)[0]
    assert left[1] == "email" and lead(workspace).contacted_at > first


def test_a_handoff_that_came_again_since_stays_as_it_was_decided(workspace: Workspace) -> None:
    workspace.inbox.return_(handoff(workspace), "No budget")
    line = last(workspace, "return handoff")
    raw = json.loads((SAMPLES / "offer_to_marketing.json").read_text())
    assert workspace.run("offer_to_marketing", {**raw, "value_proposition": "Something else"}).success
    with pytest.raises(HandoffRefused, match="handed over again since"):
        workspace.history.restore(line)

"""The golden thread through the demo agency: back to the source, and on to what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from core.errors import HandoffRefused
from core.golden_thread import StepKey, Thread, read_key
from db.demo import load_demo
from db.workspace import Workspace


def loaded(url: str) -> Iterator[Workspace]:
    opened = Workspace.open(url)
    for _ in load_demo(opened):
        pass
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The demo; only the last test of this file adds to it."""
    yield from loaded(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}")


@pytest.fixture
def server_demo(postgresql: Callable[[], str]) -> Iterator[Workspace]:
    yield from loaded(postgresql())


def test_threads_and_flows_are_the_same_on_a_server(demo: Workspace, server_demo: Workspace) -> None:
    for flow in ("deals", "leads"):
        here, there = (getattr(one.reports.loop_flow, flow)() for one in (demo, server_demo))
        assert here.to_dict("records") == there.to_dict("records")
    for text in ("deal:deal_harbor", "project:PRJ_deal_harbor"):
        found = [one.threads.thread(key(text)) for one in (demo, server_demo)]
        titles = [[step.title for step, _ in thread.rows()] for thread in found]
        assert titles[0] == titles[1]
    assert len(server_demo.threads.search("harbor")) == len(demo.threads.search("harbor"))


def key(text: str) -> StepKey:
    found = read_key(text)
    assert found is not None
    return found


def kinds(thread: Thread, side: str) -> list[str]:
    return [step.key.kind for step, _ in thread.rows() if thread.sides[step.key] == side]


def test_a_deal_leads_back_to_its_source_and_on_to_the_recommendations(demo: Workspace) -> None:
    thread = demo.threads.thread(key("deal:deal_harbor"))
    assert kinds(thread, "before") == ["offer_version", "campaign", "source", "lead"]
    after = kinds(thread, "after")
    assert after[:4] == ["work_order", "project", "survey", "response"]
    assert set(after[4:]) == {"recommendation"}
    order = next(step for step in thread.steps if step.key.kind == "work_order")
    assert order.handoff is not None and order.handoff.status == "accepted"
    assert demo.find_run(order.handoff.workflow_id) is not None


def test_every_deal_project_and_answer_of_the_demo_has_a_whole_thread(demo: Workspace) -> None:
    for deal_id in demo.deals.page(size=100).rows["deal_id"]:
        thread = demo.threads.thread(StepKey("deal", deal_id))
        assert "offer_version" in kinds(thread, "before"), deal_id
    for project_id in demo.fulfillment.projects()["project_id"]:
        before = kinds(demo.threads.thread(StepKey("project", project_id)), "before")
        assert before[:2] == ["offer_version", "campaign"] and before[-1] == "work_order", project_id
    for feedback_id in demo.feedback.responses()["feedback_id"]:
        before = kinds(demo.threads.thread(StepKey("response", feedback_id)), "before")
        assert before[-2:] == ["project", "survey"], feedback_id


def test_an_accepted_recommendation_leads_to_the_version_that_it_changed(demo: Workspace) -> None:
    proposal = demo.loop.ranked().iloc[0]
    offers = demo.offers.overview()["offer_id"]
    changed = [
        StepKey("offer_version", f"{offer}@{number}")
        for offer in offers
        for number in demo.offers.versions(offer)["number"]
        if number > 1
    ]
    assert changed, proposal
    thread = demo.threads.thread(changed[0])
    before = kinds(thread, "before")
    assert before[-1] == "recommendation" and "response" in before and before[0] == "offer_version"
    decided = next(step for step in thread.steps if step.key.kind == "recommendation")
    forwards = demo.threads.thread(decided.key)
    assert kinds(forwards, "after") == ["offer_version"]


def test_a_record_that_is_gone_says_what_to_do(demo: Workspace) -> None:
    for text in ("deal:nothing", "lead:999999", "lead:x", "offer_version:offer", "source:7777777"):
        with pytest.raises(HandoffRefused, match="no such record"):
            demo.threads.thread(key(text))


def test_a_search_finds_records_of_every_kind_by_a_part_of_their_name(demo: Workspace) -> None:
    found = demo.threads.search("harbor")
    assert {"lead", "deal", "project"} <= {step.key.kind for step in found}
    assert demo.threads.search("  ") == []
    assert demo.threads.search("100% nobody_") == []


def test_the_flow_counts_each_deal_and_each_lead_once(demo: Workspace) -> None:
    deals = demo.reports.loop_flow.deals()
    total = demo.deals.page().total
    assert int(deals[deals["source"] == "deals"]["count"].sum()) == total
    won = int(deals[deals["target"] == "won"]["count"].iloc[0])
    assert int(deals[deals["source"] == "won"]["count"].sum()) == won
    finished = int(deals[deals["target"] == "finished"]["count"].iloc[0])
    assert int(deals[deals["source"] == "finished"]["count"].sum()) == finished
    leads = demo.reports.loop_flow.leads()
    assert int(leads[leads["source"] == "leads"]["count"].sum()) == demo.marketing.leads().total
    parts = [demo.reports.loop_flow.deals(offer) for offer in demo.offers.overview()["offer_id"]]
    assert sum(int(part[part["source"] == "deals"]["count"].sum()) for part in parts) == total
    parts = [demo.reports.loop_flow.leads(offer) for offer in demo.offers.overview()["offer_id"]]
    assert sum(int(part[part["source"] == "leads"]["count"].sum()) for part in parts) == (
        demo.marketing.leads().total
    )


def test_a_record_that_led_to_many_says_how_many_are_not_shown(demo: Workspace) -> None:
    lead = int(demo.sales.prospects().rows["id"].iloc[0])
    earlier = kinds(demo.threads.thread(StepKey("lead", str(lead))), "after").count("deal")
    for number in range(12):
        demo.deals.open_deal(
            lead_pk=lead, name=f"Deal {number}", value="$1,000", owner="Ann", expected_close_on=None
        )
    thread = demo.threads.thread(StepKey("lead", str(lead)))
    assert kinds(thread, "after").count("deal") == 8
    assert thread.hidden[thread.here] == earlier + 12 - 8

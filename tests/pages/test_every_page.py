"""Every page and every part, empty and with the demo agency: nothing breaks, and the parts work."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from streamlit.testing.v1 import AppTest

from core.canonical import short_suffix
from core.rule_sets import RULE_SETS
from db.workspace import Workspace
from tests.pages.guide import INPUTS

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("inbox", "records", "new", "result", "charts")
PLACES = [
    ("insights/home.py", {}),
    *((f"domains/{page}.py", {"part": part}) for page in ("offers", "marketing") for part in PARTS),
    *(
        (f"domains/{page}.py", {"part": part})
        for page in ("sales", "fulfillment", "feedback")
        for part in PARTS
    ),
    ("domains/sales.py", {"part": "records", "show": "Deals"}),
    ("domains/fulfillment.py", {"part": "records", "show": "Work orders"}),
    ("domains/fulfillment.py", {"part": "records", "show": "Projects", "project": "PRJ_deal_solstice"}),
    ("domains/fulfillment.py", {"part": "records", "show": "Payments"}),
    ("domains/fulfillment.py", {"part": "records", "show": "Cash calendar"}),
    ("domains/fulfillment.py", {"part": "records", "show": "Can we deliver?"}),
    ("domains/feedback.py", {"part": "records", "show": "Responses"}),
    ("domains/feedback.py", {"part": "records", "show": "Promises"}),
    ("domains/feedback.py", {"part": "records", "show": "Unhappy clients"}),
    ("domains/feedback.py", {"part": "records", "show": "Surveys"}),
    ("domains/clients.py", {}),
    ("insights/history.py", {}),
    ("insights/thread.py", {}),
    ("insights/thread.py", {"record": "deal:deal_harbor"}),
    *(("insights/settings.py", {"policy": name}) for name in RULE_SETS),
    ("insights/runs.py", {}),
    ("insights/runs.py", {"show": "Charts"}),
    ("insights/runs.py", {"show": "Custom workflows"}),
]


def visit(script: str, params: dict[str, str]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=30)
    app.switch_page(script)
    for name, value in params.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return app


def shown(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.text, app.info, app.success, app.warning, app.error)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


@pytest.mark.parametrize(("script", "params"), PLACES, ids=lambda value: str(value))
@pytest.mark.usefixtures("workspace")
def test_an_empty_workspace_breaks_no_page(script: str, params: dict[str, str]) -> None:
    assert visit(script, params).title


def invented_words(app: AppTest) -> set[str]:
    """What a frame has no value for is left out; it never reads "nan" or "None"."""
    return set(re.findall(r"\b(nan|NaN|NaT|None|<NA>)\b", shown(app)))


@pytest.mark.parametrize(("script", "params"), PLACES, ids=lambda value: str(value))
@pytest.mark.usefixtures("demo")
def test_the_demo_agency_breaks_no_page(script: str, params: dict[str, str]) -> None:
    app = visit(script, params)
    assert app.title
    assert invented_words(app) == set()


def test_nothing_that_is_not_there_is_shown_as_a_word(demo: Workspace) -> None:
    for offer in demo.offers.overview()["offer_id"]:
        app = visit("domains/offers.py", {"part": "records", "offer": offer})
        assert invented_words(app) == set()
        assert not re.search(r"\d{4}-\d\d-\d\d", shown(app))  # dates stand as people write them


@pytest.mark.usefixtures("workspace")
def test_an_empty_home_offers_the_two_ways_to_begin() -> None:
    app = visit("insights/home.py", {})
    assert "Two ways to begin" in app.subheader[0].value
    assert app.button(key="load_demo")


@pytest.mark.usefixtures("workspace")
def test_the_demo_button_fills_the_app_and_home_says_what_needs_somebody() -> None:
    app = visit("insights/home.py", {})
    app.button(key="load_demo").click().run(timeout=60)
    assert not app.exception
    assert "Maple Street School" in shown(app)


def test_a_handoff_is_accepted_from_the_inbox(demo: Workspace) -> None:
    before = demo.inbox.waiting_counts()["offer"]
    app = visit("domains/offers.py", {"part": "inbox"})
    first = int(demo.inbox.waiting("offer")["id"].iloc[0])
    app.text_input(key=f"offer_owner_{first}").set_value("Mara Lind")
    app.button(key=f"offer_accept_{first}").click().run()
    assert not app.exception
    assert demo.inbox.waiting_counts()["offer"] == before - 1
    assert demo.inbox.decided("offer")["owner"].iloc[0] == "Mara Lind"


def test_a_return_needs_words_and_comes_back_to_its_sender(demo: Workspace) -> None:
    app = visit("domains/offers.py", {"part": "inbox"})
    first = int(demo.inbox.waiting("offer")["id"].iloc[0])
    app.button(key=f"offer_return_{first}").click().run()
    assert "Say what is missing" in shown(app)
    app.text_area(key=f"offer_words_{first}").set_value("The scores are missing.")
    app.button(key=f"offer_return_{first}").click().run()
    came_back = visit("domains/feedback.py", {"part": "inbox"})
    assert "The scores are missing." in shown(came_back)


def test_the_sample_is_handed_over_and_stands_in_the_next_inbox(workspace: Workspace) -> None:
    app = visit("domains/offers.py", {"part": "new"})
    app.button(key="offer_sample").click().run()
    app.button(key="offer_deliver").click().run()
    assert not app.exception
    assert "Widget Pro_launch" in shown(app).replace("\\", "")
    assert workspace.inbox.waiting("marketing")["title"].tolist() == ["Widget Pro_launch"]


def test_a_blank_form_is_told_what_is_missing_and_stores_no_handoff(workspace: Workspace) -> None:
    app = visit("domains/offers.py", {"part": "new"})
    app.button(key="offer_deliver").click().run()
    assert not app.exception
    assert "is required" in shown(app).lower()
    assert workspace.inbox.waiting_counts() == {}
    assert workspace.runs.page(outcome="rejected").total == 1


def test_a_link_opens_its_deal_and_moving_it_is_kept(demo: Workspace) -> None:
    app = visit("domains/sales.py", {"part": "records", "show": "Deals", "deal": "deal_vireo"})
    assert "Vireo Software" in shown(app)
    version = demo.deals.deal("deal_vireo").version
    app.segmented_control(key=f"deal_deal_vireo_{version}_stage").set_value("negotiation").run()
    app.button(key="move_deal_vireo").click().run()
    assert not app.exception
    assert demo.deals.deal("deal_vireo").stage == "negotiation"


def decide_first(demo: Workspace) -> tuple[AppTest, str]:
    """The recommendations with the weightiest one opened to decide on, and the end of its keys."""
    first = demo.loop.ranked().iloc[0]
    key = short_suffix(first["offer_id"], first["kind"], first["proposal"])
    app = visit("domains/feedback.py", {"part": "records"})
    app.session_state[f"decide_{key}"] = True
    app.run()
    assert not app.exception
    return app, key


def test_an_accepted_recommendation_drafts_the_next_version_in_the_words_of_a_person(demo: Workspace) -> None:
    app, key = decide_first(demo)
    app.selectbox(key=f"place_{key}").set_value("new promise").run()
    app.text_area(key=f"words_{key}").set_value("Answers within a day").run()
    assert "Answers within a day" in shown(app)
    app.button(key=f"accept_{key}").click().run()
    assert not app.exception
    assert demo.offers.overview()["drafts"].sum() == 1
    [offer] = demo.offers.overview().query("drafts == 1")["offer_id"]
    assert "Answers within a day" in demo.offers.draft(offer)["unique_selling_points"]


@pytest.mark.parametrize("show", ["Recommendations", "Promises"])
def test_what_clients_ask_for_is_narrowed_to_an_offer_in_the_url(demo: Workspace, show: str) -> None:
    place = {"part": "records", "show": show}
    everything = shown(visit("domains/feedback.py", place))
    texts = []
    for offer in demo.offers.overview()["offer_id"]:
        text = shown(visit("domains/feedback.py", {**place, "by_offer": offer}))
        assert len(text) <= len(everything)
        texts.append(text)
    assert any("this offer" in text for text in texts)  # nobody answered about the newest one
    assert any("Choose another offer" not in text for text in texts)


def test_a_recommendation_is_declined_with_a_reason_only(demo: Workspace) -> None:
    app, key = decide_first(demo)
    many = len(demo.loop.ranked())
    app.button(key=f"decline_{key}").click().run()
    assert "Say why it is declined" in app.error[0].value
    app.text_input(key=f"why_{key}").set_value("Not this year").run()
    app.button(key=f"decline_{key}").click().run()
    assert not app.exception
    assert len(demo.loop.ranked()) == many - 1


def test_a_draft_is_published_and_marketing_gets_the_brief_of_the_new_version(demo: Workspace) -> None:
    app, key = decide_first(demo)
    app.button(key=f"accept_{key}").click().run()
    [offer] = demo.offers.overview().query("drafts == 1")["offer_id"]
    campaigns = len(demo.marketing.campaigns())
    app = visit("domains/offers.py", {"part": "records", "offer": offer})
    assert "What differs from version 2" in shown(app)
    app.button(key="publish_3").click().run()
    assert "Say when its campaign launches" in shown(app)
    running = demo.offers.draft(offer)["launch_timeline"]
    app.text_input(key="launch_3").set_value(running)
    app.button(key="publish_3").click().run()
    assert "has that period already" in shown(app)
    assert (demo.offers.versions(offer)["status"] == "draft").sum() == 1
    app.text_input(key="launch_3").set_value("Q1 2031")
    app.button(key="publish_3").click().run()
    assert not app.exception
    assert (demo.offers.versions(offer)["status"] == "published").all()
    assert len(demo.marketing.campaigns()) == campaigns + 1


def test_a_published_version_says_whether_it_helped_and_who_asked_for_it(demo: Workspace) -> None:
    offer = str(demo.offers.overview().query("current_version == 2")["offer_id"].iloc[0])
    app = visit("domains/offers.py", {"part": "records", "offer": offer})
    assert "Not enough has happened to tell" in shown(app)
    app.session_state["notes_2"] = True
    app.run()
    assert not app.exception
    [note] = [code.value for code in app.code if "You said, we did" in code.value]
    assert "Delivery took longer than the promised 30 days" in note


def test_a_run_that_failed_can_be_tried_again(demo: Workspace) -> None:
    refused = demo.runs.page(outcome="refused").rows["workflow_id"].iloc[0]
    app = visit("insights/runs.py", {"run": refused})
    again = next(button for button in app.button if button.label.startswith("Try again"))
    again.click().run()
    assert not app.exception
    assert demo.runs.page(outcome="refused").total == 2


@pytest.mark.parametrize(("script", "params"), PLACES, ids=lambda value: str(value))
def test_more_rows_cost_no_more_queries(script: str, params: dict[str, str], demo: Workspace) -> None:
    statements: list[str] = []

    def count(*given: Any) -> None:
        statements.append(str(given[2]))

    event.listen(Engine, "before_cursor_execute", count)
    try:
        app = visit(script, params)
        statements.clear()
        app.run()
        before = len(statements)
        _add_work(demo)
        statements.clear()
        app.run()
        assert len(statements) <= before
    finally:
        event.remove(Engine, "before_cursor_execute", count)


def _add_work(workspace: Workspace) -> None:
    contact = {"name": "Ada", "email": "ada@example.com"}
    leads = [{"id": f"more_{n}", "contact_info": contact, "score": n % 101} for n in range(200)]
    campaign = {"campaign_id": "camp_more", "campaign_name": "More", "leads_generated": leads}
    assert workspace.run("marketing_to_sales", campaign).success
    for n in range(8):
        terms = {"target_audience": "All", "value_proposition": "More", "pricing_tier": "$1"}
        offer = {"product_name": f"More {n}", "unique_selling_points": ["More"], **terms}
        assert workspace.run("offer_to_marketing", offer).success
        deal = {**INPUTS["sales_to_fulfillment"], "deal_id": f"more_{n}"}
        assert workspace.run("sales_to_fulfillment", deal).success
        project = {**INPUTS["fulfillment_to_feedback"], "project_id": f"more_{n}"}
        assert workspace.run("fulfillment_to_feedback", project).success
        answer = {**INPUTS["feedback_to_offer"], "feedback_id": f"more_{n}", "project_id": f"more_{n}"}
        assert workspace.run("feedback_to_offer", answer).success


@pytest.mark.parametrize(
    ("script", "params", "told"),
    [
        ("domains/offers.py", {"part": "records"}, "No offers yet"),
        ("domains/marketing.py", {"part": "records"}, "No campaigns yet"),
        ("domains/sales.py", {"part": "records"}, "No prospects yet"),
        ("domains/sales.py", {"part": "records", "show": "Deals"}, "No deals yet"),
        ("domains/fulfillment.py", {"part": "records"}, "No projects yet"),
        ("domains/fulfillment.py", {"part": "records", "show": "Work orders"}, "No work orders yet"),
        ("domains/fulfillment.py", {"part": "records", "show": "Payments"}, "No payments yet"),
        ("domains/feedback.py", {"part": "records"}, "No recommendations yet"),
        ("domains/feedback.py", {"part": "records", "show": "Responses"}, "No answers yet"),
        ("domains/feedback.py", {"part": "records", "show": "Surveys"}, "No surveys yet"),
        ("domains/sales.py", {"part": "inbox"}, "What Marketing hands over arrives here"),
        ("domains/sales.py", {"part": "result"}, "Hand something over"),
        ("domains/sales.py", {"part": "charts"}, "The funnel appears with the first leads"),
        ("domains/clients.py", {}, "No clients yet"),
        ("insights/runs.py", {}, "Hand something over, and its run is kept here"),
    ],
    ids=lambda value: str(value),
)
@pytest.mark.usefixtures("workspace")
def test_an_empty_part_says_what_brings_its_first_row(script: str, params: dict[str, str], told: str) -> None:
    assert told in shown(visit(script, params))


@pytest.mark.parametrize(
    ("script", "params", "told"),
    [
        ("domains/offers.py", {"offer": "{offer}", "part": "records"}, "Version 2"),
        ("domains/marketing.py", {"campaign": "{campaign}", "part": "records"}, "Local Search Launch"),
        ("domains/fulfillment.py", {"project": "{project}", "part": "records"}, "Maps and listings"),
        (
            "domains/feedback.py",
            {"response": "{response}", "part": "records", "show": "Responses"},
            "What is strong",
        ),
        ("domains/clients.py", {"client": "{client}", "show": "What happened"}, "Work order handed"),
        ("insights/runs.py", {"run": "{run}"}, "policy 1"),
    ],
    ids=["offer", "campaign", "project", "response", "client", "run"],
)
def test_a_link_opens_its_record(script: str, params: dict[str, str], told: str, demo: Workspace) -> None:
    offers = demo.offers.overview().set_index("product_name")
    ids = {
        "offer": offers.loc["Local Search Launch", "offer_id"],
        "campaign": demo.marketing.campaigns()["campaign_id"].iloc[-1],
        "project": "PRJ_deal_solstice",
        "response": demo.feedback.responses()["feedback_id"].iloc[0],
        "client": demo.clients.page(search="Nordwind").rows["client_id"].iloc[0],
        "run": demo.runs.page().rows["workflow_id"].iloc[0],
    }
    without = shown(visit(script, {name: value for name, value in params.items() if "{" not in value}))
    with_it = shown(visit(script, {name: value.format_map(ids) for name, value in params.items()}))
    assert told in with_it.replace("\\", "")
    assert len(with_it) > len(without)


@pytest.mark.parametrize(
    ("script", "params"),
    [
        ("domains/offers.py", {"part": "records", "offer": "gone"}),
        ("domains/marketing.py", {"part": "records", "campaign": "gone"}),
        ("domains/sales.py", {"part": "records", "prospect": "999999"}),
        ("domains/sales.py", {"part": "records", "show": "Deals", "deal": "gone"}),
        ("domains/fulfillment.py", {"part": "records", "project": "gone"}),
        ("domains/fulfillment.py", {"part": "records", "show": "Work orders", "order": "gone"}),
        ("domains/feedback.py", {"part": "records", "show": "Responses", "response": "gone"}),
        ("domains/feedback.py", {"part": "records", "show": "Surveys", "survey": "gone"}),
        ("domains/clients.py", {"client": "gone"}),
        ("insights/runs.py", {"run": "gone"}),
    ],
    ids=lambda value: str(value),
)
@pytest.mark.usefixtures("demo")
def test_a_link_to_a_record_that_is_gone_is_told(script: str, params: dict[str, str]) -> None:
    (told,) = visit(script, params).warning
    assert "any more" in str(told.value)


def test_a_bad_value_is_told_at_its_field_and_what_was_typed_stays(workspace: Workspace) -> None:
    app = visit("domains/sales.py", {"part": "new"})
    app.button(key="sales_sample").click().run()
    before = {field.label: field.value for field in app.text_input}
    stage = next(field for field in app.selectbox if field.label == "Status")
    assert stage.value == "closed_won"
    stage.set_value("negotiation").run()
    app.button(key="sales_deliver").click().run()
    assert not app.exception
    assert "negotiation" in shown(app)
    assert {field.label: field.value for field in app.text_input} == before
    assert next(field for field in app.selectbox if field.label == "Status").value == "negotiation"
    assert workspace.inbox.waiting_counts() == {}
    assert workspace.runs.page().rows["outcome"].tolist() == ["refused"]


def test_a_stage_of_deals_without_a_value_breaks_no_chart(demo: Workspace) -> None:
    lead = int(demo.sales.prospects().rows["id"].iloc[0])
    demo.deals.open_deal(lead_pk=lead, name="", value="", owner="", expected_close_on=None)
    assert visit("domains/sales.py", {"part": "charts"}).metric


def test_a_talk_with_an_unhappy_client_is_logged_and_stops_the_clock(demo: Workspace) -> None:
    app = visit("domains/feedback.py", {"part": "records", "show": "Unhappy clients"})
    assert "late by" in " ".join(badge.value for badge in app.markdown if "badge" in badge.value)
    (late,) = demo.follow_ups.unhappy()["feedback_id"]
    app.selectbox(key=f"follow_up_outcome_{late}").set_value("solved")
    app.text_area(key=f"follow_up_note_{late}").set_value("A new date is <b>set</b>")
    (button,) = [button for button in app.button if button.label == "Log it"]
    button.click().run()
    assert not app.exception
    (talk,) = demo.follow_ups.of(late).to_dict("records")
    assert (talk["outcome"], talk["note"]) == ("solved", "A new date is <b>set</b>")
    assert "Put right" in shown(app)

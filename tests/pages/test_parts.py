"""A domain page's parts: what a person does in them, and what is stored by it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from db.workspace import Workspace
from tests.pages.guide import INPUTS

pytestmark = pytest.mark.usefixtures("workspace", "no_links")

APP = Path(__file__).with_name("parts_app.py")
OFFER = INPUTS["offer_to_marketing"]
CAMPAIGN = INPUTS["marketing_to_sales"]


@pytest.fixture
def no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """This app has one page; where links lead is tested with the router."""
    monkeypatch.setattr("streamlit.page_link", lambda *_, **__: None)


def page(domain: str = "offer", *, drafts: dict[str, dict[str, Any]] | None = None, **params: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=15)
    app.session_state["domain"] = domain
    app.session_state["drafts"] = drafts or {}
    for name, value in params.items():
        app.query_params[name] = value
    return run(app)


def run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    [button] = [button for button in app.button if button.label == label]
    button.click()
    return run(app)


def handed_over(workspace: Workspace) -> int:
    return sum(workspace.inbox.waiting_counts().values())


def draft(app: AppTest) -> dict[str, Any]:
    found: dict[str, Any] = app.session_state["new:form"].draft
    return found


# The frame


def test_a_fresh_visit_opens_the_inbox() -> None:
    app = page()
    assert app.session_state["part"] == "inbox"
    assert app.query_params["part"] == "inbox"


@pytest.mark.parametrize("part", ["records", "new", "result", "charts"])
def test_a_link_opens_its_part(part: str) -> None:
    assert page(part=part).session_state["part"] == part


def test_a_part_that_does_not_exist_opens_the_first_one() -> None:
    assert page(part="<b>").session_state["part"] == "inbox"


def test_choosing_a_part_changes_the_url_and_a_new_url_changes_the_part() -> None:
    app = page()
    app.segmented_control(key="offer:part").set_value("charts")
    run(app)
    assert app.query_params["part"] == "charts"
    app.query_params["part"] = "records"
    assert run(app).session_state["part"] == "records"


def test_the_inbox_counts_what_waits(workspace: Workspace) -> None:
    workspace.run("offer_to_marketing", OFFER)
    options = page("marketing").segmented_control(key="marketing:part").options
    assert any(option.endswith("Inbox (1)") for option in options)


# The inbox


def test_an_empty_inbox_says_where_work_comes_from() -> None:
    app = page("marketing")
    assert any("What Offers hands over arrives here" in caption.value for caption in app.caption)


def test_accepting_names_who_takes_it_on(workspace: Workspace) -> None:
    workspace.run("offer_to_marketing", OFFER)
    app = page("marketing")
    app.text_input[0].set_value("Mara")
    press(app, "Accept it")
    assert handed_over(workspace) == 0
    decided = workspace.inbox.decided("marketing")
    assert (decided.loc[0, "status"], decided.loc[0, "owner"]) == ("accepted", "Mara")


def test_returning_needs_a_reason(workspace: Workspace) -> None:
    workspace.run("offer_to_marketing", OFFER)
    app = press(page("marketing"), "Return it")
    assert "Say what is missing" in app.error[0].value
    assert handed_over(workspace) == 1
    app.pills[0].set_value("Too early")
    app.text_area[0].set_value("The budget is open.")
    press(app, "Return it")
    assert workspace.inbox.decided("marketing").loc[0, "reason"] == "Too early: The budget is open."


def test_a_handoff_that_somebody_else_decided_is_told(workspace: Workspace) -> None:
    workspace.run("offer_to_marketing", OFFER)
    app = page("marketing")
    [handoff_id] = workspace.inbox.waiting("marketing")["id"].tolist()
    workspace.inbox.accept(handoff_id, "Ben")
    press(app, "Accept it")
    assert handed_over(workspace) == 0
    assert workspace.inbox.decided("marketing").loc[0, "owner"] == "Ben"


# New handoff


def test_a_record_fills_the_form_and_is_handed_over(workspace: Workspace) -> None:
    app = page(part="new", drafts={"one": OFFER})
    app.selectbox(key="new_record").set_value("one")
    run(app)
    press(app, "Fill the form from it")
    assert draft(app) == OFFER
    press(app, "Hand over to Marketing")
    assert handed_over(workspace) == 1
    assert app.session_state["part"] == "result"
    assert "waits in the inbox of Marketing" in app.success[0].value


def test_a_link_to_a_record_fills_the_form() -> None:
    app = page(part="new", record="one", drafts={"one": OFFER})
    assert draft(app) == OFFER


def test_the_same_input_again_is_shown_as_a_replay(workspace: Workspace) -> None:
    workspace.run("offer_to_marketing", OFFER)
    app = page(part="new", record="one", drafts={"one": OFFER})
    press(app, "Hand over to Marketing")
    assert handed_over(workspace) == 1
    assert "nothing was created twice" in app.info[0].value


def test_a_preview_stores_nothing(workspace: Workspace) -> None:
    app = press(page(part="new", record="one", drafts={"one": OFFER}), "Preview")
    assert "Nothing is stored yet" in app.info[0].value
    assert handed_over(workspace) == 0


def test_mistakes_stand_at_their_fields_and_what_was_typed_stays(workspace: Workspace) -> None:
    wrong = {**OFFER, "product_name": " ", "brand_guidelines": {"colors": ["blue"]}}
    app = press(page(part="new", record="one", drafts={"one": wrong}), "Hand over to Marketing")
    lines = " ".join(line.value.replace("\\", "") for line in app.markdown)
    assert "Product must not be blank" in lines
    assert "Row 1 must be a hex colour like" in lines
    assert "2 fields need attention" in app.error[0].value
    assert draft(app)["target_audience"] == OFFER["target_audience"]
    assert handed_over(workspace) == 0


def test_an_empty_form_is_told_every_missing_field_at_once_and_stays_empty() -> None:
    app = press(page("sales", part="new"), "Preview")
    lines = [line.value for line in app.markdown]
    for label in ("Company", "Contact name", "Service type", "Start", "Contract value", "Payment schedule"):
        assert any(f" {label} is required" in line for line in lines), label
    assert draft(app) == {}
    app.segmented_control(key="new_way").set_value("json")
    told = press(run(app), "Preview").error[0].value
    assert told.replace("\\", "").startswith("6 fields need attention: Deal id, Status, Client info")


def test_a_refusal_tells_the_rule(workspace: Workspace) -> None:
    deal = {**INPUTS["sales_to_fulfillment"], "payment_status": "open"}
    app = press(page("sales", part="new", record="one", drafts={"one": deal}), "Hand over to Fulfillment")
    assert app.warning[0].value.startswith("The payment is")
    assert handed_over(workspace) == 0


def test_json_and_form_are_two_views_of_one_draft() -> None:
    app = page(part="new", record="one", drafts={"one": OFFER})
    app.segmented_control(key="new_way").set_value("json")
    run(app)
    assert json.loads(str(app.text_area[0].value)) == OFFER
    app.text_area[0].set_value(json.dumps({**OFFER, "product_name": "Gadget"}))
    run(app)
    app.segmented_control(key="new_way").set_value("form")
    run(app)
    assert draft(app)["product_name"] == "Gadget"
    assert any(field.value == "Gadget" for field in app.text_input)


def test_broken_json_is_named_by_line_and_column_and_cannot_be_handed_over() -> None:
    app = page(part="new")
    app.segmented_control(key="new_way").set_value("json")
    run(app)
    app.text_area[0].set_value('{\n  "a": 1,\n}')
    run(app)
    assert "Line 2\\, column" in app.error[0].value or "Line 3\\, column" in app.error[0].value
    assert all(
        button.disabled for button in app.button if button.label in ("Preview", "Hand over to Marketing")
    )
    assert app.text_area[0].value == '{\n  "a": 1,\n}'


def test_an_uploaded_input_fills_the_form(workspace: Workspace) -> None:
    app = page(part="new")
    app.segmented_control(key="new_way").set_value("upload")
    run(app)
    app.file_uploader[0].upload("offer.json", json.dumps(OFFER).encode())
    assert draft(run(app)) == OFFER
    press(app, "Hand over to Marketing")
    assert handed_over(workspace) == 1


def test_a_lead_list_fills_the_leads_and_keeps_the_campaign() -> None:
    campaign = {**CAMPAIGN, "leads_generated": []}
    app = page("marketing", part="new", record="one", drafts={"one": campaign})
    app.segmented_control(key="new_way").set_value("upload")
    run(app)
    app.file_uploader[0].upload("leads.csv", b"Name,E-mail\nAnna,anna@example.com\nBen,ben@example.com\n")
    run(app)
    assert [lead["contact_info"]["name"] for lead in draft(app)["leads_generated"]] == ["Anna", "Ben"]
    assert draft(app)["campaign_id"] == "camp_123"
    assert app.success[0].value.startswith(
        "2 rows of leads\\.csv were read = 2 leads + 0 merged + 0 rejected."
    )


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01", b"[1", b"PK\x03\x04zip", b"[]"],
    ids=["empty", "binary", "broken", "zip", "list"],
)
def test_a_bad_file_is_told_kindly_and_the_form_stays(content: bytes) -> None:
    app = page(part="new", record="one", drafts={"one": OFFER})
    app.segmented_control(key="new_way").set_value("upload")
    run(app)
    app.file_uploader[0].upload("offer.json", content)
    run(app)
    assert app.error
    assert draft(app) == OFFER


def test_starting_afresh_empties_the_form() -> None:
    app = press(page(part="new", record="one", drafts={"one": OFFER}), "Start afresh")
    assert draft(app) == {}


# The result


def test_the_result_part_is_honest_when_there_is_none() -> None:
    app = page(part="result")
    assert any("No result yet" in line.value for line in app.markdown)


def test_a_link_opens_the_result_of_any_run(workspace: Workspace) -> None:
    stored = workspace.run("offer_to_marketing", OFFER)
    app = page(part="result", run=stored.workflow_id)
    assert any("Widget Pro" in line.value for line in app.markdown)

"""The whole loop by clicking, from an empty app to a drafted offer version that outlives the server."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from core.rule_sets import RULE_SETS
from pages.shared.domains import DOMAINS
from tests.browser.accessibility import barriers
from tests.browser.conftest import ROOT, running, settled

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("complaints")]

SAMPLES = ROOT / "sample_data"
_THEME_LOOKS = 30  # tenths of a second
# Half of the sizes and themes each, which is all of both.
LOOKED_AT_BY_AXE = ((1440, "light"), (390, "dark"))
PARTS = ("inbox", "records", "new", "result", "charts")
PLACES = (
    "/",
    "/clients",
    "/import",
    "/thread",
    "/thread?record=deal%3Adeal_harbor",
    "/history",
    "/fulfillment?part=records&show=Can+we+deliver%3F",
    "/fulfillment?part=records&show=Projects&project=PRJ_deal_solstice",
    "/runs",
    "/runs?show=Charts",
    "/runs?show=Custom+workflows",
    *(f"/settings?policy={name}" for name in RULE_SETS),
    "/sales?part=records&show=Deals",
    "/fulfillment?part=records&show=Work+orders",
    "/fulfillment?part=records&show=Payments",
    "/fulfillment?part=records&show=Cash+calendar",
    "/sales?part=charts&show=Forecast",
    "/sales?part=charts&show=Win+rates",
    "/feedback?part=records&show=Promises",
    "/feedback?part=records&show=Unhappy+clients",
    "/feedback?part=records&show=Responses",
    "/feedback?part=records&show=Surveys",
    *(f"/{domain.url_path}?part={part}" for domain in DOMAINS.values() for part in PARTS),
)


@pytest.fixture
def complaints(page: Page) -> Iterator[None]:
    """A test fails where the browser complained about its page."""
    found = _listen(page)
    yield
    assert found == []


def _listen(page: Page) -> list[str]:
    found: list[str] = []

    def note(line: ConsoleMessage) -> None:
        # Streamlit's client looks for its server below the page's own address first: two harmless 404.
        probes = ("/_stcore/health", "/_stcore/host-config")
        if line.type == "error" and not line.location.get("url", "").endswith(probes):
            found.append(line.text)

    page.on("console", note)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def test_a_handoff_goes_round_the_loop_and_outlives_the_server(tmp_path: Path, page: Page) -> None:
    with running(ROOT / "app.py", tmp_path) as address:
        page.goto(address)
        _look(page)
        _offer_to_marketing(page)
        _leads_to_sales(page)
        _deal_to_fulfillment(page)
        _project_to_feedback(page)
        _answers_to_offers(page)
        expect(page.get_by_text("Version 2", exact=True)).to_be_visible()
        page.goto("about:blank")  # a page that lost its server would complain, and rightly
    with running(ROOT / "app.py", tmp_path) as address:
        page.goto(f"{address}/offers?part=records")
        _look(page)
        _choose_first(page, "offer_table")
        expect(page.get_by_text("Version 2", exact=True)).to_be_visible()
        expect(page.get_by_text("draft", exact=True)).to_be_visible()
        for path, text in {
            "/marketing?part=records": "Amara Okafor",
            "/sales?part=records&show=Deals": "Won",
            "/fulfillment?part=records": "Completed",
            "/feedback?part=records&show=Responses": "Widget Pro",
            "/clients": "Fernhill Clinic",
        }.items():
            page.goto(address + path)
            _look(page)
            expect(_table_with(page, text)).not_to_have_count(0)
        page.goto(f"{address}/runs")
        _look(page)
        expect(page.get_by_text("1–5 of 5")).to_be_visible()
        _new_version_to_marketing(page, address)


def _new_version_to_marketing(page: Page, address: str) -> None:
    """What the client said is the offer's next version, and the brief of its next campaign."""
    page.goto(f"{address}/offers?part=records")
    _look(page)
    _choose_first(page, "offer_table")
    launch = page.get_by_role("textbox", name="When its campaign launches")
    launch.fill("March 2027")
    launch.press("Tab")
    _look(page)
    _click(page, "button", "Publish and brief marketing")
    expect(page.get_by_text("Handed over", exact=True)).to_be_visible()
    _click(page, "button", "Continue in Marketing")
    expect(page.get_by_text("just arrived")).to_be_visible()
    _accept(page)
    page.goto(f"{address}/offers?part=records")
    _look(page)
    _choose_first(page, "offer_table")
    expect(page.get_by_text("published", exact=True)).to_have_count(2)
    expect(page.get_by_text("draft", exact=True)).to_have_count(0)


def _offer_to_marketing(page: Page) -> None:
    _click(page, "button", "Define your first offer")
    _click(page, "button", "Load a sample")
    expect(page.get_by_label("Product", exact=True)).to_have_value("Widget Pro")
    _click(page, "button", "Preview")
    expect(page.get_by_text("Nothing is stored yet")).to_be_visible()
    _hand_over(page, "Marketing")


def _leads_to_sales(page: Page) -> None:
    _accept(page)
    _click(page, "link", "Go on with it")
    _choose_first(page, "campaign_table")
    _click(page, "link", "Add leads and hand them to Sales")
    _way(page, "Upload")
    _upload(page, SAMPLES / "leads.csv")
    expect(page.get_by_text(re.compile("rows of leads.csv were read = 58 leads"))).to_be_visible()
    _hand_over(page, "Sales")


def _deal_to_fulfillment(page: Page) -> None:
    _accept(page)
    _click(page, "link", "Home")
    hot = page.locator("[class*='st-key-need_']").filter(has_text="Amara Okafor")
    hot.get_by_role("link", name="Open").click()
    _look(page)
    deal = page.get_by_test_id("stForm")
    deal.get_by_label("Value").fill("quite a lot")
    deal.get_by_label("What it is about").fill("Booking for Fernhill")
    _click(page, "button", "Open the deal")
    expect(page.get_by_test_id("stAlert")).to_be_visible()
    expect(deal.get_by_label("What it is about")).to_have_value("Booking for Fernhill")
    deal.get_by_label("Value").fill("$12,000")
    _click(page, "button", "Open the deal")
    expect(page).to_have_url(re.compile("show=Deals"))
    proposal = page.locator(".st-key-deal_detail").get_by_role("radio", name="Proposal")
    proposal.click()
    _look(page)
    _click(page, "button", "Move the deal")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("spinbutton", name="year, Expected close").press_sequentially("20270115", delay=60)
    dialog.get_by_role("button", name="Move to Proposal").press("Enter")
    expect(proposal).to_be_checked()
    _click(page, "link", "Won: hand it over to Fulfillment")
    sample = json.loads((SAMPLES / "sales_to_fulfillment.json").read_text("utf-8"))
    _complete_as_json(
        page,
        {
            "service_package": sample["service_package"],
            "payment_status": "verified",
            "payment_schedule": sample["contract_terms"]["payment_schedule"],
        },
    )
    _hand_over(page, "Fulfillment")


def _project_to_feedback(page: Page) -> None:
    _accept(page)
    _click(page, "link", "Go on with it")
    _choose_first(page, "project_table")
    expect(page.get_by_role("link", name="Hand over to Feedback")).to_be_visible()
    for name in ("Completed", "Approved by client"):
        box = page.get_by_test_id("stCheckbox").filter(has_text=name).locator("label")
        expect(box).to_have_count(1)  # the one of the drawing before is gone
        box.click()
        _look(page)
    _click(page, "link", "All delivered: hand it over to Feedback")
    _hand_over(page, "Feedback")


def _answers_to_offers(page: Page) -> None:
    _accept(page)
    _click(page, "link", "Go on with it")
    page.get_by_role("radio", name="Surveys", exact=True).click()
    _look(page)
    _choose_first(page, "survey_table")
    _click(page, "link", "Answers of several people in one table")
    sample = json.loads((SAMPLES / "survey_responses.json").read_text("utf-8"))
    _complete_as_json(page, {"responses": sample["responses"], "ratings": sample["ratings"]})
    _hand_over(page, "Offers")
    _accept(page)
    _click(page, "link", "Decide on the recommendations")
    page.get_by_text("Decide", exact=True).first.click()
    _look(page)
    page.get_by_role("button", name="Accept", exact=True).first.click()
    _look(page)
    expect(page.get_by_text("version 2", exact=False).first).to_be_visible()
    _click(page, "link", "Offers")
    _part(page, "Offers")
    _choose_first(page, "offer_table")


def test_an_invalid_form_names_the_fields_and_keeps_what_was_typed(address: str, page: Page) -> None:
    page.goto(f"{address}/offers?part=new")
    _look(page)
    page.get_by_label("Product", exact=True).fill("Site check")
    page.get_by_role("textbox", name="Value proposition").fill("A site that loads before you blink")
    page.get_by_role("textbox", name="Value proposition").press("Tab")
    _look(page)
    _click(page, "button", "Hand over to Marketing")
    expect(page.get_by_text("The input needs a correction")).to_be_visible()
    for wrong in ("Target audience is required", "Selling points is required"):
        expect(page.get_by_test_id("stMain").get_by_text(wrong)).to_be_visible()
    expect(page.get_by_label("Product", exact=True)).to_have_value("Site check")
    expect(page.get_by_role("textbox", name="Value proposition")).to_have_value(
        "A site that loads before you blink"
    )
    _click(page, "link", "Marketing")
    _click(page, "link", "Offers")
    _part(page, "New handoff")
    expect(page.get_by_label("Product", exact=True)).to_have_value("Site check")


def test_a_broken_json_file_is_told_with_its_place_and_the_form_stays(address: str, page: Page) -> None:
    page.goto(f"{address}/offers?part=new")
    _look(page)
    page.get_by_label("Product", exact=True).fill("Site check")
    page.get_by_label("Product", exact=True).press("Tab")
    _look(page)
    _way(page, "Upload")
    _upload(page, SAMPLES / "invalid" / "trailing_comma.json")
    told = page.get_by_test_id("stAlert")
    expect(told).to_contain_text("could not be read")
    expect(told).to_contain_text(re.compile(r"line \d+, column \d+", re.IGNORECASE))
    expect(page.get_by_label("Product", exact=True)).to_have_value("Site check")


def test_the_same_handoff_again_is_told_and_creates_nothing(address: str, page: Page) -> None:
    page.goto(f"{address}/offers?part=new")
    _look(page)
    _click(page, "button", "Load a sample")
    _click(page, "button", "Hand over to Marketing")
    expect(page.get_by_text("Handed over", exact=True)).to_be_visible()
    _part(page, "New handoff")
    _click(page, "button", "Hand over to Marketing")
    expect(page.get_by_text("Already handed over")).to_be_visible()
    expect(page.get_by_text("nothing was created twice")).to_be_visible()
    _click(page, "button", "Continue in Marketing")
    expect(page.get_by_role("button", name="Accept", exact=True)).to_have_count(1)


def test_the_demo_fills_every_page_at_every_width_and_theme(tmp_path: Path, browser: Browser) -> None:
    with running(ROOT / "app.py", tmp_path) as address:
        page = browser.new_page()
        page.goto(address)
        settled(page)
        page.get_by_role("button", name="Load the demo agency").click()
        expect(page.get_by_role("heading", name="Needs you now")).to_be_visible(timeout=60_000)
        _look(page)
        page.close()
        assert _visit_all(browser, address) == []


def _visit_all(browser: Browser, address: str) -> list[str]:
    """Open every place once, and look at it at each width in each theme."""
    context = browser.new_context()
    try:
        page = context.new_page()
        page.set_default_timeout(30_000)
        found = _listen(page)
        for place in PLACES:
            page.goto(address + place)
            settled(page)
            if page.get_by_test_id("stException").count():
                found.append(f"an exception on {place}")
            for width, theme in itertools.product((1440, 390), ("light", "dark")):
                found += _faults(page, place, width, theme)
        return found
    finally:
        context.close()


def _faults(page: Page, place: str, width: int, theme: Any) -> Iterator[str]:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    page.wait_for_timeout(150)  # grids and charts are drawn again
    where = f"{place} at {width} px in {theme}"
    for _ in range(_THEME_LOOKS):  # a loaded machine takes its time to change the theme
        color = page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")
        if (max(map(int, re.findall(r"\d+", color)[:3])) < 128) == (theme == "dark"):
            break
        page.wait_for_timeout(100)
    else:
        yield f"{color} behind {where}"
    if (width, theme) in LOOKED_AT_BY_AXE:
        yield from (f"{barrier} on {where}" for barrier in barriers(page))
    for box in ("html", "[data-testid=stMain]"):
        too_wide = page.locator(box).evaluate("box => box.scrollWidth - box.clientWidth")
        if too_wide > 1:
            yield f"{too_wide} px of sideways scrolling on {where}"


def _look(page: Page) -> None:
    """Wait until the page stands, and see that it has no exception."""
    settled(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def _click(page: Page, role: Any, name: str) -> None:
    page.get_by_role(role, name=re.compile(rf"(^|\s){re.escape(name)}($|\s)")).first.click()
    _look(page)


def _part(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).first.click()
    _look(page)


def _way(page: Page, name: str) -> None:
    page.locator("[class*='_way']").get_by_role("radio", name=name).click()
    _look(page)


def _upload(page: Page, file: Path) -> None:
    page.locator("input[type=file]").set_input_files(file)
    _look(page)


def _hand_over(page: Page, target: str) -> None:
    _click(page, "button", f"Hand over to {target}")
    expect(page.get_by_text("Handed over", exact=True)).to_be_visible()
    _click(page, "button", f"Continue in {target}")
    expect(page.get_by_text("just arrived")).to_be_visible()


def _accept(page: Page) -> None:
    page.get_by_role("button", name="Accept", exact=True).click()
    _click(page, "button", "Accept it")
    expect(page.get_by_text("Nothing waits here")).to_be_visible()


def _choose_first(page: Page, table: str) -> None:
    """Tick the first row; the grid is a canvas, its tick boxes stand in the first column."""
    grid = page.locator(f".st-key-{table}")
    grid.scroll_into_view_if_needed()
    grid.click(position={"x": 18, "y": 52})
    _look(page)


def _table_with(page: Page, text: str) -> Any:
    """The cells that hold `text`, of the table that the canvas keeps for screen readers."""
    return page.get_by_test_id("stDataFrame").locator("td").filter(has_text=text)


def _complete_as_json(page: Page, more: dict[str, Any]) -> None:
    """Switch to JSON and add `more` to the draft that is there."""
    _way(page, "JSON")
    box = page.get_by_role("textbox", name="Input as JSON")
    draft = json.loads(box.input_value())
    schedule = more.pop("payment_schedule", None)
    if schedule:
        draft["contract_terms"]["payment_schedule"] = schedule
    box.fill(json.dumps({**draft, **more}))
    box.press("Control+Enter")
    _look(page)

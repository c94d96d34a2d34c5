"""A manager's day in a real browser: follow a thread, change, put back, plan, meet another editor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from db.demo import load_demo
from db.workspace import Workspace
from tests.browser.conftest import ROOT, running, settled

pytestmark = pytest.mark.browser

DEAL = "sales?part=records&show=Deals&deal=deal_hartwell"


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("day")
    workspace = Workspace.open(f"sqlite:///{folder / 'agency.db'}")
    for _ in load_demo(workspace):
        pass
    workspace.close()
    with running(ROOT / "app.py", folder) as address:
        yield address


def visit(page: Page, agency: str, place: str) -> None:
    page.goto(f"{agency}/{place}")
    settled(page)


def change_owner(page: Page, owner: str) -> None:
    form = page.get_by_text("Change what is known of it")
    field = page.get_by_role("textbox", name="Owner", exact=True)
    if not field.is_visible():
        form.click()
    field.fill(owner)
    page.get_by_role("button", name="Save", exact=True).click()
    settled(page)


def test_a_thread_is_followed_from_a_deal_to_what_the_client_said(page: Page, agency: str) -> None:
    visit(page, agency, "sales?part=records&show=Deals&deal=deal_harbor")
    page.get_by_role("link", name="Golden thread").last.click()
    settled(page)
    expect(page.get_by_role("heading", name="Deal: Harbor Dental: local search")).to_be_visible()
    expect(page.get_by_text("What led to it")).to_be_visible()
    # The marker of the lead in the graph opens the lead's own thread.
    page.locator(".js-plotly-plot .point").nth(3).click(force=True)
    settled(page)
    expect(page).to_have_url(re.compile("record=lead"))
    expect(page.get_by_role("heading", name="Lead: Omar Stein")).to_be_visible()


def test_a_change_is_put_back_from_the_history(page: Page, agency: str) -> None:
    visit(page, agency, DEAL)
    change_owner(page, "Somebody New")
    expect(page.get_by_text("owner Somebody New")).to_be_visible()
    page.get_by_role("link", name="History").last.click()
    settled(page)
    table = page.locator(".st-key-change_table")
    table.scroll_into_view_if_needed()
    table.click(position={"x": 18, "y": 52})  # the tick boxes stand in the first column of the canvas
    settled(page)
    page.get_by_role("button", name="Put back what was before").click()
    settled(page)
    visit(page, agency, DEAL)
    expect(page.get_by_text("owner Jonas Becker")).to_be_visible()


def test_the_days_of_a_deliverable_are_noted_and_what_contradicts_stays_typed(
    page: Page, agency: str
) -> None:
    visit(page, agency, "fulfillment?part=records&show=Projects&project=PRJ_deal_solstice")
    line = page.locator("[class*='st-key-deliverable_']").filter(has_text="Landing pages").first
    line.get_by_role("button", name="Days").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="Completed").click()
    settled(page)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Say on which day it was completed")).to_be_visible()
    expect(dialog.get_by_role("radio", name="Completed")).to_be_checked()
    dialog.get_by_role("radio", name="In progress").click()
    settled(page)
    began = datetime.now(UTC).date() - timedelta(days=7)
    dialog.get_by_role("spinbutton", name="year, Began on").press_sequentially(f"{began:%Y%m%d}", delay=60)
    dialog.get_by_role("button", name="Save").press("Enter")  # the calendar lies over it
    expect(dialog).to_have_count(0)
    expect(line.get_by_text(f"began {began.day} {began:%b %Y}")).to_be_visible()


def test_a_campaign_is_renamed_and_what_cannot_be_stays_typed(page: Page, agency: str) -> None:
    visit(page, agency, "marketing?part=records")
    table = page.locator(".st-key-campaign_table")
    table.click(position={"x": 18, "y": 52 + 35})
    settled(page)
    page.get_by_role("button", name="Change", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Care <b>fair</b>")
    year = dialog.get_by_role("spinbutton", name="year, Last day")
    year.press_sequentially("2020", delay=60)
    dialog.get_by_role("button", name="Save").press("Enter")  # the calendar lies over it
    expect(dialog.get_by_text("must not be before the start")).to_be_visible()
    expect(dialog.get_by_label("Name")).to_have_value("Care <b>fair</b>")
    year.press_sequentially("2030", delay=60)
    dialog.get_by_role("button", name="Save").press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("heading", name="Care <b>fair</b>")).to_be_visible()
    expect(page.get_by_text(re.compile(r"– \d+ \w+ 2030"))).to_be_visible()


def test_the_second_of_two_people_is_told_and_overwrites_nothing(browser: Browser, agency: str) -> None:
    sessions = [browser.new_context(viewport={"width": 1280, "height": 900}) for _ in range(2)]
    try:
        one, other = (session.new_page() for session in sessions)
        for page in (one, other):
            visit(page, agency, DEAL)
        change_owner(one, "Ann First")
        expect(one.get_by_text("owner Ann First")).to_be_visible()
        change_owner(other, "Bob Second")
        expect(other.get_by_text("Somebody changed this record while you had it open").first).to_be_visible()
        expect(other.get_by_role("textbox", name="Owner", exact=True)).to_have_value("Bob Second")
        visit(one, agency, DEAL)
        expect(one.get_by_text("owner Ann First")).to_be_visible()
    finally:
        for session in sessions:
            session.close()


def test_a_change_order_moves_the_project_and_is_kept(page: Page, agency: str) -> None:
    visit(page, agency, "fulfillment?part=records&show=Projects&project=PRJ_deal_solstice")
    page.get_by_text("Change what was agreed").click()
    page.get_by_role("textbox", name="What changes and why").fill("A review after the launch")
    page.get_by_role("textbox", name="More or less money").fill("$450")
    page.get_by_role("button", name="Keep the change order").click()
    settled(page)
    expect(page.get_by_text("Due on is required where the client pays more")).to_be_visible()
    expect(page.get_by_role("textbox", name="More or less money")).to_have_value("$450")
    page.get_by_role("textbox", name="More or less money").fill("-$450")
    page.get_by_role("button", name="Keep the change order").click()
    settled(page)
    expect(page.get_by_text("A review after the launch").first).to_be_visible()
    expect(page.get_by_text("Change order 2", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_new_pages_fit_the_screen(browser: Browser, agency: str, width: int) -> None:
    session = browser.new_context(viewport={"width": width, "height": 900})
    try:
        page = session.new_page()
        for place in (
            "thread",
            "thread?record=deal%3Adeal_harbor",
            "history",
            "clients",
            "fulfillment?part=records&show=Can+we+deliver%3F",
            "fulfillment?part=charts",
        ):
            visit(page, agency, place)
            expect(page.locator("[data-testid=stException]")).to_have_count(0)
            content = page.locator("[data-testid=stMainBlockContainer]").bounding_box()
            assert content is not None and content["width"] <= width, place
    finally:
        session.close()

"""The deal board in a real browser: dragging, the keyboard, and the questions before a move."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from db.workspace import Workspace
from tests.browser.conftest import ROOT, running, settled

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("board")
    workspace = Workspace.open(f"sqlite:///{folder / 'agency.db'}")
    leads = [
        {"id": f"lead_{n}", "contact_info": {"name": name, "email": f"lead{n}@example.com"}, "score": 90}
        for n, name in enumerate(("ada", "bob", "cy", "<img src=x onerror=alert(1)>"))
    ]
    campaign = {"campaign_id": "camp", "campaign_name": "Camp", "leads_generated": leads}
    assert workspace.run("marketing_to_sales", campaign).success
    for lead in workspace.marketing.leads().rows.itertuples():
        workspace.deals.open_deal(
            lead_pk=int(lead.id), name=str(lead.name), value="", owner="Eve", expected_close_on=None
        )
    workspace.close()
    with running(ROOT / "app.py", folder) as address:
        yield f"{address}/sales?part=records&show=Board"


@pytest.fixture
def open_board(page: Page, board: str) -> Page:
    page.goto(board)
    settled(page)
    expect(page.locator(".card").first).to_be_visible()
    return page


def column(page: Page, label: str) -> Locator:
    return page.get_by_role("region", name=label, exact=False).filter(
        has=page.get_by_role("heading", name=label)
    ).last  # fmt: skip


def card(page: Page, name: str) -> Locator:
    return page.locator(".card").filter(has=page.get_by_role("button", name=name, exact=True))


def test_a_deal_is_dragged_to_its_next_stage(open_board: Page) -> None:
    card(open_board, "ada").locator(".facts").drag_to(column(open_board, "Contacted").locator("header"))
    expect(column(open_board, "Contacted").get_by_role("button", name="ada", exact=True)).to_be_visible()
    expect(column(open_board, "New").locator(".card")).to_have_count(3)


def test_the_keyboard_moves_a_deal_and_keeps_its_place(open_board: Page) -> None:
    choice = card(open_board, "bob").get_by_role("combobox")
    choice.focus()
    open_board.keyboard.press("ArrowDown")
    open_board.keyboard.press("Enter")
    expect(column(open_board, "Contacted").get_by_role("button", name="bob", exact=True)).to_be_visible()
    expect(card(open_board, "bob").get_by_role("combobox")).to_be_focused()


def test_a_proposal_asks_for_what_is_missing_and_then_moves(open_board: Page) -> None:
    card(open_board, "cy").get_by_role("combobox").select_option(label="Proposal")
    dialog = open_board.get_by_role("dialog")
    dialog.get_by_label("Value").fill("about 5k")
    dialog.get_by_role("button", name="Move to Proposal").click()
    expect(dialog.get_by_text("Value is not clearly one amount")).to_be_visible()
    dialog.get_by_label("Value").fill("$5,000")
    dialog.get_by_role("spinbutton", name="year, Expected close").press_sequentially("20270115", delay=60)
    # The calendar lies over the button until the focus leaves it.
    dialog.get_by_role("button", name="Move to Proposal").press("Enter")
    proposal = column(open_board, "Proposal")
    expect(proposal.get_by_role("button", name="cy", exact=True)).to_be_visible()
    expect(proposal.locator(".total")).to_have_text("$5,000.00")


def test_names_are_text_and_a_lost_deal_says_why(open_board: Page) -> None:
    dialogs: list[str] = []
    open_board.on("dialog", lambda found: dialogs.append(found.message))
    nasty = "<img src=x onerror=alert(1)>"
    expect(card(open_board, nasty)).to_be_visible()
    card(open_board, nasty).get_by_role("combobox").select_option(label="Lost")
    dialog = open_board.get_by_role("dialog")
    dialog.get_by_text("Price", exact=True).click()
    dialog.get_by_role("button", name="Close as lost").click()
    expect(column(open_board, "Lost").get_by_role("button", name=nasty, exact=True)).to_be_visible()
    assert dialogs == []


def test_the_board_fits_a_phone(browser: Browser, board: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    page = context.new_page()
    page.goto(board)
    settled(page)
    expect(page.locator(".card").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()

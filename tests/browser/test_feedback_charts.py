"""The feedback charts in a real browser: a click on a chart filters the page, the keyboard does the same,
and what is downloaded names nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from db.demo import load_demo
from db.workspace import Workspace
from tests.browser.conftest import ROOT, running, settled

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("feedback")
    workspace = Workspace.open(f"sqlite:///{folder / 'agency.db'}")
    for _ in load_demo(workspace):
        pass
    workspace.close()
    with running(ROOT / "app.py", folder) as address:
        yield address


def test_a_click_on_a_bubble_filters_the_page_and_the_chip_takes_it_away(agency: str, page: Page) -> None:
    page.goto(f"{agency}/feedback?part=charts")
    settled(page)
    bubble = page.locator("[class*=st-key-feedback_themes_all_chart] .points path").first
    bubble.scroll_into_view_if_needed()
    spot = bubble.bounding_box()
    assert spot is not None
    page.mouse.click(spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2)
    expect(page).to_have_url(re.compile("by_theme="))
    settled(page)
    chip = page.get_by_role("button", name=re.compile("Theme: "))
    expect(chip).to_be_visible()
    expect(page.get_by_role("link", name="Open the response").first).to_be_visible()
    chip.click()
    expect(page).not_to_have_url(re.compile("by_theme="))


def test_the_keyboard_filters_as_a_click_does(agency: str, page: Page) -> None:
    page.goto(f"{agency}/feedback?part=charts")
    settled(page)
    page.get_by_role("button", name="Filter").press("Enter")
    choice = page.get_by_role("combobox", name="Project manager")
    choice.press_sequentially("Lena")
    choice.press("Enter")
    expect(page).to_have_url(re.compile("by_manager=Lena"))
    expect(page.get_by_role("button", name=re.compile("Project manager: Lena"))).to_be_visible()


def test_what_is_downloaded_names_nobody(agency: str, page: Page, tmp_path: Path) -> None:
    page.goto(f"{agency}/feedback?part=charts")
    settled(page)
    page.get_by_role("button", name="Download").click()
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Printable page").click()
    download.value.save_as(tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "fewer than 5 answers" in text
    for name in ("Oakline", "Harbor", "Nordwind", "Maple"):
        assert name not in text

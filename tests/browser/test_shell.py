"""The shell in a real browser: deep links, headers, nothing from elsewhere, user text as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pages.shared.domains import DOMAINS
from tests.browser.conftest import ROOT, running, settled
from tests.pages.nasty_strings import NASTY

pytestmark = pytest.mark.browser

MARKUP = "a, img, code, em, del, h1, li, blockquote, table, .katex, [data-testid=stIconMaterial] + [role=img]"


@pytest.fixture
def cold_address(tmp_path: Path) -> Iterator[str]:
    with running(ROOT / "app.py", tmp_path) as found:
        yield found


def test_a_deep_link_to_a_server_that_just_started_runs_the_router(cold_address: str, page: Page) -> None:
    page.goto(f"{cold_address}/sales?part=charts")
    settled(page)
    expect(page.get_by_role("heading", name="Sales")).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_contain_text("Fulfillment")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).to_have_url(re.compile("part=charts"))


@pytest.mark.parametrize(
    "path", ["/", *(f"/{domain.url_path}" for domain in DOMAINS.values()), "/runs", "/settings"]
)
def test_a_page_loads_nothing_from_elsewhere_and_breaks_no_rule(address: str, page: Page, path: str) -> None:
    elsewhere: list[str] = []
    refused: list[str] = []
    page.on("request", lambda request: _note_foreign(request.url, address, elsewhere))
    page.on("console", lambda line: refused.append(line.text) if "Content Security" in line.text else None)
    page.goto(address + path)
    settled(page)
    assert elsewhere == []
    assert refused == []
    expect(page.get_by_test_id("stException")).to_have_count(0)


def _note_foreign(url: str, address: str, found: list[str]) -> None:
    if not url.startswith((address, address.replace("http", "ws", 1), "data:", "blob:")):
        found.append(url)


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/app/static/mark.svg"])
def test_every_answer_carries_the_security_headers(address: str, page: Page, path: str) -> None:
    answer = page.request.get(address + path)
    assert answer.ok
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_scrolls_sideways(address: str, browser: Browser, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 850})
    try:
        page = context.new_page()
        for domain in DOMAINS.values():
            page.goto(f"{address}/{domain.url_path}?part=new")
            settled(page)
            main = page.get_by_test_id("stMain")
            assert main.evaluate("box => box.scrollWidth - box.clientWidth") <= 1, domain.label
    finally:
        context.close()


def test_nasty_strings_are_shown_letter_by_letter(tmp_path: Path, page: Page) -> None:
    noticed: list[str] = []
    with running(Path(__file__).with_name("escape_app.py"), tmp_path) as found:
        page.on("dialog", lambda dialog: noticed.append(dialog.message))
        page.on("request", lambda request: _note_foreign(request.url, found, noticed))
        page.goto(found)
        settled(page)
        page.locator(f".st-key-text_{len(NASTY) - 1}").wait_for()
        settled(page)
        for number, text in enumerate(NASTY):
            box = page.locator(f".st-key-text_{number}")
            shown = {_letters(line) for line in box.get_by_test_id("stMarkdownContainer").all_text_contents()}
            assert shown == {_letters(text)}
            assert box.locator(MARKUP).count() == 0, text
    assert noticed == []


def _letters(text: str) -> str:
    """What a person sees: without marks that have no width, and one space for any."""
    visible = re.sub("[\u2060\u200b\u202e\u2066\u2069]", "", text)
    return re.sub(r"\s+", " ", visible).strip()

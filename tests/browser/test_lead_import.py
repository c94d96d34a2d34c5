"""A list's whole journey by clicking: a messy file, fixed, imported, its errors corrected, and taken back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ROOT, running, settled

pytestmark = pytest.mark.browser

MESSY = ROOT / "sample_data" / "leads_messy.csv"
COUNTRY = "Country of phone numbers without a country code"
EQUATION = re.compile(
    r"(\d+) rows? (?:were )?read = (\d+) new \+ (\d+) changed \+ (\d+) unchanged "
    r"\+ (\d+) merged \+ (\d+) rejected"
)


def test_a_messy_list_is_fixed_imported_corrected_and_taken_back(tmp_path: Path, page: Page) -> None:
    with running(ROOT / "app.py", tmp_path) as address:
        page.goto(f"{address}/import")
        settled(page)
        _choose(page, MESSY)
        expect(page.get_by_text("semicolons between the cells")).to_be_visible()
        _read_differently_and_back(page)
        _correct_a_column(page)
        _country(page, "Germany (DE)")
        checked = _check(page)
        done = _import(page)
        assert done == checked
        assert done[0] == sum(done[1:])
        assert done[5] > 0
        errors = _error_file(page, tmp_path)
        link = page.url
        page.get_by_role("button", name="Import another file").click()
        settled(page)
        _choose(page, errors)
        _country(page, "Germany (DE)")
        _check(page)
        corrected = _import(page)
        assert corrected[0] == done[5]
        assert corrected[1] >= 1
        expect(_imports(page)).to_have_count(2)
        page.goto("about:blank")
    # Another day: the link opens the report on a server that just started, and the import is taken back.
    with running(ROOT / "app.py", tmp_path) as address:
        page.goto(address + link[link.index("/import") :])
        settled(page)
        assert _figures(page) == done
        page.get_by_text("Undo this import").click()
        settled(page)
        expect(page.get_by_text(re.compile(rf"Undo removes the {done[1]} leads"))).to_be_visible()
        page.get_by_role("button", name="Undo the import").click()
        settled(page)
        expect(page.get_by_text("Taken back", exact=True)).to_be_visible()
        page.goto(f"{address}/marketing?part=records")
        settled(page)
        expect(page.get_by_text(f"1–{corrected[1]} of {corrected[1]}")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_no_step_scrolls_sideways(address: str, browser: Browser, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 850})
    try:
        page = context.new_page()
        page.goto(f"{address}/import")
        settled(page)
        _choose(page, MESSY)
        for name in ("Read it differently", "Another rule for single fields"):
            page.get_by_text(name).click()
            settled(page)
        _open_countries_and_dates(page)
        _check(page)
        main = page.get_by_test_id("stMain")
        assert main.evaluate("box => box.scrollWidth - box.clientWidth") <= 1
    finally:
        context.close()


def test_every_column_is_reached_and_changed_by_keyboard(address: str, page: Page) -> None:
    page.goto(f"{address}/import")
    settled(page)
    _choose(page, MESSY)
    _open_columns(page)
    box = page.get_by_label("Bemerkung is read as")
    expect(box).to_be_visible()
    box.focus()
    expect(box).to_be_focused()
    box.press_sequentially("Pain", delay=30)
    # The list opens and filters behind the typing; Enter before it chooses nothing, for a person as well.
    expect(page.get_by_role("option", name="Pain points")).to_be_visible()
    box.press("Enter")
    settled(page)
    expect(page.get_by_text("chosen by you")).to_be_visible()


def test_the_page_loads_nothing_from_elsewhere(address: str, page: Page) -> None:
    elsewhere: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url))
    page.goto(f"{address}/import")
    settled(page)
    _choose(page, MESSY)
    _check(page)
    own = (address, address.replace("http", "ws", 1), "data:", "blob:")
    assert [url for url in elsewhere if not url.startswith(own)] == []


@pytest.fixture(autouse=True)
def complaints(page: Page) -> Iterator[None]:
    """A test fails where the script broke."""
    yield
    expect(page.get_by_test_id("stException")).to_have_count(0)


def _choose(page: Page, path: Path) -> None:
    page.locator("[class*=st-key-import_file] input[type=file]").set_input_files(path)
    page.get_by_role("heading", name="1 · Look").wait_for()
    settled(page)


def _read_differently_and_back(page: Page) -> None:
    page.get_by_text("Read it differently").click()
    header = page.get_by_label("Header in line", exact=True)
    header.fill("1")
    header.press("Enter")
    expect(page.get_by_text("header in line 1.")).to_be_visible()
    settled(page)
    header.fill("")
    header.press("Enter")
    expect(page.get_by_text("header in line 4.")).to_be_visible()
    settled(page)


def _open_columns(page: Page) -> None:
    if not page.get_by_label("Vorname is read as").is_visible():
        page.get_by_text("columns and what they are read as").click()
        settled(page)


def _correct_a_column(page: Page) -> None:
    _open_columns(page)
    _select(page, "Bemerkung is read as", "Pain points")
    expect(page.get_by_text("chosen by you")).to_be_visible()


def _country(page: Page, name: str) -> None:
    _open_countries_and_dates(page)
    _select(page, COUNTRY, name)


def _open_countries_and_dates(page: Page) -> None:
    """Where the list leaves the country open, the page has opened the choice by itself."""
    if not page.get_by_label(COUNTRY).is_visible():
        page.get_by_text("Duplicates, country and dates").click()
        settled(page)
    expect(page.get_by_label(COUNTRY)).to_be_visible()


def _select(page: Page, label: str, option: str) -> None:
    """Choose from a select box; its list holds only the options that are in sight, so typing comes first."""
    box = page.get_by_label(label)
    box.click()
    box.press_sequentially(option, delay=30)
    page.get_by_role("option", name=option).click()
    settled(page)


def _check(page: Page) -> list[int]:
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name="Check again").wait_for()
    settled(page)
    return _figures(page)


def _import(page: Page) -> list[int]:
    page.locator("[class*=st-key-import_imp][class*=_import] button").click()
    page.get_by_text("Imported", exact=True).wait_for()
    settled(page)
    return _figures(page)


def _figures(page: Page) -> list[int]:
    """read, new, changed, unchanged, merged, rejected."""
    found = EQUATION.search(page.get_by_text(EQUATION).first.inner_text())
    assert found
    return [int(number) for number in found.groups()]


def _error_file(page: Page, folder: Path) -> Path:
    """The downloaded error file, with one address corrected."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the error file").click()
    assert waiting.value.suggested_filename == "leads_messy rejected.csv"
    rows = list(csv.reader(io.StringIO(Path(waiting.value.path()).read_text(encoding="utf-8-sig"))))
    assert rows[0][-2:] == ["Line", "Why"]
    corrected = [[cell.replace("frank (at) ober", "frank@ober") for cell in row] for row in rows]
    assert corrected != rows
    path = folder / "corrected.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(corrected)
    return path


def _imports(page: Page) -> object:
    return page.locator("[class*='st-key-import_imp_']").filter(has_text="Account manager")

"""Lists in a real browser: cells are typed and kept, views renamed, a whole view downloaded and changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from db.demo import load_demo
from db.workspace import Workspace
from tests.browser.conftest import ROOT, running, settled

pytestmark = pytest.mark.browser

DEALS = "sales?part=records&show=Deals"


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Workspace]]:
    folder = tmp_path_factory.mktemp("lists")
    workspace = Workspace.open(f"sqlite:///{folder / 'agency.db'}")
    for _ in load_demo(workspace):
        pass
    lead = int(workspace.sales.prospects().rows["id"].iloc[0])
    for number in range(60):
        workspace.deals.open_deal(
            lead_pk=lead,
            name=f"Relaunch {number:02}",
            value="$1,000",
            owner="Ann",
            expected_close_on=None,
            deal_id=f"many_{number}",
        )
    with running(ROOT / "app.py", folder) as address:
        yield address, workspace
    workspace.close()


def type_name(page: Page, row: int, text: str, *, then: str) -> None:
    """Type into the first column of a row of the editor, as a person does; `then` stands on the button."""
    canvas = page.get_by_test_id("data-grid-canvas").first
    canvas.click(position={"x": 40, "y": 52 + 35 * row}, force=True)
    page.keyboard.press("Enter")
    page.locator("#portal textarea, #portal input").first.fill(text)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=then)).to_be_visible()


def test_typed_cells_stay_through_a_search_and_the_second_editor_is_told(
    page: Page, agency: tuple[str, Workspace]
) -> None:
    address, workspace = agency
    page.goto(f"{address}/{DEALS}&deals_search=Relaunch&deals_sort=name")
    settled(page)
    page.get_by_text("Edit cells").click()
    settled(page)
    type_name(page, 0, "Typed first", then="Save 1 row")
    type_name(page, 2, "Typed second", then="Save 2 rows")
    search = page.get_by_label("Search deals")
    for words in ("nothing is called so", "Relaunch"):
        search.fill(words)
        search.press("Enter")
        settled(page)
    deal = workspace.deals.deal("many_0")
    workspace.deals.change(
        "many_0",
        name=deal.name,
        value="$2,000",
        owner="Cy",
        expected_close_on=None,
        version=deal.version,
    )
    page.get_by_role("button", name="Save 2 rows").click()
    settled(page)
    expect(page.get_by_text("Nothing was saved")).to_be_visible()
    assert workspace.deals.deal("many_2").name == "Relaunch 02"
    page.get_by_role("button", name="Keep mine all the same").click()
    settled(page)
    page.get_by_role("button", name="Save 2 rows").click()
    settled(page)
    expect(page.get_by_text("2 rows saved.")).to_be_visible()
    first, second = workspace.deals.deal("many_0"), workspace.deals.deal("many_2")
    assert (first.name, first.owner, second.name) == ("Typed first", "Cy", "Typed second")


def test_the_download_holds_every_row_of_the_view(
    page: Page, agency: tuple[str, Workspace], tmp_path: Path
) -> None:
    address, workspace = agency
    page.goto(f"{address}/{DEALS}&deals_stage=new")
    settled(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download").click()
    file = tmp_path / "deals.csv"
    waiting.value.save_as(file)
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) - 1 == workspace.deals.page(stage="new").total >= 60
    assert lines[0] == "Deal,Company,Stage,Value,Expected close,Owner"


def test_all_of_a_view_is_changed_and_taken_back(page: Page, agency: tuple[str, Workspace]) -> None:
    address, workspace = agency
    page.goto(f"{address}/{DEALS}&deals_stage=new")
    settled(page)
    page.get_by_text("Change several").click()
    settled(page)
    total = workspace.deals.page(stage="new").total
    page.get_by_text(f"All {total} deals of this view, on every page").click()
    settled(page)
    page.get_by_label("New owner").fill("Zoe")
    page.get_by_label("New owner").press("Enter")
    settled(page)
    page.get_by_role("button", name=f"Change {total} deals").click()
    settled(page)
    assert set(workspace.deals.page(stage="new", size=100).rows["owner"]) == {"Zoe"}
    page.get_by_role("button", name="Undo").click()
    settled(page)
    expect(page.get_by_text(f"{total} deals put back.")).to_be_visible()
    assert "Zoe" not in set(workspace.deals.page(stage="new", size=100).rows["owner"])


def test_a_view_is_saved_and_renamed(page: Page, agency: tuple[str, Workspace]) -> None:
    address, workspace = agency
    page.goto(f"{address}/fulfillment?part=records&show=Payments&payments_state=paid")
    settled(page)
    page.get_by_role("button", name="Views").click()
    page.get_by_label("Name", exact=True).fill("What came in")
    page.get_by_label("Name", exact=True).press("Enter")
    settled(page)
    page.get_by_role("button", name="Save this view").click()
    settled(page)
    page.get_by_role("button", name="Rename").click()
    settled(page)
    page.get_by_label("New name").fill("Money in")
    page.get_by_label("New name").press("Enter")
    page.get_by_role("button", name="Keep this name").click()
    settled(page)
    [view] = workspace.saved_views.of("payments")
    assert (view.name, view.parameters) == ("Money in", {"state": "paid"})

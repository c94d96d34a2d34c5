"""Thousands of waiting leads go to Sales beside the page: begun by a click, followed, and read afterwards."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from db.lead_import import ImportOptions
from db.workspace import Workspace
from tests.browser.conftest import ROOT, running, settled

pytestmark = pytest.mark.browser

LEADS = 2_500  # more than the page hands over while it waits


def test_thousands_of_leads_go_to_sales_beside_the_page(tmp_path: Path, page: Page) -> None:
    workspace = Workspace.open(f"sqlite:///{tmp_path / 'agency.db'}")
    rows = "".join(f"Ann {n},ann{n}@x{n % 97}.example,{n % 100},high\n" for n in range(LEADS))
    staged = workspace.lead_imports.stage("fair.csv", f"Name,Email,Score,Urgency\n{rows}".encode())
    report = workspace.lead_imports.run(staged.import_id, ImportOptions(new_campaign="Spring fair"))
    with running(ROOT / "app.py", tmp_path) as address:
        page.goto(f"{address}/import?import={report.import_id}")
        settled(page)
        page.get_by_role("button", name=f"Hand over {LEADS:,} leads to Sales").click()
        # It is followed while it runs, and may be done before the browser looks.
        running_or_done = page.get_by_text(
            re.compile("Handing the leads over to Sales|The leads are with Sales")
        )
        expect(running_or_done.first).to_be_visible()
        expect(page.get_by_text("The leads are with Sales.")).to_be_visible(timeout=60_000)
        expect(page.get_by_role("button", name=re.compile("Hand over .* leads to Sales"))).to_have_count(0)
        page.get_by_role("link", name="What Sales got").click()
        settled(page)
        expect(page.get_by_text(re.compile(f"{LEADS:,}")).first).to_be_visible()
        page.goto(f"{address}/sales")
        settled(page)
        expect(page.get_by_text("Spring fair").first).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)
    assert workspace.marketing.waiting_leads(report.campaign_id).total == 0
    workspace.close()

"""What opens on a page (a record, a dialog, a popover) bars nobody; the pages by themselves: test_loop.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from db.demo import load_demo
from db.tables.feedback import Response, Survey
from db.tables.marketing import Campaign
from db.tables.offers import Offer
from db.tables.runs import AuditLine
from db.tables.sales import Deal
from db.workspace import Workspace
from tests.browser.accessibility import barriers
from tests.browser.conftest import ROOT, running, settled

pytestmark = pytest.mark.browser

Places = dict[str, tuple[str, ...]]


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Places]]:
    """The address of the demo agency, and its records with the names of what is pressed on each."""
    folder = tmp_path_factory.mktemp("barriers")
    workspace = Workspace.open(f"sqlite:///{folder / 'agency.db'}")
    for _ in load_demo(workspace):
        pass
    places = records(workspace)
    workspace.close()
    with running(ROOT / "app.py", folder) as address:
        yield address, places


def records(workspace: Workspace) -> Places:
    with workspace.reading() as session:
        deal = session.get(Deal, "deal_solstice")
        assert deal is not None
        lead, client = deal.lead_pk, deal.client_id
        campaign, offer, response, survey, change = (
            session.scalars(select(column)).first()
            for column in (
                Campaign.campaign_id,
                Offer.offer_id,
                Response.feedback_id,
                Survey.request_id,
                AuditLine.id,
            )
        )
    return {
        f"offers?part=records&offer={offer}": ("Views",),
        f"marketing?part=records&campaign={campaign}": ("Change",),
        f"marketing?part=records&lead={lead}": (),
        f"sales?part=records&prospect={lead}": (),
        "sales?part=records&show=Deals&deal=deal_hartwell": ("Edit cells",),
        "sales?part=records&show=Board": (),
        "fulfillment?part=records&show=Projects&project=PRJ_deal_solstice": ("Days",),
        f"clients?client={client}": (),
        f"feedback?part=records&show=Responses&response={response}": (),
        f"feedback?part=records&show=Surveys&survey={survey}": (),
        "feedback?part=charts": ("Filter", "Download"),
        "offers?part=inbox": ("Accept",),
        f"history?change={change}": (),
        "settings?policy=themes": ("Add a theme",),
    }


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_what_opens_on_a_page_is_no_barrier(
    browser: Browser, agency: tuple[str, Places], width: int, theme: str
) -> None:
    address, places = agency
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)  # type: ignore[arg-type]  # one of its two words
    try:
        page = context.new_page()
        found = [
            f"{barrier} on {place} {pressed}"
            for place, presses in places.items()
            for pressed in opened(page, f"{address}/{place}", presses)
            for barrier in barriers(page)
        ]
    finally:
        context.close()
    assert not found, "\n".join(found)


def opened(page: Page, place: str, presses: tuple[str, ...]) -> Iterator[str]:
    """The page as it opens, and then each time that something on it was pressed."""
    page.goto(place)
    settled(page)
    yield ""
    for name in presses:
        page.get_by_role("button", name=name).or_(page.get_by_role("radio", name=name)).first.click()
        settled(page)
        page.wait_for_timeout(300)  # what opens fades in, and half faded its text is pale
        yield name
        page.keyboard.press("Escape")
        settled(page)

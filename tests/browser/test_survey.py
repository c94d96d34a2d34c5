"""The public survey in a real browser on a phone: filled in, kept, sent once, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import col, select

from db.tables.feedback import Invitation
from db.workspace import Workspace
from tests.browser.accessibility import barriers
from tests.browser.conftest import ROOT, running

pytestmark = pytest.mark.browser

PROJECT: dict[str, Any] = {
    "project_id": "proj_1",
    "project_name": "Relaunch <b>2026</b>",
    "start_date": "2026-09-01",
    "completion_date": "2026-11-20",
    "deliverables_status": [{"name": "Website", "status": "completed"}],
    "client_info": {
        "company_name": "Northwind",
        "primary_contact": {"name": "Ann Lee", "email": "ann@northwind.example"},
    },
    "promises": ["Live in ten weeks"],
}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("survey")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with running(ROOT / "app.py", folder) as found:
        yield found


@pytest.fixture(scope="module")
def workspace(folder: Path) -> Iterator[Workspace]:
    opened = Workspace.open(f"sqlite:///{folder / 'agency.db'}")
    assert opened.run("fulfillment_to_feedback", PROJECT).success
    yield opened
    opened.close()


def invited(workspace: Workspace, address: str, name: str, language: str | None = None) -> str:
    request_id = str(workspace.feedback.surveys()["request_id"].iloc[0])
    email = f"{name.lower()}@northwind.example"
    link = workspace.invitations.invite(request_id, name, email, language)
    return address + link[link.index("/survey/") :]


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, has_touch=True, java_script_enabled=request.param)  # type: ignore[arg-type]
    opened = context.new_page()
    yield opened
    assert context.cookies() == []
    context.close()


def test_a_survey_is_filled_in_on_a_phone_and_sent_once(
    workspace: Workspace, address: str, phone: Page
) -> None:
    before = len(workspace.feedback.responses())
    link = invited(workspace, address, f"Ann{before}")
    phone.goto(link)
    expect(phone.get_by_role("heading", level=1)).to_have_text("How did we do?")
    quality = phone.get_by_role("group", name="Quality")
    box = quality.get_by_role("radio", name="5").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44  # a target that a thumb hits
    quality.get_by_role("radio", name="5").check()
    phone.get_by_label("What did you like most").fill("Great communication 👍 <b>bold</b>")
    phone.get_by_role("group", name="Live in ten weeks").get_by_role("radio", name="Kept", exact=True).check()
    phone.get_by_role("button", name="Send answers").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you!")
    assert len(workspace.feedback.responses()) == before + 1
    phone.go_back()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Already answered")
    assert len(workspace.feedback.responses()) == before + 1


def test_what_was_filled_in_is_kept_without_sending(
    workspace: Workspace, address: str, browser: Browser
) -> None:
    link = invited(workspace, address, "Bea")
    context = browser.new_context(viewport=PHONE, locale="de-DE")  # type: ignore[arg-type]
    refused: list[str] = []
    page = context.new_page()
    page.on("console", lambda line: refused.append(line.text) if line.type == "error" else None)
    page.goto(link)
    page.get_by_label("Was hätten wir besser machen können?").fill("Schneller antworten")
    page.get_by_role("group", name="Kommunikation").get_by_role("radio", name="3").check()
    expect(page.get_by_role("status")).to_contain_text("Gespeichert", timeout=10_000)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    again = context.new_page()
    again.goto(link)
    expect(again.get_by_label("Was hätten wir besser machen können?")).to_have_value("Schneller antworten")
    expect(again.get_by_role("group", name="Kommunikation").get_by_role("radio", name="3")).to_be_checked()
    assert refused == []
    context.close()


def test_a_text_that_is_too_long_stays_in_its_field(
    workspace: Workspace, address: str, browser: Browser
) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(invited(workspace, address, "Cleo"))
    field = page.get_by_label("What could we have done better?")
    field.fill("é" * 20_000)
    page.get_by_role("button", name="Send answers").click()
    expect(page.get_by_role("alert")).to_contain_text("20\u202f000")
    expect(field).to_have_value("é" * 20_000)
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("Answer faster")
    page.get_by_role("button", name="Send answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you!")
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_state_of_the_survey_is_a_barrier(
    workspace: Workspace, address: str, browser: Browser, theme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    found: list[str] = []

    def look(state: str, heading: str | None = None) -> None:
        if heading:
            expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        found.extend(f"{state}: {barrier}" for barrier in barriers(page))

    link = invited(workspace, address, f"Dora{theme}")
    page.goto(link)
    look("empty", "How did we do?")
    page.get_by_role("group", name="Quality").get_by_role("radio", name="2").check()
    field = page.get_by_label("What could we have done better?")
    field.fill("é" * 20_000)
    look("half filled in")
    page.get_by_role("button", name="Send answers").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look("with a mistake")
    field.fill("Answer faster")
    page.get_by_role("button", name="Send answers").click()
    look("sent", "Thank you!")
    page.goto(link)
    look("sent before", "Already answered")
    for state, change in {
        "revoked": {"revoked_at": workspace.clock.now()},
        "expired": {"expires_at": workspace.clock.now() - timedelta(days=1)},
    }.items():
        page.goto(invited(workspace, address, f"{state}{theme}"))
        look(f"before it was {state}", "How did we do?")
        with workspace.editing() as session:
            last = session.exec(select(Invitation).order_by(col(Invitation.id).desc())).first()
            assert last is not None
            for name, value in change.items():
                setattr(last, name, value)
            session.add(last)
        page.reload()
        expect(page.get_by_role("group", name="Quality")).to_have_count(0)
        look(state)
    page.goto(f"{address}/survey/guessed")
    expect(page.get_by_role("group", name="Quality")).to_have_count(0)
    look("guessed")
    context.close()
    assert found == []


CUT = """() => [...document.querySelectorAll("main *, header *")]
    .filter((one) => getComputedStyle(one).display !== "inline" && one.scrollWidth > one.clientWidth + 1)
    .map((one) => one.textContent.trim().slice(0, 40))"""
FOCUSED = """() => {
    const one = document.activeElement;
    const seen = getComputedStyle(one.type === "radio" ? one.nextElementSibling : one);
    return [one.tagName, one.name || "", seen.outlineStyle, parseFloat(seen.outlineWidth)];
}"""


@pytest.mark.parametrize(("language", "width"), [("de", 320), ("nl", 390), ("de", 1440)])
def test_long_words_are_not_cut_and_the_keyboard_reaches_everything(
    workspace: Workspace, address: str, browser: Browser, language: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    page.goto(invited(workspace, address, f"Maximiliane-Donaudampfschifffahrt{width}", language))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(CUT) == []
    fields = set(page.locator("[name]:not(meta)").evaluate_all("(all) => all.map((one) => one.name)"))
    reached = set()
    while True:
        page.keyboard.press("Tab")
        tag, name, style, outline = page.evaluate(FOCUSED)
        assert (style, outline) == ("solid", 3), (tag, name)
        if tag == "BUTTON":
            break
        reached.add(name)
    assert reached == fields
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()  # nothing was filled in
    assert barriers(page) == []
    context.close()

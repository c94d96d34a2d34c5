"""The golden thread on screen: search, follow, and the links that lead to it from the records."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest

from db.workspace import Workspace
from tests.pages.test_every_page import shown, visit

THREAD = "insights/thread.py"


def links(app: Any) -> str:
    return unquote("\n".join(f"{link.proto.page} {link.proto.query_string}" for link in app.get("page_link")))


@pytest.mark.usefixtures("demo")
def test_a_search_leads_to_the_thread_of_what_it_found() -> None:
    app = visit(THREAD, {})
    app.text_input(key="thread_search").set_value("harbor").run()
    assert "record=deal:deal_harbor" in links(app)
    app.text_input(key="thread_search").set_value("nobody is called so").run()
    assert "No record has this" in shown(app)


@pytest.mark.usefixtures("demo")
def test_a_thread_shows_what_led_to_a_deal_and_what_it_led_to() -> None:
    app = visit(THREAD, {"record": "deal:deal_harbor"})
    text = shown(app)
    for heading in ("What led to it", "This record", "What it led to"):
        assert heading in text
    assert text.index("Omar Stein") < text.index("This record") < text.index("Work order for Harbor Dental")


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("record", ["deal:gone", "person:1", "deal", "lead:x"])
def test_a_link_to_nothing_says_so(record: str) -> None:
    app = visit(THREAD, {"record": record})
    assert len(app.warning) == 1


def test_a_lead_is_shown_with_its_score_and_the_way_to_its_thread(demo: Workspace) -> None:
    lead = demo.marketing.leads(status="qualified").rows.iloc[0]
    app = visit("domains/marketing.py", {"part": "records", "lead": str(lead["id"])})
    assert "Why this score" in shown(app)
    assert f"lead:{lead['id']}" in links(app)
    app = visit("domains/marketing.py", {"part": "records", "lead": "no number"})
    assert "There is no lead" in app.warning[0].value

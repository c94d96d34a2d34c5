"""The history on screen."""

from __future__ import annotations

from typing import Any

from db.workspace import Workspace
from tests.pages.test_every_page import visit

PAGE = "insights/history.py"


def open_deal(demo: Workspace) -> Any:
    deals = demo.deals.page().rows
    return demo.deals.deal(str(deals.loc[deals["stage"] == "proposal", "deal_id"].iloc[0]))


def change(demo: Workspace, owner: str) -> str:
    deal = open_deal(demo)
    demo.deals.change(
        deal.deal_id,
        name=deal.name,
        value=demo.deals.shown_value(deal),
        owner=owner,
        expected_close_on=deal.expected_close_on,
        version=deal.version,
    )
    return str(demo.history.page(record_id=deal.deal_id).rows["id"].iloc[0])


def press(app: Any, label: str) -> Any:
    return next(one for one in app.button if one.label == label).click().run()


def test_a_change_is_shown_with_before_and_after_and_put_back(demo: Workspace) -> None:
    before = open_deal(demo).owner
    line = change(demo, "Somebody new")
    app = visit(PAGE, {"change": line})
    table = app.dataframe[-1].value
    assert list(table.loc[table["What"] == "Owner", "Before"]) == [before]
    press(app, "Put back what was before")
    assert open_deal(demo).owner == before


def test_what_was_changed_again_is_shown_and_asked_about(demo: Workspace) -> None:
    before = open_deal(demo).owner
    line = change(demo, "Somebody new")
    change(demo, "Somebody newer")
    app = visit(PAGE, {"change": line})
    assert "changed again since" in app.warning[0].value
    assert list(app.dataframe[-1].value["Now"]) == ["Somebody newer"]
    press(app, "Put it back all the same")
    assert open_deal(demo).owner == before


def test_the_history_of_one_record_is_opened_by_its_link(demo: Workspace) -> None:
    deal = open_deal(demo)
    change(demo, "Somebody new")
    app = visit(PAGE, {"record": deal.deal_id})
    assert len(app.dataframe[0].value) == demo.history.page(record_id=deal.deal_id).total


def test_every_line_of_the_demo_can_be_looked_at(demo: Workspace) -> None:
    lines = demo.history.page(size=500).rows
    for line in lines.groupby("action")["id"].first():
        visit(PAGE, {"change": str(line)})

"""Views of lists: in the URL, under a name, downloaded as shown; and one change for many deals."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest

from core.bulk import BulkDealChange
from core.redaction import Redactor
from db.page import Page
from db.workspace import Workspace
from pages.shared.list_view import nameless_file, whole_file
from tests.pages.test_every_page import shown, visit

DEALS = {"part": "records", "show": "Deals"}


def press(app: Any, label: str) -> Any:
    next(one for one in app.button if one.label == label).click().run()
    assert not app.exception, app.exception
    return app


def names(app: Any) -> list[str]:
    return list(app.dataframe[0].value["Deal"])


def test_a_link_opens_the_same_view_on_a_fresh_server(demo: Workspace) -> None:
    wanted = demo.deals.page(stage="closed_won", sort="value").rows["name"]
    app = visit("domains/sales.py", {**DEALS, "deals_stage": "closed_won", "deals_sort": "value"})
    assert names(app) == list(wanted)
    assert app.pills(key="deal_stage_filter").value == "closed_won"


@pytest.mark.usefixtures("demo")
def test_what_is_searched_and_filtered_stands_in_the_url() -> None:
    app = visit("domains/sales.py", DEALS)
    app.text_input(key="deal_search").set_value("harbor").run()
    assert app.query_params["deals_search"] == "harbor"
    app.text_input(key="deal_search").set_value("").run()
    assert "deals_search" not in app.query_params


@pytest.mark.usefixtures("demo")
def test_a_filter_that_a_link_invents_is_left_out() -> None:
    app = visit("domains/sales.py", {**DEALS, "deals_stage": "'; DROP TABLE deals", "deals_page": "x"})
    assert app.pills(key="deal_stage_filter").value is None
    assert len(names(app)) == 10


def test_a_view_is_saved_opened_by_anybody_and_deleted(demo: Workspace) -> None:
    app = visit("domains/sales.py", {**DEALS, "deals_search": "harbor"})
    app.text_input(key="deals_name").set_value("Harbor's deals").run()
    press(app, "Save this view")
    [view] = demo.saved_views.of("deals")
    assert (view.name, view.parameters) == ("Harbor's deals", {"search": "harbor"})
    other = visit("domains/sales.py", DEALS)
    assert len(names(other)) == 10
    other = other.button(key=f"deals_{view.id}").click().run()
    assert other.text_input(key="deal_search").value == "harbor"
    assert all("Harbor" in name for name in names(other))
    other.button(key=f"deals_{view.id}_delete").click().run()
    assert not other.exception
    assert demo.saved_views.of("deals") == []


def test_a_view_gets_another_name_that_no_other_view_has(demo: Workspace) -> None:
    demo.saved_views.save("deals", "Mine", {"search": "harbor"})
    demo.saved_views.save("deals", "Late", {"sort": "close"})
    _late, mine = demo.saved_views.of("deals")
    app = visit("domains/sales.py", DEALS)
    app.button(key=f"deals_{mine.id}_rename").click().run()
    app.text_input(key=f"deals_{mine.id}_new_name").set_value("late").run()
    press(app, "Keep this name")
    assert any("Another view" in error.value for error in app.error)
    assert app.text_input(key=f"deals_{mine.id}_new_name").value == "late"
    app.text_input(key=f"deals_{mine.id}_new_name").set_value("Ours").run()
    press(app, "Keep this name")
    assert [(view.name, view.parameters) for view in demo.saved_views.of("deals")] == [
        ("Late", {"sort": "close"}),
        ("Ours", {"search": "harbor"}),
    ]
    assert not [one for one in app.text_input if one.label == "New name"]


def test_another_search_begins_at_the_first_page(demo: Workspace) -> None:
    lead = int(demo.sales.prospects().rows["id"].iloc[0])
    for number in range(60):
        demo.deals.open_deal(
            lead_pk=lead,
            name=f"Deal {number:02}",
            value="",
            owner="Ann",
            expected_close_on=None,
            deal_id=f"deal_{number}",
        )
    app = visit("domains/sales.py", {**DEALS, "deals_page": "2"})
    assert len(names(app)) == 20
    app.text_input(key="deal_search").set_value("Deal").run()
    assert len(names(app)) == 50
    assert "deals_page" not in app.query_params


def counted(app: Any, place: int) -> int:
    """How many rows a list of the page says that it has."""
    return int(re.findall(r"^[\d,]+–[\d,]+ of ([\d,]+)", shown(app), re.M)[place].replace(",", ""))


@pytest.mark.parametrize(
    ("script", "params"),
    [
        ("domains/clients.py", {"clients_search": "harbor"}),
        ("domains/marketing.py", {"part": "records", "leads_status": "nurture"}),
        ("domains/sales.py", {"part": "records", "show": "Prospects", "prospects_band": "hot"}),
        ("domains/fulfillment.py", {"part": "records", "show": "Projects", "projects_status": "active"}),
        ("domains/clients.py", {"clients_health": "good"}),
        ("domains/offers.py", {"part": "records", "offers_search": "website"}),
        ("domains/marketing.py", {"part": "records", "campaigns_search": "care"}),
        ("domains/fulfillment.py", {"part": "records", "show": "Work orders", "orders_search": "harbor"}),
        ("domains/fulfillment.py", {"part": "records", "show": "Payments", "payments_state": "paid"}),
        ("domains/feedback.py", {"part": "records", "show": "Responses", "responses_search": "nordwind"}),
        ("domains/feedback.py", {"part": "records", "show": "Surveys", "surveys_search": "nordwind"}),
        ("insights/runs.py", {"runs_workflow": "feedback_to_offer"}),
        ("insights/history.py", {"history_kind": "deal"}),
    ],
    ids=lambda value: str(value)[:40],
)
@pytest.mark.usefixtures("demo")
def test_every_list_takes_its_view_from_the_url(script: str, params: dict[str, str]) -> None:
    plain = {name: value for name, value in params.items() if "_" not in name}
    everything, filtered = visit(script, plain), visit(script, params)
    place = -1 if "leads_status" in params else 0  # below the campaigns stand their leads
    assert 0 < counted(filtered, place) < counted(everything, place)


def test_a_download_holds_what_is_shown_and_nothing_runs_in_a_spreadsheet() -> None:
    table = pd.DataFrame({"Deal": ["=1+1", "Café"], "Tags": [["a", "b"], None], "Value": [None, "$5.00"]})
    text = whole_file(Page(table, 2, 1, 50), lambda part: part).decode("utf-8-sig")
    assert text.splitlines() == ["Deal,Tags,Value", "'=1+1,a; b,", "Café,,$5.00"]


def test_all_deals_of_a_view_are_changed_on_every_page_and_taken_back_from_the_history(
    demo: Workspace,
) -> None:
    lead = int(demo.sales.prospects().rows["id"].iloc[0])
    for number in range(60):
        demo.deals.open_deal(
            lead_pk=lead,
            name=f"Deal {number:02}",
            value="",
            owner="Ann",
            expected_close_on=None,
            deal_id=f"deal_{number}",
        )
    app = visit("domains/sales.py", {**DEALS, "deals_search": "Deal"})
    app.segmented_control(key="deals_mode").set_value("Change several").run()
    app.text_input(key="bulk_owner").set_value("Zoe").run()
    assert "Tick deals above" in shown(app)
    toggle = next(one for one in app.toggle if one.label.startswith("All 60 deals"))
    toggle.set_value(True).run()
    assert "60 deals would change, 0 held back" in shown(app)
    press(app, "Change 60 deals")
    assert "60 deals changed." in shown(app)
    assert set(demo.deals.page(search="Deal", size=100).rows["owner"]) == {"Zoe"}
    # Somebody changes one, and another session takes the rest back.
    deal = demo.deals.page(search="Deal 07").rows.iloc[0]
    demo.deals.change(
        deal["deal_id"], name="Deal 07", value="", owner="Cy", expected_close_on=None,
        version=int(deal["version"]),
    )  # fmt: skip
    [head] = demo.history.page(search="60 deals: owner → Zoe").rows.itertuples()
    other = visit("insights/history.py", {"change": str(head.id)})
    text = shown(other)
    assert "59 stand as this change left them" in text and "1 was changed again since" in text
    press(other, "Take back 59 changes")
    assert "59 records put back." in shown(other) and "One record stayed" in shown(other)
    owners = demo.deals.page(search="Deal", size=100).rows["owner"].tolist()
    assert (owners.count("Ann"), owners.count("Cy")) == (59, 1)
    line = demo.history.page(search="Deal 08").rows.iloc[-2]
    part = visit("insights/history.py", {"change": str(line["id"])}).get("page_link")
    assert any("part of a change of many records" in one.proto.label for one in part)


@pytest.mark.parametrize(
    ("script", "params", "toggle", "field", "label"),
    [
        ("domains/marketing.py", {}, "leads_several", "bulk_lead_owner", "leads"),
        ("domains/sales.py", {"show": "Prospects"}, "prospects_several", "bulk_lead_owner", "leads"),
        ("domains/fulfillment.py", {"show": "Projects"}, "projects_several", "bulk_manager", "projects"),
    ],
    ids=["leads", "prospects", "projects"],
)
@pytest.mark.usefixtures("demo")
def test_other_lists_are_changed_at_once_too(
    script: str, params: dict[str, str], toggle: str, field: str, label: str
) -> None:
    app = visit(script, {"part": "records", **params})
    app.toggle(key=toggle).set_value(True).run()
    app.text_input(key=field).set_value("Zoe").run()
    assert not app.exception
    assert f"Tick {label} above" in shown(app)


def test_several_deals_are_changed_at_once_and_put_back(demo: Workspace) -> None:
    deals = demo.deals.page().rows
    ids = [str(one) for one in deals["deal_id"]]
    owners = dict(zip(deals["deal_id"], deals["owner"], strict=True))
    app = visit("domains/sales.py", DEALS)
    app.segmented_control(key="deals_mode").set_value("Change several").run()
    app.text_input(key="bulk_owner").set_value("New Owner").run()
    assert "Tick deals above" in shown(app)
    lines = demo.bulk_deals.preview(ids, BulkDealChange(owner="New Owner"))
    result = demo.bulk_deals.apply(lines, BulkDealChange(owner="New Owner"))
    assert result.changed == 5 and len(result.left) == 5  # won deals stay
    demo.bulk_changes.undo(result.bulk_id)
    after = demo.deals.page().rows
    assert dict(zip(after["deal_id"], after["owner"], strict=True)) == owners


def test_a_download_without_names_has_none_and_not_fewer_than_five_rows() -> None:
    rows = pd.DataFrame({"Client": ["Oakline"] * 5, "Note": ["Sarah said a@b.de", None, "x", "y", "z"]})
    page = Page(rows, 5, 1, 50, every=lambda: iter([rows]))
    hidden = nameless_file(page, lambda table: table, Redactor(["Sarah"], ["Oakline"])).decode("utf-8-sig")
    assert "[company],[name] said [e-mail]" in hidden
    assert "Oakline" not in hidden
    few = Page(rows.head(4), 4, 1, 50, every=lambda: iter([rows.head(4)]))
    shown = nameless_file(few, lambda table: table, Redactor()).decode("utf-8-sig")
    assert shown.splitlines() == ["Client,Note", "hidden: fewer than 5 rows"]

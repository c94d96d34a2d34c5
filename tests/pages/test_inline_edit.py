"""Typed cells survive reruns, other pages and other people, and are saved once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from db.workspace import Workspace
from tests.pages.test_every_page import shown, visit

PAYMENTS = {"part": "records", "show": "Payments"}
DEALS = {"part": "records", "show": "Deals"}


def type_into(app: Any, key: str, cells: dict[int, dict[str, Any]]) -> Any:
    """What the browser sends when a person types into cells of the editor `key`."""
    widget = f"{key}_{app.session_state[f'{key}:round']}"
    app.session_state[widget] = {"edited_rows": cells, "added_rows": [], "deleted_rows": []}
    return app.run()


def press(app: Any, label: str) -> Any:
    next(one for one in app.button if one.label == label).click().run()
    assert not app.exception, app.exception
    return app


def labels(app: Any) -> list[str]:
    return [one.label for one in app.button]


def open_cells() -> Any:
    app = visit("domains/sales.py", DEALS)
    return app.segmented_control(key="deals_mode").set_value("Edit cells").run()


def test_payments_are_typed_into_the_list_and_saved_together(demo: Workspace) -> None:
    owed = demo.fulfillment.payment_page().rows["id"].tolist()[:2]
    app = visit("domains/fulfillment.py", PAYMENTS)
    app = type_into(app, "payment_cells", {0: {"Paid on": "2026-11-03"}, 1: {"Paid on": "2026-11-04"}})
    press(app, "Save 2 rows")
    assert not app.exception and not app.error
    days = demo.fulfillment.payments().set_index("id")["paid_on"]
    assert [days[one] for one in owed] == [date(2026, 11, 3), date(2026, 11, 4)]
    assert "Save" in labels(app)


def test_the_second_who_notes_a_payment_is_told_and_keeps_what_was_typed(demo: Workspace) -> None:
    first = demo.fulfillment.payment_page().rows.iloc[0]
    app = visit("domains/fulfillment.py", PAYMENTS)
    app = type_into(app, "payment_cells", {0: {"Paid on": "2026-11-03"}, 1: {"Paid on": "2026-11-04"}})
    demo.fulfillment.set_paid(int(first["id"]), date(2026, 11, 1))
    press(app, "Save 2 rows")
    [error] = app.error
    assert "Nothing was saved" in error.value and "changed it on" in error.value
    assert "Save 2 rows" in labels(app)
    days = demo.fulfillment.payments().set_index("id")["paid_on"]
    assert days[int(first["id"])] == date(2026, 11, 1)
    press(app, "Keep mine all the same")
    assert not app.error
    press(app, "Save 2 rows")
    days = demo.fulfillment.payments().set_index("id")["paid_on"]
    assert days[int(first["id"])] == date(2026, 11, 3)


def test_who_looks_at_what_the_other_saved_loses_that_cell_alone(demo: Workspace) -> None:
    first, second = demo.fulfillment.payment_page().rows["id"].tolist()[:2]
    app = visit("domains/fulfillment.py", PAYMENTS)
    app = type_into(app, "payment_cells", {0: {"Paid on": "2026-11-03"}, 1: {"Paid on": "2026-11-04"}})
    demo.fulfillment.set_paid(int(first), date(2026, 11, 1))
    press(app, "Save 2 rows")
    press(app, "Show what stands there now")
    press(app, "Save 1 row")
    days = demo.fulfillment.payments().set_index("id")["paid_on"]
    assert (days[first], days[second]) == (date(2026, 11, 1), date(2026, 11, 4))


def test_what_was_typed_stays_while_the_list_is_searched_ordered_and_left(demo: Workspace) -> None:
    deals = demo.deals.page(stage="proposal").rows
    if deals.empty:
        pytest.fail("the demo has no proposal")
    app = visit("domains/sales.py", {**DEALS, "deals_stage": "proposal"})
    app = app.segmented_control(key="deals_mode").set_value("Edit cells").run()
    app = type_into(app, "deal_cells", {0: {"Value": 1234.5, "Owner": "Zoe"}})
    app.selectbox(key="deal_sort").set_value("name").run()
    assert "Save 1 row" in labels(app)
    app.text_input(key="deal_search").set_value("nothing is called so").run()
    app.text_input(key="deal_search").set_value("").run()
    app.switch_page("domains/clients.py").run()
    app.switch_page("domains/sales.py")
    for name, value in DEALS.items():
        app.query_params[name] = value
    app.run()
    app = app.segmented_control(key="deals_mode").set_value("Edit cells").run()
    press(app, "Save 1 row")
    assert not app.error
    deal = demo.deals.deal(str(deals["deal_id"].iloc[0]))
    assert (deal.value_cents, deal.owner, deal.name) == (123_450, "Zoe", deals["name"].iloc[0])


def test_a_cell_typed_back_is_no_change_and_typing_can_be_forgotten(demo: Workspace) -> None:
    name = demo.deals.page().rows["name"].iloc[0]
    app = open_cells()
    app = type_into(app, "deal_cells", {0: {"Deal": "Another"}, 1: {"Owner": "Zoe"}})
    assert "Save 2 rows" in labels(app)
    app = type_into(app, "deal_cells", {0: {"Deal": name}, 1: {"Owner": "Zoe"}})
    assert "Save 1 row" in labels(app)
    press(app, "Forget what was typed")
    assert "Save" in labels(app) and not app.exception


def test_a_won_deal_is_named_and_nothing_is_saved(demo: Workspace) -> None:
    rows = demo.deals.page(size=50).rows
    won = int(rows.index[rows["stage"] == "closed_won"][0])
    still = int(rows.index[rows["stage"] != "closed_won"][0])
    app = type_into(open_cells(), "deal_cells", {won: {"Owner": "Zoe"}, still: {"Owner": "Zoe"}})
    press(app, "Save 2 rows")
    assert "It is won" in app.error[0].value and "Show what stands there now" not in labels(app)
    assert demo.deals.deal(str(rows["deal_id"].iloc[still])).owner != "Zoe"
    assert "Nothing was saved" in shown(app)

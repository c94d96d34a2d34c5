"""Change orders on screen: agree on one, read the earlier ones, and what is wrong at its field."""

from __future__ import annotations

from typing import Any

from db.workspace import Workspace
from tests.pages.test_every_page import shown, visit

PROJECT = "PRJ_deal_solstice"
PLACE = {"part": "records", "show": "Projects", "project": PROJECT}


def field(app: Any, kind: str, label: str) -> Any:
    return next(one for one in getattr(app, kind) if one.label.startswith(label))


def keep(app: Any) -> Any:
    return next(one for one in app.button if one.label == "Keep the change order").click().run()


def test_a_change_is_agreed_and_shown_with_old_and_new(demo: Workspace) -> None:
    app = visit("domains/fulfillment.py", PLACE)
    assert "added Booking page" in shown(app).replace("\\", "")  # the demo has one
    before = len(demo.change_orders.orders(PROJECT))
    field(app, "text_area", "What changes and why").set_value("Fewer pages")
    field(app, "text_input", "More or less money").set_value("-$300")
    field(app, "multiselect", "No longer delivered").set_value(["Review programme"])
    app.run()
    keep(app)
    orders = demo.change_orders.orders(PROJECT)
    assert len(orders) == before + 1
    assert orders.iloc[0]["reason"] == "Fewer pages" and orders.iloc[0]["value_change_cents"] == -30_000
    text = shown(app).replace("\\", "")
    assert "Fewer pages" in text and "dropped Review programme" in text
    assert field(app, "text_area", "What changes and why").value == ""


def test_what_does_not_fit_is_said_at_its_field_and_stays_typed(demo: Workspace) -> None:
    before = len(demo.change_orders.orders(PROJECT))
    app = visit("domains/fulfillment.py", PLACE)
    field(app, "text_area", "What changes and why").set_value("A lot less")
    field(app, "text_input", "More or less money").set_value("-$99,000")
    app.run()
    keep(app)
    assert "takes away more than is still open" in shown(app).replace("\\", "")
    assert field(app, "text_area", "What changes and why").value == "A lot less"
    assert len(demo.change_orders.orders(PROJECT)) == before
